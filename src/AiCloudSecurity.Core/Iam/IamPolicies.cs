using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>What identities hold and what limits them, put together once for an estate, however many checks ask.</summary>
internal sealed class Accesses
{
    private static readonly ConditionalWeakTable<Inventory<IamPolicy>, Known> s_known = [];
    private readonly Inventory<IamPolicy> _policies;
    private readonly AccountLimits _limits;
    private readonly Scope _scope;
    private readonly Known _all;

    /// <summary>Those of an account.</summary>
    public Accesses(Inventory<IamPolicy> policies, AccountLimits limits, Scope scope)
    {
        (_policies, _limits, _scope) = (policies, limits, scope);
        _all = s_known.GetValue(policies, _ => new());
    }

    /// <summary>The account.</summary>
    public Scope Scope => _scope;

    /// <summary>What the organisation forbids, as far as that is known.</summary>
    public AccountLimits Limits => _limits;

    /// <summary>What the first holder may do by what all of them hold together, within its boundary and the organisation's limits.</summary>
    /// <exception cref="UnseenException">One of the policies was not read or cannot be understood.</exception>
    public PrincipalAccess Of(params IReadOnlyList<IamPrincipal> holders)
    {
        var known = holders.Count > 1 ? _all.Together : _all.Alone;
        return known.TryGetValue(holders[0], out var access) ? access : known[holders[0]] = Make(holders, PolicyLookup.Of(_policies, holders, _limits));
    }

    /// <summary>
    /// Puts together what users and roles hold, side by side. Of checks that are judged side by side each would wait for
    /// what another is at, principal by principal.
    /// </summary>
    public void Prepare(Estate estate)
    {
        var groups = estate.Inventory<IamGroup>();
        estate.Inventory<IamRole>().Known.Cast<IamPrincipal>().Concat(estate.Inventory<IamUser>().Known).AsParallel().ForAll(principal =>
        {
            try
            {
                _ = Of(principal is IamUser user ? PolicyLookup.WithGroups(user, groups) : [principal]).Powers.IsAdministrator;
            }
            catch (UnseenException)
            {
                // Each check says so of each verdict that rests on it.
            }
        });
    }

    /// <summary>As it would be with other policies: for showing what a change does.</summary>
    public PrincipalAccess With(IamPrincipal holder, IdentityPolicies held) => Make([holder], held);

    private PrincipalAccess Make(IReadOnlyList<IamPrincipal> holders, IdentityPolicies held)
    {
        Dictionary<CompiledPolicy, string?> groups = [];
        foreach (var policy in held.Policies)
        {
            // One that is held twice is held as its own.
            groups.TryAdd(_all.Compiled.Of(policy, PolicyType.Identity), policy.Group);
        }
        var principal = PrincipalOf(holders[0], _scope);
        return new(principal, _scope.Partition, held, new()
        {
            Identity = [.. groups.Keys],
            PermissionsBoundary = held.Boundary is { } boundary ? _all.Compiled.Of(boundary, PolicyType.PermissionsBoundary) : null,
            ServiceControl = _limits.ServiceControl,
            ResourceControl = _limits.ResourceControl,
            Resource = _all.Delegating(principal.Account ?? _scope.Id),
        }, groups);
    }

    /// <summary>Who a user, a group or a role is. Files that people made lack the ARN at times; then the name stands for it.</summary>
    public static Principal PrincipalOf(IamPrincipal holder, Scope scope)
    {
        var kind = holder switch { IamUser => "user", IamGroup => "group", _ => "role" };
        var arn = holder.Arn ?? holder.Identity.Id;
        return arn.Split(':', 6) is ["arn", _, "iam", "", { Length: > 0 }, var name] && name.StartsWith(kind + "/", StringComparison.Ordinal) && name.Length > kind.Length + 1
            ? Principal.FromArn(arn)
            : Principal.FromArn($"arn:{scope.Partition}:iam::{scope.Id}:{kind}/{holder.Path?.Trim('/') switch { null or "" => "", var path => path + "/" }}{holder.Identity.Name}");
    }

