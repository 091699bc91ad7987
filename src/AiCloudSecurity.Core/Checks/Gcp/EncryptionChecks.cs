using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on the keys of what Vertex AI keeps.</summary>
internal static class EncryptionChecks
{
    private const string Guide = "https://cloud.google.com/vertex-ai/docs/general/cmek";

    [Check("GCP-DATA-001", Severity.Medium, "Dataset has a customer-managed key",
        Risk = "Training data is kept under a key that nobody but Google can take away.",
        Advice = "Make the dataset anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide, SecureAiPosture = true)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/datasets/{datasets}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/datasets' -d '{"displayName":"NEW_NAME","metadataSchemaUri":"{metadataSchemaUri}","encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(Dataset resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-002", Severity.Medium, "Model has a customer-managed key",
        Risk = "The model is kept under a key that nobody but Google can take away.",
        Advice = "Upload or copy the model anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide, SecureAiPosture = true)]
    [Command("gcloud ai models copy --source-model projects/{Scope}/locations/{locations}/models/{models} --kms-key-name KMS_KEY_NAME --region {locations} --project {Scope}")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(VertexModel resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-003", Severity.Medium, "Endpoint has a customer-managed key",
        Risk = "Deployed models lie under a key that nobody but Google can take away.",
        Advice = "Make the endpoint anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide, SecureAiPosture = true)]
    [Command("gcloud ai endpoints create --display-name NEW_NAME --encryption-kms-key-name KMS_KEY_NAME --region {locations} --project {Scope}")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(Endpoint resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-005", Severity.Medium, "Older feature store has a customer-managed key",
        Risk = "Features of people are kept under a key that nobody but Google can take away.",
        Advice = "Make the store anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featurestores/{featurestores}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featurestores?featurestoreId=NEW_NAME' -d '{"onlineServingConfig":{"fixedNodeCount":1},"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(Featurestore resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-005", Severity.Medium, "Feature store has a customer-managed key",
        Risk = "Features of people are kept under a key that nobody but Google can take away.",
        Advice = "Make the store anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featureOnlineStores/{featureOnlineStores}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featureOnlineStores?featureOnlineStoreId=NEW_NAME' -d '{"optimized":{},"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(FeatureOnlineStore resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-006", Severity.Medium, "Vector index has a customer-managed key",
        Risk = "Vectors, and what they stand for, are kept under a key that nobody but Google can take away.",
        Advice = "Make the index anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/indexes/{indexes}' && gcloud ai indexes create --display-name NEW_NAME --metadata-file index.json --encryption-kms-key-name KMS_KEY_NAME --region {locations} --project {Scope}""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(VectorIndex resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-006", Severity.Medium, "Index endpoint has a customer-managed key",
        Risk = "Vectors, and what they stand for, are served under a key that nobody but Google can take away.",
        Advice = "Make the endpoint anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("gcloud ai index-endpoints create --display-name NEW_NAME --network NETWORK --encryption-kms-key-name KMS_KEY_NAME --region {locations} --project {Scope}")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(IndexEndpoint resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-006", Severity.Medium, "Tensorboard has a customer-managed key",
        Risk = "What experiments show of the data is kept under a key that nobody but Google can take away.",
        Advice = "Make the Tensorboard anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("gcloud ai tensorboards create --display-name NEW_NAME --kms-key KMS_KEY --kms-keyring KEY_RING --kms-location {locations} --region {locations} --project {Scope}")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(Tensorboard resource) => CustomerKeys.Judge(resource);

    [Check("GCP-DATA-006", Severity.Medium, "Metadata store has a customer-managed key",
        Risk = "What is known of runs and artifacts is kept under a key that nobody but Google can take away.",
        Advice = "Make the metadata store with a key before the first pipeline runs.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, ML05", Atlas = "AML.T0035", Link = Guide)]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/metadataStores?metadataStoreId=default' -d '{"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict Key(MetadataStore resource) => CustomerKeys.Judge(resource);
}
