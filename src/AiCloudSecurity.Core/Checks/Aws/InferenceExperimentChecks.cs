using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker shadow tests.</summary>
internal static class InferenceExperimentChecks
{
    [Check("AWS-DATA-011", Severity.Medium, "Shadow test is encrypted with customer-managed keys",
        Risk = "Copies of production requests lie on volumes and in a bucket under keys that no policy of yours governs.",
        Advice = "Name customer-managed keys for the volumes and for what the next test keeps.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html")]
    [Command("aws sagemaker describe-inference-experiment --name {Name} --region {Region} && aws sagemaker create-inference-experiment --name NEW_NAME --type ShadowMode --role-arn {RoleArn} --endpoint-name {EndpointMetadata.EndpointName} --model-variants file://variants.json --shadow-mode-config file://shadow.json --data-storage-config 'Destination=S3_URI,KmsKey=KMS_KEY_ARN' --kms-key KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "Status": "Running", "KmsKey": "k-1", "DataStorageConfig": { "Destination": "s3://b/o", "KmsKey": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "Status": "Running", "KmsKey": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "It keeps no requests.")]
    [Fails("""{ "Status": "Running", "DataStorageConfig": { "Destination": "s3://b/o", "KmsKey": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Status": "Running", "KmsKey": "k-1", "DataStorageConfig": { "Destination": "s3://b/o" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Status": "Running", "KmsKey": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Status": "Created", "CreationTime": "2026-01-20T00:00:00Z" }""")]
    [Skips("""{ "Status": "Completed", "CreationTime": "2026-01-20T00:00:00Z" }""")]
    [Skips("""{ "Status": "Cancelled", "CreationTime": "2026-01-20T00:00:00Z" }""")]
    public static Verdict Keys(InferenceExperiment experiment, Inventory<KmsKey> keys, JobWindow window) =>
        experiment.History(window)
        ?? Every.Of(
            () => CustomerKey.Judge("Its volumes", experiment.KmsKey, keys),
            () => experiment.DataStorageConfig is not { } storage ? NotApplicable("It keeps no requests.") : CustomerKey.Judge("What it keeps", storage.KmsKey, keys));
}
