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
    public static string Of(IEnumerable<Check> checks)
    {
        var actions = checks.Where(check => check.Cloud == Cloud.Azure).SelectMany(check => check.Reads).Select(read => read.Permission)
            .Concat(Always).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        return JsonSerializer.Serialize(new
        {
            Name = "AiCloudSecurity Auditor",
            IsCustom = true,
            Description = "Reads what AiCloudSecurity judges. Put your subscription or management group into AssignableScopes.",
            Actions = actions,
            NotActions = s_nothing,
            DataActions = s_nothing,
            NotDataActions = s_nothing,
            AssignableScopes = s_assignable,
        }, s_indented);
    }
}
