using System.Globalization;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>A role that somebody has, or may take, at a scope.</summary>
public sealed class HeldRole
{
    private readonly RolePermissions? _permissions;
    private readonly RoleCondition? _condition;

    internal HeldRole(Resource source, string? principal, string? principalType, string? scope, string? roleId, string? condition, RoleDefinition? role, string? unseen = null)
    {
        Source = source;
        Principal = principal ?? "";
        PrincipalType = principalType;
        Scope = scope ?? AzureScope.OfExtension(source.Identity.Id);
        RoleGuid = RoleDefinition.GuidOf(roleId ?? "");
        Role = role;
        Unseen = unseen ?? (role is null ? $"The role {RoleGuid} that {Principal} has at {Scope} was not found." : null);
        try
        {
            _permissions = new(role?.Properties?.Permissions ?? []);
            _condition = string.IsNullOrWhiteSpace(condition) ? null : RoleCondition.Parse(condition);
        }
        catch (FormatException malformed)
        {
            Unseen ??= $"On what {Name} of {Principal} at {Scope} hangs cannot be understood. {malformed.Message}.";
        }
    }

    /// <summary>The role assignment, or the eligibility.</summary>
    public Resource Source { get; }

    /// <summary>The object id of who has it.</summary>
    public string Principal { get; }

    /// <summary>User, Group, ServicePrincipal and so on, as Azure says; null where it does not.</summary>
    public string? PrincipalType { get; }

    /// <summary>Where he has it.</summary>
    public string Scope { get; }

    /// <summary>What identifies the role.</summary>
    public string RoleGuid { get; }

    /// <summary>The role; null where it was not found.</summary>
    public RoleDefinition? Role { get; }

    /// <summary>The role's name.</summary>
    public string Name => Display.Safe(Role?.Properties?.RoleName ?? RoleGuid);

    /// <summary>Whether it must be taken first, by Privileged Identity Management.</summary>
    public bool IsEligible => Source is RoleEligibility;

    /// <summary>Why nobody can say what it gives; null where that can be said.</summary>
    public string? Unseen { get; }

    /// <summary>Its permissions; null where it cannot be said.</summary>
    internal RolePermissions? Permissions => Unseen is null ? _permissions : null;

    /// <summary>Whether it lets whoever has it do everything, or give himself every other role.</summary>
    internal bool Administers => Permissions is { } permissions
        && (permissions.Patterns.Any(pattern => pattern.Text == "*") || permissions.Hold(new(Principal, "Microsoft.Authorization/roleAssignments/write", false, Scope), new HashSet<string>()) == Truth.True);

    /// <summary>What is to be done before it gives anything; null where nothing is.</summary>
    internal string? Before => !IsEligible ? null
        : ((RoleEligibility)Source).Properties?.EndDateTime is { } end ? $"{Name} is taken first, until {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : $"{Name} is taken first";

    /// <summary>Whether it gives what is asked for, wherever it is asked for.</summary>
    internal Truth Gives(RoleRequest request, ISet<string> hangsOn)
    {
        if (Permissions is not { } permissions)
        {
            return Truth.Unknown;
        }
        HashSet<string> open = new(StringComparer.OrdinalIgnoreCase);
        var given = permissions.Hold(request, open);
        given = given == Truth.False ? given : given.And(_condition?.Holds(request, open) ?? Truth.True);
        if (given == Truth.Unknown)
        {
            hangsOn.UnionWith(open);
        }
        return given;
    }

    /// <summary>Whether it is a role of that principal, or of a group that he is in.</summary>
    internal bool IsOf(RoleRequest request) => Principal.Equals(request.Principal, StringComparison.OrdinalIgnoreCase) || request.Groups?.Contains(Principal) is true;
}

/// <summary>What is taken from somebody whatever his roles are.</summary>
public sealed class Deny
{
    private const string Everybody = "00000000-0000-0000-0000-000000000000";
    private readonly RolePermissions? _permissions;
    private readonly RoleCondition? _condition;
    private readonly DenyAssignmentProperties _set;
    private readonly string? _unseen;

