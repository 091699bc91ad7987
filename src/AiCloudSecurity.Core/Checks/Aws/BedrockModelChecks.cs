using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on models that were trained in Bedrock or brought into it.</summary>
internal static class BedrockModelChecks
{
    [Check("AWS-DATA-014", Severity.High, "Custom model is encrypted with a customer-managed key",
        Risk = "The model holds what it was trained on, and no key of yours can be withdrawn from whoever reaches it.",
        Advice = "Train the model anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035, AML.T0044",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-custom-job.html")]
    [Command("aws bedrock get-custom-model --model-identifier {Name} --region {Region} && aws bedrock create-model-customization-job --job-name NEW_NAME --custom-model-name NEW_MODEL_NAME --role-arn ROLE_ARN --base-model-identifier {baseModelArn} --custom-model-kms-key-id KMS_KEY_ARN --training-data-config s3Uri=S3_URI --output-data-config s3Uri=S3_URI --region {Region}")]
    [Passes("""{ "modelKmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "modelKmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "PendingDeletion" }""")]
    [Fails("""{ "modelKmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict CustomModelKey(CustomModel model, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The model", model.ModelKmsKeyArn, keys);

    [Check("AWS-DATA-015", Severity.High, "Imported model is encrypted with a customer-managed key",
        Risk = "The weights lie under a key that no policy of yours governs.",
        Advice = "Import the model anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html")]
    [Command("""aws bedrock get-imported-model --model-identifier {Name} --region {Region} && aws bedrock create-model-import-job --job-name NEW_NAME --imported-model-name NEW_MODEL_NAME --role-arn ROLE_ARN --model-data-source '{"s3DataSource":{"s3Uri":"{modelDataSource.s3DataSource.s3Uri}"}}' --imported-model-kms-key-id KMS_KEY_ARN --region {Region}""")]
    [Passes("""{ "modelKmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "modelKmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict ImportedModelKey(ImportedModel model, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The model", model.ModelKmsKeyArn, keys);
}
