using System.Text.Json;

namespace AiCloudSecurity.Checks;

/// <summary>The least custom role of Azure by which an auditor can run a set of checks.</summary>
public static class AzureAuditRole
{
    /// <summary>What every scan asks, whatever it judges: which subscriptions there are, what is in them, and what the caller may see.</summary>
    public static IReadOnlyList<string> Always { get; } =
        ["Microsoft.Authorization/permissions/read", "Microsoft.ResourceGraph/resources/read", "Microsoft.Resources/subscriptions/read"];

    private static readonly string[] s_nothing = [];
    private static readonly string[] s_assignable = ["/subscriptions/00000000-0000-0000-0000-000000000000"];
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The role's definition as JSON, as <c>az role definition create</c> and New-AzRoleDefinition take it; nothing in it can change anything.</summary>
    /// <param name="checks">What is to be judged.</param>
    /// <param name="more">What is to be read besides: what ways through networks rest on.</param>
    public static string Of(IEnumerable<Check> checks, IEnumerable<ResourceType>? more = null)
    {
        var reads = checks.Where(check => check.Cloud == Cloud.Azure).SelectMany(check => check.Types).Concat(more ?? []).Select(type => type.Read).OfType<AzureResourceAttribute>().ToLookup(read => read.IsOfDirectory);
        var actions = reads[false].SelectMany(read => read.Operations).Select(read => read.Permission)
            .Concat(Always).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        // Roles of Azure do not reach the directory.
        List<string> ofDirectory = [.. reads[true].SelectMany(read => read.Operations).Select(read => read.Permission).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return JsonSerializer.Serialize(new
        {
            Name = "AiCloudSecurity Auditor",
            IsCustom = true,
            Description = "Reads what AiCloudSecurity judges. Put your subscription or management group into AssignableScopes."
                + (ofDirectory.Count == 0 ? "" : $" Who is a guest or in a group takes Microsoft Graph's {string.Join(" and ", ofDirectory)}, or the directory role Directory Readers, besides."),
            Actions = actions,
            NotActions = s_nothing,
            DataActions = s_nothing,
            NotDataActions = s_nothing,
            AssignableScopes = s_assignable,
        }, s_indented);
    }
}
