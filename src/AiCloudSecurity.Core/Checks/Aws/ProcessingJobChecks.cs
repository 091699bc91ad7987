using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker processing jobs of the last 90 days, or of the time asked for: those that ran before say nothing of how jobs are run now.</summary>
internal static class ProcessingJobChecks
{
    [Check("AWS-NET-019", Severity.Medium, "Processing job runs in a VPC of yours and without a network",
        Risk = "Code in the container, or in what it installs, can send the data anywhere.",
        Advice = "Give the job's template subnets of your own and enable network isolation.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/process-vpc.html")]
    [Command("""aws sagemaker describe-processing-job --processing-job-name {Name} --region {Region} && aws sagemaker create-processing-job --processing-job-name NEW_NAME --role-arn {RoleArn} --app-specification ImageUri={AppSpecification.ImageUri} --processing-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{ProcessingResources.ClusterConfig.InstanceType}","VolumeSizeInGB":30}}' --network-config '{"EnableNetworkIsolation":true,"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "NetworkConfig": { "EnableNetworkIsolation": true, "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "NetworkConfig": { "EnableNetworkIsolation": false, "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "NetworkConfig": { "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "NetworkConfig": { "EnableNetworkIsolation": true } }""")]
    [Fails("""{ "CreationTime": "2026-01-20T00:00:00Z", "ProcessingJobStatus": "InProgress" }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "ProcessingJobStatus": "Completed" }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Network(ProcessingJob job, JobWindow window) =>
        job.History(window)
        ?? Every.Of(
            () => job.NetworkConfig?.VpcConfig is { IsSet: true } vpc ? Pass($"It runs in {string.Join(", ", vpc.Subnets!)}.") : Fail("It runs on SageMaker's own network."),
            () => job.NetworkConfig?.EnableNetworkIsolation is true ? Pass("Its containers have no network.") : Fail("Its containers have a network."));

    [Check("AWS-IAM-019", Severity.High, "Processing job holds no secrets in its environment",
        Risk = "All who may describe the job can read the secret, for as long as the account exists.",
        Advice = "Rotate the secret and let the job fetch it from Secrets Manager.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateProcessingJob.html")]
    [Command("""aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-processing-job --processing-job-name {Name} --region {Region} && aws sagemaker create-processing-job --processing-job-name NEW_NAME --role-arn {RoleArn} --app-specification ImageUri={AppSpecification.ImageUri} --processing-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{ProcessingResources.ClusterConfig.InstanceType}","VolumeSizeInGB":30}}' --region {Region}""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "STAGE": "prod" } }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Environment(ProcessingJob job, JobWindow window) =>
        job.History(window) ?? Secrets.Judge("environment variable", job.Environment);

    [Check("AWS-DATA-008", Severity.Medium, "Processing volume and output are encrypted with customer-managed keys",
        Risk = "The data lies on the volume and in the output, and no policy of yours guards the keys.",
        Advice = "Name customer-managed keys for volume and output in the job's template.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html")]
    [Command("""aws sagemaker describe-processing-job --processing-job-name {Name} --region {Region} && aws sagemaker create-processing-job --processing-job-name NEW_NAME --role-arn {RoleArn} --app-specification ImageUri={AppSpecification.ImageUri} --processing-resources '{"ClusterConfig":{"InstanceCount":1,"InstanceType":"{ProcessingResources.ClusterConfig.InstanceType}","VolumeSizeInGB":30,"VolumeKmsKeyId":"KMS_KEY_ARN"}}' --processing-output-config file://outputs.json --region {Region}""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } }, "ProcessingOutputConfig": { "KmsKeyId": "k-1", "Outputs": [{ "S3Output": { "S3Uri": "s3://b/o" } }] } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.m5.large" } }, "ProcessingOutputConfig": { "KmsKeyId": "k-1", "Outputs": [{ "S3Output": { "S3Uri": "s3://b/o" } }] } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } }, "ProcessingOutputConfig": { "Outputs": [{ "S3Output": { "S3Uri": "s3://b/o" } }] } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "It writes nothing to S3.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge" } }, "ProcessingOutputConfig": { "Outputs": [{ "S3Output": { "S3Uri": "s3://b/o" } }] } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge" } }, "ProcessingOutputConfig": { "Outputs": [{ "OutputName": "features" }, { "S3Output": { "S3Uri": "s3://b/o" } }] } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z", "ProcessingResources": { "ClusterConfig": { "InstanceType": "ml.g4dn.xlarge" } } }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z" }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict StorageKeys(ProcessingJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window)
        ?? Every.Of(
            () => LocalStorage.IsOnAll([job.ProcessingResources?.ClusterConfig?.InstanceType])
                ? NotApplicable("Its instances have only disks of their own, which the hardware encrypts.")
                : CustomerKey.Judge("Its volume", job.ProcessingResources?.ClusterConfig?.VolumeKmsKeyId, keys),
            () => job.ProcessingOutputConfig?.Outputs?.Any(output => output.S3Output is not null) is true
                ? CustomerKey.Judge("Its output", job.ProcessingOutputConfig.KmsKeyId, keys)
                : NotApplicable("It writes nothing to S3."));
}
