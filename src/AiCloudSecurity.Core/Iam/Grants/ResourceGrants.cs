using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>What the policies of resources grant to whom they name.</summary>
internal static class ResourceGrants
{
    /// <summary>The grants, principal by principal. Where a policy was not read or cannot be understood, that is left to its own check.</summary>
    public static IEnumerable<(Principal Principal, IReadOnlyList<AiGrant> Grants)> Of(Estate estate, IReadOnlyList<AskedAction> actions)
    {
        List<AiGrant> grants = [];
        foreach (var (resource, service, document) in Policies(estate))
        {
            var asked = actions.Where(action => action.Name.StartsWith(service, StringComparison.Ordinal)).ToList();
            foreach (var statement in Statements(document).Where(statement => statement.IsAllow && statement.Principals is not null))
            {
                foreach (var action in asked.Where(action => statement.IsOnAction(action.Name)))
                {
                    grants.AddRange((statement.ExceptPrincipals ? [new("AWS", "*")] : statement.Principals!).Select(named => new AiGrant(
                        Display.Safe(named.Value), TypeOf(named), action.Name, On(statement, resource, action), statement.Conditions.Count == 0 && !statement.ExceptPrincipals ? Decision.Allowed : Decision.Conditional,
                        Display.Safe(string.Join("; ", statement.Conditions.Select(condition => condition.ToString()).Concat(statement.ExceptPrincipals ? [$"not {string.Join(", ", statement.Principals!.Select(one => one.Value))}"] : []))),
                        Display.Safe($"policy of {resource}"), Display.Safe(string.IsNullOrEmpty(statement.Sid) ? statement.Place : statement.Sid))));
                }
            }
        }
        return grants.GroupBy(grant => grant.Principal, StringComparer.Ordinal).Select(group => (PrincipalOf(group.First()), (IReadOnlyList<AiGrant>)[.. group.Distinct()]));
    }

    private static IEnumerable<(string Resource, string Service, PolicyDocument Document)> Policies(Estate estate)
    {
        foreach (var policy in estate.Of(ResourceType.Of<BucketPolicy>()).Cast<BucketPolicy>().Where(policy => policy.Unread is null))
        {
            var bucket = policy.Identity.Parent ?? policy.Identity.Id;
            yield return (bucket.StartsWith("arn:", StringComparison.Ordinal) ? bucket : $"arn:{estate.Scope.Partition}:s3:::{policy.Identity.Name}", "s3:", PolicyDocument.Lazily(policy.Json));
        }
        foreach (var policy in estate.Of(ResourceType.Of<KeyPolicy>()).Cast<KeyPolicy>().Where(policy => policy is { Unread: null, Policy: not null }))
        {
            yield return (policy.Identity.Parent ?? policy.Identity.Id, "kms:", policy.Policy!);
        }
    }

    private static IReadOnlyList<PolicyStatement> Statements(PolicyDocument document)
    {
        try
        {
            return document.Statements;
        }
        catch (MalformedPolicyException)
        {
            return [];
        }
    }

    // A key's policy says "*" and means the key; a bucket's names the bucket or its objects.
    private static string On(PolicyStatement statement, string resource, AskedAction action) => statement.Resources is [{ Text: not "*" } first, ..] && !statement.ExceptResources
        ? Display.Safe((statement.Resources.FirstOrDefault(pattern => action.Resources?.Any(kind => ResourcePattern.Overlap(PolicyText.Encode(pattern.Text), PolicyText.Encode(kind))) is true) ?? first).Text)
        : Display.Safe(resource);

    private static PrincipalType TypeOf(PolicyPrincipal named) => named switch
    {
        { IsEverybody: true } => PrincipalType.Anonymous,
        { Kind: "Service" } => PrincipalType.Service,
        { Kind: "Federated" } => PrincipalType.Federated,
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
