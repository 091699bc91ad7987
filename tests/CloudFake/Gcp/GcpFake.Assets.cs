using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

// Cloud Asset Inventory, and what this fake knows of services.
public sealed partial class GcpFake
{
    private const string Project = "cloudresourcemanager.googleapis.com/Project";
    private const string Service = "serviceusage.googleapis.com/Service";

    // What Google does not list among the types of the inventory.
    private static readonly string[] s_unlisted =
    [
        "aiplatform.googleapis.com/CacheConfig", "aiplatform.googleapis.com/CachedContent", "aiplatform.googleapis.com/ModelMonitor",
        "aiplatform.googleapis.com/PersistentResource", "aiplatform.googleapis.com/RagCorpus", "aiplatform.googleapis.com/ReasoningEngine",
        "aiplatform.googleapis.com/PublisherModelConfig", "aiplatform.googleapis.com/Schedule", "monitoring.googleapis.com/TimeSeries", "billingbudgets.googleapis.com/Budget", "cloudbilling.googleapis.com/BillingInfo",
        "dialogflow.googleapis.com/EncryptionSpec", "dialogflow.googleapis.com/SecuritySettings", "dialogflow.googleapis.com/Webhook",
        "discoveryengine.googleapis.com/WidgetConfig", DenyPolicy, "iam.googleapis.com/PolicyBinding", "iam.googleapis.com/PrincipalAccessBoundaryPolicy", "recommender.googleapis.com/Insight", "modelarmor.googleapis.com/FloorSetting", "modelarmor.googleapis.com/Template",
        "securitycentermanagement.googleapis.com/SecurityCenterService", "securityposture.googleapis.com/PostureDeployment", QuotaLimit,
    ];

    private static readonly string[] s_services =
    [
        "aiplatform", "apikeys", "billingbudgets", "cloudasset", "cloudbilling", "cloudresourcemanager", "dialogflow", "discoveryengine", "dlp", "documentai",
        "iam", "modelarmor", "monitoring", "notebooks", "orgpolicy", "recommender", "securitycentermanagement", "securityposture", "serviceusage", "speech",
    ];

    // Names with an odd number of words that are one object.
    private static readonly HashSet<string> s_settings = new(StringComparer.Ordinal) { "floorSetting", "encryptionSpec", "cacheConfig", "billingInfo", "config" };

    // What is made in a collection.
    private static readonly Dictionary<string, string> s_collections = new(StringComparer.Ordinal)
    {
        ["instances"] = "notebooks.googleapis.com/Instance",
        ["endpoints"] = "aiplatform.googleapis.com/Endpoint",
        ["reasoningEngines"] = "aiplatform.googleapis.com/ReasoningEngine",
        ["ragCorpora"] = "aiplatform.googleapis.com/RagCorpus",
        ["cachedContents"] = "aiplatform.googleapis.com/CachedContent",
        ["schedules"] = "aiplatform.googleapis.com/Schedule",
        ["modelMonitors"] = "aiplatform.googleapis.com/ModelMonitor",
        ["persistentResources"] = "aiplatform.googleapis.com/PersistentResource",
        ["budgets"] = "billingbudgets.googleapis.com/Budget",
        ["alertPolicies"] = "monitoring.googleapis.com/AlertPolicy",
        ["policies"] = "orgpolicy.googleapis.com/Policy",
        ["templates"] = "modelarmor.googleapis.com/Template",
        ["floorSetting"] = "modelarmor.googleapis.com/FloorSetting",
        ["keys"] = "apikeys.googleapis.com/Key",
        ["principalAccessBoundaryPolicies"] = "iam.googleapis.com/PrincipalAccessBoundaryPolicy",
        ["policyBindings"] = "iam.googleapis.com/PolicyBinding",
        ["insights"] = "recommender.googleapis.com/Insight",
        ["inspectTemplates"] = "dlp.googleapis.com/InspectTemplate",
        ["deidentifyTemplates"] = "dlp.googleapis.com/DeidentifyTemplate",
        ["webhooks"] = "dialogflow.googleapis.com/Webhook",
        ["securitySettings"] = "dialogflow.googleapis.com/SecuritySettings",
        ["encryptionSpec"] = "dialogflow.googleapis.com/EncryptionSpec",
        ["cacheConfig"] = "aiplatform.googleapis.com/CacheConfig",
        ["securityCenterServices"] = "securitycentermanagement.googleapis.com/SecurityCenterService",
        ["postureDeployments"] = "securityposture.googleapis.com/PostureDeployment",
    };

