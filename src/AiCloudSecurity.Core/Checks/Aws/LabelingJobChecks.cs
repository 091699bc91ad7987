using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on jobs of SageMaker Ground Truth of the last 90 days.</summary>
internal static class LabelingJobChecks
{
    [Check("AWS-NET-020", Severity.Medium, "Labelling by a model runs in a VPC of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see where the data goes.",
        Advice = "Give the next jobs that label with a model subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobResourceConfig.html")]
    [Command("aws sagemaker describe-labeling-job --labeling-job-name {Name} --region {Region} && aws sagemaker create-labeling-job --labeling-job-name NEW_NAME --label-attribute-name {LabelAttributeName} --role-arn {RoleArn} --input-config file://inputs.json --human-task-config file://tasks.json --output-config S3OutputPath=S3_URI --labeling-job-algorithms-config file://algorithms.json --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "LabelingJobAlgorithmsConfig": { "LabelingJobResourceConfig": { "VpcConfig": { "Subnets": ["subnet-1"] } } } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "LabelingJobAlgorithmsConfig": { "LabelingJobResourceConfig": { "VolumeKmsKeyId": "k-1" } } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "LabelingJobAlgorithmsConfig": { } }""")]
    [Fails("""{ "LabelingJobStatus": "InProgress", "CreationTime": "2026-01-20T00:00:00Z", "LabelingJobAlgorithmsConfig": { } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z" }""", Because = "People label it all.")]
    [Skips("""{ "LabelingJobStatus": "Completed", "CreationTime": "2026-01-20T00:00:00Z", "LabelingJobAlgorithmsConfig": { } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Vpc(LabelingJob job, JobWindow window) =>
        job.History(window)
        ?? (job.LabelingJobAlgorithmsConfig is not { } model ? NotApplicable("No model labels for it.")
            : model.LabelingJobResourceConfig?.VpcConfig is { IsSet: true } vpc ? Pass($"Its model runs in {string.Join(", ", vpc.Subnets!)}.")
            : Fail("Its model runs on SageMaker's own network."));

    [Check("AWS-DATA-011", Severity.Medium, "Labels are encrypted with a customer-managed key",
        Risk = "Labels teach the next model, and no policy of yours says who may read or change them.",
        Advice = "Name a customer-managed key for the output of the next jobs.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_LabelingJobOutputConfig.html")]
    [Command("aws sagemaker describe-labeling-job --labeling-job-name {Name} --region {Region} && aws sagemaker create-labeling-job --labeling-job-name NEW_NAME --label-attribute-name {LabelAttributeName} --role-arn {RoleArn} --input-config file://inputs.json --human-task-config file://tasks.json --output-config 'S3OutputPath=S3_URI,KmsKeyId=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "OutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "OutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "OutputConfig": { "S3OutputPath": "s3://b/o" } }""")]
    [Fails("""{ "LabelingJobStatus": "Initializing", "CreationTime": "2026-01-20T00:00:00Z" }""")]
    [Skips("""{ "LabelingJobStatus": "Stopped", "CreationTime": "2026-01-20T00:00:00Z" }""", Because = "Nobody can change a job that has run.")]
    public static Verdict Key(LabelingJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window) ?? CustomerKey.Judge("Its output", job.OutputConfig?.KmsKeyId, keys);
}
