using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Settings of storage that AI services use.</summary>
internal static class DataSettings
{
    /// <summary>A storage account.</summary>
    public static readonly ArmSetting Storage = new()
    {
        Name = "azure/storage/Account",
        Type = "Microsoft.Storage/storageAccounts",
        ApiVersion = "2023-05-01",
        Calls = [new("Transactions")],
        Members = ["properties.allowBlobPublicAccess", "properties.allowSharedKeyAccess", "properties.networkAcls"],
        // An account that says nothing allows both, as accounts did before they were asked.
        Defaults = new Dictionary<string, string>
        {
            ["properties.allowBlobPublicAccess"] = "true", ["properties.allowSharedKeyAccess"] = "true",
            ["properties.networkAcls"] = """{"bypass":"AzureServices","virtualNetworkRules":[],"ipRules":[],"defaultAction":"Allow"}""",
        },
    };

    /// <summary>What is kept of blobs that are deleted or overwritten.</summary>
    public static readonly ArmSetting Blobs = new()
    {
        Name = "azure/storage/Blobs",
        Type = "Microsoft.Storage/storageAccounts/blobServices",
        ApiVersion = "2023-05-01",
        IsWhole = true,
        Members =
        [
            "properties.automaticSnapshotPolicyEnabled", "properties.changeFeed", "properties.containerDeleteRetentionPolicy", "properties.cors", "properties.defaultServiceVersion",
            "properties.deleteRetentionPolicy", "properties.isVersioningEnabled", "properties.lastAccessTimeTrackingPolicy", "properties.restorePolicy",
        ],
        Defaults = new Dictionary<string, string> { ["properties.deleteRetentionPolicy"] = """{"enabled":false}""", ["properties.isVersioningEnabled"] = "false" },
    };

    /// <summary>Rules that let nobody in whom they do not name.</summary>
    public static JsonObject DenyingOthers(JsonNode? rules)
    {
        var denying = rules?.DeepClone() as JsonObject ?? [];
        denying["defaultAction"] = "Deny";
        return denying;
    }

    /// <summary>Whether roles or access policies decide who reads a vault. Its access policies stay, and hold again where roles do not decide.</summary>
    public static readonly ArmSetting Vault = new()
    {
        Name = "azure/keyvault/Vault",
        Type = "Microsoft.KeyVault/vaults",
        ApiVersion = "2023-07-01",
        AlsoNeeds = ["Microsoft.Authorization/roleAssignments/write"],
        Members = ["properties.enableRbacAuthorization"],
        Defaults = new Dictionary<string, string> { ["properties.enableRbacAuthorization"] = "false" },
    };
}
