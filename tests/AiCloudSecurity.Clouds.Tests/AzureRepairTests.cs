using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Each repair of Azure is made, judged and taken back in the fake, by the same reader and writer as in Azure; Microsoft's own client reads what was before, what is after, and what came back.</summary>
public sealed class AzureRepairTests(AzureTenant tenant, AzureRepairTests.MicrosoftsClient client) : IClassFixture<AzureTenant>, IClassFixture<AzureRepairTests.MicrosoftsClient>
{
    private const string Subscription = "00000000-0000-0000-0000-000000000001";

    private static readonly RepairChoices s_choices = new()
    {
        Enforce = true,
        KmsKeyId = "https://v.vault.azure.net/keys/k",
        LogWorkspaceId = $"/subscriptions/{Subscription}/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/logs",
        ActionGroupId = $"/subscriptions/{Subscription}/resourceGroups/ai/providers/Microsoft.Insights/actionGroups/team",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Repairs
    {
        get
        {
            TheoryData<string, string> all = [];
            // Which gateways stand before models takes more than an example has.
            foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Azure && repair.Subject.Record != typeof(Gateway)).OrderBy(repair => repair.About.CheckId, StringComparer.Ordinal))
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
        // Some failures of a check are a person's; one at least is not.
        foreach (var example in check.Examples.Where(example => example.Expected == Status.Fail))
        {
            Load(check, example);
            using var connection = await AzureConnection.OpenAsync(tenant.Options, Token);
            var estate = await ReadAsync(connection, check);
            var finding = check.Judge(estate).First(finding => finding.Status == Status.Fail);
            var resource = estate.Resources.Concat(estate.Containers).First(resource => resource.Type == check.Subject && resource.Identity.Id == finding.ResourceId);
            Assert.Matches(@"^(Repair-AiFinding( -\w+)?|Manual) \((Safe|MayBreak|Recreate)\)$", finding.Fix);
            var wishes = repair.Plan(resource, estate, new(), s_choices);
            if (wishes.Count == 0)
            {
                continue;
            }
            List<JournalLine> lines = [];
            var writer = new AzureWriter(connection, connection.Scopes[0]);
            var engine = new RepairEngine(writer, new Lines(lines), TimeProvider.System, "run", "Repair-AiFinding");
            var before = State();
            tenant.Fake.WritesTakeTime = true;
            tenant.Fake.ForgetRequests();
            List<Change> changes = [];
            foreach (var same in wishes.GroupBy(wish => (wish.Setting, wish.Place.Key)))
            {
                if (await engine.PlanAsync([.. same], id, Token) is { } change)
                {
                    changes.Add(change);
                }
            }
            // What is as it should be already fails for another reason, which is a person's.
            if (changes.Count == 0)
            {
                continue;
            }
            Assert.All(tenant.Fake.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
            var shown = await ShownAsync(changes);
            foreach (var change in changes)
            {
                Assert.NotEmpty(change.Fields());
                Assert.Equal(RepairStatus.Applied, (await engine.ApplyAsync(change, Token)).Status);
            }
            var shownAfter = await ShownAsync(changes);
            Assert.All(shown.Zip(shownAfter), pair => Assert.False(pair.First is not null && JsonNode.DeepEquals(pair.First, pair.Second), $"{id}: Microsoft's client sees no change."));
            Assert.All(lines, line => Assert.Null(line.Message));
            var judged = check.Judge(await ReadAsync(connection, check)).First(again => again.ResourceId == finding.ResourceId);
            Assert.True(judged.Status == Status.Pass, $"{judged.Status}: {judged.Reason}");
            foreach (var entry in Journal.Read((byte[])[.. lines.SelectMany(Journal.Write)], "journal").Reverse())
            {
                await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token);
            }
            Assert.Equal(before, State());
            Assert.All(shown.Zip(await ShownAsync(changes)), pair => Assert.True(JsonNode.DeepEquals(pair.First, pair.Second), $"{id}: {pair.First}\n{pair.Second}"));
            return;
        }
        Assert.Fail($"{id} repairs none of its examples that fail.");
    }

    private async Task<List<JsonNode?>> ShownAsync(List<Change> changes)
    {
        List<JsonNode?> shown = [];
        foreach (var change in changes)
        {
            shown.Add(await client.ReadAsync(tenant.Fake, change));
        }
        return shown;
    }

    private static async Task<Estate> ReadAsync(AzureConnection connection, Check check)
    {
        var (estate, failure) = Assert.Single(await connection.ReadAsync([.. check.Types, .. Repair.Of(check)!.Needs], null, Token));
        return estate ?? throw failure!;
    }

