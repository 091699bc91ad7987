using AiCloudSecurity.Core.Tests;
using System.Text.Json.Nodes;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>A bad network between us and a cloud: what is only slow changes nothing, and what cuts makes nothing pass.</summary>
public sealed class ToxicTests(AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    private static readonly Toxic[] s_slow = [Toxic.Latency, Toxic.Bandwidth, Toxic.SlowClose, Toxic.Slicer];

    private static readonly bool s_isFullRun = Environment.GetEnvironmentVariable("AISEC_FULL") is "1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Toxic> Toxics => new(Enum.GetValues<Toxic>());

    // AISEC_FULL=1 runs all of them; a fast run what cuts.
    public static TheoryData<Toxic> Cuts => s_isFullRun ? Toxics : [Toxic.ResetPeer, Toxic.LimitData];

    [Theory, MemberData(nameof(Toxics))]
    public async Task A_network_that_spoils_answers_of_Azure_makes_nothing_pass(Toxic toxic)
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        await using var proxy = ToxicProxy.Start(tenant.Fake.Endpoint, toxic);
        AssertHolds(toxic, whole, await TryAsync(async () => AzureTenant.Judge(await tenant.ReadAsync(tenant.Options with { EndpointUrl = proxy.Endpoint, Timeout = Patience(toxic) }))));
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_network_that_spoils_answers_of_Google_Cloud_makes_nothing_pass(Toxic toxic)
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync());
        await using var proxy = ToxicProxy.Start(organization.Fake.Endpoint, toxic);
        AssertHolds(toxic, whole, await TryAsync(async () => GcpOrganization.Judge(await organization.ReadAsync(organization.Options with { EndpointUrl = proxy.Endpoint, Timeout = Patience(toxic) }))));
    }

    // What is lost is an answer: whether it was done nobody knows then. A full run resets connections, too, which are tried again.
    public static TheoryData<Toxic> Losses => s_isFullRun ? [Toxic.Timeout, Toxic.ResetPeer, Toxic.LimitData] : [Toxic.Timeout, Toxic.LimitData];

    [Theory, MemberData(nameof(Losses))]
    public async Task A_network_that_loses_answers_leaves_a_repair_of_Azure_that_can_be_undone(Toxic toxic)
    {
        tenant.Fill();
        await using var proxy = ToxicProxy.Start(tenant.Fake.Endpoint);
        using var connection = await AzureConnection.OpenAsync(tenant.Options with { EndpointUrl = proxy.Endpoint, Subscriptions = [AzureTenant.Production], Timeout = Patience(toxic) }, Token);
        var writer = new AzureWriter(connection, connection.Scopes[0]);
        await RepairAsync(proxy, toxic, writer, "azure/cognitive/Account", ResourceIdentity.Global,
            new() { ["id"] = $"/subscriptions/{AzureTenant.Production}/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/open" }, new() { ["properties.disableLocalAuth"] = true });
    }

    [Theory, MemberData(nameof(Losses))]
    public async Task A_network_that_loses_answers_leaves_a_repair_of_Google_Cloud_that_can_be_undone(Toxic toxic)
    {
        organization.Fill();
        await using var proxy = ToxicProxy.Start(organization.Fake.Endpoint);
        using var connection = await GcpConnection.OpenAsync(organization.Options with { EndpointUrl = proxy.Endpoint, Organization = null, Projects = [GcpOrganization.Production], Timeout = Patience(toxic) }, Token);
        await RepairAsync(proxy, toxic, new GcpWriter(connection, connection.Scopes[0]), "gcp/notebooks/Metadata", ResourceIdentity.Global,
            new() { ["name"] = "projects/ai-prod/locations/europe-west4-a/instances/open" }, new() { ["gceSetup.metadata.notebook-disable-root"] = "true" });
    }

    // The answers of a repair are lost from some byte on, again and again, and those of its undo: wherever that is, the
    // journal says what is, and a good network brings back what was.
    internal static async Task RepairAsync(ToxicProxy proxy, Toxic toxic, ICloudWriter writer, string name, string region, JsonObject key, JsonObject members)
    {
        var setting = Setting.Find(name)!;
        var wish = new Wish(setting, new(writer.Scope.Id, writer.Scope.Partition, region, "id", key.ToJsonString()), "type", "name", Wish.With(members));
        Journaled journal = new();
        var engine = new RepairEngine(writer, journal, new Hurry(), "run", "Repair-AiFinding");
        var planned = await engine.PlanAsync([wish], "", Token);
        var from = proxy.Passed;
        Assert.Equal(RepairStatus.Applied, (await engine.ApplyAsync(planned!, Token)).Status);
        var whole = (int)(proxy.Passed - from);
        await UndoAllAsync();
        Assert.True(await IsBeforeAsync());
        HashSet<RepairStatus?> seen = [];
        // In eighths of what a good network brings back. A fast run takes some: silence and new attempts take their time.
        foreach (var part in s_isFullRun ? [0, 1, 2, 3, 4, 5, 6, 7, 8] : new[] { 4, 8 })
        {
            journal.Lines.Clear();
            (proxy.Toxic, proxy.From, proxy.Limit) = (toxic, proxy.Passed + whole * part / 8, 0);
            await TryAsync(() => engine.ApplyAsync(planned!, Token));
            proxy.Toxic = null;
            var entry = journal.Entries.SingleOrDefault();
            seen.Add(entry?.Status);
            Assert.True(entry?.Status is not (null or RepairStatus.Refused) || await IsBeforeAsync(), $"{entry?.Status} at {part}, and it was done.");
            Assert.True(entry?.Status is not RepairStatus.Applied || await engine.PlanAsync([wish], "", Token) is null, $"Applied at {part}, and it was not done.");
            if (entry is not null)
            {
                (proxy.Toxic, proxy.From) = (toxic, proxy.Passed + whole * (8 - part) / 8);
                await TryAsync(async () => await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token));
                proxy.Toxic = null;
                Assert.True(journal.Entries[0].Status is not RepairStatus.Undone || await IsBeforeAsync(), $"Undone at {part}, and it is not as it was.");
            }
            await UndoAllAsync();
            Assert.True(await IsBeforeAsync(), $"It does not come back at {part}.");
        }
        // Some were lost, and some were not.
        Assert.True(seen.Count > 1, string.Join(", ", seen));

        async Task<bool> IsBeforeAsync() => (await engine.PlanAsync([wish], "", Token))?.Before == planned!.Before;

        async Task UndoAllAsync()
        {
            foreach (var open in journal.Entries.Where(open => open.Status is not (RepairStatus.Undone or RepairStatus.Refused) && open.Begin.Undoes is null))
            {
                await engine.UndoAsync(open, await engine.PlanUndoAsync(open, Token), Token);
            }
        }

        static async Task TryAsync(Func<Task> change)
        {
            try
            {
                await change().WaitAsync(TimeSpan.FromSeconds(30), Token);
            }
            catch (AiCloudException failure)
            {
                Assert.Contains(failure.Id, new[] { ErrorId.CloudUnreachable, ErrorId.CloudRefused, ErrorId.ResourceChanged });
            }
        }
    }

    private sealed class Journaled : IJournal
    {
        public List<JournalLine> Lines { get; } = [];

        public IReadOnlyList<JournalEntry> Entries => Journal.Read((byte[])[.. Lines.SelectMany(Journal.Write)], "journal");

        public void Add(JournalLine line) => Lines.Add(line);
    }

    internal static TimeSpan Patience(Toxic toxic) => TimeSpan.FromSeconds(toxic == Toxic.Timeout ? 0.3 : 30);

    internal static async Task<Dictionary<string, Status>?> TryAsync(Func<Task<Dictionary<string, Status>>> judge)
    {
        try
        {
            return await judge();
        }
        catch (AiCloudException failure)
        {
            Assert.Contains(failure.Id, new[] { ErrorId.CloudUnreachable, ErrorId.CloudRefused, ErrorId.NothingAssessed });
            return null;
        }
    }

    internal static void AssertHolds(Toxic toxic, Dictionary<string, Status> whole, Dictionary<string, Status>? spoiled)
    {
        if (s_slow.Contains(toxic))
        {
            Assert.Equal(whole, spoiled);
        }
        else if (spoiled is not null)
        {
            Assert.All(spoiled, finding => Assert.True(finding.Value == Status.Unknown || finding.Value == whole.GetValueOrDefault(finding.Key), $"{finding.Key} is {finding.Value}"));
        }
    }
}

