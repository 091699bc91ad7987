namespace AiCloudSecurity.Iam.Azure;

/// <summary>What the roles of a subscription come to for single users and identities: their own roles, and those of the groups that they are in.</summary>
internal sealed class PrincipalRoles(SubscriptionAccess access, EntraDirectory directory)
{
    private readonly Dictionary<string, (HashSet<string> In, HashSet<string> Open)> _groups = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string>? _named;

    /// <summary>What the directory says.</summary>
    public EntraDirectory Directory => directory;

    /// <summary>The roles of somebody: his own, then those of his groups.</summary>
    public IEnumerable<HeldRole> Of(string principal) => access.Roles.Of(principal).Concat(GroupsOf(principal).In.SelectMany(access.Roles.Of));

    /// <summary>The roles of groups of which it is not known whether he is in them.</summary>
    public IEnumerable<HeldRole> MaybeOf(string principal) => GroupsOf(principal).Open.SelectMany(access.Roles.Of);

    /// <summary>The groups that he is in, of those that have a role or from which something is taken.</summary>
    public IReadOnlySet<string> In(string principal) => GroupsOf(principal).In;

    /// <summary>Those that have a role themselves, then those that are in a group that has one.</summary>
    public IEnumerable<string> All => access.Roles.All.Select(role => role.Principal)
        .Concat(Named.Where(group => directory.WhyNotKnown(group) is null).SelectMany(group => directory.MembersOf(group)).Select(member => member.Id).OfType<string>())
        .Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>A request of somebody's, with what is known of his groups.</summary>
    public RoleRequest Request(string principal, AzureAction action, string resource)
    {
        var (known, open) = GroupsOf(principal);
        return new(principal, action.Name, action.IsData, resource) { Groups = known, OpenGroups = open };
    }

    /// <summary>What Azure answers to somebody. Where only a group of which nobody knows whether he is in it gives it, that is why it cannot be said.</summary>
    public RoleAnswer Ask(string principal, AzureAction action, string resource) => Ask(Request(principal, action, resource), Of(principal), MaybeOf(principal));

    /// <summary>What Azure answers, if he had these roles.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="roles">His roles, and his groups'.</param>
    /// <param name="maybe">Roles of groups of which it is not known whether he is in them.</param>
    public RoleAnswer Ask(RoleRequest request, IEnumerable<HeldRole> roles, IEnumerable<HeldRole> maybe)
    {
        var answer = RoleEvaluator.Evaluate(request, roles, access.Denies);
        if (answer.Decision != Decision.ImplicitlyDenied || answer.Unseen is not null)
        {
            return answer;
        }
        var open = maybe.FirstOrDefault(role => RoleEvaluator.Evaluate(request with { Principal = role.Principal, Groups = null }, [role], access.Denies).Decision >= Decision.Conditional);
        return open is null ? answer : answer with { Unseen = directory.WhyNotKnown(open.Principal) };
    }

    // Of a role whose holder's kind Azure does not say, the directory may.
    private IReadOnlyList<string> Named => _named ??= [.. access.Roles.All.Where(role => IsGroup(role.PrincipalType)).Select(role => role.Principal)
        .Concat(access.Denies.SelectMany(deny => deny.Groups)).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static bool IsGroup(string? type) => type is null || type.Equals("Group", StringComparison.OrdinalIgnoreCase);

    private (HashSet<string> In, HashSet<string> Open) GroupsOf(string principal)
    {
        if (!_groups.TryGetValue(principal, out var groups))
        {
            groups = _groups[principal] = (new(StringComparer.OrdinalIgnoreCase), new(StringComparer.OrdinalIgnoreCase));
            foreach (var group in Named.Where(group => !group.Equals(principal, StringComparison.OrdinalIgnoreCase)))
            {
                _ = directory.IsIn(principal, group) switch
                {
                    Truth.True => groups.In.Add(group),
                    Truth.Unknown => groups.Open.Add(group),
                    _ => false,
                };
            }
        }
        return groups;
    }
}
