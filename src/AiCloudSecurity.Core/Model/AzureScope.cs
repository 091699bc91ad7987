namespace AiCloudSecurity;

/// <summary>Scopes of Azure: a resource, a resource group, a subscription, a management group, or / for everything. Case does not matter.</summary>
public static class AzureScope
{
    private const string ManagementGroup = "/providers/Microsoft.Management/managementGroups/";

    /// <summary>
    /// Whether a scope is that resource or above it. A management group is taken to be above whatever it is asked
    /// about: an estate holds only what holds in its subscription.
    /// </summary>
    public static bool Covers(string scope, string resource)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(resource);
        var trimmed = scope.TrimEnd('/');
        return trimmed.Length == 0 || IsManagementGroup(trimmed) && !IsManagementGroup(resource)
            || resource.StartsWith(trimmed, StringComparison.OrdinalIgnoreCase) && (resource.Length == trimmed.Length || resource[trimmed.Length] == '/');
    }

    /// <summary>Whether it is a management group.</summary>
    public static bool IsManagementGroup(string scope) => scope?.StartsWith(ManagementGroup, StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Whether it is a subscription or what is above one.</summary>
    public static bool IsWide(string scope) => scope?.Trim('/').Split('/') is [""] || IsManagementGroup(scope!)
        || scope?.Trim('/').Split('/') is [var subscriptions, _] && subscriptions.Equals("subscriptions", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a resource group.</summary>
    public static bool IsGroup(string scope) => scope?.Trim('/').Split('/') is [_, _, var groups, _] && groups.Equals("resourceGroups", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where an extension, as a role assignment, is set: what stands before its provider in its id; / in the tenant.</summary>
    public static string OfExtension(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var provider = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        return provider > 0 ? id[..provider] : "/";
    }

    /// <summary>The type of a resource by its id, as Microsoft.CognitiveServices/accounts; null where the id is no resource's.</summary>
    public static string? TypeOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        var provider = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        if (provider < 0 || IsManagementGroup(id))
        {
            return null;
        }
        var parts = id[(provider + "/providers/".Length)..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length < 2 ? null : string.Join('/', parts.Where((_, number) => number == 0 || number % 2 == 1));
    }
}
