namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An endpoint of Vertex AI: where models answer.</summary>
[GcpResource("aiplatform.googleapis.com/Endpoint", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/endpoints")]
public sealed record Endpoint : Resource, IEncrypted, ILabelled
{
    /// <summary>The network that is peered with it: then it is private.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>Private Service Connect.</summary>
    public PrivateServiceConnectConfig? PrivateServiceConnectConfig { get; init; }

    /// <summary>The older switch for Private Service Connect.</summary>
    public bool EnablePrivateServiceConnect { get; init; }

    /// <summary>It has a host name, and limits, of its own.</summary>
    public bool DedicatedEndpointEnabled { get; init; }

    /// <summary>The models that answer.</summary>
    public IReadOnlyList<DeployedModel>? DeployedModels { get; init; }

    /// <summary>Whether requests and answers are kept.</summary>
    public RequestResponseLogging? PredictRequestResponseLoggingConfig { get; init; }

    /// <summary>The job that monitors its models, as Vertex AI itself notes it.</summary>
    public string? ModelDeploymentMonitoringJob { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>It is reached by a peered network or Private Service Connect only.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPrivate => Network is { Length: > 0 } || EnablePrivateServiceConnect || PrivateServiceConnectConfig is { EnablePrivateServiceConnect: true };
}

/// <summary>How an endpoint is reached by Private Service Connect.</summary>
public sealed record PrivateServiceConnectConfig
{
    /// <summary>It is reached by Private Service Connect only.</summary>
    public bool EnablePrivateServiceConnect { get; init; }

    /// <summary>The projects that may connect.</summary>
    public IReadOnlyList<string>? ProjectAllowlist { get; init; }
}

/// <summary>A model that answers at an endpoint.</summary>
public sealed record DeployedModel
{
    /// <summary>Its id at the endpoint.</summary>
    public string? Id { get; init; }

    /// <summary>The model, as projects/p/locations/l/models/1.</summary>
    public string? Model { get; init; }

    /// <summary>What its container runs as; without, an account that may do nothing in the project.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Requests are logged, without their content.</summary>
    public bool EnableAccessLogging { get; init; }

    /// <summary>What the container writes is not logged.</summary>
    public bool DisableContainerLogging { get; init; }

    /// <summary>Machines of its own.</summary>
    public DedicatedResources? DedicatedResources { get; init; }

    /// <summary>Machines that Google chooses.</summary>
    public DedicatedResources? AutomaticResources { get; init; }
}

/// <summary>How many machines serve a model.</summary>
public sealed record DedicatedResources
{
    /// <summary>At least.</summary>
    public int? MinReplicaCount { get; init; }

    /// <summary>At most; as many as at least without.</summary>
    public int? MaxReplicaCount { get; init; }
}

/// <summary>Whether requests and answers are kept in BigQuery.</summary>
public sealed record RequestResponseLogging
{
    /// <summary>They are.</summary>
    public bool Enabled { get; init; }

    /// <summary>Of how many: 1 is all.</summary>
    public double? SamplingRate { get; init; }

    /// <summary>Where.</summary>
    public BigQueryDestination? BigqueryDestination { get; init; }
}

/// <summary>A place in BigQuery.</summary>
public sealed record BigQueryDestination
{
    /// <summary>As bq://project.dataset.table.</summary>
    [Refers(typeof(BigQueryDataset))]
    public string? OutputUri { get; init; }
}