    // Where permissions have other names than services and collections (IAM permissions reference).
    private static readonly Dictionary<string, string> s_prefixes = new(StringComparer.Ordinal)
    {
        ["billingbudgets.googleapis.com"] = "billing",
        ["cloudresourcemanager.googleapis.com"] = "resourcemanager",
    };

    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        ["floorSetting"] = "floorSettings",
        ["cacheConfig"] = "cacheConfigs",
        ["encryptionSpec"] = "encryptionspec",
        ["principalAccessBoundaryPolicies"] = "principalaccessboundarypolicies",
        ["policyBindings"] = "policybindings",
        ["insights"] = "iamPolicyInsights",
        ["securitySettings"] = "securitySettings",
        ["widgetConfigs"] = "widgetConfigs",
    };

    private GcpAnswer Assets(string node, IQueryCollection query)
    {
        // Some clients write the number of a value.
        var content = query["contentType"].FirstOrDefault() switch { "1" => "RESOURCE", "2" => "IAM_POLICY", "4" => "ORG_POLICY", "5" => "ACCESS_POLICY", { } word => word, null => "CONTENT_TYPE_UNSPECIFIED" };
        var permission = content switch
        {
            "IAM_POLICY" => "cloudasset.assets.listIamPolicy",
            "ORG_POLICY" => "cloudasset.assets.listOrgPolicy",
            "ACCESS_POLICY" => "cloudasset.assets.listAccessPolicy",
            _ => "cloudasset.assets.listResource",
        };
        if (!Allows(permission) || Nodes is { } nodes && !nodes.Contains(node))
        {
            return GcpAnswer.Error(403, "PERMISSION_DENIED", $"The caller does not have permission ({permission})");
        }
        var types = query["assetTypes"].OfType<string>().ToList();
        if (types.Find(type => Unlisted.Contains(type) || !type.Contains('/', StringComparison.Ordinal)) is { } unknown)
        {
            return GcpAnswer.Error(400, "INVALID_ARGUMENT", NamesUnknown ? $"Invalid asset type: {unknown}. See the list of supported asset types." : "Request contains an invalid argument.");
        }
        var named = Named(node);
        var found = from resource in Sorted()
                    where !Unlisted.Contains((string)resource["type"]!) && (types.Count == 0 || types.Contains((string)resource["type"]!))
                    where AncestorsOf(resource).Contains(named)
                    let asset = Asset(resource, content)
                    where asset is not null
                    select (JsonNode)asset;
        var page = Page([.. found], "assets", query);
        page.Body!["readTime"] = "2026-11-01T12:00:00Z";
        return page;
    }

    private GcpAnswer Search(string node, IQueryCollection query)
    {
        var types = query["assetTypes"].OfType<string>().ToList();
        var named = Named(node);
        return Page([.. Sorted().Where(resource => (types.Count == 0 || types.Contains((string)resource["type"]!)) && AncestorsOf(resource).Contains(named)).Select(resource => (JsonNode)new JsonObject
        {
            ["name"] = FullName(resource),
            ["assetType"] = (string)resource["type"]!,
            ["project"] = AncestorsOf(resource).FirstOrDefault(),
            ["displayName"] = (string?)resource["data"]?["displayName"] ?? NameOf(resource)[(NameOf(resource).LastIndexOf('/') + 1)..],
            ["location"] = LocationOf(resource),
        })], "results", query);
    }

    private JsonObject? Asset(JsonObject resource, string content)
    {
        JsonObject asset = new()
        {
            ["name"] = FullName(resource),
            ["assetType"] = (string)resource["type"]!,
            ["ancestors"] = new JsonArray([.. AncestorsOf(resource).Select(ancestor => (JsonNode)ancestor)]),
            ["updateTime"] = "2026-10-01T00:00:00Z",
        };
        switch (content)
        {
            case "RESOURCE" when resource["data"] is { } data:
                asset["resource"] = new JsonObject { ["version"] = "v1", ["data"] = data.DeepClone(), ["location"] = LocationOf(resource) };
                return asset;
            case "IAM_POLICY" when resource["iamPolicy"] is { } policy:
                asset["iamPolicy"] = policy.DeepClone();
                return asset;
            case "ORG_POLICY" when resource["orgPolicy"] is { } policies:
                asset["orgPolicy"] = policies.DeepClone();
                return asset;
            case "ACCESS_POLICY" when ((string)resource["type"]!).StartsWith("identity.accesscontextmanager.", StringComparison.Ordinal):
                var kind = ((string)resource["type"]!).Split('/')[1];
                asset[char.ToLowerInvariant(kind[0]) + kind[1..]] = resource["data"]!.DeepClone();
                return asset;
            case "CONTENT_TYPE_UNSPECIFIED":
                return asset;
            default:
                return null;
        }
    }

    private static string FullName(JsonObject resource) => $"//{((string)resource["type"]!).Split('/')[0].Replace("identity.", "", StringComparison.Ordinal)}/{NameOf(resource)}";

    private static string LocationOf(JsonObject resource) =>
        (string?)resource["location"] ?? (NameOf(resource).Split('/') is [_, _, "locations" or "regions" or "zones", var location, ..] ? location : "global");

    // Those of a project are its resources'.
    private List<string> AncestorsOf(JsonObject resource)
    {
        if (resource["ancestors"] is JsonArray own)
        {
            return [.. own.Select(ancestor => (string)ancestor!)];
        }
        var project = (string?)resource["project"] ?? (NameOf(resource).Split('/') is ["projects", var id, ..] ? id : null);
        return project is null ? [] : _resources.Values.FirstOrDefault(known => (string?)known["type"] == Project
            && ((string?)known["data"]!["projectId"] == project || NameOf(known) == $"projects/{project}")) is { } found ? AncestorsOf(found) : [];
    }

    // A project by its id is one by its number.
    private string Named(string node) => Projects().FirstOrDefault(project => node == $"projects/{(string?)project["projectId"]}") is { } found ? (string)found["name"]! : node;
}
