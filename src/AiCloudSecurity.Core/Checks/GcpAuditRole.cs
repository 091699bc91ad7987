using System.Text.Json;

namespace AiCloudSecurity.Checks;

/// <summary>The least custom role of Google Cloud by which an auditor can run a set of checks.</summary>
public static class GcpAuditRole
{
    /// <summary>What every scan asks, whatever it judges: which projects there are, and what is in them.</summary>
    public static IReadOnlyList<string> Always { get; } = ["cloudasset.assets.listResource", "resourcemanager.projects.get"];

    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The role's definition as JSON, as <c>gcloud iam roles create --file</c> takes it; nothing in it can change anything.</summary>
    /// <param name="checks">What is to be judged.</param>
    /// <param name="more">What is to be read besides: what ways through networks rest on.</param>
    public static string Of(IEnumerable<Check> checks, IEnumerable<ResourceType>? more = null)
    {
        var permissions = checks.Where(check => check.Cloud == Cloud.Gcp).SelectMany(check => check.Reads).Concat((more ?? []).SelectMany(type => type.Read.Operations)).Select(read => read.Permission)
            .Concat(Always).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return JsonSerializer.Serialize(new
        {
            title = "AiCloudSecurity Auditor",
            description = "Reads what AiCloudSecurity judges.",
            stage = "GA",
            includedPermissions = permissions,
        }, s_indented);
    }
}
