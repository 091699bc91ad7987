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
            foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Azure).OrderBy(repair => repair.About.CheckId, StringComparer.Ordinal))
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
            var run = new RepairRun(new AzureWriter(connection, connection.Scopes[0]), TimeProvider.System);
            var before = State();
            tenant.Fake.WritesTakeTime = true;
            tenant.Fake.ForgetRequests();
            var changes = await run.PlanAsync(wishes, id, Token);
            // What is as it should be already fails for another reason, which is a person's.
            if (changes.Count == 0)
            {
                continue;
            }
            Assert.All(tenant.Fake.Requests, request => Assert.StartsWith("GET ", request, StringComparison.Ordinal));
            var shown = await ShownAsync(changes);
            await run.ApplyAsync(changes, Token);
            var shownAfter = await ShownAsync(changes);
            Assert.All(shown.Zip(shownAfter), pair => Assert.False(pair.First is not null && JsonNode.DeepEquals(pair.First, pair.Second), $"{id}: Microsoft's client sees no change."));
            var judged = check.Judge(await ReadAsync(connection, check)).First(again => again.ResourceId == finding.ResourceId);
            Assert.True(judged.Status == Status.Pass, $"{judged.Status}: {judged.Reason}");
            await run.UndoAsync(Token);
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

    private static async Task<Estate> ReadAsync(AzureConnection connection, Check check) =>
        RepairRun.AsOfExamples(Assert.Single(await connection.ReadAsync([.. check.Types, .. Repair.Of(check)!.Needs], null, Token)));

    private void Load(Check check, ExampleAttribute example)
    {
        tenant.Fake.Reset();
        AzureDocuments all = new();
        all.AddSubscription(Subscription, "example");
        all.Add(s_choices.LogWorkspaceId!, "Microsoft.OperationalInsights/workspaces", new() { ["properties"] = new JsonObject() });
        foreach (var resource in Example.Estate(check, example).Resources.Where(resource => resource.Type.Record != typeof(Subscription)))
        {
            var read = (AzureResourceAttribute)resource.Type.Read;
            all.AddExample(resource.Identity.Id, resource.Type.Name, JsonNode.Parse(resource.Wire.Span)!.AsObject(),
                resource.Type.Parent is { } whole && resource.Identity.Parent is { } parent ? (parent, whole.Name) : null, read.IsSetting ? read.PartPath : null);
        }
        tenant.Fake.Load(all.ToString());
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
        private readonly string _certificate = Path.GetTempFileName();
        private Task<NpmClients.Reader?>? _reader;

        internal async Task<JsonNode?> ReadAsync(AzureFake fake, Change change)
        {
            if (await (_reader ??= StartAsync(fake)) is not { } reader)
            {
                return null;
            }
            var setting = (ArmSetting)change.Setting;
            var shown = await reader.AskAsync((string)JsonNode.Parse(change.Place.Key)!["id"]!, setting.ApiVersion);
            // What the setting takes an absent member for is there, then, whether it is said or not.
            return shown is JsonObject document ? Whole(document, setting) : new JsonObject { ["absent"] = true };
        }

        private async Task<NpmClients.Reader?> StartAsync(AzureFake fake)
        {
            await File.WriteAllTextAsync(_certificate, fake.CertificatePem);
            return await new NpmClients("azure").ReadAsync([fake.SecureEndpoint.ToString().TrimEnd('/'), Subscription], ("NODE_EXTRA_CA_CERTS", _certificate));
        }

        public void Dispose()
        {
            _reader?.Result?.Dispose();
            File.Delete(_certificate);
        }
    }
}
