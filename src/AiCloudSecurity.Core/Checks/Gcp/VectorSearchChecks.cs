using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on vector search and feature stores.</summary>
internal static class VectorSearchChecks
{
    private const string NothingDeployed = "No index is deployed.";

    [Check("GCP-NET-021", Severity.High, "Index endpoint is not public",
        Risk = "Whoever has a token searches the vectors, and what they stand for, from anywhere.",
        Advice = "Make the endpoint anew in a network, or by Private Service Connect.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM08", Atlas = "AML.T0049", Link = "https://cloud.google.com/vertex-ai/docs/vector-search/deploy-index-vpc")]
    [Command("gcloud ai index-endpoints create --display-name NEW_NAME --network NETWORK --region {locations} --project {Scope} && gcloud ai index-endpoints deploy-index NEW_INDEX_ENDPOINT --deployed-index-id NEW_DEPLOYED_INDEX --display-name NEW_NAME --index INDEX_ID --region {locations} --project {Scope}")]
    [Passes("""{ "publicEndpointDomainName": "" }""", Because = "What is false is left out.")]
    [Fails("""{ "publicEndpointEnabled": true, "publicEndpointDomainName": "1.europe-west4-2.vdb.vertexai.goog" }""")]
    [Fails("""{ "publicEndpointEnabled": true }""", Because = "It gets a name when something is deployed.")]
    public static Verdict NotPublic(IndexEndpoint endpoint) => endpoint.PublicEndpointEnabled
        ? Fail($"It is public{(endpoint.PublicEndpointDomainName is { Length: > 0 } name ? $", as {name}" : "")}.") : Pass("It is reached by a private network only.");

    [Check("GCP-NET-022", Severity.Medium, "Deployed index asks its callers for a token",
        Risk = "Every machine of the network searches it.",
        Advice = "Name issuers and audiences of tokens in the deployed index.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0040", Link = "https://cloud.google.com/vertex-ai/docs/vector-search/query-index-vpc-auth")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/indexEndpoints/{indexEndpoints}:mutateDeployedIndex' -d '{"id":"DEPLOYED_INDEX_ID","deployedIndexAuthConfig":{"authProvider":{"audiences":["AUDIENCE"],"allowedIssuers":["SERVICE_ACCOUNT_EMAIL"]}}}'""")]
    [Passes("""{ "deployedIndexes": [ { "id": "a", "deployedIndexAuthConfig": { "authProvider": { "allowedIssuers": [ "caller@ai-project.iam.gserviceaccount.com" ], "audiences": [ "ai" ] } } } ] }""")]
    [Fails("""{ "deployedIndexes": [ { "id": "a", "deployedIndexAuthConfig": { } } ] }""")]
    [Fails("""{ "deployedIndexes": [ { "id": "a", "deployedIndexAuthConfig": { "authProvider": { } } }, { "id": "b" } ] }""")]
    [Skips("""{ "publicEndpointEnabled": true, "deployedIndexes": [ { "id": "a" } ] }""", Because = "Public endpoints are guarded by IAM.")]
    [Skips("{ }")]
    public static Verdict AsksForToken(IndexEndpoint endpoint) => endpoint.PublicEndpointEnabled ? NotApplicable("It is public, and IAM guards it.")
        : OfIndexes(endpoint, index => index.DeployedIndexAuthConfig?.AuthProvider is not null, "takes callers with a token of known issuers", "takes everybody in the network");

    [Check("GCP-MON-007", Severity.Low, "Deployed index logs who searches",
        Risk = "Copying the index by many searches leaves no trace.",
        Advice = "Switch access logging of the deployed index on.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0024", Link = "https://cloud.google.com/vertex-ai/docs/vector-search/deploy-index-vpc")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/indexEndpoints/{indexEndpoints}:mutateDeployedIndex' -d '{"id":"DEPLOYED_INDEX_ID","enableAccessLogging":true}'""")]
    [Passes("""{ "deployedIndexes": [ { "id": "a", "enableAccessLogging": true } ] }""")]
    [Fails("""{ "deployedIndexes": [ { "id": "a", "enableAccessLogging": true }, { "id": "b" } ] }""")]
    [Skips("{ }")]
    public static Verdict Logs(IndexEndpoint endpoint) => OfIndexes(endpoint, index => index.EnableAccessLogging, "logs who searches", "does not log who searches");

    [Check("GCP-NET-023", Severity.Medium, "Feature store serves through Private Service Connect only",
        Risk = "Features of people are asked for from anywhere with a token.",
        Advice = "Make the store anew with Private Service Connect.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/vertex-ai/docs/featurestore/latest/create-onlinestore")]
    [Command("""curl -X GET -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featureOnlineStores/{featureOnlineStores}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featureOnlineStores?featureOnlineStoreId=NEW_NAME' -d '{"optimized":{},"dedicatedServingEndpoint":{"privateServiceConnectConfig":{"enablePrivateServiceConnect":true,"projectAllowlist":["{Scope}"]}}}'""")]
    [Passes("""{ "dedicatedServingEndpoint": { "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } } }""")]
    [Passes("""{ "dedicatedServingEndpoint": { "publicEndpointDomainName": "1.europe-west4.featurestore.vertexai.goog", "privateServiceConnectConfig": { "enablePrivateServiceConnect": true } } }""")]
    [Fails("""{ "dedicatedServingEndpoint": { "publicEndpointDomainName": "1.europe-west4.featurestore.vertexai.goog" } }""")]
    [Fails("""{ "dedicatedServingEndpoint": { "publicEndpointDomainName": "1.europe-west4.featurestore.vertexai.goog", "privateServiceConnectConfig": { } } }""")]
    [Skips("{ }", Because = "It serves nothing by an endpoint of its own.")]
    public static Verdict ServesPrivately(FeatureOnlineStore store) => store.DedicatedServingEndpoint switch
    {
        { PrivateServiceConnectConfig.EnablePrivateServiceConnect: true } => Pass("It serves by Private Service Connect."),
        { PublicEndpointDomainName: { Length: > 0 } name } => Fail($"It serves publicly, as {name}."),
        _ => NotApplicable("It has no endpoint of its own."),
    };

    private static Verdict OfIndexes(IndexEndpoint endpoint, Func<DeployedIndex, bool> judge, string good, string bad)
    {
        var indexes = endpoint.DeployedIndexes ?? [];
        var wrong = indexes.Where(index => !judge(index)).Select(index => index.Id ?? "").ToList();
        return indexes.Count == 0 ? NotApplicable(NothingDeployed) : wrong.Count > 0 ? Fail($"{Names.Some(wrong)} {bad}.") : Pass($"Each index {good}.");
    }
}
