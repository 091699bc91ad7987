namespace AiCloudSecurity.Resources.Azure;

/// <summary>What a workspace does at times: a job, or a look at how a model does.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/schedules", Of = typeof(MlWorkspace), ApiVersion = "2025-06-01")]
public sealed record MlSchedule : Resource
{
    /// <summary>What is set.</summary>
    public MlScheduleProperties? Properties { get; init; }
}

/// <summary>What is set on a schedule.</summary>
public sealed record MlScheduleProperties
{
    /// <summary>Whether it runs; true without.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>What it does.</summary>
    public MlScheduleAction? Action { get; init; }
}

/// <summary>What a schedule does.</summary>
public sealed record MlScheduleAction
{
    /// <summary>CreateMonitor, CreateJob or InvokeBatchEndpoint.</summary>
    public string? ActionType { get; init; }

    /// <summary>The monitor.</summary>
    public MonitorDefinition? MonitorDefinition { get; init; }
}

/// <summary>What is monitored.</summary>
public sealed record MonitorDefinition
{
    /// <summary>The model.</summary>
    public MonitoringTarget? MonitoringTarget { get; init; }
}

/// <summary>What is monitored.</summary>
public sealed record MonitoringTarget
{
    /// <summary>As azureml:endpoint:deployment, or a resource id.</summary>
    public string? DeploymentId { get; init; }
}
