using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker batch transform jobs of the last 90 days, or of the time asked for: those that ran before say nothing of how jobs are run now.</summary>
internal static class TransformJobChecks
{
    [Check("AWS-IAM-019", Severity.High, "Transform job holds no secrets in its environment",
        Risk = "All who may describe the job can read the secret, for as long as the account exists.",
        Advice = "Rotate the secret and let the job fetch it from Secrets Manager.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-transform-job --transform-job-name {Name} --region {Region} && aws sagemaker create-transform-job --transform-job-name NEW_NAME --model-name {ModelName} --transform-input file://input.json --transform-output 'S3OutputPath={TransformOutput.S3OutputPath}' --transform-resources 'InstanceType={TransformResources.InstanceType},InstanceCount=1' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "STAGE": "prod" } }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "TransformJobStatus": "Completed", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Environment(TransformJob job, JobWindow window) =>
        job.History(window) ?? Secrets.Judge("environment variable", job.Environment);

    [Check("AWS-DATA-008", Severity.Medium, "Transform volume and output are encrypted with customer-managed keys",
        Risk = "The model lies on the volume and the predictions in the output, and no policy of yours guards the keys.",
        Advice = "Name customer-managed keys for volume and output in the job's template.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html")]
    [Command("aws sagemaker describe-transform-job --transform-job-name {Name} --region {Region} && aws sagemaker create-transform-job --transform-job-name NEW_NAME --model-name {ModelName} --transform-input file://input.json --transform-output 'S3OutputPath={TransformOutput.S3OutputPath},KmsKeyId=KMS_KEY_ARN' --transform-resources 'InstanceType={TransformResources.InstanceType},InstanceCount=1,VolumeKmsKeyId=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "TransformResources": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "TransformOutput": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TransformResources": { "InstanceType": "ml.m5.large" }, "TransformOutput": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TransformResources": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "TransformOutput": { "S3OutputPath": "s3://b/o" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "TransformResources": { "InstanceType": "ml.g4dn.xlarge" }, "TransformOutput": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("""{ "CreationTime": "2026-01-20T00:00:00Z", "TransformJobStatus": "InProgress" }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "TransformJobStatus": "Completed" }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict StorageKeys(TransformJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window)
        ?? Every.Of(
            () => LocalStorage.IsOnAll([job.TransformResources?.InstanceType])
                ? NotApplicable("Its instances have only disks of their own, which the hardware encrypts.")
                : CustomerKey.Judge("Its volume", job.TransformResources?.VolumeKmsKeyId, keys),
            () => CustomerKey.Judge("Its output", job.TransformOutput?.KmsKeyId, keys));
}
