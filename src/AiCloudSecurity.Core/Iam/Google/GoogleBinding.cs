namespace AiCloudSecurity.Iam.Google;

/// <summary>A role that a member has on something and everything below it.</summary>
public sealed class GoogleBinding
{
    private readonly IReadOnlySet<string>? _permissions;
    private readonly Cel? _condition;

    internal GoogleBinding(string member, string role, string on, IReadOnlySet<string>? permissions, string? condition = null, string? title = null)
    {
        (Member, Role, On, Title) = (member, role, on, title);
        _permissions = permissions;
        try
        {
            _condition = string.IsNullOrWhiteSpace(condition) ? null : Cel.Parse(condition);
        }
        catch (FormatException malformed)
        {
            Unseen = $"When {role} of {member} on {GoogleEvaluator.Short(on)} holds cannot be understood. {malformed.Message}.";
        }
        Unseen ??= permissions is null ? $"What the role {role} of {member} gives is not known." : null;
    }

    /// <summary>Who, as user:ann@example.com or allUsers.</summary>
    public string Member { get; }

    /// <summary>As roles/aiplatform.user.</summary>
    public string Role { get; }

    /// <summary>The full name of what the policy is attached to.</summary>
    public string On { get; }

    /// <summary>What the author of the condition calls it.</summary>
    public string? Title { get; }

    /// <summary>Why nobody can say what it gives; null where that can be said.</summary>
    public string? Unseen { get; }

    /// <summary>Whether it holds on some resources below only, or not at all times.</summary>
    public bool HasCondition => _condition is not null;

    /// <summary>Whether it gives a permission, wherever that is asked for.</summary>
    internal Truth Gives(GoogleRequest request, ISet<string> hangsOn)
    {
        if (_permissions?.Contains(request.Permission) is false)
        {
            return Truth.False;
        }
        if (Unseen is not null)
        {
            return Truth.Unknown;
        }
        return _condition is null ? Truth.True : request.Holds(_condition, hangsOn);
    }
}

/// <summary>A rule that takes permissions from principals whatever their roles are.</summary>
public sealed class GoogleDeny
{
    private readonly IReadOnlyList<string> _principals;
    private readonly IReadOnlyList<string> _exceptions;
    private readonly IReadOnlyList<string> _permissions;
    private readonly IReadOnlyList<string> _exceptPermissions;
    private readonly Cel? _condition;

    internal GoogleDeny(string policy, string on, IReadOnlyList<string>? principals, IReadOnlyList<string>? exceptions, IReadOnlyList<string>? permissions, IReadOnlyList<string>? exceptPermissions, string? condition = null)
    {
        (Policy, On) = (policy, on);
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

    private static Truth Names(IReadOnlyList<string> principals, string member, HashSet<string> hangsOn)
    {
        var named = Truth.False;
        foreach (var principal in principals)
        {
            if (principal == "principalSet://goog/public:all" || principal.Equals(GoogleEvaluator.Principal(member), StringComparison.OrdinalIgnoreCase))
            {
                return Truth.True;
            }
            // Who is in a group, an organisation or a pool is not known.
            if (principal.StartsWith("principalSet://", StringComparison.Ordinal) && !principal.Contains("/type/", StringComparison.Ordinal))
            {
                hangsOn.Add($"who is in {Display.Safe(principal["principalSet://".Length..])}");
                named = Truth.Unknown;
            }
        }
        return named;
    }
}

/// <summary>What is asked: a permission on a resource, or on everything of a project.</summary>
/// <param name="Permission">As aiplatform.endpoints.predict.</param>
/// <param name="Resource">The full name of a resource, or of a project, folder or organisation: then everything below it is asked about.</param>
/// <param name="Time">When.</param>
public sealed record GoogleRequest(string Permission, string Resource, DateTimeOffset Time)
{
    /// <summary>The resource's type, as aiplatform.googleapis.com/Endpoint; null where it is not known.</summary>
    public string? Type { get; init; }

    /// <summary>The names that the resource goes by below its service, by the project's id and by its number; none where all below it are asked about.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    // Conditions see one of the names, and which is not documented for each service.
    internal Truth Holds(Cel condition, ISet<string> hangsOn)
    {
        var service = GoogleEvaluator.ServiceOf(Permission);
        if (Names.Count == 0)
        {
            return condition.Holds(new(Time, service, Type), hangsOn);
        }
        HashSet<string> open = new(StringComparer.Ordinal);
        var answers = Names.Select(name => condition.Holds(new(Time, service, Type, name), open)).Distinct().ToList();
        if (answers is [var only and not Truth.Unknown])
        {
            return only;
        }
        hangsOn.UnionWith(open.Count > 0 ? open : ["resource.name"]);
        return Truth.Unknown;
    }
}

/// <summary>What Google answers.</summary>
/// <param name="Decision">Allowed, denied, or on what hangs.</param>
/// <param name="By">The bindings that give it.</param>
/// <param name="DeniedBy">The deny policy that takes it; null where none does for certain.</param>
/// <param name="Conditions">On what a conditional answer hangs, in words.</param>
/// <param name="Unseen">Why it cannot be said; null where it can.</param>
public sealed record GoogleAnswer(Decision Decision, IReadOnlyList<GoogleBinding> By, GoogleDeny? DeniedBy, IReadOnlyList<string> Conditions, string? Unseen = null)
{
    /// <summary>Whether there is a way to do it.</summary>
    /// <exception cref="UnseenException">That cannot be said.</exception>
    public bool Exists => Decision >= Decision.Conditional || (Unseen is null ? false : throw new UnseenException(Unseen));
}
