using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// What the policies of resources grant to whom they name: to the account's own users and roles within their limits,
/// to others as far as this account decides.
/// </summary>
internal static class ResourceGrants
{
    private static readonly CompiledPolicy s_everything = CompiledPolicy.Compile("everything", PolicyType.Identity,
        PolicyDocument.Parse("""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }"""));

    /// <summary>The grants, principal by principal. Where a policy was not read or cannot be understood, that is left to its own check.</summary>
    public static IEnumerable<(Principal Principal, IReadOnlyList<AiGrant> Grants)> Of(Estate estate, IReadOnlyList<AskedAction> actions, Func<string, PrincipalAccess?> holders)
    {
        List<AiGrant> grants = [];
        foreach (var own in OwnPolicies.Of(estate).All.Where(own => own.Compiled is not null))
        {
            foreach (var action in actions.Where(action => action.Service.Equals(own.Service, StringComparison.OrdinalIgnoreCase)))
            {
                foreach (var (statement, operations) in own.Compiled!.On(own.Service).Where(entry => entry.Statement.Source.IsAllow && entry.Actions.Contains(action.Operation)))
                {
                    var source = statement.Source;
                    grants.AddRange((source.ExceptPrincipals ? [new("AWS", "*")] : source.Principals!).SelectMany(named => Grant(estate, own, statement, action, named, holders)));
                }
            }
        }
        grants.AddRange(Vectors(estate, actions));
        grants.AddRange(Readers(estate, actions));
        return grants.GroupBy(grant => grant.Principal, StringComparer.Ordinal).Select(group => (PrincipalOf(group.First()), (IReadOnlyList<AiGrant>)[.. group.Distinct()]));
    }

    private static IEnumerable<AiGrant> Grant(Estate estate, OwnPolicy own, CompiledStatement statement, AskedAction action, PolicyPrincipal named, Func<string, PrincipalAccess?> holders)
    {
        var resource = On(statement.Source, own.Resource, action);
        var principal = Find(named, estate.Scope.Partition);
        var access = principal is { Type: PrincipalType.User or PrincipalType.Role } ? holders(principal.Name) : null;
        var request = new Request(access?.Principal ?? principal, action.Name, resource)
        {
            Context = RequestContext.Unknown,
            ResourceAccount = estate.Scope.Id,
            ResourceIsPattern = resource.AsSpan().ContainsAny('*', '?'),
        };
        var control = AccountLimits.IsResourceControlled(own.Service) ? AccountLimits.Of(estate).ResourceControl : [];
        // What somebody of another account is allowed there is not known: what is asked is whether this account lets him.
        var result = PolicyEvaluator.Evaluate(request, access is null
            ? new ApplicablePolicies { Identity = [s_everything], Resource = own.Compiled, ResourceControl = control }
            : access.Policies with { Resource = own.Compiled, ResourceControl = control });
        List<string> conditions = statement.Source.ExceptPrincipals ? [$"not {string.Join(", ", statement.Source.Principals!.Select(one => one.Value))}"] : [];
        if (named.Account is { } account)
        {
            conditions.AddRange(account != estate.Scope.Id ? [$"account {account} must allow it too"]
                : principal.Type == PrincipalType.Root ? ["an identity policy must allow it too"]
                : access is null ? ["its own policies were not seen"] : []);
        }
        switch (result.Decision)
        {
            case Decision.ExplicitlyDenied:
                foreach (var denying in result.Statements)
                {
                    yield return Row(Decision.ExplicitlyDenied, denying.Policy.Name, denying.Statement, "");
                }
                break;
            case Decision.ImplicitlyDenied when result.NotAllowedBy.Contains(PolicyType.PermissionsBoundary):
                yield return Row(Decision.ImplicitlyDenied, access!.Policies.PermissionsBoundary!.Name, null, "");
                break;
            case Decision.Allowed when conditions.Count == 0:
                yield return Row(Decision.Allowed, own.Compiled!.Name, statement.Source, "");
                break;
            case Decision.Allowed or Decision.Conditional:
                yield return Row(Decision.Conditional, own.Compiled!.Name, statement.Source,
                    string.Join("; ", GrantQuestion.Conditions(statement, [request], [result]).Concat(conditions).Distinct(StringComparer.Ordinal)));
                break;
        }

        AiGrant Row(Decision decision, string policy, PolicyStatement? by, string hangsOn) => new(Display.Safe(access?.Principal.Name ?? named.Value), access?.Principal.Type ?? TypeOf(named), action.Name, Display.Safe(resource),
            decision, Display.Safe(hangsOn), Display.Safe(policy), by is null ? "" : Display.Safe(string.IsNullOrEmpty(by.Sid) ? by.Place : by.Sid));
    }

