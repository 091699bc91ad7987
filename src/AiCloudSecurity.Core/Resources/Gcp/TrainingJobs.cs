namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A job that runs code of the customer.</summary>
[GcpResource("aiplatform.googleapis.com/CustomJob")]
public sealed record CustomJob : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As JOB_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>What it runs, and how.</summary>
    public JobSpec? JobSpec { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>A job that tries settings of a training.</summary>
[GcpResource("aiplatform.googleapis.com/HyperparameterTuningJob")]
public sealed record HyperparameterTuningJob : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As JOB_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>What each trial runs, and how.</summary>
    public JobSpec? TrialJobSpec { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>A job that tunes a foundation model.</summary>
[GcpResource("aiplatform.googleapis.com/TuningJob")]
public sealed record TuningJob : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As JOB_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What it runs as.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The examples that it learns from.</summary>
    public SupervisedTuningSpec? SupervisedTuningSpec { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>A job that asks a model about many inputs.</summary>
[GcpResource("aiplatform.googleapis.com/BatchPredictionJob")]
public sealed record BatchPredictionJob : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As JOB_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>A training that ends in a model.</summary>
[GcpResource("aiplatform.googleapis.com/TrainingPipeline")]
public sealed record TrainingPipeline : Resource, IVertexJob, IEncrypted, ILabelled
{
    /// <summary>As PIPELINE_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What the training is told, which may hold anything.</summary>
    [Sensitive]
    public System.Text.Json.JsonElement? TrainingTaskInputs { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOver => JobStates.IsOver(State);
}

/// <summary>What a job runs, and how.</summary>
public sealed record JobSpec
{
    /// <summary>What it runs as; Google's agent for custom code without.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The network that is peered with it.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>Its interface in a network of the customer.</summary>
    public PscInterfaceConfig? PscInterfaceConfig { get; init; }

    /// <summary>The persistent resource that it runs on.</summary>
    public string? PersistentResourceId { get; init; }

    /// <summary>Whoever may, opens a shell in its containers.</summary>
    public bool EnableWebAccess { get; init; }

    /// <summary>Whoever may, opens dashboards of its containers.</summary>
    public bool EnableDashboardAccess { get; init; }

    /// <summary>Where its models go.</summary>
    public GcsDestination? BaseOutputDirectory { get; init; }

    /// <summary>Its machines.</summary>
    public IReadOnlyList<WorkerPoolSpec>? WorkerPoolSpecs { get; init; }
}

/// <summary>An interface in a network of the customer.</summary>
public sealed record PscInterfaceConfig
{
    /// <summary>Where it is attached.</summary>
    public string? NetworkAttachment { get; init; }
}

/// <summary>A place in Cloud Storage.</summary>
public sealed record GcsDestination
{
    /// <summary>As gs://bucket/folder.</summary>
    [Refers(typeof(Bucket))]
    public string? OutputUriPrefix { get; init; }
}

/// <summary>Machines of one kind.</summary>
public sealed record WorkerPoolSpec
{
    /// <summary>The container that runs.</summary>
    public ContainerSpec? ContainerSpec { get; init; }

    /// <summary>The Python package that runs.</summary>
    public ContainerSpec? PythonPackageSpec { get; init; }
}

/// <summary>What runs on a machine.</summary>
public sealed record ContainerSpec
{
    /// <summary>Environment variables.</summary>
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }

    /// <summary>Arguments.</summary>
    [Sensitive]
    public IReadOnlyList<string>? Args { get; init; }
}

/// <summary>Examples that a tuning learns from.</summary>
public sealed record SupervisedTuningSpec
{
    /// <summary>As gs://bucket/file.</summary>
    [Refers(typeof(Bucket))]
    public string? TrainingDatasetUri { get; init; }

    /// <summary>As gs://bucket/file.</summary>
    [Refers(typeof(Bucket))]
    public string? ValidationDatasetUri { get; init; }
}
