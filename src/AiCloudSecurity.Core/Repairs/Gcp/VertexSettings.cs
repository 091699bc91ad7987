using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Settings of Vertex AI and its notebooks.</summary>
internal static class VertexSettings
{
    private const string Vertex = "{location}-aiplatform.googleapis.com";
    private const string Metadata = "gceSetup.metadata";
    private const string LoggingConfig = "loggingConfig.";

    /// <summary>Where an endpoint keeps requests and answers.</summary>
    public static readonly GoogleSetting EndpointLog = new()
    {
        Name = "gcp/vertex/EndpointLog",
        Host = Vertex,
        Root = "v1",
        Pattern = "projects/*/locations/*/endpoints/*",
        Permission = "aiplatform.endpoints",
        HasEtag = true,
        Members = ["predictRequestResponseLoggingConfig"],
    };

    /// <summary>Where requests to a foundation model, and its answers, are kept. What was never set is off, and comes back as off.</summary>
    public static readonly GoogleSetting ModelLog = new()
    {
        Name = "gcp/vertex/PublisherModelLog",
        Host = Vertex,
        Root = "v1beta1",
        Pattern = "projects/*/locations/*/publishers/*/models/*",
        Permission = "aiplatform.endpoints",
        Fetch = ":fetchPublisherModelConfig",
        Members = [LoggingConfig + "enabled", LoggingConfig + "samplingRate", LoggingConfig + "bigqueryDestination", LoggingConfig + "enableOtelLogging"],
        Defaults = new Dictionary<string, string> { [LoggingConfig + "enabled"] = "false" },
        Post = wanted => (":setPublisherModelConfig", new()
        {
            ["publisherModelConfig"] = new JsonObject
            {
                ["loggingConfig"] = new JsonObject(wanted.Where(member => member.Key.StartsWith(LoggingConfig, StringComparison.Ordinal)).Select(member => KeyValuePair.Create(member.Key[LoggingConfig.Length..], member.Value?.DeepClone()))),
            },
        }),
    };

    /// <summary>Whether Vertex AI keeps prompts in memory.</summary>
    public static readonly GoogleSetting Cache = new()
    {
        Name = "gcp/vertex/CacheConfig",
        Host = "us-central1-aiplatform.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/cacheConfig",
        Permission = "aiplatform.cacheConfigs",
        IsWhole = true,
        Members = ["disableCache"],
        Defaults = new Dictionary<string, string> { ["disableCache"] = "false" },
    };

    /// <summary>The key of runtimes that are made from a template from now on.</summary>
    public static readonly GoogleSetting TemplateKey = new()
    {
        Name = "gcp/vertex/RuntimeTemplateKey",
        Host = Vertex,
        Root = "v1",
        Pattern = "projects/*/locations/*/notebookRuntimeTemplates/*",
        Permission = "aiplatform.notebookRuntimeTemplates",
        HasEtag = true,
        Members = ["encryptionSpec.kmsKeyName"],
    };

    /// <summary>How a monitoring job tells of what it finds, and how much it looks at.</summary>
    public static readonly GoogleSetting MonitoringJob = new()
    {
        Name = "gcp/vertex/MonitoringJob",
        Host = Vertex,
        Root = "v1",
        Pattern = "projects/*/locations/*/modelDeploymentMonitoringJobs/*",
        Permission = "aiplatform.modelDeploymentMonitoringJobs",
        Members = ["modelMonitoringAlertConfig.enableLogging", "loggingSamplingStrategy"],
        Defaults = new Dictionary<string, string> { ["modelMonitoringAlertConfig.enableLogging"] = "false" },
    };

    /// <summary>What a notebook's machine is told by its metadata.</summary>
    public static readonly GoogleSetting Notebook = new()
    {
        Name = "gcp/notebooks/Metadata",
        Host = "notebooks.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/instances/*",
        Permission = "notebooks.instances",
        AlsoNeeds = ["notebooks.operations.get"],
        MapAt = Metadata,
        Members =
        [
            .. new[]
            {
                "notebook-disable-root", "notebook-disable-downloads", "notebook-disable-nbconvert", "notebook-disable-terminal", "notebook-upgrade-schedule",
                "block-project-ssh-keys", "serial-port-enable", "enable-oslogin", "idle-timeout-seconds",
            }.Select(key => $"{Metadata}.{key}"),
        ],
    };

    /// <summary>A model's log of all requests and answers.</summary>
    public static JsonObject Kept(string dataset) => new()
    {
        [LoggingConfig + "enabled"] = true,
        [LoggingConfig + "samplingRate"] = 1,
        [LoggingConfig + "bigqueryDestination"] = new JsonObject { ["outputUri"] = dataset },
    };

    /// <summary>A notebook's metadata with values.</summary>
    public static JsonObject Told(params IEnumerable<(string Key, string Value)> values) => new(values.Select(pair => KeyValuePair.Create($"{Metadata}.{pair.Key}", (JsonNode?)pair.Value)));
}
