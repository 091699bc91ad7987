namespace AiCloudSecurity.CloudFake;

/// <summary>What a path of Resource Manager means.</summary>
/// <param name="Type">The type, as Microsoft.CognitiveServices/accounts/deployments.</param>
/// <param name="IsList">It names a collection, not a resource.</param>
internal sealed record ArmPath(string Type, bool IsList)
{
    /// <summary>The meaning of a path; null where it has none.</summary>
    public static ArmPath? Of(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var provider = Array.FindLastIndex(parts, part => part.Equals("providers", StringComparison.OrdinalIgnoreCase));
        if (provider < 0 || provider + 2 >= parts.Length)
        {
            return parts is ["subscriptions", _] ? new("Microsoft.Resources/subscriptions", false) : null;
        }
        var names = parts[(provider + 2)..];
        return new(string.Join('/', names.Where((_, number) => number % 2 == 0).Prepend(parts[provider + 1])), names.Length % 2 == 1);
    }

    /// <summary>Whether a resource belongs to a collection: of its parent, or of its subscription or resource group.</summary>
    public static bool IsIn(string id, string list, string type)
    {
        // Deleted accounts are listed across regions and groups, and keep these in their ids.
        if (type.EndsWith("/deletedAccounts", StringComparison.OrdinalIgnoreCase))
        {
            return id.StartsWith(list[..list.LastIndexOf('/')] + "/locations/", StringComparison.OrdinalIgnoreCase) && id.Contains("/deletedAccounts/", StringComparison.OrdinalIgnoreCase);
        }
        if (Of(id) is not { } address || !address.Type.Equals(type, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var provider = list.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        // Whom something is denied, and who may take a role: at the subscription and anywhere below it.
        if (type.StartsWith("Microsoft.Authorization/", StringComparison.OrdinalIgnoreCase))
        {
            return id.StartsWith(list[..provider] + "/", StringComparison.OrdinalIgnoreCase);
        }
        // A part or extension lies right below; a top-level resource in some group of the subscription.
        return id.StartsWith(list + "/", StringComparison.OrdinalIgnoreCase) && !id[(list.Length + 1)..].Contains('/', StringComparison.Ordinal)
            || type.Split('/').Length == 2 && list[..provider].Split('/').Length <= 5 && !list[..provider].Contains("/providers/", StringComparison.OrdinalIgnoreCase)
                && id.StartsWith(list[..provider] + "/resourceGroups/", StringComparison.OrdinalIgnoreCase)
                && id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) == id.IndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
    }
}
