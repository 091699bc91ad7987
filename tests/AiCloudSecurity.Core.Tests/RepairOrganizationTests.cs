using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;

namespace AiCloudSecurity.Core.Tests;

/// <summary>The opt-out of an organisation takes several requests, of which each needs what the one before it made.</summary>
public sealed class RepairOrganizationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organisation_is_opted_out_at_its_root_and_comes_back_as_it_was()
    {
        var (cloud, journal) = (new Organization(), new Lines());
        var engine = new RepairEngine(cloud, journal, TimeProvider.System, "run", "Enable-AiSecurityPosture");
        var before = cloud.State;
        var change = (await engine.PlanAsync([Wanted(cloud)], "AWS-DATA-049", Token))!;
        Assert.Equal(before, cloud.State);
        Assert.Contains("AtRoot: false → true", change.Fields());
        await engine.ApplyAsync(change, Token);
        Assert.Equal(["EnablePolicyType", "CreatePolicy", "AttachPolicy"], cloud.Written);
        Assert.Equal("optOut", (string)JsonNode.Parse(cloud.Policies.Single().Content)!["services"]!["default"]!["opt_out_policy"]!["@@assign"]!);
        Assert.Null(await engine.PlanAsync([Wanted(cloud)], "AWS-DATA-049", Token));
        var entry = Assert.Single(journal.Entries);
        await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token);
        Assert.Equal(["DetachPolicy", "DeletePolicy", "DisablePolicyType"], cloud.Written.Skip(3));
        Assert.Equal(before, cloud.State);
    }

    // Killed between any two requests, the journal tells the truth, and undo restores what was done of it.
    [Fact]
    public async Task Whichever_request_is_the_last_one_undo_restores()
    {
        for (var requests = 0; requests < 3; requests++)
        {
            var (cloud, journal) = (new Organization { WritesToLive = requests }, new Lines());
            var engine = new RepairEngine(cloud, journal, TimeProvider.System, "run", "Enable-AiSecurityPosture");
            var before = cloud.State;
            var change = (await engine.PlanAsync([Wanted(cloud)], "AWS-DATA-049", Token))!;
            await Assert.ThrowsAsync<DiedException>(() => engine.ApplyAsync(change, Token));
            Assert.Equal(requests, cloud.Written.Count);
            cloud.WritesToLive = int.MaxValue;
            var entry = Assert.Single(journal.Entries);
            Assert.Equal(RepairStatus.Interrupted, entry.Status);
            await engine.UndoAsync(entry, await engine.PlanUndoAsync(entry, Token), Token);
            Assert.Equal(before, cloud.State);
        }
    }

    private static Wish Wanted(Organization cloud) =>
        new(OrganizationSettings.OptOut, new(cloud.Scope.Id, "aws", ResourceIdentity.Global, "account", OrganizationSettings.Key.ToJsonString()), "AWS::Account", "account", Wish.With(OrganizationSettings.OptedOut), "It holds everywhere.");

    // An organisation of one root, which has a policy of somebody else's.
    private sealed class Organization : ICloudWriter
    {
        private readonly HashSet<(string Policy, string Target)> _attached = [];
        private bool _isEnabled;

        public Scope Scope { get; } = new() { Cloud = Cloud.Aws, Id = "111122223333", Name = "a", Caller = "c", Partition = "aws" };

        public List<(string Id, string Name, string Content)> Policies { get; } = [];

        public List<string> Written { get; } = [];

        public int WritesToLive { get; set; } = int.MaxValue;

        public string State => $"{_isEnabled} {string.Join(',', Policies)} {string.Join(',', _attached)}";

        public Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
        {
            var body = JsonNode.Parse(call.Body)!;
            var isRead = call.Operation.StartsWith("List", StringComparison.Ordinal) || call.Operation.StartsWith("Describe", StringComparison.Ordinal);
            if (!isRead)
            {
                if (WritesToLive-- <= 0)
                {
                    throw new DiedException();
                }
                Written.Add(call.Operation);
            }
            string Of(string member) => (string)body[member]!;
            JsonNode answer = new JsonObject();
            switch (call.Operation)
            {
                case "ListRoots":
                    answer = JsonNode.Parse($$"""{ "Roots": [ { "Id": "r-1", "PolicyTypes": [ { "Type": "AISERVICES_OPT_OUT_POLICY", "Status": "{{(_isEnabled ? "ENABLED" : "PENDING_ENABLE")}}" } ] } ] }""")!;
                    break;
                case "ListPolicies":
                    // A page each.
                    var page = body["NextToken"] is { } token ? int.Parse((string)token!, System.Globalization.CultureInfo.InvariantCulture) : 0;
                    answer[nameof(Policies)] = new JsonArray([.. Policies.Skip(page).Take(1).Select(policy => new JsonObject { ["Id"] = policy.Id, ["Name"] = policy.Name })]);
                    if (page + 1 < Policies.Count)
                    {
                        answer["NextToken"] = $"{page + 1}";
                    }
                    break;
                case "DescribePolicy":
                    answer["Policy"] = new JsonObject { ["Content"] = Policies.Single(policy => policy.Id == Of("PolicyId")).Content };
                    break;
                case "ListTargetsForPolicy":
                    answer["Targets"] = new JsonArray([.. _attached.Where(pair => pair.Policy == Of("PolicyId")).Select(pair => new JsonObject { ["TargetId"] = pair.Target })]);
                    break;
                case "EnablePolicyType" or "DisablePolicyType":
                    Assert.Equal("r-1", Of("RootId"));
                    _isEnabled = call.Operation == "EnablePolicyType";
                    break;
                case "CreatePolicy":
                    Policies.Add(("p-1", Of("Name"), Of("Content")));
                    break;
                case "AttachPolicy":
                    _attached.Add((Of("PolicyId"), Of("TargetId")));
                    break;
                case "DetachPolicy":
                    Assert.True(_attached.Remove((Of("PolicyId"), Of("TargetId"))));
                    break;
                case "DeletePolicy":
                    Assert.Equal(1, Policies.RemoveAll(policy => policy.Id == Of("PolicyId")));
                    break;
                default:
                    throw new InvalidOperationException(call.Operation);
            }
            return Task.FromResult(answer.ToJsonString());
        }
    }

    private sealed class Lines : IJournal
    {
        private readonly List<JournalLine> _all = [];

        public IReadOnlyList<JournalEntry> Entries => Journal.Read((byte[])[.. _all.SelectMany(Journal.Write)], "journal");

        public void Add(JournalLine line) => _all.Add(line);
    }
}
