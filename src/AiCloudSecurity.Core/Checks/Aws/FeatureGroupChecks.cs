using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on feature groups of SageMaker Feature Store.</summary>
internal static class FeatureGroupChecks
{
    [Check("AWS-DATA-010", Severity.High, "Feature stores are encrypted with customer-managed keys",
        Risk = "Features are personal and business data in their most usable form, and no policy of yours guards the key.",
        Advice = "Recreate the feature group with customer-managed keys for its stores.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM04", Atlas = "AML.T0020, AML.T0036",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/feature-store-security.html")]
    [Command("""aws sagemaker describe-feature-group --feature-group-name {Name} --region {Region} && aws sagemaker create-feature-group --feature-group-name NEW_NAME --record-identifier-feature-name {RecordIdentifierFeatureName} --event-time-feature-name {EventTimeFeatureName} --feature-definitions file://features.json --role-arn {RoleArn} --online-store-config '{"EnableOnlineStore":true,"SecurityConfig":{"KmsKeyId":"KMS_KEY_ARN"}}' --offline-store-config '{"S3StorageConfig":{"S3Uri":"S3_URI","KmsKeyId":"KMS_KEY_ARN"}}' --region {Region}""")]
    [Passes("""{ "OfflineStoreConfig": { "S3StorageConfig": { "S3Uri": "s3://b/f", "KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "OnlineStoreConfig": { "EnableOnlineStore": true, "SecurityConfig": { "KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "OfflineStoreConfig": { "S3StorageConfig": { "S3Uri": "s3://b/f", "KmsKeyId": "k-1" } }, "OnlineStoreConfig": { "EnableOnlineStore": false } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "OfflineStoreConfig": { "S3StorageConfig": { "S3Uri": "s3://b/f" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "OfflineStoreConfig": { "S3StorageConfig": { "S3Uri": "s3://b/f" } }, "OnlineStoreConfig": { "EnableOnlineStore": true, "SecurityConfig": { "KmsKeyId": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "OfflineStoreConfig": { "S3StorageConfig": { "S3Uri": "s3://b/f", "KmsKeyId": "k-1" } }, "OnlineStoreConfig": { "EnableOnlineStore": true } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "OnlineStoreConfig": { "EnableOnlineStore": true, "StorageType": "InMemory" } }""")]
    [Skips("""{ }""")]
    public static Verdict StoreKeys(FeatureGroup group, Inventory<KmsKey> keys) => Every.Of(
        () => group.OfflineStoreConfig is { } offline
            ? CustomerKey.Judge("Its offline store", offline.S3StorageConfig?.KmsKeyId, keys)
            : NotApplicable("It has no offline store."),
        () => group.OnlineStoreConfig is { EnableOnlineStore: true } online
            ? CustomerKey.Judge("Its online store", online.SecurityConfig?.KmsKeyId, keys)
            : NotApplicable("It has no online store."));
}
