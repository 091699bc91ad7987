using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Settings of Azure AI services.</summary>
internal static class CognitiveSettings
{
    private const string Version = "2025-12-01";

    /// <summary>An account: who may come in, what it takes, what it keeps.</summary>
    public static readonly ArmSetting Account = new()
    {
        Name = "azure/cognitive/Account",
        Type = "Microsoft.CognitiveServices/accounts",
        ApiVersion = Version,
        Calls = [new("TotalCalls"), new("AzureOpenAIRequests")],
        Members =
        [
            "identity.type", "properties.disableLocalAuth", "properties.publicNetworkAccess", "properties.networkAcls", "properties.restrictOutboundNetworkAccess",
            "properties.storedCompletionsDisabled", "properties.encryption",
        ],
        Defaults = new Dictionary<string, string>
        {
            ["identity.type"] = "\"None\"", ["properties.disableLocalAuth"] = "false", ["properties.publicNetworkAccess"] = "\"Enabled\"",
            ["properties.restrictOutboundNetworkAccess"] = "false", ["properties.storedCompletionsDisabled"] = "false", ["properties.encryption"] = """{"keySource":"Microsoft.CognitiveServices"}""",
        },
    };

    /// <summary>A deployment of a model. Its PATCH knows tags and size only.</summary>
    public static readonly ArmSetting Deployment = new()
    {
        Name = "azure/cognitive/Deployment",
        Type = "Microsoft.CognitiveServices/accounts/deployments",
        ApiVersion = Version,
        IsWhole = true,
        Members =
        [
            "sku", "tags", "properties.model", "properties.versionUpgradeOption", "properties.raiPolicyName", "properties.scaleSettings", "properties.capacitySettings",
            "properties.parentDeploymentName", "properties.spilloverDeploymentName", "properties.serviceTier",
        ],
    };

    /// <summary>A content policy of the customer's own.</summary>
    public static readonly ArmSetting ContentPolicy = new()
    {
        Name = "azure/cognitive/ContentPolicy",
        Type = "Microsoft.CognitiveServices/accounts/raiPolicies",
        ApiVersion = Version,
        IsWhole = true,
        Members = ["tags", "properties.mode", "properties.basePolicyName", "properties.contentFilters", "properties.customBlocklists"],
    };

    /// <summary>Whether Defender looks at the account.</summary>
    public static readonly ArmSetting Defender = new()
    {
        Name = "azure/cognitive/DefenderForAi",
        Type = "Microsoft.CognitiveServices/accounts/defenderForAISettings",
        ApiVersion = Version,
        IsWhole = true,
        Members = ["properties.state"],
    };

    /// <summary>A policy that blocks kinds of content, each in what it is asked or answers.</summary>
    public static JsonObject Blocking(JsonObject policy, IEnumerable<(string Name, string Source)> kinds, string? threshold)
    {
        var filters = policy["properties.contentFilters"]?.DeepClone() as JsonArray ?? [];
        foreach (var (name, source) in kinds)
        {
            var filter = filters.OfType<JsonObject>().FirstOrDefault(known => known.Text("name").Equals(name, StringComparison.OrdinalIgnoreCase) && known.Text("source").Equals(source, StringComparison.OrdinalIgnoreCase));
            if (filter is null)
            {
                filters.Add(filter = new() { ["name"] = name, ["source"] = source });
            }
            (filter["enabled"], filter["blocking"]) = (true, true);
            if (threshold is not null && filter.Text("severityThreshold") is not ("Low" or "Medium"))
            {
                filter["severityThreshold"] = threshold;
            }
        }
        policy["properties.contentFilters"] = filters;
        return policy;
    }
}
