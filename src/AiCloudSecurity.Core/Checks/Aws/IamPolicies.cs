using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>What roles hold.</summary>
internal sealed class RolePolicies(Inventory<IamRole> roles, Inventory<IamPolicy> policies)
{
    /// <summary>The role of that ARN; null where there is none.</summary>
    public IamRole? Find(string? arn) => roles.Find(arn);

    /// <summary>What it holds.</summary>
    public IdentityPolicies Of(IamRole role) => PolicyLookup.Of(policies, role, role.PermissionsBoundary);
}

/// <summary>What users, groups and roles hold.</summary>
internal sealed class PrincipalPolicies(Inventory<IamPolicy> policies, Inventory<IamGroup> groups)
{
    /// <summary>What it holds, a user through groups too.</summary>
    public IdentityPolicies Of(IamPrincipal principal) => principal switch
    {
        IamUser user => PolicyLookup.Of(policies, user, user.PermissionsBoundary, (user.GroupList ?? []).Select(name =>
            groups.Find(name) ?? throw new UnseenException($"What the group {name} holds was not read."))),
        IamRole role => PolicyLookup.Of(policies, role, role.PermissionsBoundary),
        _ => PolicyLookup.Of(policies, principal, null),
    };
}

/// <summary>Puts together what a principal holds.</summary>
internal static class PolicyLookup
{
    public static IdentityPolicies Of(Inventory<IamPolicy> policies, IamPrincipal principal, PermissionsBoundary? boundary, IEnumerable<IamGroup>? groups = null) =>
        new([.. Held(policies, principal, null), .. (groups ?? []).SelectMany(group => Held(policies, group, group.Identity.Name))],
            boundary?.PermissionsBoundaryArn is { } arn ? Managed(policies, arn, arn[(arn.LastIndexOf('/') + 1)..], null) : null);

    private static IEnumerable<HeldPolicy> Held(Inventory<IamPolicy> policies, IamPrincipal principal, string? group) =>
        (principal.InlinePolicies ?? []).Select(inline => new HeldPolicy(inline.PolicyName ?? "", inline.PolicyDocument, Group: group))
            .Concat((principal.AttachedManagedPolicies ?? []).Select(attached => Managed(policies, attached.PolicyArn, attached.PolicyName ?? "", group)));

    private static HeldPolicy Managed(Inventory<IamPolicy> policies, string? arn, string name, string? group) =>
        new(name, policies.Find(arn)?.Document, arn?.Contains(":iam::aws:policy/", StringComparison.Ordinal) is true, group);
}
