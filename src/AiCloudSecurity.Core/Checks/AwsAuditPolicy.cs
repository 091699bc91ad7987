using System.Text.Json;

namespace AiCloudSecurity.Checks;

/// <summary>The least IAM policy by which an auditor can run a set of checks.</summary>
public static class AwsAuditPolicy
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>
    /// The policy as JSON. Reads have no resource to name before they are done, so every statement is for all
    /// resources; nothing in it can change anything.
    /// </summary>
    public static string Of(IEnumerable<Check> checks)
    {
        var permissions = checks.Where(check => check.Cloud == Cloud.Aws).SelectMany(check => check.Types)
            .Distinct().ToList();
        var actions = permissions.SelectMany(type => type.Read.Operations).Select(read => read.Permission)
            // Which regions are enabled; asked where no region is named.
            .Concat(permissions.Exists(type => !type.Read.Global) ? ["ec2:DescribeRegions"] : [])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return JsonSerializer.Serialize(new
        {
            Version = "2012-10-17",
            Statement = from action in actions
                        group action by action.Split(':')[0] into service
                        select new
                        {
                            Sid = "Ai" + string.Concat(service.Key.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
                            Effect = "Allow",
                            Action = service.ToArray(),
                            Resource = "*",
                        },
        }, s_indented);
    }
}
