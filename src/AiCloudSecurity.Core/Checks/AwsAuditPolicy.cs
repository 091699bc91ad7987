using System.Text.Json;

namespace AiCloudSecurity.Checks;

/// <summary>The least IAM policy by which an auditor can run a set of checks.</summary>
public static class AwsAuditPolicy
{
    // A statement takes some 70 of the 10,240 characters that a role's inline policies may have in all.
    private const int OwnStatement = 5;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>
    /// The policy as JSON. Reads have no resource to name before they are done, so every statement is for all
    /// resources; nothing in it can change anything.
    /// </summary>
    /// <param name="checks">What is to be judged.</param>
    /// <param name="more">What is to be read besides: what ways through networks rest on.</param>
    public static string Of(IEnumerable<Check> checks, IEnumerable<ResourceType>? more = null)
    {
        var permissions = checks.Where(check => check.Cloud == Cloud.Aws).SelectMany(check => check.Types).Concat(more ?? []).Distinct().ToList();
        var actions = permissions.SelectMany(type => type.Read.Operations).Select(read => read.Permission)
            // Which regions are enabled; asked where no region is named.
            .Concat(permissions.Exists(type => !type.Read.Global) ? ["ec2:DescribeRegions"] : [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var services = actions.GroupBy(action => action.Split(':')[0]).ToLookup(service => service.Count() >= OwnStatement);
        var others = services[false].SelectMany(service => service).ToList();
        return JsonSerializer.Serialize(new
        {
            Version = "2012-10-17",
            Statement = services[true].Select(service => ("Ai" + string.Concat(service.Key.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])), service.ToList()))
                .Concat(others.Count > 0 ? [("AiOthers", others)] : [])
                .Select(statement => new { Sid = statement.Item1, Effect = "Allow", Action = statement.Item2, Resource = "*" }),
        }, s_indented);
    }
}
