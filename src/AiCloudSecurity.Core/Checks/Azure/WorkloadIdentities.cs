using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>What the identities of AI workloads may do, by roles of their own and of the groups that they are in.</summary>
internal sealed class WorkloadIdentities(AssignedRoles roles, EntraDirectory directory)
{
    /// <summary>Whether none of a workload's identities administers anything or has a role in a whole subscription.</summary>
    public Verdict Judge(ManagedIdentity? identity) => Judge(identity, role =>
        role.Administers ? Fail($"It acts as {role.Principal}, which has {role.Name} at {role.Scope}.")
        : !AzureScope.IsWide(role.Scope) ? null
        : AiTargets.DoesMoreThanRead(role) ? Fail($"It acts as {role.Principal}, which has {role.Name} in all of {role.Scope}.")
        : Fail($"It acts as {role.Principal}, which can read all of {role.Scope} ({role.Name}).", Severity.Low),
        "none of which administers or reaches beyond a resource group");

    /// <summary>Whether a workload's identities have no roles beyond some resources.</summary>
    public Verdict Within(ManagedIdentity? identity, IReadOnlyList<string> resources) => Judge(identity, role =>
        resources.Any(resource => AzureScope.Covers(resource, role.Scope)) ? null : Fail($"Code on it acts as {role.Principal}, which has {role.Name} at {role.Scope}."),
        "none beyond its workspace");

    private Verdict Judge(ManagedIdentity? identity, Func<HeldRole, Verdict?> judge, string good)
    {
        if (identity?.IsAssigned is not true)
        {
            return NotApplicable("It acts as no identity.");
        }
        var principals = (identity.UserAssignedIdentities ?? new Dictionary<string, UserAssignedIdentity>()).Values.Select(assigned => assigned?.PrincipalId)
            .Concat(identity.Type!.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase) ? [identity.PrincipalId] : []).ToList();
        return Every.Of("It acts as no identity.", principals.DefaultIfEmpty(null).Select(principal => (Func<Verdict>)(() =>
        {
            if (principal is null)
            {
                return Unknown("Azure does not say which identity it acts as.");
            }
            var groups = roles.All.Where(role => role.PrincipalType is null || role.PrincipalType.Is("Group")).Select(role => role.Principal).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(group => !group.Equals(principal, StringComparison.OrdinalIgnoreCase)).ToLookup(group => directory.IsIn(principal, group));
            var held = roles.Of(principal).Concat(groups[Truth.True].SelectMany(roles.Of)).ToList();
            // A group of which nobody knows whether it is in matters where the group's role would be too much.
            return Every.Of(held.Select(role => (Func<Verdict>)(() => judge(role) ?? (role.Unseen is { } unseen ? Unknown(unseen) : Pass(""))))
                .Concat(groups[Truth.Unknown].SelectMany(roles.Of).Select(role => (Func<Verdict>)(() => judge(role) is null && role.Unseen is null ? Pass("") : Unknown(directory.WhyNotKnown(role.Principal)!))))
                .Append(() => Pass("")))
                is { Status: not Status.Pass } bad ? bad : Pass($"{principal} has {held.Count} {(held.Count == 1 ? "role" : "roles")}, {good}.");
        })));
    }
}
