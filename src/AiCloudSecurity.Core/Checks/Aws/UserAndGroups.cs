using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges a user by what it holds together with its groups. What a single group gives to all its users is judged
/// there, once, where it can be set right.
/// </summary>
internal static class UserAndGroups
{
    /// <summary>The rule's verdict on the user and its groups, unless it is a group's.</summary>
    /// <exception cref="UnseenException">One of the groups was not read.</exception>
    public static Verdict Judge(IamUser user, Inventory<IamGroup> all, Func<IReadOnlyList<IamPrincipal>, Verdict> rule)
    {
        var groups = (user.GroupList ?? []).Select(name => all.Find(name) ?? throw new UnseenException($"What the group {name} holds was not read.")).ToList();
        var together = rule([user, .. groups]);
        if (together.Status == Status.Fail)
        {
            return rule([user]).Status != Status.Fail && groups.Find(group => rule([group]).Status == Status.Fail) is { } cause
                ? NotApplicable($"It holds this through the group {cause.Identity.Name}, which is judged itself.")
                : together;
        }
        var holdsNothing = user.AttachedManagedPolicies is null or [] && user.UserPolicyList is null or [];
        return holdsNothing && groups.Count > 0 && together.Status == Status.Pass
            ? NotApplicable("It holds nothing of its own, and its groups are judged themselves.")
            : together;
    }
}
