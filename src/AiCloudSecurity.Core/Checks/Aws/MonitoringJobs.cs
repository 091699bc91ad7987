using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>What is judged alike of the jobs that watch models, of whichever kind.</summary>
internal static class MonitoringJobs
{
    public const string NetworkRisk = "Code in the container, or in what it installs, can send captured requests and answers anywhere.";
    public const string NetworkAdvice = "Recreate the job definition with network isolation, and let its schedule name the new one.";
    public const string NetworkLink = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringNetworkConfig.html";
    public const string KeyRisk = "Captured requests and answers lie on volumes and in a bucket, or cross the network, without a key of yours.";
    public const string KeyAdvice = "Recreate the job definition with customer-managed keys for volume and output, and with encrypted traffic.";
    public const string KeyLink = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringClusterConfig.html";

    // Examples that all kinds have in common.
    public const string Isolated = """{ "NetworkConfig": { "EnableNetworkIsolation": true } }""";
    public const string Networked = """{ "NetworkConfig": { "EnableNetworkIsolation": false, "VpcConfig": { "Subnets": ["subnet-1"] } } }""";
    public const string InVpc = """{ "NetworkConfig": { "EnableInterContainerTrafficEncryption": true, "VpcConfig": { "Subnets": ["subnet-1"] } } }""";

    public static Verdict Network(JobNetwork? network) =>
        network?.EnableNetworkIsolation is true ? Pass("Its containers have no network.") : Fail("Its containers have a network.");

    /// <param name="job">The job.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="needsSecond">Traffic counts only where there is a second instance.</param>
    public static Verdict Keys(MonitoringJob job, Inventory<KmsKey> keys, bool needsSecond = false) =>
        Keys(job.NetworkConfig, job.JobResources?.ClusterConfig, job.Output, keys, needsSecond);

    public static Verdict Keys(JobNetwork? network, JobCluster? cluster, MonitoringOutputConfig? output, Inventory<KmsKey> keys, bool needsSecond = false) => Every.Of(
        () => network?.EnableInterContainerTrafficEncryption is true ? Pass("Traffic between its containers is encrypted.")
            : needsSecond && cluster?.InstanceCount is not > 1 ? NotApplicable("It has no second instance.")
            : Fail("Traffic between its containers is not encrypted."),
        () => cluster?.InstanceType is { } type && LocalStorage.IsOnAll([type]) ? NotApplicable("Its instances have only disks of their own, which the hardware encrypts.")
            : CustomerKey.Judge("Its volume", cluster?.VolumeKmsKeyId, keys),
        () => CustomerKey.Judge("Its output", output?.KmsKeyId, keys));
}
