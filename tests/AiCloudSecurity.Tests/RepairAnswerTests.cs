using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>What Repair-AiFinding answers to a finding: a change, an error, or that nothing is to be done any more; and never silence.</summary>
public sealed class RepairAnswerTests : IAsyncLifetime
{
    private const string Subscription = "/subscriptions/00000000-0000-0000-0000-000000000001";
    private const string Storage = $"{Subscription}/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/training";
    private const string Closed = """{ "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "SecuredByPerimeter" }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-answers");
    private AzureFake _fake = null!;

    private string JournalPath => Path.Join(_folder.FullName, "repairs.jsonl");

    private IReadOnlyList<JsonNode> Journal => [.. File.ReadAllLines(JournalPath).Select(line => JsonNode.Parse(line)!)];

    private IEnumerable<string> Writes => _fake.Requests.Where(request => request.TrimStart('+').Split(' ')[0] is "PUT" or "PATCH" or "DELETE");

    public async ValueTask InitializeAsync() => _fake = await AzureFake.StartAsync();

    [Fact]
    public void Repaired_twice_is_repaired_once_and_the_second_time_says_so()
    {
        using var session = Session();
        Load("""{ "allowBlobPublicAccess": true, "allowSharedKeyAccess": true, "networkAcls": { "defaultAction": "Allow" } }""");
        var made = Repair(session, "-Force");
        Assert.Empty(made.Errors);
        Assert.Equal(["Applied"], made.Output.Select(change => RepairWhatIfTests.Of(change, "Status")));
        Assert.Single(Writes);
        var (state, journal) = (_fake.State(), File.ReadAllText(JournalPath));
        _fake.ForgetRequests();
        var again = session.Run($"$found | Repair-AiFinding -Force -SkipPrecheck {Where}");
        Assert.Empty(again.Errors);
        Assert.Empty(again.Output);
        Assert.Contains("AZ-NET-040 of training passes now", Assert.Single(again.Warnings), StringComparison.Ordinal);
        Assert.Empty(Writes);
        Assert.Equal(state, _fake.State());
        Assert.Equal(journal, File.ReadAllText(JournalPath));
    }

    [Fact]
    public void What_is_taken_back_is_written_down_as_a_change_of_its_own()
    {
        using var session = Session();
        Load("""{ "allowBlobPublicAccess": true, "allowSharedKeyAccess": true, "networkAcls": { "defaultAction": "Allow" } }""");
        var before = _fake.State();
        Repair(session, "-Force");
        Assert.Empty(session.Run($"Undo-AiRepair -Force {Where}").Errors);
        Assert.Equal(before, _fake.State());
        Assert.Equal(["Begin", "Applied", "Begin", "Applied"], Journal.Select(line => (string?)line["step"]));
        var (change, undo) = (Journal[0], Journal[2]);
        Assert.Equal(((string?)change["id"], "Undo-AiRepair"), ((string?)undo["undoes"], (string?)undo["by"]));
        Assert.Equal(((string?)change["after"], (string?)change["before"]), ((string?)undo["before"], (string?)undo["after"]));
        Assert.NotEqual((string?)change["id"], (string?)undo["id"]);
        Assert.Equal((string?)undo["id"], (string?)Journal[3]["id"]);
    }

    [Fact]
    public void Who_says_no_to_what_may_break_keeps_it_as_it_is()
    {
        var host = new AnsweringHost("&No");
        using var session = Session(host);
        Load("""{ "allowBlobPublicAccess": true, "allowSharedKeyAccess": true, "networkAcls": { "defaultAction": "Allow" } }""");
        var before = _fake.State();
        var unasked = Repair(session, "");
        Assert.Equal(["ConfirmationNeeded"], unasked.ErrorIds);
        Assert.Empty(host.Questions);
        var asked = Repair(session, "-Confirm");
        Assert.Empty(asked.Errors);
        Assert.Empty(asked.Output);
        var question = Assert.Single(host.Questions);
        Assert.Contains("training", question, StringComparison.Ordinal);
        var breaks = RepairWhatIfTests.Of(Assert.Single(Repair(session, "-WhatIf").Output), "Breaks");
        Assert.NotEmpty(breaks);
        Assert.Contains($"May break: {breaks}", question, StringComparison.Ordinal);
        Assert.Empty(Writes);
        Assert.Equal(before, _fake.State());
        Assert.Empty(File.ReadAllText(JournalPath));
    }

    [Fact]
    public void What_is_set_as_a_repair_would_set_it_and_fails_still_is_an_error_that_says_why()
    {
        using var session = Session();
        Load(Closed,
            ($"{Network}/networkSecurityPerimeters/p", "Microsoft.Network/networkSecurityPerimeters", """{ }"""),
            ($"{Network}/networkSecurityPerimeters/p/profiles/open", "Microsoft.Network/networkSecurityPerimeters/profiles", """{ }"""),
            ($"{Network}/networkSecurityPerimeters/p/profiles/open/accessRules/all", "Microsoft.Network/networkSecurityPerimeters/profiles/accessRules", """{ "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] }"""),
            ($"{Network}/networkSecurityPerimeters/p/resourceAssociations/a", "Microsoft.Network/networkSecurityPerimeters/resourceAssociations", $$"""{ "privateLinkResource": { "id": "{{Storage}}" }, "profile": { "id": "{{Network}}/networkSecurityPerimeters/p/profiles/open" } }"""));
        var result = Repair(session, "-Force");
        Assert.Empty(result.Output);
        var error = Assert.Single(result.Errors).Exception.Message;
        Assert.Contains("AZ-NET-040 of training fails for what takes a person, because azure/storage/Account is as a repair would set it", error, StringComparison.Ordinal);
        Assert.Contains("Deny networks by default", error, StringComparison.Ordinal);
        Assert.Empty(Writes);
    }

    private const string Network = $"{Subscription}/resourceGroups/ai/providers/Microsoft.Network";

    private string Where => $"-EndpointUrl {_fake.Endpoint} -JournalPath '{JournalPath}'";

    private static ModuleSession Session(AnsweringHost? host = null)
    {
        var session = new ModuleSession(host);
        session.Run(AzureCommandTests.AzAccounts("'t'"));
        return session;
    }

    // A workspace's storage, and what else an example needs.
    private void Load(string storage, params (string Id, string Type, string Properties)[] more)
    {
        (string Id, string Type, string Properties)[] all =
        [
            (Subscription, "Microsoft.Resources/subscriptions", "{ }"),
            ($"{Subscription}/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/lab", "Microsoft.MachineLearningServices/workspaces", $$"""{ "storageAccount": "{{Storage}}" }"""),
            (Storage, "Microsoft.Storage/storageAccounts", storage),
            .. more,
        ];
        _fake.Load(new JsonArray([.. all.Select(one => new JsonObject
        {
            ["id"] = one.Id, ["name"] = one.Id.Split('/')[^1], ["type"] = one.Type, ["location"] = "westeurope", ["subscriptionId"] = one.Id.Split('/')[2], ["properties"] = JsonNode.Parse(one.Properties),
        })]).ToJsonString());
    }

    private SessionResult Repair(ModuleSession session, string with)
    {
        var found = session.Run($"$found = Test-AiSecurity -Cloud Azure -CheckId AZ-NET-040 -EndpointUrl {_fake.Endpoint} -InformationAction Ignore -ErrorAction SilentlyContinue | Where-Object Status -EQ Fail; $found");
        Assert.Single(found.Output);
        _fake.ForgetRequests();
        return session.Run($"$found | Repair-AiFinding -SkipPrecheck {with} {Where}");
    }

    public async ValueTask DisposeAsync()
    {
        await _fake.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
