using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on agents of Vertex AI Agent Engine, and on what generative AI keeps.</summary>
internal static class AgentChecks
{
    private const string Guide = "https://cloud.google.com/vertex-ai/generative-ai/docs/agent-engine/deploy";

    [Check("GCP-IAM-009", Severity.High, "Agent has an identity of its own, with few rights",
        Risk = "Whoever talks the agent into something has all rights of the account that it runs as.",
        Advice = "Give the agent an identity or a service account of its own, with only the roles that its tools need.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = Guide)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/reasoningEngines/{reasoningEngines}?updateMask=spec.serviceAccount' -d '{"spec":{"serviceAccount":"SERVICE_ACCOUNT_EMAIL"}}'""")]
    [Passes("""{ "spec": { "serviceAccount": "agent@ai-project.iam.gserviceaccount.com" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.user", "members": [ "serviceAccount:agent@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Passes("""{ "spec": { "identityType": "AGENT_IDENTITY" } }""")]
    [Fails("""{ "spec": { } }""", Because = "Without one it is the agent that all share.")]
    [Fails("""{ "spec": { "serviceAccount": "123456789012-compute@developer.gserviceaccount.com" } }""")]
    [Fails("""{ "spec": { "serviceAccount": "agent@ai-project.iam.gserviceaccount.com" } }""", """IamPolicy { "assetType": "cloudresourcemanager.googleapis.com/Folder", "iamPolicy": { "bindings": [ { "role": "roles/editor", "members": [ "serviceAccount:agent@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    [Fails("""{ "spec": { "serviceAccount": "agent@ai-project.iam.gserviceaccount.com" } }""", """IamPolicy { "iamPolicy": { "bindings": [ { "role": "roles/aiplatform.admin", "members": [ "serviceAccount:agent@ai-project.iam.gserviceaccount.com" ] } ] } }""")]
    public static Verdict OwnIdentity(ReasoningEngine agent, HeldRoles roles) =>
        agent.Spec?.IdentityType is "AGENT_IDENTITY" ? Pass("It has an identity of its own.")
        : agent.Spec?.ServiceAccount is not { Length: > 0 } account ? Fail("It runs as the agent that all of the project's agents share.")
        : Members.IsDefault(account) ? Fail($"It runs as the default account {account}.")
        : EndpointChecks.PowerfulRole(roles, account) is { } held ? Fail($"It runs as {held}.")
        : Pass($"It runs as {account}.");

    [Check("GCP-NET-027", Severity.High, "Agent leaves through a network of the customer's own",
        Risk = "An agent that is talked into it sends what it knows anywhere.",
        Advice = "Give the agent an interface by Private Service Connect.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0025", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/agent-engine/private-service-connect-interface")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/reasoningEngines/{reasoningEngines}?updateMask=spec.deploymentSpec.pscInterfaceConfig' -d '{"spec":{"deploymentSpec":{"pscInterfaceConfig":{"networkAttachment":"NETWORK_ATTACHMENT"}}}}'""")]
    [Passes("""{ "spec": { "deploymentSpec": { "pscInterfaceConfig": { "networkAttachment": "projects/p/regions/r/networkAttachments/a" } } } }""")]
    [Fails("""{ "spec": { "deploymentSpec": { "pscInterfaceConfig": { } } } }""")]
    [Fails("""{ "spec": { } }""")]
    public static Verdict LimitedEgress(ReasoningEngine agent) =>
        agent.Spec?.DeploymentSpec?.PscInterfaceConfig?.NetworkAttachment is { Length: > 0 } attachment ? Pass($"It is attached by {Names.Last(attachment)}.") : Fail("It leaves to the internet through Google's network.");

    [Check("GCP-DATA-009", Severity.Medium, "Agent has a customer-managed key",
        Risk = "Its code, sessions and memories are kept under a key that nobody but Google can take away.",
        Advice = "Make the agent anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, LLM08", Atlas = "AML.T0036", Link = Guide)]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/reasoningEngines/{reasoningEngines}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/reasoningEngines' -d '{"displayName":"NEW_NAME","encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("""{ "encryptionSpec": { } }""")]
    [Fails("{ }")]
    public static Verdict AgentKey(ReasoningEngine agent) => CustomerKeys.Judge(agent);

    [Check("GCP-DATA-009", Severity.Medium, "RAG corpus has a customer-managed key",
        Risk = "Documents are kept under a key that nobody but Google can take away.",
        Advice = "Make the corpus anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, LLM08", Atlas = "AML.T0036", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/rag-engine/use-cmek-with-rag")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/ragCorpora/{ragCorpora}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/ragCorpora' -d '{"displayName":"NEW_NAME","encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("{ }")]
    public static Verdict CorpusKey(RagCorpus corpus) => CustomerKeys.Judge(corpus);

    [Check("GCP-DATA-009", Severity.Medium, "Cached prompts have a customer-managed key",
        Risk = "Prompts are kept under a key that nobody but Google can take away.",
        Advice = "Make the cache anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, LLM08", Atlas = "AML.T0036", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/context-cache/context-cache-overview")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/cachedContents/{cachedContents}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/cachedContents' -d '{"model":"{model}","contents":[{"role":"user","parts":[{"text":"CONTENT"}]}],"encryptionSpec":{"kmsKeyName":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "encryptionSpec": { "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" } }""")]
    [Fails("{ }")]
    public static Verdict CacheKey(CachedContent cache) => CustomerKeys.Judge(cache);

    [Check("GCP-DATA-029", Severity.High, "Agent holds no secret in its environment",
        Risk = "Everybody who may read the agent reads the secret, and so does whoever talks it into showing it.",
        Advice = "Move the secret to Secret Manager and name it in secretEnv.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055", Link = Guide)]
    [Command("""gcloud secrets create NEW_SECRET_NAME --data-file secret.txt --project {Scope} && curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/reasoningEngines/{reasoningEngines}?updateMask=spec.deploymentSpec.secretEnv,spec.deploymentSpec.env' -d '{"spec":{"deploymentSpec":{"secretEnv":[{"name":"VARIABLE_NAME","secretRef":{"secret":"NEW_SECRET_NAME","version":"latest"}}]}}}'""")]
    [Passes("""{ "spec": { "deploymentSpec": { "env": [ { "name": "MODE", "value": "fast" } ] } } }""")]
    [Passes("{ }")]
    [Fails("""{ "spec": { "deploymentSpec": { "env": [ { "name": "MODE", "value": "fast" }, { "name": "CRM_PASSWORD", "value": "hunter2hunter2" } ] } } }""")]
    public static Verdict NoSecrets(ReasoningEngine agent) => Secrets.Judge(agent.Spec?.DeploymentSpec?.Env);

    [Check("GCP-DATA-029", Severity.High, "Model holds no secret in the environment of its container",
        Risk = "Everybody who may read the model reads the secret.",
        Advice = "Upload the model anew, and let its container read the secret from Secret Manager.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055", Link = "https://cloud.google.com/secret-manager/docs/overview")]
    [Command("gcloud secrets create NEW_SECRET_NAME --data-file secret.txt --project {Scope} && gcloud ai models upload --display-name NEW_NAME --container-image-uri IMAGE_URI --artifact-uri {artifactUri} --region {locations} --project {Scope}")]
    [Passes("""{ "containerSpec": { "env": [ { "name": "MODE", "value": "fast" } ], "args": [ "--port=8080" ] } }""")]
    [Passes("{ }")]
    [Fails("""{ "containerSpec": { "env": [ { "name": "API_KEY", "value": "hunter2hunter2" } ] } }""")]
    [Fails("""{ "containerSpec": { "args": [ "--password=hunter2hunter2" ] } }""")]
    public static Verdict NoSecrets(VertexModel model) => Secrets.Judge(model.ContainerSpec?.Env, model.ContainerSpec?.Args);

    [Check("GCP-DATA-030", Severity.Info, "Prompts are not kept in memory between requests",
        Risk = "Vertex AI keeps prompts for a day to answer faster, which a promise of zero retention does not allow.",
        Advice = "Disable the cache of the project where nothing may be kept.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/vertex-ai-zero-data-retention")]
    [Passes("""{ "disableCache": true }""")]
    [Fails("{ }", Because = "It is on unless it is disabled.")]
    public static Verdict NoCache(CacheConfig cache) => cache.DisableCache ? Pass("The cache is disabled.") : Fail("Prompts are kept in memory for up to a day.");

    [Repair("GCP-DATA-030", "gcp/vertex/CacheConfig")]
    internal static IEnumerable<Wish> DisableCache(CacheConfig cache) => [VertexSettings.Cache.Wish(cache, new() { ["disableCache"] = true })];

    [Check("GCP-MON-005", Severity.High, "Requests and answers of used foundation models are kept",
        Risk = "Theft, abuse and leaks by prompts leave no trace of what was asked.",
        Advice = "Switch request-response logging on for the model.",
        Tip = Tip.Audit | Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "LLM10, ML05", Atlas = "AML.T0024, AML.T0040", Link = "https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/request-response-logging")]
    [Passes("{ }", """PublisherModelConfig { "loggingConfig": { "enabled": true, "samplingRate": 1, "bigqueryDestination": { "outputUri": "bq://ai-project.logs" } } }""")]
    [Fails("{ }", """PublisherModelConfig { "loggingConfig": { "samplingRate": 1 } }""")]
    [Fails("{ }", """PublisherModelConfig { "loggingConfig": { "enabled": true } }""", Because = "No rate is none.")]
    [Fails("{ }", """PublisherModelConfig { }""")]
    [Fails("{ }", Because = "Nothing was ever set.")]
    public static Verdict KeepsRequests(PublisherModel model, Inventory<PublisherModelConfig> configs) =>
        configs.One(model)?.LoggingConfig is not { Enabled: true } log ? Fail("Requests and answers are not kept.")
        : log.SamplingRate is > 0 ? Pass("Requests and answers are kept.") : Fail("No part of the requests is kept.");

    [Repair("GCP-MON-005", "gcp/vertex/PublisherModelLog", Needs = "-LogDataset")]
    internal static IEnumerable<Wish> KeepRequests(PublisherModel model, Inventory<PublisherModelConfig> configs, RepairChoices choices)
    {
        var kept = configs.One(model)?.LoggingConfig?.BigqueryDestination?.OutputUri;
        yield return VertexSettings.ModelLog.Wish(model, VertexSettings.Kept(kept is { Length: > 0 } ? kept : RepairChoices.Of(choices.LogDataset, "-LogDataset")));
    }
}