/// <summary>The same before AWS, whose tests share an emulator.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AwsToxicTests(AwsAccount account)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(ToxicTests.Cuts), MemberType = typeof(ToxicTests))]
    public async Task A_network_that_spoils_answers_of_AWS_makes_nothing_pass(Toxic toxic)
    {
        var fake = await account.FilledAsync();
        using var unchanging = fake.RememberAnswers();
        var checks = Checks.Check.All.Where(check => check.Id is "AWS-NET-001" or "AWS-NET-012" or "AWS-IAM-001" or "AWS-MON-021").ToList();
        async Task<Dictionary<string, Status>> JudgeAsync(Uri endpoint, TimeSpan patience)
        {
            using var connection = await Aws.AwsConnection.OpenAsync(new() { EndpointUrl = endpoint, Regions = ["us-east-1"], ThrottleLimit = 32, Timeout = patience }, Token);
            var estate = await connection.ReadAsync(checks.SelectMany(check => check.Types).Distinct(), null, Token);
            return checks.SelectMany(check => check.Judge(estate)).ToDictionary(finding => $"{finding.CheckId} {finding.ResourceId}", finding => finding.Status);
        }
        var whole = await JudgeAsync(fake.Endpoint, ToxicTests.Patience(Toxic.Latency));
        await using var proxy = ToxicProxy.Start(fake.Endpoint, toxic);
        ToxicTests.AssertHolds(toxic, whole, await ToxicTests.TryAsync(() => JudgeAsync(proxy.Endpoint, ToxicTests.Patience(toxic))));
    }

    [Theory, MemberData(nameof(ToxicTests.Losses), MemberType = typeof(ToxicTests))]
    public async Task A_network_that_loses_answers_leaves_a_repair_of_AWS_that_can_be_undone(Toxic toxic)
    {
        await using var fake = await AwsFake.StartAsync();
        var signedIn = new SettingsAccount();
        signedIn.Put("log group", "prompts", """{ "logGroupName": "prompts", "retentionInDays": 7 }""");
        fake.AnswerBy(signedIn);
        await using var proxy = ToxicProxy.Start(fake.Endpoint);
        using var connection = await AwsConnection.OpenAsync(new() { EndpointUrl = proxy.Endpoint, Regions = ["eu-west-1"], Timeout = ToxicTests.Patience(toxic) }, Token);
        await ToxicTests.RepairAsync(proxy, toxic, new AwsWriter(connection), "aws/logs/LogGroup", "eu-west-1", new() { ["logGroupName"] = "prompts" }, new() { ["retentionInDays"] = 90 });
    }
}