    private sealed class Known
    {
        private CompiledPolicy? _delegating;

        public CompiledPolicies Compiled { get; } = new();

        // Resources are records: whether two are the same must not be a matter of all that they hold.
        public ConcurrentDictionary<IamPrincipal, PrincipalAccess> Alone { get; } = new(ReferenceEqualityComparer.Instance);

        public ConcurrentDictionary<IamPrincipal, PrincipalAccess> Together { get; } = new(ReferenceEqualityComparer.Instance);

        // Where a resource's own policy is not asked, it is taken as one that leaves everything to the account: that
        // changes nothing within it, and shows what is allowed once the other side agrees.
        public CompiledPolicy Delegating(string account) => _delegating ??= CompiledPolicy.Compile("", PolicyType.Resource, PolicyDocument.Parse(
            $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": { "AWS": "{{account}}" }, "Action": "*", "Resource": "*" } }"""));
    }
}

/// <summary>What roles may do.</summary>
internal sealed class RoleAccess(Inventory<IamRole> roles, Accesses accesses)
{
    /// <summary>The role of that ARN; null where there is none.</summary>
    public IamRole? Find(string? arn) => roles.Find(arn);

    /// <summary>What it may do.</summary>
    public PrincipalAccess Of(IamRole role) => accesses.Of(role);
}

/// <summary>What users may do, through groups too.</summary>
internal sealed class UserAccess(Inventory<IamUser> users, Inventory<IamGroup> groups, Accesses accesses)
{
    /// <summary>The user of that name; null where there is none.</summary>
    public IamUser? Find(string? name) => users.Find(name);

    /// <summary>What it may do.</summary>
    public PrincipalAccess Of(IamUser user) => accesses.Of(PolicyLookup.WithGroups(user, groups));
}

/// <summary>Puts together what is held.</summary>
internal static class PolicyLookup
{
    /// <summary>The user and its groups.</summary>
    /// <exception cref="UnseenException">One of the groups was not read.</exception>
    public static IReadOnlyList<IamPrincipal> WithGroups(IamUser user, Inventory<IamGroup> groups) => [user, .. (user.GroupList ?? []).Select(name =>
        groups.Find(name) ?? throw new UnseenException($"What the group {name} holds was not read."))];

    /// <summary>What the holders hold together, within the boundary of the first.</summary>
    public static IdentityPolicies Of(Inventory<IamPolicy> policies, IReadOnlyList<IamPrincipal> holders, AccountLimits? limits = null)
    {
        var boundary = holders[0] switch
        {
            IamUser user => user.PermissionsBoundary,
            IamRole role => role.PermissionsBoundary,
            _ => null,
        };
        // The organisation's policies do not bind the roles that AWS made for its services.
        return new([.. holders.SelectMany((holder, index) => Held(policies, holder, index > 0 ? holder.Identity.Name : null))],
            boundary?.PermissionsBoundaryArn is { } arn ? Managed(policies, arn, arn[(arn.LastIndexOf('/') + 1)..], null) : null,
            holders[0].IsServiceLinked ? null : limits?.Held);
    }

    private static IEnumerable<HeldPolicy> Held(Inventory<IamPolicy> policies, IamPrincipal principal, string? group) =>
        (principal.InlinePolicies ?? []).Select(inline => new HeldPolicy(inline.PolicyName ?? "", inline.PolicyDocument, Group: group))
            .Concat((principal.AttachedManagedPolicies ?? []).Select(attached => Managed(policies, attached.PolicyArn, attached.PolicyName ?? "", group)));

    private static HeldPolicy Managed(Inventory<IamPolicy> policies, string? arn, string name, string? group) =>
        new(name, policies.Find(arn)?.Document, arn?.Contains(":iam::aws:policy/", StringComparison.Ordinal) is true, group);
}
