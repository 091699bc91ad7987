namespace AiCloudSecurity.Iam;

/// <summary>
/// Asks what the organisation stops an ordinary role of the account from doing: one that its own policies allow
/// everything, that carries no tag and is no exception of any policy. What it is not stopped from, others are not either.
/// </summary>
internal sealed class OrdinaryRole(ServiceControl control, Scope scope)
{
    // RFC 5737: an address that is nobody's, so that no network of the organisation holds it.
    private const string SomewhereElse = "203.0.113.7";
    private static readonly CompiledPolicy s_everything = CompiledPolicy.Compile("everything", PolicyType.Identity,
        PolicyDocument.Parse("""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }"""));

    private readonly Principal _role = Principal.FromArn($"arn:{scope.Partition}:iam::{scope.Id}:role/ordinary-ai-workload");

    /// <summary>Which policies stop the request; null where none does.</summary>
    /// <param name="action">The action.</param>
    /// <param name="resource">The resource; <c>{partition}</c>, <c>{account}</c> and <c>{region}</c> are filled in.</param>
    /// <param name="region">The region that is asked.</param>
    /// <param name="context">Further keys of the request.</param>
    /// <exception cref="UnseenException">What the organisation imposes was not read.</exception>
    public string? Stopped(string action, string resource, string region, params IEnumerable<(string Key, string Value)> context)
    {
        if (control.Levels.Count == 0)
        {
            return null;
        }
        var request = new Request(_role, action, Fill(resource, scope, region)) { Context = Elsewhere(region, control.Organization?.Id, [.. context.Select(key => (key.Key, Fill(key.Value, scope, region)))]) };
        var result = PolicyEvaluator.Evaluate(request, new ApplicablePolicies { Identity = [s_everything], ServiceControl = control.Levels });
        return result.Decision switch
        {
            Decision.ExplicitlyDenied => string.Join(" and ", result.Statements.Select(statement => statement.Policy.Name).Distinct(StringComparer.Ordinal)),
            Decision.ImplicitlyDenied => string.Join(" and ", control.Levels.Where(level => level.Count > 0).SelectMany(level => level).Select(policy => policy.Name).Distinct(StringComparer.Ordinal)),
            _ => null,
        };
    }

    /// <summary>What a request says that comes through the internet, by nothing that vouches for it.</summary>
    public static RequestContext Elsewhere(string region, string? organisation, params IEnumerable<(string Key, string Value)> more)
    {
        List<(string Key, string Value)> keys = [("aws:RequestedRegion", region), ("aws:SourceIp", SomewhereElse), ("aws:SecureTransport", "true"), ("aws:ViaAWSService", "false"),
            ("aws:MultiFactorAuthPresent", "false"), .. organisation is null ? [] : (IEnumerable<(string, string)>)[("aws:PrincipalOrgID", organisation)]];
        keys.RemoveAll(key => more.Any(other => other.Key == key.Key));
        return new(keys.Concat(more).Select(key => KeyValuePair.Create(key.Key, (IReadOnlyList<string>)[key.Value])));
    }

    /// <summary>Fills an ARN in.</summary>
    public static string Fill(string template, Scope scope, string region) => template
        .Replace("{partition}", scope.Partition, StringComparison.Ordinal)
        .Replace("{account}", scope.Id, StringComparison.Ordinal)
        .Replace("{region}", region, StringComparison.Ordinal);
}
