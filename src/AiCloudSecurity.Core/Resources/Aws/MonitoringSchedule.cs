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

    /// <summary>Its last run; absent before the first.</summary>
    public MonitoringExecution? LastMonitoringExecutionSummary { get; init; }
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
