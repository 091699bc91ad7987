namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Settings of Azure AI Search and of bots.</summary>
internal static class SearchSettings
{
    /// <summary>A search service.</summary>
    public static readonly ArmSetting Service = new()
    {
        Name = "azure/search/Service",
        Type = "Microsoft.Search/searchServices",
        ApiVersion = "2025-05-01",
        Calls = [new("SearchQueriesPerSecond", PerHour: 60 * 60)],
        Members = ["identity.type", "properties.disableLocalAuth", "properties.authOptions", "properties.publicNetworkAccess", "properties.dataExfiltrationProtections", "properties.encryptionWithCmk.enforcement"],
        // How callers sign in has no default here: where keys are refused there is nothing.
        Defaults = new Dictionary<string, string>
        {
            ["identity.type"] = "\"None\"", ["properties.disableLocalAuth"] = "false", ["properties.publicNetworkAccess"] = "\"enabled\"", ["properties.dataExfiltrationProtections"] = "[]",
            ["properties.encryptionWithCmk.enforcement"] = "\"Unspecified\"",
        },
    };

    /// <summary>A bot.</summary>
    public static readonly ArmSetting Bot = new()
    {
        Name = "azure/bot/Bot",
        Type = "Microsoft.BotService/botServices",
        ApiVersion = "2022-09-15",
        Members = ["properties.disableLocalAuth", "properties.publicNetworkAccess", "properties.endpoint", "properties.isCmekEnabled", "properties.cmekKeyVaultUrl"],
        Defaults = new Dictionary<string, string> { ["properties.disableLocalAuth"] = "false", ["properties.publicNetworkAccess"] = "\"Enabled\"", ["properties.isCmekEnabled"] = "false" },
    };
}
