namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A job that monitors the models of an endpoint.</summary>
[GcpResource("aiplatform.googleapis.com/ModelDeploymentMonitoringJob")]
public sealed record MonitoringJob : Resource, IEncrypted
{
    /// <summary>As JOB_STATE_RUNNING.</summary>
    public string? State { get; init; }

    /// <summary>PENDING, RUNNING or OFFLINE.</summary>
    public string? ScheduleState { get; init; }

    /// <summary>The endpoint.</summary>
    public string? Endpoint { get; init; }

    /// <summary>How many requests are looked at.</summary>
    public SamplingStrategy? LoggingSamplingStrategy { get; init; }

    /// <summary>What is looked for.</summary>
    public IReadOnlyList<ObjectiveConfig>? ModelDeploymentMonitoringObjectiveConfigs { get; init; }

    /// <summary>Who is told.</summary>
    public MonitoringAlertConfig? ModelMonitoringAlertConfig { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>It is running, and looks at what comes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsWatching => State is "JOB_STATE_RUNNING" or "JOB_STATE_PENDING" && ScheduleState is not "OFFLINE";
}

/// <summary>How many requests are looked at.</summary>
public sealed record SamplingStrategy
{
    /// <summary>A random sample.</summary>
    public RandomSampleConfig? RandomSampleConfig { get; init; }
}

/// <summary>A random sample.</summary>
public sealed record RandomSampleConfig
{
    /// <summary>Its part of all: 1 is all.</summary>
    public double? SampleRate { get; init; }
}

/// <summary>What is looked for in the requests of one model.</summary>
public sealed record ObjectiveConfig
{
    /// <summary>The model, by its id at the endpoint.</summary>
    public string? DeployedModelId { get; init; }

    /// <summary>What is looked for.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("objectiveConfig")]
    public MonitoringObjective? Objective { get; init; }
}

/// <summary>What is looked for.</summary>
public sealed record MonitoringObjective
{
    /// <summary>Requests that differ from the training data.</summary>
    public Thresholds? TrainingPredictionSkewDetectionConfig { get; init; }

    /// <summary>Requests that change over time.</summary>
    public Thresholds? PredictionDriftDetectionConfig { get; init; }
}

/// <summary>From which difference on; which features have which does not matter here.</summary>
public sealed record Thresholds;

/// <summary>Who is told.</summary>
public sealed record MonitoringAlertConfig
{
    /// <summary>People.</summary>
    public EmailAlertConfig? EmailAlertConfig { get; init; }

    /// <summary>Channels of Cloud Monitoring.</summary>
    public IReadOnlyList<string>? NotificationChannels { get; init; }

    /// <summary>Anomalies are logged.</summary>
    public bool EnableLogging { get; init; }
}

/// <summary>People who are told.</summary>
public sealed record EmailAlertConfig
{
    /// <summary>Their addresses.</summary>
    public IReadOnlyList<string>? UserEmails { get; init; }
}

/// <summary>A monitor of a model, of the second kind.</summary>
[GcpResource("aiplatform.googleapis.com/ModelMonitor", Host = "{location}-aiplatform.googleapis.com", Path = "v1beta1/projects/{project}/locations/{location}/modelMonitors", Content = GcpContent.None, Near = typeof(VertexModel))]
public sealed record ModelMonitor : Resource
{
    /// <summary>The model.</summary>
    public ModelMonitoringTarget? ModelMonitoringTarget { get; init; }
}

/// <summary>What a monitor is about.</summary>
public sealed record ModelMonitoringTarget
{
    /// <summary>A model.</summary>
    public VertexModelSource? VertexModel { get; init; }
}

/// <summary>A model.</summary>
public sealed record VertexModelSource
{
    /// <summary>Its name.</summary>
    public string? Model { get; init; }

    /// <summary>Its version.</summary>
    public string? ModelVersionId { get; init; }
}
