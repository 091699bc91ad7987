using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.Tests;

/// <summary>
/// The examples of each check that a repair of it changes something of, as the module itself has them: each in a
/// subscription or project of its own, so that none is another's cure. Given as the fakes take them.
/// </summary>
internal static partial class RepairExamples
{
    public const string Workspace = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/logs";
    public const string ActionGroup = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Insights/actionGroups/team";

    private const string Subscription = "00000000-0000-0000-0000-000000000001";
    private const string Project = "ai-project";
    private const string Number = "123456789012";
    private const string Region = "europe-west4";

    // Enabled in each project: what is not, nobody can ask. The fake knows speech by its host in a location.
    private static readonly string[] s_services =
    [
        "aiplatform", "cloudkms", "compute", "dialogflow", "discoveryengine", "dlp", "iam", "logging", "modelarmor", "monitoring", "notebooks", "orgpolicy", "securitycentermanagement", "speech", $"{Region}-speech", "storage",
    ];

    /// <summary>The checks of a cloud that have a repair.</summary>
    public static IReadOnlyList<string> Checks(ModuleSession session, string cloud) =>
        [.. session.Run($"[AiCloudSecurity.Repairs.Repair]::All | Where-Object {{ $_.Subject.Cloud -eq '{cloud}' }} | ForEach-Object {{ $_.About.CheckId }}").Output.Select(id => $"{id}").Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Resources as Resource Manager shows them.</summary>
    public static string InAzure(ModuleSession session)
    {
        List<JsonObject> all = [];
        foreach (var example in Read(session, "Azure"))
        {
            Add(Subscribed(example, $"/subscriptions/{Subscription}"), "Microsoft.Resources/subscriptions", new() { ["name"] = example.Key, ["subscriptionId"] = Subscribed(example, Subscription), ["properties"] = new JsonObject() }, unlessThere: false);
            foreach (var plan in new[] { "AI", "CloudPosture", "StorageAccounts", "KeyVaults" })
            {
                Add(Subscribed(example, $"/subscriptions/{Subscription}/providers/Microsoft.Security/pricings/{plan}"), "Microsoft.Security/pricings", new() { ["properties"] = new JsonObject { ["pricingTier"] = "Free" } }, unlessThere: false);
            }
            // Which gateways stand before models takes more than an example has.
            foreach (var part in example.Where(part => part.Kind is not ("Subscription" or "Gateway")))
            {
                var id = part.Id;
                if (part.Parent is not null)
                {
                    id = part.IsSetting ? $"{part.Parent}/{part.PartPath}" : id;
                    // Examples speak of a part without its whole.
                    Add(Subscribed(example, part.Parent), part.ParentType!, new() { ["kind"] = "AIServices", ["properties"] = new JsonObject() }, unlessThere: true);
                }
                var type = part.Type.EndsWith("/diagnosticSettings", StringComparison.Ordinal) ? "Microsoft.Insights/diagnosticSettings" : part.Type;
                Add(Subscribed(example, id), type, JsonNode.Parse(Subscribed(example, part.Json))!.AsObject(), unlessThere: false);
            }
        }
        return new JsonArray([.. all]).ToJsonString();

        static string Subscribed(IGrouping<string, Part> example, string text) => text.Replace(Subscription, $"00000000-0000-0000-0001-{example.First().Case:d12}", StringComparison.Ordinal);

        void Add(string id, string type, JsonObject document, bool unlessThere)
        {
            // Examples name endpoints without their workspace.
            var (provider, words) = (id.LastIndexOf("/providers/", StringComparison.Ordinal), type.Split('/'));
            if (provider > 0 && words.Length > 2 && id[provider..].Split('/') is [_, _, .. var own] && own.Length == words.Length + 1 && own.SkipLast(1).SequenceEqual(words))
            {
                id = $"{id[..provider]}/providers/{words[0]}/{string.Join('/', words[1..^1].Select(word => $"{word}/example"))}/{words[^1]}/{own[^1]}";
            }
            var known = all.Find(other => id.Equals((string?)other["id"], StringComparison.OrdinalIgnoreCase));
            if (known is not null && unlessThere)
            {
                return;
            }
            _ = known is not null && all.Remove(known);
            (document["id"], document["type"]) = (id, type);
            document["name"] ??= id[(id.LastIndexOf('/') + 1)..];
            if (words.Length == 2)
            {
                document["location"] ??= "westeurope";
            }
            all.Add(type.EndsWith("/models", StringComparison.Ordinal) ? new() { ["id"] = id, ["name"] = document["name"]!.DeepClone(), ["type"] = type, ["properties"] = document } : document);
        }
    }

    /// <summary>Resources as the fake of Google Cloud takes them; the projects are called ai-project-1 and so on.</summary>
    public static string InGcp(ModuleSession session)
    {
        JsonArray loaded = [];
        foreach (var example in Read(session, "Gcp"))
        {
            List<JsonObject> all = [];
            Node("Organization", "organizations/1", []);
            Node("Folder", "folders/2", new() { ["parent"] = "organizations/1" }, "organizations/1");
            Node("Project", $"projects/{Number}", new() { ["parent"] = "folders/2", ["projectId"] = Project, ["displayName"] = "AI", ["state"] = "ACTIVE" }, "folders/2", "organizations/1");
            foreach (var service in s_services)
            {
                var name = $"projects/{Number}/services/{service}.googleapis.com";
                Of("serviceusage.googleapis.com/Service", name)["data"] = new JsonObject { ["name"] = name, ["state"] = "ENABLED" };
            }
            foreach (var part in example.Where(part => part.Kind is not ("Project" or "Subscription")))
            {
                var data = JsonNode.Parse(part.Json)!.AsObject();
                var name = NameOf(part.Id);
                switch (part.Kind)
                {
                    case "Bucket":
                        // What Cloud Storage counts of each.
                        data["metageneration"] = "1";
                        break;
                    case "IamPolicy":
                        var holder = Of((string?)data["assetType"] ?? "cloudresourcemanager.googleapis.com/Project", name);
                        holder["iamPolicy"] = data["iamPolicy"]?.DeepClone();
                        (holder["iamPolicy"] as JsonObject ?? []).TryAdd("version", 1);
                        continue;
                    case "PublisherModel":
                        Called();
                        continue;
                    case "PublisherModelConfig":
                        Called();
                        name = $"projects/{Project}/locations/{Region}/publishers/google/models/gemini";
                        break;
                    case "CacheConfig":
                        name = $"projects/{Project}/cacheConfig";
                        Called();
                        break;
                    case "SpeechConfig":
                        name = $"projects/{Project}/locations/{Region}/config";
                        break;
                    case "ArmorTemplate":
                        // Templates are looked for where something is.
                        Of("aiplatform.googleapis.com/Endpoint", $"projects/{Project}/locations/{Region}/endpoints/1");
                        break;
                    case "SearchWidget":
                        name = $"{NameOf(part.Parent!)}/widgetConfigs/default_search_widget_config";
                        break;
                }
                if (part.Parent is not null)
                {
                    // Examples speak of a part without its whole.
                    Of(part.ParentType!, NameOf(part.Parent));
                }
                if (part.Kind is not ("PublisherModelConfig" or "CacheConfig"))
                {
                    data["name"] = name;
                }
                Of(part.Type, name)["data"] = data;
            }
            // Its own project, below an organization of its own.
            var number = example.First().Case;
            var text = new JsonArray([.. all]).ToJsonString().Replace(Project, $"{Project}-{number}", StringComparison.Ordinal).Replace(Number, $"1234567{number:d5}", StringComparison.Ordinal)
                .Replace("projects/1/services", $"projects/1234567{number:d5}/services", StringComparison.Ordinal);
            // A bucket has one name in all projects.
            text = text.Replace("\"name\":\"data\"", $"\"name\":\"data-{number}\"", StringComparison.Ordinal).Replace("gs://data/", $"gs://data-{number}/", StringComparison.Ordinal);
            foreach (var resource in JsonNode.Parse(Above().Replace(text, $"${{1}}{number}"))!.AsArray())
            {
                loaded.Add(resource!.DeepClone());
            }

            void Node(string kind, string name, JsonObject data, params string[] above)
            {
                data["name"] = name;
                Of($"cloudresourcemanager.googleapis.com/{kind}", name)["data"] = data;
                all[^1]["ancestors"] = new JsonArray([name, .. above.Select(node => JsonValue.Create(node))]);
            }

            JsonObject Of(string type, string name)
            {
                name = type == "cloudresourcemanager.googleapis.com/Project" ? $"projects/{Number}" : name;
                if (all.Find(known => (string?)known["type"] == type && (string?)known["name"] == name) is not { } found)
                {
                    all.Add(found = new() { ["type"] = type, ["name"] = name, ["data"] = new JsonObject { ["name"] = name } });
                    if (name.Split('/')[0] is "organizations" or "folders")
                    {
                        found["ancestors"] = name.StartsWith('f') ? new JsonArray("folders/2", "organizations/1") : new JsonArray("organizations/1");
                    }
                    else if (!name.StartsWith("projects/", StringComparison.Ordinal))
                    {
                        found["project"] = Project;
                    }
                }
                return found;
            }

            void Called() => Of("monitoring.googleapis.com/TimeSeries", $"projects/{Project}/timeSeries/gemini")["data"] = JsonNode.Parse($$"""
                { "metric": { "type": "aiplatform.googleapis.com/publisher/online_serving/model_invocation_count" }, "resource": { "labels": { "location": "{{Region}}", "publisher": "google", "model_user_id": "gemini" } } }
                """);
        }
        return loaded.ToJsonString();

        static string NameOf(string full) => full.Split('/', 4)[^1];
    }

    // Of each check the first example whose repair wants something.
    private static IEnumerable<IGrouping<string, Part>> Read(ModuleSession session, string cloud)
    {
        var read = session.Run($$"""
            $choices = [AiCloudSecurity.Repairs.RepairChoices]@{
                KmsKeyId = '{{(cloud == "Azure" ? "https://v.vault.azure.net/keys/k" : $"projects/{Project}/locations/{Region}/keyRings/r/cryptoKeys/k")}}'; Enforce = $true
                LogWorkspaceId = '{{Workspace}}'; ActionGroupId = '{{ActionGroup}}'; LogDataset = 'bq://{{Project}}.logs'
                SecuritySettings = 'projects/{{Project}}/locations/{{Region}}/securitySettings/s'; InspectTemplate = 'projects/{{Project}}/locations/{{Region}}/inspectTemplates/t'; NotificationChannel = 'projects/{{Project}}/notificationChannels/1'
            }
            $case = 0
            foreach ($repair in [AiCloudSecurity.Repairs.Repair]::All | Where-Object { $_.Subject.Cloud -eq '{{cloud}}' }) {
                $check = [AiCloudSecurity.Checks.Check]::All | Where-Object { $_.Id -eq $repair.About.CheckId -and $_.Subject -eq $repair.Subject }
                foreach ($example in $check.Examples | Where-Object Expected -EQ Fail) {
                    $estate = [AiCloudSecurity.Checks.Example]::Estate($check, $example, $null)
                    $subject = @(@($estate.Resources) + @($estate.Containers) | Where-Object { $_.Type -eq $repair.Subject })[0]
                    # An example may lack what only the repair looks at.
                    try { if ($repair.Plan($subject, $estate, [AiCloudSecurity.Checks.JudgeSettings]::new(), $choices).Count -eq 0) { continue } } catch { }
                    $case++
                    foreach ($resource in $estate.Resources) {
                        [pscustomobject]@{
                            Case = $case; CheckId = $check.Id; Kind = $resource.Type.Record.Name; Type = $resource.Type.Name; Id = $resource.Identity.Id; Parent = $resource.Identity.Parent
                            ParentType = $resource.Type.Parent.Name; IsSetting = [bool] $resource.Type.Read.IsSetting; PartPath = $resource.Type.Read.PartPath; Json = [Text.Encoding]::UTF8.GetString($resource.Wire.ToArray())
                        }
                    }
                    [pscustomobject]@{ Case = $case; CheckId = $check.Id; Kind = 'Subscription' }
                    break
                }
            }
            """);
        Assert.Empty(read.Errors);
        return read.Output.Select(item => new Part(int.Parse(Of(item, "Case")!, CultureInfo.InvariantCulture), Of(item, "CheckId")!, Of(item, "Kind")!, Of(item, "Type") ?? "", Of(item, "Id") ?? "", Of(item, "Parent"), Of(item, "ParentType"), Of(item, "IsSetting") == "True", Of(item, "PartPath") ?? "", Of(item, "Json") ?? "{}"))
            .GroupBy(part => $"{part.CheckId} {part.Case}");

        static string? Of(PSObject item, string name) => item.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;
    }

    [GeneratedRegex(@"((?:organizations|folders)/)[12]\b")]
    private static partial Regex Above();

    private sealed record Part(int Case, string CheckId, string Kind, string Type, string Id, string? Parent, string? ParentType, bool IsSetting, string PartPath, string Json);
}
