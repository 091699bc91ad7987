using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>A project below a folder below an organization, and its resources, put together from examples, as the fake takes them.</summary>
public sealed class GcpDocuments
{
    private const string Organization = "organizations/1";
    private const string Folder = "folders/2";
    private readonly List<JsonObject> _all = [];
    private readonly string _project;
    private readonly string _number;
    private readonly string _region;

    /// <summary>A project with nothing in it.</summary>
    public GcpDocuments(string project, string number, string region)
    {
        (_project, _number, _region) = (project, number, region);
        Node("Organization", Organization, []);
        Node("Folder", Folder, new() { ["parent"] = Organization }, Organization);
        Node("Project", $"projects/{number}", new() { ["parent"] = Folder, ["projectId"] = project, ["displayName"] = "AI", ["state"] = "ACTIVE" }, Folder, Organization);
    }

    /// <summary>Enables services of the project, as compute.</summary>
    public void Enable(IEnumerable<string> services)
    {
        foreach (var service in services)
        {
            Of("serviceusage.googleapis.com/Service", $"projects/{_number}/services/{service}.googleapis.com")["data"]!["state"] = "ENABLED";
        }
    }

    /// <summary>A resource of an example, or a part of one, of which an example need not speak, with what Google adds.</summary>
    /// <param name="kind">What we call it, as IamPolicy.</param>
    /// <param name="type">Its type of asset.</param>
    /// <param name="name">Its name below its service.</param>
    /// <param name="data">What it says.</param>
    /// <param name="parent">The name of what it is a part of, and its type; null where it stands alone.</param>
    public void AddExample(string kind, string type, string name, JsonObject data, (string Name, string Type)? parent)
    {
        // Examples may call the project 1.
        name = name.StartsWith("projects/1/", StringComparison.Ordinal) ? $"projects/{_number}{name["projects/1".Length..]}" : name;
        switch (kind)
        {
            case "JobTrigger" when (string?)data["status"] == "PAUSED":
                // Examples have a day of their own; it ran until it was paused.
                data["lastRunTime"] = DateTimeOffset.UtcNow.AddDays(-1).ToString("O", CultureInfo.InvariantCulture);
                break;
            case "SecurityCenterService":
                // So Google says where nobody intended anything.
                data["intendedEnablementState"] ??= "INHERITED";
                break;
            case "AlertPolicy":
                // Google gives conditions names.
                foreach (var (condition, at) in (data["conditions"] as JsonArray ?? []).Select((condition, at) => (condition!, at)))
                {
                    condition["name"] ??= $"{name}/conditions/{at}";
                }
                break;
            case "Bucket":
                // What Cloud Storage counts of each.
                data["metageneration"] ??= "1";
                break;
            case "IamPolicy":
                var holder = Of((string?)data["assetType"] ?? "cloudresourcemanager.googleapis.com/Project", name);
                holder["iamPolicy"] = data["iamPolicy"]?.DeepClone();
                (holder["iamPolicy"] as JsonObject ?? []).TryAdd("version", 1);
                return;
            case "PublisherModel":
                Call();
                return;
            case "PublisherModelConfig":
                Call();
                name = $"projects/{_project}/locations/{_region}/publishers/google/models/gemini";
                break;
            case "CacheConfig":
                Call();
                name = $"projects/{_project}/cacheConfig";
                break;
            case "SpeechConfig":
                name = $"projects/{_project}/locations/{_region}/config";
                break;
            case "ArmorTemplate":
                // Templates are looked for where something is.
                Of("aiplatform.googleapis.com/Endpoint", $"projects/{_project}/locations/{_region}/endpoints/1");
                break;
            case "SearchWidget":
                name = $"{parent!.Value.Name}/widgetConfigs/default_search_widget_config";
                break;
        }
        if (parent is var (whole, wholeType))
        {
            Of(wholeType, whole);
        }
        if (kind is not ("PublisherModelConfig" or "CacheConfig"))
        {
            data["name"] = name;
        }
        Add(type, name, data);
    }

    /// <summary>A resource.</summary>
    public void Add(string type, string name, JsonObject data) => Of(type, name)["data"] = data;

    /// <summary>All of them, as JSON.</summary>
    public override string ToString() => new JsonArray([.. _all]).ToJsonString();

    private void Node(string kind, string name, JsonObject data, params string[] above)
    {
        data["name"] = name;
        Add($"cloudresourcemanager.googleapis.com/{kind}", name, data);
        _all[^1]["ancestors"] = new JsonArray([name, .. above.Select(node => JsonValue.Create(node))]);
    }

    // A model of Google's was called in the last month.
    private void Call() => Add("monitoring.googleapis.com/TimeSeries", $"projects/{_project}/timeSeries/gemini", JsonNode.Parse($$"""
        { "metric": { "type": "aiplatform.googleapis.com/publisher/online_serving/model_invocation_count" }, "resource": { "labels": { "location": "{{_region}}", "publisher": "google", "model_user_id": "gemini" } } }
        """)!.AsObject());

    private JsonObject Of(string type, string name)
    {
        name = type == "cloudresourcemanager.googleapis.com/Project" ? $"projects/{_number}" : name;
        if (_all.Find(known => (string?)known["type"] == type && (string?)known["name"] == name) is not { } found)
        {
            _all.Add(found = new() { ["type"] = type, ["name"] = name, ["data"] = new JsonObject { ["name"] = name } });
            if (name.Split('/') is ["organizations" or "folders", _, ..] words)
            {
                found["ancestors"] = words[0] == "folders" ? new JsonArray(Folder, Organization) : new JsonArray(Organization);
            }
            else if (!name.StartsWith("projects/", StringComparison.Ordinal))
            {
                found["project"] = _project;
            }
        }
        return found;
    }
}