    internal Deny(DenyAssignment source)
    {
        Source = source;
        _set = source.Properties ?? new();
        Scope = _set.Scope ?? AzureScope.OfExtension(source.Identity.Id);
        try
        {
            _permissions = new(_set.Permissions ?? []);
            _condition = string.IsNullOrWhiteSpace(_set.Condition) ? null : RoleCondition.Parse(_set.Condition);
        }
        catch (FormatException malformed)
        {
            _unseen = $"On what the deny assignment {Name} hangs cannot be understood. {malformed.Message}.";
        }
    }

    /// <summary>The deny assignment.</summary>
    public DenyAssignment Source { get; }

    /// <summary>Where it holds.</summary>
    public string Scope { get; }

    /// <summary>As people know it.</summary>
    public string Name => Display.Safe(_set.DenyAssignmentName ?? Source.Identity.Name);

    /// <summary>The groups that it names.</summary>
    internal IEnumerable<string> Groups => (_set.Principals ?? []).Concat(_set.ExcludePrincipals ?? []).Where(principal => principal.Type is null or "Group").Select(principal => principal.Id).OfType<string>();

    // True where it takes what is asked for everywhere below what was asked about; Unknown where it may, or somewhere.
    internal Truth Takes(RoleRequest request, ISet<string> hangsOn, ref string? unseen)
    {
        HashSet<string> open = new(StringComparer.OrdinalIgnoreCase);
        var taken = Truth.True;
        if (_permissions is null || _unseen is not null)
        {
            taken = Truth.Unknown;
        }
        else
        {
            taken = _permissions.Hold(request, open).And(_condition?.Holds(request, open) ?? Truth.True);
        }
        taken = taken.And(IsOn(request, open));
        taken = taken == Truth.False ? taken : taken.And(IsAbout(request, open));
        if (taken == Truth.Unknown)
        {
            hangsOn.UnionWith(open);
            unseen ??= _unseen;
        }
        return taken;
    }

    private Truth IsOn(RoleRequest request, HashSet<string> hangsOn)
    {
        var asked = request.Resource;
        var same = Scope.TrimEnd('/').Equals(asked.TrimEnd('/'), StringComparison.OrdinalIgnoreCase);
        if (AzureScope.Covers(Scope, asked) && _set.DoNotApplyToChildScopes is not true || same && IsOnItself(request))
        {
            return Truth.True;
        }
        if (!same && !AzureScope.Covers(asked, Scope))
        {
            return Truth.False;
        }
        hangsOn.Add($"unless on {Display.Safe(Scope)}");
        return Truth.Unknown;
    }

    // listKeys of an account is on the account; a deployment of it lies below.
    private static bool IsOnItself(RoleRequest request) => AzureScope.TypeOf(request.Resource) is { } type && request.Operation.StartsWith(type + "/", StringComparison.OrdinalIgnoreCase)
        && (request.IsData || request.Operation[(type.Length + 1)..].Split('/') is [_] or [_, "action"]);

    private Truth IsAbout(RoleRequest request, HashSet<string> hangsOn) => Names(_set.Principals, request, hangsOn).And(Names(_set.ExcludePrincipals, request, hangsOn).Not());

    private static Truth Names(IReadOnlyList<DenyPrincipal>? principals, RoleRequest request, HashSet<string> hangsOn)
    {
        var named = Truth.False;
        foreach (var principal in principals ?? [])
        {
            if (principal.Id is Everybody || principal.Id is { } id && (id.Equals(request.Principal, StringComparison.OrdinalIgnoreCase) || request.Groups?.Contains(id) is true))
            {
                return Truth.True;
            }
            if ((request.Groups is null || request.OpenGroups.Contains(principal.Id ?? "")) && principal.Type is null or "Group" or "ForeignGroup")
            {
                hangsOn.Add($"who is in the group {Display.Safe(principal.Id ?? "")}");
                named = Truth.Unknown;
            }
        }
        return named;
    }
}
