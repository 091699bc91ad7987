using System.Globalization;
using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.Core.Tests;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Each repair of Google Cloud is made, judged and taken back in the fake, by the same reader and writer as in Google Cloud; Google's own clients read what was before, what is after, and what came back.</summary>
public sealed class GcpRepairTests(GcpOrganization organization, GcpRepairTests.GooglesClients clients) : IClassFixture<GcpOrganization>, IClassFixture<GcpRepairTests.GooglesClients>
{
    private const string Id = "ai-project";
    private const string Number = "123456789012";
    private const string Region = "europe-west4";

    private static readonly RepairChoices s_choices = new()
    {
        KmsKeyId = $"projects/{Id}/locations/{Region}/keyRings/r/cryptoKeys/k",
        SecuritySettings = $"projects/{Id}/locations/{Region}/securitySettings/s",
        InspectTemplate = $"projects/{Id}/locations/{Region}/inspectTemplates/t",
        NotificationChannel = $"projects/{Id}/notificationChannels/1",
        LogDataset = $"bq://{Id}.logs",
    };

    // What a check asks for beside what its repair does, and a person has decided: modes, images and networks of notebooks.
    private static readonly Dictionary<string, string[]> s_decided = new()
    {
        ["GCP-NET-034"] = ["ainotebooks.accessMode", "ainotebooks.environmentOptions", "ainotebooks.restrictVpcNetworks"],
    };

