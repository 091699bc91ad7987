using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>
/// All roles that somebody has in a subscription: at it, below it, and at the management groups above it. Throws
/// <see cref="UnseenException"/> where one of these was not read.
/// </summary>
internal sealed class AssignedRoles(Inventory<RoleAssignment> assignments, Inventory<RoleDefinition> definitions, Inventory<Subscription> subscriptions)
{
    private IReadOnlyList<HeldRole>? _all;
    private ILookup<string, HeldRole>? _byPrincipal;
    private Dictionary<string, HeldRole>? _bySource;
    private HashSet<string>? _groups;

    /// <summary>The roles.</summary>
    public IReadOnlyList<HeldRole> All => _all ??= [.. assignments.All.Where(assignment => Groups.Count >= 0 && Holds(assignment.Properties?.Scope)).Select(assignment => new HeldRole(assignment,
        assignment.Properties?.PrincipalId, assignment.Properties?.PrincipalType, assignment.Properties?.Scope, assignment.Properties?.RoleDefinitionId, assignment.Properties?.Condition, Find(assignment.Properties?.RoleDefinitionId)))];

    /// <summary>The roles that may be taken.</summary>
    public IEnumerable<HeldRole> Eligible(Inventory<RoleEligibility> eligibilities) => eligibilities.All.Where(eligibility => Holds(eligibility.Properties?.Scope)).Select(eligibility => new HeldRole(eligibility,
        eligibility.Properties?.PrincipalId, eligibility.Properties?.PrincipalType, eligibility.Properties?.Scope, eligibility.Properties?.RoleDefinitionId, eligibility.Properties?.Condition, Find(eligibility.Properties?.RoleDefinitionId)));

    /// <summary>The roles of one principal, those of his groups not among them.</summary>
    public IEnumerable<HeldRole> Of(string principal) => (_byPrincipal ??= All.ToLookup(role => role.Principal, StringComparer.OrdinalIgnoreCase))[principal];

    /// <summary>The role that an assignment gives; null where it does not hold in the subscription.</summary>
    public HeldRole? By(RoleAssignment assignment) => (_bySource ??= All.ToDictionary(role => role.Source.Identity.Id, StringComparer.OrdinalIgnoreCase)).GetValueOrDefault(assignment.Identity.Id);

    // An export may hold what is set at other subscriptions' management groups.
    private bool Holds(string? scope) => scope is null || !AzureScope.IsManagementGroup(scope) || Groups.Count == 0 || Groups.Contains(scope[(scope.LastIndexOf('/') + 1)..]);

    private HashSet<string> Groups => _groups ??= subscriptions.All.Count == 0 ? throw new UnseenException("The subscription itself was not read, so what holds in it is not known.")
        : subscriptions.All.SelectMany(subscription => subscription.Properties?.ManagementGroupAncestorsChain ?? []).Select(group => group.Name).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);

    private RoleDefinition? Find(string? id) => id is null ? null : definitions.Find(RoleDefinition.GuidOf(id));
}

/// <summary>What the roles of a subscription come to, with what is denied there.</summary>
internal sealed class SubscriptionAccess(AssignedRoles roles, Inventory<DenyAssignment> denies)
{
    private IReadOnlyList<Deny>? _denies;

    /// <summary>The roles.</summary>
    public AssignedRoles Roles => roles;

    /// <summary>What is denied.</summary>
    public IReadOnlyList<Deny> Denies => _denies ??= [.. denies.All.Select(deny => new Deny(deny))];

    /// <summary>What Azure answers, if that role were his only one.</summary>
    public RoleAnswer Ask(HeldRole role, AzureAction action, string resource) => RoleEvaluator.Evaluate(new(role.Principal, action.Name, action.IsData, resource), [role], Denies);

    /// <summary>What the roles of an estate come to.</summary>
    public static SubscriptionAccess In(Estate estate) => new(new(estate.Inventory<RoleAssignment>(), estate.Inventory<RoleDefinition>(), estate.Inventory<Subscription>()), estate.Inventory<DenyAssignment>());
}
