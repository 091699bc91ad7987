using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>What roles hold.</summary>
internal sealed class RolePolicies(Inventory<IamRole> roles, Inventory<IamPolicy> policies)
{
    /// <summary>The role of that ARN; null where there is none.</summary>
    public IamRole? Find(string? arn) => roles.Find(arn);

    /// <summary>What it holds.</summary>
    public IdentityPolicies Of(IamRole role) => PolicyLookup.Of(policies, [role]);
}

/// <summary>What users hold, through groups too.</summary>
internal sealed class UserPolicies(Inventory<IamUser> users, Inventory<IamGroup> groups, Inventory<IamPolicy> policies)
{
    /// <summary>The user of that name; null where there is none.</summary>
    public IamUser? Find(string? name) => users.Find(name);

    /// <summary>What it holds.</summary>
    public IdentityPolicies Of(IamUser user) => PolicyLookup.Of(policies, [user, .. (user.GroupList ?? []).Select(name =>
        groups.Find(name) ?? throw new UnseenException($"What the group {name} holds was not read."))]);
}

/// <summary>Puts together what is held.</summary>
internal static class PolicyLookup
{
    /// <summary>What the holders hold together, within the boundary of the first.</summary>
    public static IdentityPolicies Of(Inventory<IamPolicy> policies, IReadOnlyList<IamPrincipal> holders)
    {
        var boundary = holders[0] switch
        {
            IamUser user => user.PermissionsBoundary,
            IamRole role => role.PermissionsBoundary,
            _ => null,
        };
        return new([.. holders.SelectMany((holder, index) => Held(policies, holder, index > 0 ? holder.Identity.Name : null))],
            boundary?.PermissionsBoundaryArn is { } arn ? Managed(policies, arn, arn[(arn.LastIndexOf('/') + 1)..], null) : null);
    }

    private static IEnumerable<HeldPolicy> Held(Inventory<IamPolicy> policies, IamPrincipal principal, string? group) =>
        (principal.InlinePolicies ?? []).Select(inline => new HeldPolicy(inline.PolicyName ?? "", inline.PolicyDocument, Group: group))
            .Concat((principal.AttachedManagedPolicies ?? []).Select(attached => Managed(policies, attached.PolicyArn, attached.PolicyName ?? "", group)));

    private static HeldPolicy Managed(Inventory<IamPolicy> policies, string? arn, string name, string? group) =>
        new(name, policies.Find(arn)?.Document, arn?.Contains(":iam::aws:policy/", StringComparison.Ordinal) is true, group);
}
