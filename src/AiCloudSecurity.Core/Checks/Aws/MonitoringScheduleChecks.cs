using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on schedules of SageMaker Model Monitor.</summary>
internal static class MonitoringScheduleChecks
{
    [Check("AWS-MON-019", Severity.Medium, "Monitoring schedule runs and finds no violations",
        Risk = "A monitor that fails watches nothing, and violations that nobody answers are as good as none found.",
        Advice = "Review the last run, and set right what it found or why it failed.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Atlas = "AML.T0031, AML.T0020",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-interpreting-violations.html")]
    [Command("aws sagemaker list-monitoring-executions --monitoring-schedule-name {Name} --region {Region} && aws sagemaker start-monitoring-schedule --monitoring-schedule-name {Name} --region {Region}")]
    [Passes("""{ "MonitoringScheduleStatus": "Scheduled", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "Completed" } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Scheduled", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "Failed" } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Scheduled", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "CompletedWithViolations" } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Failed", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "Completed" } }""")]
    [Skips("""{ "MonitoringScheduleStatus": "Scheduled" }""")]
    [Skips("""{ "MonitoringScheduleStatus": "Stopped", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "Failed" } }""")]
    [Skips("""{ "MonitoringScheduleStatus": "Scheduled", "LastMonitoringExecutionSummary": { "MonitoringExecutionStatus": "InProgress" } }""")]
    public static Verdict LastRun(MonitoringSchedule schedule) => (schedule.MonitoringScheduleStatus, schedule.LastMonitoringExecutionSummary?.MonitoringExecutionStatus) switch
    {
        ("Failed", _) => Fail(schedule.FailureReason is { Length: > 0 } why ? $"It failed: {why}" : "It failed."),
        ("Stopped", _) => NotApplicable("It is stopped."),
        (_, "Failed") => Fail(schedule.LastMonitoringExecutionSummary?.FailureReason is { Length: > 0 } why ? $"Its last run failed: {why}" : "Its last run failed."),
        (_, "CompletedWithViolations") => Fail("Its last run found violations."),
        (_, "Completed") => Pass("Its last run found no violations."),
        (_, null) => NotApplicable("It has not run yet."),
        var (_, run) => NotApplicable($"Its last run is {run}."),
    };
}
