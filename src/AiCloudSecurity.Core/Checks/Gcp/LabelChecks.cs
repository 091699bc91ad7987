using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on labels: whose something is, what for, and what data it holds.</summary>
internal static class LabelChecks
{
    private const string Guide = "https://cloud.google.com/resource-manager/docs/labels-overview";
    private const string Nobody = "Nobody knows whom to ask, and rules for test, production and personal data cannot be held.";
    private static readonly (string What, string[] Keys)[] s_wanted =
    [
        ("an owner", ["owner", "team", "contact", "cost-center", "cost_center"]),
        ("an environment", ["env", "environment", "stage"]),
        ("a class of data", ["data-class", "data_class", "dataclass", "data-classification", "data_classification", "classification", "sensitivity"]),
    ];

    [Check("GCP-DATA-031", Severity.Low, "Model says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the model with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/models/{models}?updateMask=labels' -d '{"labels":{"owner":"OWNER","environment":"ENVIRONMENT","data":"DATA_CLASS"}}'""")]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ "labels": { "environment": "prod", "classification": "internal" } }""")]
    [Fails("""{ "labels": { "team": "ml", "data_class": "internal" } }""")]
    [Fails("""{ "labels": { "team": "ml", "stage": "prod" } }""")]
    [Fails("""{ }""")]
    [Passes("""{ "labels": { "EACH": "ml", "env": "prod", "data-class": "internal" } }""", Each = ["team", "contact", "cost-center", "cost_center"])]
    [Passes("""{ "labels": { "owner": "ml", "EACH": "prod", "data-class": "internal" } }""", Each = ["environment", "stage"])]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "EACH": "internal" } }""", Each = ["data_class", "dataclass", "data-classification", "data_classification", "classification", "sensitivity"])]
    public static Verdict Labelled(VertexModel resource) => Judge(resource);

    [Check("GCP-DATA-031", Severity.Low, "Dataset says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the dataset with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/datasets/{datasets}?updateMask=labels' -d '{"labels":{"owner":"OWNER","environment":"ENVIRONMENT","data":"DATA_CLASS"}}'""")]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ }""")]
    public static Verdict Labelled(Dataset resource) => Judge(resource);

    [Check("GCP-DATA-031", Severity.Low, "Endpoint says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the endpoint with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("gcloud ai endpoints update {endpoints} --update-labels 'owner=OWNER,environment=ENVIRONMENT,data=DATA_CLASS' --region {locations} --project {Scope}")]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ }""")]
    public static Verdict Labelled(Endpoint resource) => Judge(resource);

    [Check("GCP-DATA-031", Severity.Low, "Notebook says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the notebook with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("gcloud workbench instances update {instances} --labels 'owner=OWNER,environment=ENVIRONMENT,data=DATA_CLASS' --location {locations} --project {Scope}")]
    [Passes("""{ "gceSetup": { }, "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ "gceSetup": { } }""")]
    [Skips("{ }")]
    public static Verdict Labelled(WorkbenchInstance resource) => resource.IsGone ? NotApplicable(NotebookChecks.Gone) : Judge(resource);

    [Check("GCP-DATA-031", Severity.Low, "Vector index says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the index with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/indexes/{indexes}?updateMask=labels' -d '{"labels":{"owner":"OWNER","environment":"ENVIRONMENT","data":"DATA_CLASS"}}'""")]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ }""")]
    public static Verdict Labelled(VectorIndex resource) => Judge(resource);

    [Check("GCP-DATA-031", Severity.Low, "Feature store says its owner, environment and class of data",
        Risk = Nobody, Advice = "Label the store with owner, environment and class of data.", Tip = Tip.Segregation, Remedy = Remedy.Safe, Link = Guide)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-aiplatform.googleapis.com/v1/projects/{Scope}/locations/{locations}/featureOnlineStores/{featureOnlineStores}?updateMask=labels' -d '{"labels":{"owner":"OWNER","environment":"ENVIRONMENT","data":"DATA_CLASS"}}'""")]
    [Passes("""{ "labels": { "owner": "ml", "env": "prod", "data-class": "internal" } }""")]
    [Fails("""{ }""")]
    public static Verdict Labelled(FeatureOnlineStore resource) => Judge(resource);

    private static Verdict Judge(ILabelled resource)
    {
        var missing = s_wanted.Where(wanted => !wanted.Keys.Any(key => resource.Labels?.GetValueOrDefault(key) is { Length: > 0 })).Select(wanted => wanted.What).ToList();
        return missing.Count == 0 ? Pass("Owner, environment and class of data are said.") : Fail($"No label says {string.Join(", ", missing)}.");
    }
}
