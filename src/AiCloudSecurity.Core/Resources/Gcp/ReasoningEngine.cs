namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An agent on Vertex AI Agent Engine.</summary>
[GcpResource("aiplatform.googleapis.com/ReasoningEngine", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/reasoningEngines", Unsettled = true)]
public sealed record ReasoningEngine : Resource, IEncrypted
{
    /// <summary>What runs, and how.</summary>
    public ReasoningEngineSpec? Spec { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }
}

/// <summary>What an agent runs, and how.</summary>
public sealed record ReasoningEngineSpec
{
    /// <summary>What it runs as; Google's agent without.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>SERVICE_ACCOUNT, or AGENT_IDENTITY for one of its own.</summary>
    public string? IdentityType { get; init; }

    /// <summary>What it runs as in the end.</summary>
    public string? EffectiveIdentity { get; init; }

    /// <summary>How it runs.</summary>
    public AgentDeployment? DeploymentSpec { get; init; }
}

/// <summary>How an agent runs.</summary>
public sealed record AgentDeployment
{
    /// <summary>Environment variables.</summary>
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Its interface in a network of the customer.</summary>
    public PscInterfaceConfig? PscInterfaceConfig { get; init; }

    /// <summary>At most so many at a time.</summary>
    public int? MaxInstances { get; init; }
}

/// <summary>Documents that answers rest on.</summary>
[GcpResource("aiplatform.googleapis.com/RagCorpus", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/ragCorpora", Content = GcpContent.None)]
public sealed record RagCorpus : Resource, IEncrypted
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }
}

/// <summary>Prompts that are kept to be used again, by calls of a model.</summary>
[GcpResource("aiplatform.googleapis.com/CachedContent", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/cachedContents", Unsettled = true, Near = typeof(PublisherModel))]
public sealed record CachedContent : Resource, IEncrypted
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }
}

/// <summary>Whether prompts to models of Google's are kept in memory between requests.</summary>
[GcpResource("aiplatform.googleapis.com/CacheConfig", Host = "us-central1-aiplatform.googleapis.com", Path = "v1/projects/{project}/cacheConfig", Content = GcpContent.None, IsSetting = true, Near = typeof(PublisherModel), Permission = "aiplatform.cacheConfigs.get")]
public sealed record CacheConfig : Resource
{
    /// <summary>They are not.</summary>
    public bool DisableCache { get; init; }
}

/// <summary>A foundation model that somebody has called, as Cloud Monitoring counts it.</summary>
[GcpResource("aiplatform.googleapis.com/PublisherModel", Content = GcpContent.None, Host = "monitoring.googleapis.com", Path = "v3/projects/{project}/timeSeries", List = "timeSeries",
    Query = "filter=metric.type%3D%22aiplatform.googleapis.com%2Fpublisher%2Fonline_serving%2Fmodel_invocation_count%22&interval.startTime={monthAgo}&interval.endTime={now}&view=HEADERS", Permission = "monitoring.timeSeries.list")]
public sealed record PublisherModel : Resource;

/// <summary>What is set for a foundation model in a project and location.</summary>
[GcpResource("aiplatform.googleapis.com/PublisherModelConfig", Content = GcpContent.None, Host = "{location}-aiplatform.googleapis.com", Path = "v1beta1/{parent}:fetchPublisherModelConfig", IsSetting = true, Of = typeof(PublisherModel), Permission = "aiplatform.endpoints.get")]
public sealed record PublisherModelConfig : Resource
{
    /// <summary>Whether requests and answers are kept.</summary>
    public RequestResponseLogging? LoggingConfig { get; init; }
}