    // Data in OpenSearch Serverless takes both: an identity policy, and a data access policy that names who and what.
    private static IEnumerable<AiGrant> Vectors(Estate estate, IReadOnlyList<AskedAction> actions) =>
        from action in actions
        where action.Name == "aoss:APIAccessAll"
        from policy in estate.Of(ResourceType.Of<CollectionAccessPolicy>()).Cast<CollectionAccessPolicy>()
        where policy.Unread is null
        from access in policy.Policy ?? []
        from principal in access.Principal ?? []
        from rule in access.Rules ?? []
        from resource in rule.Resource ?? []
        let named = new PolicyPrincipal("AWS", principal)
        select new AiGrant(Display.Safe(principal), principal.StartsWith("saml/", StringComparison.Ordinal) ? PrincipalType.Federated : TypeOf(named), action.Name, Display.Safe(resource), Decision.Conditional,
            Display.Safe($"{string.Join(", ", rule.Permission ?? [])} only; an identity policy must allow it too"), Display.Safe($"data access policy {policy.Identity.Name}"), "");

    // A vendor's software asks as its own role.
    private static IEnumerable<AiGrant> Readers(Estate estate, IReadOnlyList<AskedAction> actions) =>
        from action in actions
        where action.Name == "qbusiness:SearchRelevantContent"
        from accessor in estate.Of(ResourceType.Of<QBusinessDataAccessor>()).Cast<QBusinessDataAccessor>()
        where accessor is { Unread: null, Principal: not null }
        let named = new PolicyPrincipal("AWS", accessor.Principal!)
        select new AiGrant(Display.Safe(accessor.Principal), TypeOf(named), action.Name, Display.Safe(accessor.Identity.Parent ?? accessor.Identity.Id), Decision.Conditional,
            $"account {named.Account} must allow it too", Display.Safe($"data accessor {accessor.Identity.Name}"), "");

    // A key's policy says "*" and means the key; a bucket's names the bucket or its objects.
    private static string On(PolicyStatement statement, string resource, AskedAction action) => statement.Resources is [{ Text: not "*" } first, ..] && !statement.ExceptResources
        ? (statement.Resources.FirstOrDefault(pattern => action.Resources?.Any(kind => ResourcePattern.Overlap(PolicyText.Encode(pattern.Text), PolicyText.Encode(kind))) is true) ?? first).Text
        : resource;

    private static Principal Find(PolicyPrincipal named, string partition)
    {
        var type = TypeOf(named);
        try
        {
            return type switch
            {
                PrincipalType.Anonymous => Principal.Anonymous,
                PrincipalType.Service => Principal.Service(named.Value),
                PrincipalType.Federated => Principal.Federated(named.Value),
                _ when named.Account == named.Value => Principal.FromArn($"arn:{partition}:iam::{named.Value}:root"),
                _ => Principal.FromArn(named.Value),
            };
        }
        catch (FormatException)
        {
            // The id of somebody who was deleted, or of an account by its canonical id.
            return Principal.Named(type, named.Value);
        }
    }

    private static PrincipalType TypeOf(PolicyPrincipal named) => named switch
    {
        { Kind: "Service" } => PrincipalType.Service,
        { Kind: "Federated" } => PrincipalType.Federated,
        { IsEverybody: true } => PrincipalType.Anonymous,
        _ when named.Value.Contains(":user/", StringComparison.Ordinal) => PrincipalType.User,
        _ when named.Value.Contains(":role/", StringComparison.Ordinal) => PrincipalType.Role,
        _ when named.Value.Contains(":assumed-role/", StringComparison.Ordinal) => PrincipalType.RoleSession,
        _ => PrincipalType.Root,
    };

    private static Principal PrincipalOf(AiGrant grant) => grant.PrincipalType switch
    {
        PrincipalType.Service => Principal.Service(grant.Principal),
        _ => Principal.Named(grant.PrincipalType, grant.Principal),
    };
}
