namespace AiCloudSecurity.Resources.Aws;

/// <summary>A schedule of SageMaker Model Monitor, as DescribeMonitoringSchedule gives it.</summary>
[AwsResource("AWS::SageMaker::MonitoringSchedule", "sagemaker",
    List = "ListMonitoringSchedules", Items = "MonitoringScheduleSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeMonitoringSchedule", Key = "MonitoringScheduleName",
    Id = "MonitoringScheduleArn", NameMember = "MonitoringScheduleName")]
public sealed record MonitoringSchedule : Resource
{
    /// <summary>Pending, Failed, Scheduled or Stopped.</summary>
    public string? MonitoringScheduleStatus { get; init; }

    /// <summary>The endpoint that is monitored; absent where batch transform is.</summary>
    public string? EndpointName { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; init; }

    /// <summary>What it runs.</summary>
    public MonitoringScheduleConfig? MonitoringScheduleConfig { get; init; }

    /// <summary>Its last run; absent before the first.</summary>
    public MonitoringExecution? LastMonitoringExecutionSummary { get; init; }

    /// <summary>The endpoints that it watches: the schedule says so, or the job that it describes itself.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string> Watched =>
        (MonitoringScheduleConfig?.MonitoringJobDefinition?.MonitoringInputs ?? []).Select(input => input.EndpointInput?.EndpointName).Append(EndpointName).OfType<string>();
}

/// <summary>What a monitoring schedule runs.</summary>
public sealed record MonitoringScheduleConfig
{
    /// <summary>The name of the job, where it is defined elsewhere.</summary>
    public string? MonitoringJobDefinitionName { get; init; }

    /// <summary>The job; absent where it is defined elsewhere and named.</summary>
    public MonitoringJobDefinition? MonitoringJobDefinition { get; init; }
}

/// <summary>A monitoring job.</summary>
public sealed record MonitoringJobDefinition
{
    /// <summary>What its containers can reach.</summary>
    public JobNetwork? NetworkConfig { get; init; }

    /// <summary>Its instances.</summary>
    public ProcessingResources? MonitoringResources { get; init; }

    /// <summary>Where what it finds goes.</summary>
    public MonitoringOutputConfig? MonitoringOutputConfig { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<MonitoringInput>? MonitoringInputs { get; init; }
}

/// <summary>What a monitoring job reads.</summary>
public sealed record MonitoringInput
{
    /// <summary>The endpoint; absent where it is batch transform.</summary>
    public MonitoredEndpoint? EndpointInput { get; init; }
}

/// <summary>The endpoint that a monitoring job reads.</summary>
public sealed record MonitoredEndpoint
{
    /// <summary>The name.</summary>
    public string? EndpointName { get; init; }
}

/// <summary>A run of a monitoring schedule.</summary>
public sealed record MonitoringExecution
{
    /// <summary>Pending, Completed, CompletedWithViolations, InProgress, Failed, Stopping or Stopped.</summary>
    public string? MonitoringExecutionStatus { get; init; }

    /// <summary>When it was due.</summary>
    public DateTimeOffset? ScheduledTime { get; init; }

    /// <summary>Why it failed.</summary>
    public string? FailureReason { get; init; }
}
