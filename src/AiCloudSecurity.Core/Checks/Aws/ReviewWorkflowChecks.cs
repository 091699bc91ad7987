using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on workflows in which people review predictions.</summary>
internal static class ReviewWorkflowChecks
{
    [Check("AWS-DATA-011", Severity.Medium, "Reviews by people are encrypted with a customer-managed key",
        Risk = "What people are shown and what they say of it lies under a key that no policy of yours governs.",
        Advice = "Recreate the flow definition with a customer-managed key for its output.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_FlowDefinitionOutputConfig.html")]
    [Command("aws sagemaker describe-flow-definition --flow-definition-name {Name} --region {Region} && aws sagemaker create-flow-definition --flow-definition-name NEW_NAME --role-arn {RoleArn} --output-config 'S3OutputPath={OutputConfig.S3OutputPath},KmsKeyId=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "OutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "OutputConfig": { "KmsKeyId": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "PendingDeletion" }""")]
    [Fails("""{ "OutputConfig": { "S3OutputPath": "s3://b/o" } }""")]
    [Fails("""{ }""")]
    public static Verdict Key(ReviewWorkflow flow, Inventory<KmsKey> keys) => CustomerKey.Judge("Its output", flow.OutputConfig?.KmsKeyId, keys);
}