    private void Load(Check check, ExampleAttribute example)
    {
        tenant.Fake.Reset();
        JsonArray all =
        [
            new JsonObject { ["id"] = $"/subscriptions/{Subscription}", ["name"] = "example", ["type"] = "Microsoft.Resources/subscriptions", ["subscriptionId"] = Subscription, ["properties"] = new JsonObject() },
            new JsonObject { ["id"] = s_choices.LogWorkspaceId, ["name"] = "logs", ["type"] = "Microsoft.OperationalInsights/workspaces", ["location"] = "westeurope", ["properties"] = new JsonObject() },
        ];
        foreach (var name in new[] { "AI", "CloudPosture", "StorageAccounts", "KeyVaults" })
        {
            all.Add(new JsonObject { ["id"] = $"/subscriptions/{Subscription}/providers/Microsoft.Security/pricings/{name}", ["name"] = name, ["type"] = "Microsoft.Security/pricings", ["properties"] = new JsonObject { ["pricingTier"] = "Free" } });
        }
        foreach (var resource in Example.Estate(check, example).Resources.Where(resource => resource.Type.Record != typeof(Subscription)))
        {
            var document = JsonNode.Parse(resource.Wire.Span)!.AsObject();
            var (id, type, read) = (resource.Identity.Id, resource.Type.Name, (AzureResourceAttribute)resource.Type.Read);
            if (resource.Type.Parent is { } whole && resource.Identity.Parent is { } parent)
            {
                id = read.IsSetting ? $"{parent}/{read.PartPath}" : id;
                // Examples speak of a part without its whole.
                Add(parent, whole.Name, new() { ["kind"] = "AIServices", ["properties"] = new JsonObject() }, unlessThere: true);
            }
            Add(id, type.EndsWith("/diagnosticSettings", StringComparison.Ordinal) ? "Microsoft.Insights/diagnosticSettings" : type, document, unlessThere: false);
        }

        void Add(string id, string type, JsonObject document, bool unlessThere)
        {
            // Examples name endpoints without their workspace.
            var (provider, words) = (id.LastIndexOf("/providers/", StringComparison.Ordinal), type.Split('/'));
            if (provider > 0 && words.Length > 2 && id[provider..].Split('/') is [_, _, .. var own] && own.Length == words.Length + 1 && own.SkipLast(1).SequenceEqual(words))
            {
                id = $"{id[..provider]}/providers/{words[0]}/{string.Join('/', words[1..^1].Select(word => $"{word}/example"))}/{words[^1]}/{own[^1]}";
            }
            var known = all.FirstOrDefault(other => id.Equals((string?)other!["id"], StringComparison.OrdinalIgnoreCase));
            if (known is not null && unlessThere)
            {
                return;
            }
            all.Remove(known);
            document["id"] = id;
            document["name"] ??= id[(id.LastIndexOf('/') + 1)..];
            document["type"] = type;
            if (words.Length == 2)
            {
                document["location"] ??= "westeurope";
            }
            all.Add(type.EndsWith("/models", StringComparison.Ordinal) ? new JsonObject { ["id"] = id, ["name"] = document["name"]!.DeepClone(), ["type"] = type, ["properties"] = document } : document);
        }
        tenant.Fake.Load(all.ToJsonString());
    }

    // What the settings take an absent member for is there, then, whether it is said or not.
    private string State()
    {
        var all = JsonNode.Parse(tenant.Fake.State())!.AsArray();
        foreach (var document in all.OfType<JsonObject>())
        {
            document.Remove("eTag");
            foreach (var setting in Setting.All.OfType<ArmSetting>().Where(setting => setting.Type == (string?)document["type"]))
            {
                Whole(document, setting);
            }
        }
        return Sorted(all)!.ToJsonString(new() { WriteIndented = true });
    }

    private static JsonObject Whole(JsonObject document, ArmSetting setting)
    {
        document.Remove("etag");
        document.Remove("eTag");
        foreach (var (path, text) in setting.Defaults)
        {
            var names = path.Split('.');
            var part = document;
            foreach (var name in names[..^1])
            {
                part = (JsonObject)(part[name] ??= new JsonObject());
            }
            part[names[^1]] ??= JsonNode.Parse(text);
        }
        return document;
    }

    // JSON's order of members says nothing.
    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    /// <summary>Microsoft's client, started once; where it cannot be had, nothing is compared.</summary>
    public sealed class MicrosoftsClient : IDisposable
    {
        private Task<AzureReader?>? _reader;

        internal async Task<JsonNode?> ReadAsync(AzureFake fake, Change change)
        {
            var reader = await (_reader ??= AzureReader.StartAsync(fake, Subscription));
            if (reader is null)
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Node.js and npm are not installed.");
                return null;
            }
            var setting = (ArmSetting)change.Setting;
            var shown = await reader.ReadAsync((string)JsonNode.Parse(change.Place.Key)!["id"]!, setting.ApiVersion);
            // What the setting takes an absent member for is there, then, whether it is said or not.
            return shown is JsonObject document ? Whole(document, setting) : new JsonObject { ["absent"] = true };
        }

        public void Dispose() => _reader?.Result?.Dispose();
    }

    private sealed class Lines(List<JournalLine> lines) : IJournal
    {
        public void Add(JournalLine line) => lines.Add(line);
    }
}
