using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock's customization and batch inference jobs.</summary>
internal static class BedrockJobChecks
{
    [Check("AWS-NET-034", Severity.Medium, "Model customization job reads its data from a network of yours",
        Risk = "Training data is read past your network, where no endpoint policy and no flow log sees it.",
        Advice = "Give the next customization job subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-model-customization.html")]
    [Command("""aws bedrock get-model-customization-job --job-identifier {Name} --region {Region} && aws bedrock create-model-customization-job --job-name NEW_NAME --custom-model-name NEW_MODEL_NAME --role-arn {roleArn} --base-model-identifier {baseModelArn} --training-data-config s3Uri=S3_URI --output-data-config s3Uri=S3_URI --vpc-config '{"subnetIds":["SUBNET_ID"],"securityGroupIds":["SECURITY_GROUP_ID"]}' --region {Region}""")]
    [Passes("""{ "creationTime": "2026-10-20T08:00:00Z", "vpcConfig": { "subnetIds": [ "subnet-1" ], "securityGroupIds": [ "sg-1" ] } }""")]
    [Fails("""{ "creationTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ "creationTime": "2026-10-20T08:00:00Z", "vpcConfig": { } }""", Because = "An empty setting names no network.")]
    [Fails("""{ "creationTime": "2026-10-20T08:00:00Z", "vpcConfig": { "subnetIds": [ ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "creationTime": "2026-07-01T08:00:00Z", "status": "InProgress" }""", Because = "It still runs.")]
    [Skips("""{ "creationTime": "2026-07-01T08:00:00Z", "status": "Completed" }""")]
    [Skips("""{ "creationTime": "2026-07-01T08:00:00Z" }""")]
    public static Verdict CustomizationNetwork(CustomizationJob job, JobWindow window) =>
        job.History(window) ?? Network(job.VpcConfig);

    [Check("AWS-NET-035", Severity.Low, "Batch inference job reads and writes from a network of yours",
        Risk = "Prompts and answers travel past your network, where no endpoint policy and no flow log sees them.",
        Advice = "Give the next batch inference job subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/batch-vpc.html")]
    [Command("""aws bedrock get-model-invocation-job --job-identifier {Id} --region {Region} && aws bedrock create-model-invocation-job --job-name NEW_NAME --role-arn {roleArn} --model-id {modelId} --input-data-config '{"s3InputDataConfig":{"s3Uri":"{inputDataConfig.s3InputDataConfig.s3Uri}"}}' --output-data-config '{"s3OutputDataConfig":{"s3Uri":"{outputDataConfig.s3OutputDataConfig.s3Uri}"}}' --vpc-config '{"subnetIds":["SUBNET_ID"],"securityGroupIds":["SECURITY_GROUP_ID"]}' --region {Region}""")]
    [Passes("""{ "submitTime": "2026-10-20T08:00:00Z", "vpcConfig": { "subnetIds": [ "subnet-1" ], "securityGroupIds": [ "sg-1" ] } }""")]
    [Fails("""{ "submitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ "submitTime": "2026-10-20T08:00:00Z", "vpcConfig": { "subnetIds": [ ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "submitTime": "2026-07-01T08:00:00Z", "status": "Scheduled" }""", Because = "It is still to come.")]
    [Skips("""{ "submitTime": "2026-07-01T08:00:00Z", "status": "Completed" }""")]
    [Skips("""{ "submitTime": "2026-07-01T08:00:00Z" }""")]
    public static Verdict BatchNetwork(InvocationJob job, JobWindow window) =>
        job.History(window) ?? Network(job.VpcConfig);

    [Check("AWS-DATA-022", Severity.Medium, "Batch inference output is encrypted with a customer-managed key",
        Risk = "Whoever can read the output bucket can read every answer.",
        Advice = "Name a customer-managed key in the output settings of the next batch inference job.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html")]
    [Command("""aws bedrock get-model-invocation-job --job-identifier {Id} --region {Region} && aws bedrock create-model-invocation-job --job-name NEW_NAME --role-arn {roleArn} --model-id {modelId} --input-data-config '{"s3InputDataConfig":{"s3Uri":"{inputDataConfig.s3InputDataConfig.s3Uri}"}}' --output-data-config '{"s3OutputDataConfig":{"s3Uri":"{outputDataConfig.s3OutputDataConfig.s3Uri}","s3EncryptionKeyId":"KMS_KEY_ARN"}}' --region {Region}""")]
    [Passes("""{ "submitTime": "2026-10-20T08:00:00Z", "outputDataConfig": { "s3OutputDataConfig": { "s3Uri": "s3://out/", "s3EncryptionKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "submitTime": "2026-10-20T08:00:00Z", "outputDataConfig": { "s3OutputDataConfig": { "s3Uri": "s3://out/" } } }""")]
    [Fails("""{ "submitTime": "2026-10-20T08:00:00Z", "outputDataConfig": { "s3OutputDataConfig": { "s3Uri": "s3://out/", "s3EncryptionKeyId": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "submitTime": "2026-07-01T08:00:00Z", "status": "Scheduled" }""", Because = "It is still to come.")]
    [Skips("""{ "submitTime": "2026-07-01T08:00:00Z", "status": "Completed" }""")]
    [Skips("""{ "submitTime": "2026-07-01T08:00:00Z" }""")]
    public static Verdict BatchOutputKey(InvocationJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window) ?? CustomerKey.Judge("Its output", job.OutputDataConfig?.S3OutputDataConfig?.S3EncryptionKeyId, keys);

    private static Verdict Network(BedrockVpc? vpc) =>
        vpc?.SubnetIds is [var subnet, ..] ? Pass($"It works from {subnet}.") : Fail("It works from the network of AWS: no subnet is set.");
}