    // Examples name the AI services that a project has enabled; that the others are, too, goes without saying.
    private static readonly string[] s_others = ["compute", "dlp", "logging", "modelarmor", "monitoring", "orgpolicy", "securitycentermanagement"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Repairs
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Gcp).OrderBy(repair => repair.About.CheckId, StringComparer.Ordinal).ThenBy(repair => repair.Subject.Name, StringComparer.Ordinal))
            {
                all.Add(repair.About.CheckId, repair.Subject.Name);
            }
            return all;
        }
    }

    [Theory, MemberData(nameof(Repairs))]
    public async Task What_is_repaired_passes_and_comes_back_as_it_was(string id, string subject)
    {
        var check = Check.All.Single(check => check.Id == id && check.Subject.Name == subject);
        var repair = Repair.Of(check)!;
        HashSet<string> left = [.. repair.About.Settings];
        // Some failures of a check are a person's; one at least is not.
        foreach (var example in check.Examples.Where(example => example.Expected == Status.Fail))
        {
            Load(check, example);
            // What is documented is enough: for reading, and for writing.
            organization.Fake.Permissions = [.. GcpAuditRole.Always, .. check.Types.Concat(repair.Needs).SelectMany(type => type.Read.Operations).Select(read => read.Permission), .. repair.Permissions];
            using var connection = await GcpConnection.OpenAsync(organization.Options with { Organization = null, Projects = [Id], Regions = [Region, "*"] }, Token);
            var estate = await ReadAsync(connection, check);
            var finding = check.Judge(estate).First(finding => finding.Status == Status.Fail);
            var resource = estate.Resources.Concat(estate.Containers).First(resource => resource.Type == check.Subject && resource.Identity.Id == finding.ResourceId);
            Assert.Matches(@"^(Repair-AiFinding( -\w+)?|Manual) \((Safe|MayBreak|Recreate)\)$", finding.Fix);
            var wishes = repair.Plan(resource, estate, new(), s_choices);
            if (wishes.Count == 0)
            {
                continue;
            }
            var run = new RepairRun(new GcpWriter(connection, connection.Scopes[0]), new Hurry());
            organization.Fake.ForgetRequests();
            var changes = await run.PlanAsync(wishes, id, Token);
            // What is as it should be already fails for another reason, which is a person's.
            if (changes.Count == 0)
            {
                continue;
            }
            // Some policies are asked for by POST.
            Assert.All(organization.Fake.Requests, request => Assert.Matches("^GET |^POST .*:getIamPolicy$", request));
            var (before, shown) = (State(changes), await ShownAsync(changes));
            await run.ApplyAsync(changes, Token);
            Assert.All(shown.Zip(await ShownAsync(changes)), pair => Assert.False(pair.First is not null && JsonNode.DeepEquals(pair.First, pair.Second), $"{id}: Google's client sees no change."));
            var judged = check.Judge(await ReadAsync(connection, check)).First(again => again.ResourceId == finding.ResourceId);
            Assert.True(judged.Status == Status.Pass, $"{judged.Status}: {judged.Reason}");
            await run.UndoAsync(Token);
            Assert.Equal(before, State(changes));
            // Where nobody may look whether it is done, the state tells that it was: still, that was asked for.
            Assert.Empty(organization.Fake.Refusals);
            Assert.All(shown.Zip(await ShownAsync(changes)), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{id}: {pair.First}\n{pair.Second}"));
            left.ExceptWith(changes.Select(change => change.Setting.Name));
            if (left.Count == 0)
            {
                return;
            }
        }
        Assert.Fail($"{id} sets {string.Join(", ", left)} of none of its examples that fail.");
    }

    // Journals of before name no region.
    [Theory, InlineData(Region), InlineData(ResourceIdentity.Global)]
    public async Task A_grant_on_a_resource_of_a_region_is_taken_away_and_given_back_there(string told)
    {
        const string Endpoint = $"projects/{GcpOrganization.Number}/locations/{Region}/endpoints/granted";
        organization.Fill();
        organization.Fake.Load($$"""
            [ { "type": "aiplatform.googleapis.com/Endpoint", "name": "{{Endpoint}}", "data": { "name": "{{Endpoint}}" },
                "iamPolicy": { "etag": "AA==", "version": 1, "bindings": [ { "role": "roles/aiplatform.user", "members": [ "group:ml@example.com", "user:a@example.com" ] } ] } } ]
            """);
        using var connection = await GcpConnection.OpenAsync(organization.Options with { Organization = null, Projects = [GcpOrganization.Production] }, Token);
        var wish = GrantRevocation.Of(connection.Scopes[0], "user:a@example.com", "roles/aiplatform.user", $"//aiplatform.googleapis.com/{Endpoint}");
        Assert.Equal(Region, wish.Place.Region);
        wish = wish with { Place = wish.Place with { Region = told } };
        var run = new RepairRun(new GcpWriter(connection, connection.Scopes[0]), new Hurry());
        Assert.Equal(["aiplatform.endpoints.getIamPolicy", "aiplatform.endpoints.setIamPolicy"], wish.Setting.PermissionsAt(wish.Place));
        organization.Fake.Permissions = wish.Setting.PermissionsAt(wish.Place);
        organization.Fake.ForgetRequests();
        await run.ApplyAsync(await run.PlanAsync([wish], "", Token), Token);
        Assert.DoesNotContain("user:a@example.com", organization.Fake.State(), StringComparison.Ordinal);
        Assert.Single(run.Entries);
        await run.UndoAsync(Token);
        Assert.Contains("user:a@example.com", organization.Fake.State(), StringComparison.Ordinal);
        Assert.Contains(organization.Fake.Requests, request => request.EndsWith(":setIamPolicy", StringComparison.Ordinal));
        Assert.All(organization.Fake.Requests, request => Assert.StartsWith($"POST {Region}-aiplatform.googleapis.com/v1beta1/{Endpoint}:", request, StringComparison.Ordinal));
    }

    private async Task<List<JsonNode?>> ShownAsync(List<Change> changes)
    {
        List<JsonNode?> shown = [];
        foreach (var change in changes)
        {
            shown.Add(await clients.ReadAsync(organization.Fake, change));
        }
        return shown;
    }

    private static async Task<Estate> ReadAsync(GcpConnection connection, Check check) =>
        RepairRun.AsOfExamples(Assert.Single(await connection.ReadAsync([.. check.Types, .. Repair.Of(check)!.Needs], null, Token)));

    private void Load(Check check, ExampleAttribute example)
    {
        organization.Fake.Reset();
        GcpDocuments all = new(Id, Number, Region);
        foreach (var resource in Example.Estate(check, example).Resources.Where(resource => resource is not Project))
        {
            if (resource is EnabledService)
            {
                all.Enable(s_others);
            }
            all.AddExample(resource.Type.Record.Name, resource.Type.Name, GoogleSetting.NameOf(resource.Identity.Id), JsonNode.Parse(resource.Wire.Span)!.AsObject(),
                resource.Type.Parent is { } whole && resource.Identity.Parent is { } parent ? (GoogleSetting.NameOf(parent), whole.Name) : null);
        }
        foreach (var constraint in s_decided.GetValueOrDefault(check.Id, []))
        {
            var name = $"organizations/1/policies/{constraint}";
            all.Add("orgpolicy.googleapis.com/Policy", name, JsonNode.Parse($$"""{ "name": "{{name}}", "spec": { "rules": [ { "values": { "allowedValues": [ "decided" ] } } ] } }""")!.AsObject());
        }
        organization.Fake.Load(all.ToString());
    }

    // What the settings take an absent member for is there, then, whether it is said or not.
    private string State(List<Change> changes)
    {
        JsonArray all = [];
        foreach (var resource in JsonNode.Parse(organization.Fake.State())!.AsArray())
        {
            foreach (var change in changes.Where(change => change.Setting is GoogleSetting && NameOf(change) == (string?)resource!["name"]))
            {
                resource!["data"] = Whole(resource["data"], change);
            }
            // What was never set comes back as what that means.
            if (!changes.Exists(change => change.Setting is GoogleSetting { Fetch.Length: > 0 } && JsonNode.DeepEquals(Sorted(resource!["data"]), Whole(null, change))))
            {
                all.Add(Sorted(resource));
            }
        }
        return all.ToJsonString(new() { WriteIndented = true });
    }

    private static string NameOf(Change change) => (string)JsonNode.Parse(change.Place.Key)!["name"]!;

    private static JsonNode? Whole(JsonNode? shown, Change change)
    {
        var setting = change.Setting as GoogleSetting;
        if (shown is null && setting is not { Fetch.Length: > 0 })
        {
            return null;
        }
        var document = shown?.DeepClone().AsObject() ?? [];
        foreach (var (path, text) in setting?.Defaults ?? new Dictionary<string, string>())
        {
            var names = path.Split('.');
            var part = document;
            foreach (var name in names[..^1])
            {
                part = (JsonObject)(part[name] ??= new JsonObject());
            }
            part[names[^1]] ??= JsonNode.Parse(text);
        }
        return Sorted(document);
    }

    // JSON's order of members says nothing, nor that of bindings and of who is bound; a version tells of the moment, and an empty message of nothing.
    private static JsonNode? Sorted(JsonNode? node, string within = "") => node switch
    {
        JsonObject members => members.Where(member => member.Key is not ("etag" or "metageneration")).OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value, member.Key))).Where(member => member.Value is not null).ToList() is { Count: > 0 } some ? new JsonObject(some) : null,
        JsonArray items when within is "bindings" or "members" => new JsonArray([.. items.Select(item => Sorted(item)).OrderBy(item => item?.ToJsonString(), StringComparer.Ordinal)]),
        JsonArray items => new JsonArray([.. items.Select(item => Sorted(item))]),
        _ => node?.DeepClone(),
    };

    /// <summary>Google's clients, started once; where they cannot be had, nothing is compared.</summary>
    public sealed class GooglesClients : IDisposable
    {
        private static readonly Dictionary<string, string> s_policyRoots = new()
        {
            ["cloudresourcemanager"] = "v3", ["notebooks"] = "v2", ["aiplatform"] = "v1", ["cloudkms"] = "v1", ["iam"] = "v1", ["storage"] = "v1",
        };

        private Task<NpmClients.Reader?>? _reader;

        internal async Task<JsonNode?> ReadAsync(GcpFake fake, Change change)
        {
            return await (_reader ??= new NpmClients("gcp").ReadAsync([$"{fake.Endpoint.Port}"])) is { } reader
                ? Whole(await ReadAsync(reader, change), change) ?? new JsonObject { ["absent"] = true } : null;
        }

        private static async Task<JsonNode?> ReadAsync(NpmClients.Reader reader, Change change)
        {
            var key = JsonNode.Parse(change.Place.Key)!;
            if ((string?)key["resource"] is { } attached)
            {
                var host = attached.Split('/')[2];
                // The client has policies of endpoints in this version only.
                return await reader.AskAsync(host, attached.Contains("/endpoints/", StringComparison.Ordinal) ? "v1beta1" : s_policyRoots[host.Split('.')[0]], GoogleSetting.NameOf(attached), "getIamPolicy", "");
            }
            if ((string?)key["displayName"] is { } called)
            {
                return await reader.AskAsync("monitoring.googleapis.com", "v3", $"{key["project"]}/alertPolicies/-", "", called);
            }
            var setting = (GoogleSetting)change.Setting;
            return await reader.AskAsync(setting.Host.Replace(".{location}.rep", "", StringComparison.Ordinal), setting.Root, NameOf(change), setting.Fetch.TrimStart(':'), "");
        }

        public void Dispose() => _reader?.Result?.Dispose();
    }
}
