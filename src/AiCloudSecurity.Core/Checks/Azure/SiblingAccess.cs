using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>What roles come to in the other subscriptions that were read together.</summary>
internal sealed class SiblingAccess(Inventory<SiblingSubscriptions> siblings, EntraDirectory directory)
{
    private IReadOnlyList<HeldRole>? _roles;

    /// <summary>The AI services there.</summary>
    public IReadOnlyList<SiblingService> ServicesBeside(Subscription subscription) => siblings.One(subscription)?.Services ?? [];

    /// <summary>Whether somebody may do something on an AI service there, who does not administer its subscription.</summary>
    /// <param name="principal">Who.</param>
    /// <param name="action">What.</param>
    /// <param name="service">On which.</param>
    /// <param name="subscription">The subscription that is judged.</param>
    /// <param name="unseen">Takes why that cannot be said.</param>
    public bool Changes(string principal, AzureAction action, SiblingService service, Subscription subscription, ref string? unseen)
    {
        if (siblings.One(subscription) is not { } beside || service.Id is not { } id)
        {
            return false;
        }
        _roles ??= [.. (beside.Assignments ?? []).Select(set => new HeldRole(beside, set.PrincipalId, set.PrincipalType, set.Scope, set.RoleDefinitionId, set.Condition, Role(beside, set.RoleDefinitionId)))];
        List<HeldRole> held = [];
        HashSet<string> groups = new(StringComparer.OrdinalIgnoreCase);
        foreach (var role in _roles.Where(role => AzureScope.Covers(role.Scope, id) && !(AzureScope.IsWide(role.Scope) && role.Administers)))
        {
            var isGroup = role.PrincipalType is null || role.PrincipalType.Is("Group");
            switch (role.Principal.Equals(principal, StringComparison.OrdinalIgnoreCase) ? Truth.True : isGroup ? directory.IsIn(principal, role.Principal) : Truth.False)
            {
                case Truth.True:
                    held.Add(role);
                    groups.Add(role.Principal);
                    break;
                case Truth.Unknown:
                    unseen ??= directory.WhyNotKnown(role.Principal);
                    break;
            }
        }
        var answer = RoleEvaluator.Evaluate(new(principal, action.Name, action.IsData, id) { Groups = groups }, held, []);
        unseen ??= answer.Unseen;
        if (answer.Decision < Decision.Conditional || !(beside.Denied ?? []).Any(scope => AzureScope.Covers(scope, id) || AzureScope.Covers(id, scope)))
        {
            return answer.Decision >= Decision.Conditional;
        }
        unseen ??= $"Whether {principal} may {action.Name} on {service.Name} hangs on what is denied there, which is not evaluated across subscriptions.";
        return false;
    }

    private static RoleDefinition? Role(SiblingSubscriptions beside, string? id) =>
        beside.Roles?.FirstOrDefault(role => role.Key.Equals(RoleDefinition.GuidOf(id ?? ""), StringComparison.OrdinalIgnoreCase)).Value is { } properties ? new RoleDefinition { Properties = properties } : null;
}
