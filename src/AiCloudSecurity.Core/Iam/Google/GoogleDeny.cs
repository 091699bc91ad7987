namespace AiCloudSecurity.Iam.Google;

/// <summary>A rule that takes permissions from principals whatever their roles are.</summary>
public sealed class GoogleDeny
{
    private readonly IReadOnlyList<string> _principals;
    private readonly IReadOnlyList<string> _exceptions;
    private readonly IReadOnlyList<string> _permissions;
    private readonly IReadOnlyList<string> _exceptPermissions;
    private readonly Scope? _scope;
    private readonly Cel? _condition;

    internal GoogleDeny(string policy, string on, IReadOnlyList<string>? principals, IReadOnlyList<string>? exceptions, IReadOnlyList<string>? permissions, IReadOnlyList<string>? exceptPermissions, string? condition = null, Scope? scope = null)
    {
        (Policy, On, _scope) = (policy, on, scope);
        (_principals, _exceptions, _permissions, _exceptPermissions) = (principals ?? [], exceptions ?? [], permissions ?? [], exceptPermissions ?? []);
        try
        {
            _condition = string.IsNullOrWhiteSpace(condition) ? null : Cel.Parse(condition);
        }
        catch (FormatException malformed)
        {
            Unseen = $"When the deny policy {policy} holds cannot be understood. {malformed.Message}.";
        }
    }

    /// <summary>The policy's name.</summary>
    public string Policy { get; }

    /// <summary>The full name of what it is attached to.</summary>
    public string On { get; }

    /// <summary>Why nobody can say when it holds; null where that can be said.</summary>
    public string? Unseen { get; }

    internal Truth Takes(string member, GoogleRequest request, ISet<string> hangsOn, ref string? unseen)
    {
        var asked = GoogleEvaluator.Denied(request.Permission);
        if (!Matches(_permissions, asked) || Matches(_exceptPermissions, asked))
        {
            return Truth.False;
        }
        HashSet<string> open = new(StringComparer.Ordinal);
        var taken = Names(_principals, member, open).And(Names(_exceptions, member, open).Not());
        if (taken != Truth.False && Unseen is not null)
        {
            unseen ??= Unseen;
            return Truth.Unknown;
        }
        taken = taken == Truth.False || _condition is null ? taken : taken.And(request.Holds(_condition, open));
        if (taken == Truth.Unknown)
        {
            hangsOn.UnionWith(open);
        }
        return taken;
    }

    private static bool Matches(IReadOnlyList<string> permissions, string asked) => permissions.Any(permission => Glob.Resource(permission, escapes: false).Matches(asked));

    private Truth Names(IReadOnlyList<string> principals, string member, HashSet<string> hangsOn)
    {
        var named = Truth.False;
        foreach (var principal in principals)
        {
            var isMeant = GooglePrincipals.Means(principal, member, _scope);
            if (isMeant == Truth.Unknown)
            {
                hangsOn.Add($"who is in {Display.Safe(principal[(principal.IndexOf("//", StringComparison.Ordinal) + 2)..])}");
            }
            named = named.Or(isMeant);
        }
        return named;
    }
}
