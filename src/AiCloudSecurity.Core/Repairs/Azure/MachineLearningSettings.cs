namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Settings of Azure Machine Learning.</summary>
internal static class MachineLearningSettings
{
    private const string Version = "2025-06-01";

    /// <summary>A workspace or hub.</summary>
    public static readonly ArmSetting Workspace = new()
    {
        Name = "azure/ml/Workspace",
        Type = "Microsoft.MachineLearningServices/workspaces",
        ApiVersion = Version,
        Members = ["properties.publicNetworkAccess", "properties.allowPublicAccessWhenBehindVnet", "properties.systemDatastoresAuthMode", "properties.serverlessComputeSettings"],
        Defaults = new Dictionary<string, string>
        {
            ["properties.publicNetworkAccess"] = "\"Enabled\"", ["properties.allowPublicAccessWhenBehindVnet"] = "false", ["properties.systemDatastoresAuthMode"] = "\"AccessKey\"",
            ["properties.serverlessComputeSettings"] = """{"serverlessComputeNoPublicIP":false}""",
        },
    };

    /// <summary>How a cluster grows and shrinks.</summary>
    public static readonly ArmSetting Cluster = new()
    {
        Name = "azure/ml/ClusterScale",
        Type = "Microsoft.MachineLearningServices/workspaces/computes",
        ApiVersion = Version,
        Members = ["properties.properties.scaleSettings"],
    };

    /// <summary>After how long without use a notebook VM stops.</summary>
    public static readonly ArmSetting IdleShutdown = new()
    {
        Name = "azure/ml/IdleShutdown",
        Type = "Microsoft.MachineLearningServices/workspaces/computes",
        ApiVersion = Version,
        Members = ["properties.properties.idleTimeBeforeShutdown"],
        Action = "updateIdleShutdownSetting",
    };

    /// <summary>An online endpoint. Its PATCH knows tags, size and identity only.</summary>
    public static readonly ArmSetting OnlineEndpoint = new()
    {
        Name = "azure/ml/OnlineEndpoint",
        Type = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
        ApiVersion = Version,
        Calls = [new("RequestsPerMinute", PerHour: 60)],
        IsWhole = true,
        Members =
        [
            "location", "tags", "kind", "sku", "identity.type", "identity.userAssignedIdentities", "properties.authMode", "properties.compute", "properties.description", "properties.mirrorTraffic",
            "properties.properties", "properties.publicNetworkAccess", "properties.traffic",
        ],
        Defaults = new Dictionary<string, string> { ["properties.publicNetworkAccess"] = "\"Enabled\"" },
    };

    /// <summary>A serverless endpoint. Its PATCH knows tags, size and identity only.</summary>
    public static readonly ArmSetting ServerlessEndpoint = new()
    {
        Name = "azure/ml/ServerlessEndpoint",
        Type = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
        ApiVersion = Version,
        IsWhole = true,
        Members = ["location", "tags", "kind", "sku", "identity.type", "identity.userAssignedIdentities", "properties.authMode", "properties.contentSafety", "properties.modelSettings"],
        Defaults = new Dictionary<string, string> { ["properties.contentSafety"] = """{"contentSafetyStatus":"Disabled"}""" },
    };

    /// <summary>A registry. Its PATCH knows tags, size and identity only.</summary>
    public static readonly ArmSetting Registry = new()
    {
        Name = "azure/ml/Registry",
        Type = "Microsoft.MachineLearningServices/registries",
        ApiVersion = Version,
        IsWhole = true,
        Members =
        [
            "location", "tags", "kind", "sku", "identity.type", "identity.userAssignedIdentities", "properties.discoveryUrl", "properties.intellectualPropertyPublisher", "properties.managedResourceGroup",
            "properties.mlFlowRegistryUri", "properties.publicNetworkAccess", "properties.regionDetails", "properties.registryPrivateEndpointConnections",
        ],
        Defaults = new Dictionary<string, string> { ["properties.publicNetworkAccess"] = "\"Enabled\"" },
    };
}
