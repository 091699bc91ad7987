using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on monitoring jobs that a schedule describes itself; those that it names are judged where they are defined.</summary>
internal static class MonitoringScheduleJobChecks
{
    private const string UpdateCommand = "aws sagemaker describe-monitoring-schedule --monitoring-schedule-name {Name} --region {Region} && aws sagemaker update-monitoring-schedule --monitoring-schedule-name {Name} --monitoring-schedule-config file://schedule.json --region {Region}";

    private const string Elsewhere = """{ "MonitoringScheduleStatus": "Scheduled", "MonitoringScheduleConfig": { "MonitoringJobDefinitionName": "d" } }""";
    private const string Stopped = """{ "MonitoringScheduleStatus": "Stopped", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { } } }""";

    [Check("AWS-NET-021", Severity.Medium, "Monitoring schedule's own job has no network in its containers",
        Risk = MonitoringJobs.NetworkRisk, Advice = "Update the schedule with network isolation.", Tip = Tip.PublicExposure, Remedy = Remedy.Safe, Atlas = "AML.T0025",
        Link = MonitoringJobs.NetworkLink)]
    [Command(UpdateCommand)]
    [Passes("""{ "MonitoringScheduleStatus": "Scheduled", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableNetworkIsolation": true } } } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Scheduled", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableNetworkIsolation": false, "VpcConfig": { "Subnets": ["subnet-1"] } } } } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Pending", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableInterContainerTrafficEncryption": true } } } }""")]
    [Fails("""{ "MonitoringScheduleStatus": "Scheduled", "MonitoringScheduleConfig": { "MonitoringJobDefinition": { } } }""")]
    [Skips(Elsewhere)]
    [Skips(Stopped)]
    public static Verdict Network(MonitoringSchedule schedule) => NoJob(schedule) ?? MonitoringJobs.Network(Job(schedule)!.NetworkConfig);

    [Check("AWS-DATA-009", Severity.Medium, "Monitoring schedule's own job encrypts volume, output and traffic",
        Risk = MonitoringJobs.KeyRisk, Advice = "Update the schedule with customer-managed keys for volume and output, and with encrypted traffic.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0035", Link = MonitoringJobs.KeyLink)]
    [Command(UpdateCommand)]
    [Passes("""{ "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "MonitoringResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } }, "MonitoringOutputConfig": { "KmsKeyId": "k-1" } } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "MonitoringResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } }, "MonitoringOutputConfig": { "KmsKeyId": "k-1" } } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "MonitoringResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } }, "MonitoringOutputConfig": { "KmsKeyId": "k-1" } } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "MonitoringResources": { "ClusterConfig": { "InstanceType": "ml.m5.large" } }, "MonitoringOutputConfig": { "KmsKeyId": "k-1" } } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "MonitoringScheduleConfig": { "MonitoringJobDefinition": { "NetworkConfig": { "EnableInterContainerTrafficEncryption": true }, "MonitoringResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } } } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Skips(Elsewhere)]
    [Skips(Stopped)]
    public static Verdict Keys(MonitoringSchedule schedule, Inventory<KmsKey> keys) => NoJob(schedule)
        ?? MonitoringJobs.Keys(Job(schedule)!.NetworkConfig, Job(schedule)!.MonitoringResources?.ClusterConfig, Job(schedule)!.MonitoringOutputConfig, keys);

    private static MonitoringJobDefinition? Job(MonitoringSchedule schedule) => schedule.MonitoringScheduleConfig?.MonitoringJobDefinition;

    private static Verdict? NoJob(MonitoringSchedule schedule) =>
        schedule.MonitoringScheduleStatus is "Stopped" ? NotApplicable("It is stopped.")
        : Job(schedule) is null ? NotApplicable($"Its job is defined elsewhere: {schedule.MonitoringScheduleConfig?.MonitoringJobDefinitionName ?? "unnamed"}.")
        : null;
}
