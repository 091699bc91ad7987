namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A run of a pipeline.</summary>
[GcpResource("aiplatform.googleapis.com/PipelineJob")]
public sealed record PipelineJob : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As PIPELINE_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>What it runs as; the default account of Compute Engine without.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The network that is peered with it.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>Its interface in a network of the customer.</summary>
    public PscInterfaceConfig? PscInterfaceConfig { get; init; }

    /// <summary>How it runs.</summary>
    public PipelineRuntimeConfig? RuntimeConfig { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>How a pipeline runs.</summary>
public sealed record PipelineRuntimeConfig
{
    /// <summary>Where its artifacts go, as gs://bucket/folder.</summary>
    [Refers(typeof(Bucket))]
    public string? GcsOutputDirectory { get; init; }

    /// <summary>What it is told, which may hold anything.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? ParameterValues { get; init; }

    /// <summary>The same, in the older form.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Parameters { get; init; }
}

/// <summary>When a pipeline is run.</summary>
[GcpResource("aiplatform.googleapis.com/Schedule", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/schedules", Content = GcpContent.Resource, Unsettled = true)]
public sealed record Schedule : Resource
{
    /// <summary>ACTIVE, PAUSED or COMPLETED.</summary>
    public string? State { get; init; }

    /// <summary>What is run; without, it runs notebooks.</summary>
    public CreatePipelineJobRequest? CreatePipelineJobRequest { get; init; }
}

/// <summary>A run that a schedule makes.</summary>
public sealed record CreatePipelineJobRequest
{
    /// <summary>The run.</summary>
    public ScheduledPipeline? PipelineJob { get; init; }
}

/// <summary>A run of a pipeline that is not yet made.</summary>
public sealed record ScheduledPipeline
{
    /// <summary>How it runs.</summary>
    public PipelineRuntimeConfig? RuntimeConfig { get; init; }

    /// <summary>What it runs as; the default account of Compute Engine without.</summary>
    public string? ServiceAccount { get; init; }
}

/// <summary>Machines that stay for jobs to come.</summary>
[GcpResource("aiplatform.googleapis.com/PersistentResource", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/persistentResources", Content = GcpContent.None)]
public sealed record PersistentResource : Resource, IEncrypted
{
    /// <summary>RUNNING, STOPPING and others.</summary>
    public string? State { get; init; }

    /// <summary>The network that is peered with it.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>Its interface in a network of the customer.</summary>
    public PscInterfaceConfig? PscInterfaceConfig { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }
}
