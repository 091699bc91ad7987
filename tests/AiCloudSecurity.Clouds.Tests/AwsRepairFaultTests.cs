using AiCloudSecurity.Core.Tests;
using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Tests;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>
/// Every request that a repair of AWS makes, or the undo of it, meets every fault: once, whenever it is made, and with all
/// that comes after it. The requests are those that a good run was seen to make, so a repair that is new is here without
/// being listed. AISEC_FULL=1 runs all; a fast run a slice.
/// </summary>
[Collection(Settings.OfTheProcess)]
public sealed class AwsRepairFaultTests
{
    // Of so many cases a fast run takes one.
    private const int Slice = 997;

    // Of the steps at which a process may die a fast run takes one of so many.
    private const int StepsApart = 19;

    private static readonly bool s_isFullRun = Environment.GetEnvironmentVariable("AISEC_FULL") is "1";

    private static readonly RepairChoices s_choices = new()
    {
        KmsKeyId = "arn:aws:kms:eu-west-1:111122223333:key/k", LogGroupName = "logs", RoleArn = "arn:aws:iam::111122223333:role/logs", LogBucketName = "logs", LifecycleConfig = "script", Topic = "arn:aws:sns:eu-west-1:111122223333:team", Guardrail = "guardrail1:2",
    };

    // After these nobody knows whether it was done: both are tried.
    private static readonly WireFault[] s_silent = [WireFault.ErrorOnce, WireFault.Unavailable, WireFault.ErrorInBody, WireFault.MalformedBody, WireFault.HtmlPage, WireFault.EmptyBody, WireFault.NoAnswer, WireFault.Reset];

    // What says that something is not there, or is of another type, for as long as it is asked lies consistently: nobody could tell.
    private static readonly WireFault[] s_lies = [WireFault.NotFound, WireFault.NotInRegion, WireFault.WrongTypes, WireFault.RepeatedPage, WireFault.EmptyBody, WireFault.LoneSurrogates];

    private static readonly WireFault[] s_lists = [WireFault.TokenLoop, WireFault.LostPage, WireFault.RepeatedPage];

    private enum Phase { Plan, Apply, Undo }

    private enum Reach { Once, Again, AllAfter }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What a repair wants of one setting.</summary>
    private sealed record Subject(string Name, Wish Wish)
    {
        /// <summary>The check that fails, and the example; null for what is asked for without a finding.</summary>
        public (Check Check, ExampleAttribute Example)? Found { get; init; }

        /// <summary>What the resource is read by, where the setting reads the same; null where it is a setting of something else.</summary>
        public AwsResourceAttribute? Same => Found?.Check.Subject.Read is AwsResourceAttribute { Describe: { } describe } read && Wish.Setting is AwsSetting setting && setting.Get.Split(' ')[0] == describe.Split(' ')[0] ? read : null;
    }

    /// <summary>One thing that goes wrong.</summary>
    private sealed record Case(Subject Subject, Phase Phase, int Request, string Operation, WireFault? Fault, bool IsDone, Reach Reach)
    {
        public override string ToString() => $"{Subject.Name}: {Phase} {Request} {Operation}, {(Fault is null ? "cancelled" : Fault)}{(IsDone ? " when it is done" : "")}, {Reach}";
    }

    [Fact]
    public async Task Whatever_happens_to_any_request_of_a_repair_the_journal_tells_the_truth_and_undo_restores()
    {
        var subjects = Subjects().ToList();
        List<Case> cases = [];
        await using (var bench = await Bench.StartAsync())
        {
            foreach (var subject in subjects)
            {
                cases.AddRange(Cases(subject, await bench.WatchAsync(subject)));
            }
        }
        var chosen = s_isFullRun ? cases : [.. cases.Where((_, number) => number % Slice == 0)];
        ConcurrentBag<string> wrong = [];
        ConcurrentQueue<Case> left = new(chosen);
        await Task.WhenAll(Enumerable.Range(0, s_isFullRun ? 48 : 8).Select(async _ =>
        {
            await using var bench = await Bench.StartAsync();
            while (left.TryDequeue(out var one))
            {
                try
                {
                    await bench.RunAsync(one).WaitAsync(TimeSpan.FromMinutes(2), Token);
                }
                catch (Exception failure) when (!Token.IsCancellationRequested)
                {
                    wrong.Add($"{one}: {failure.GetType().Name} {failure.Message.ReplaceLineEndings(" ")}");
                    if (failure is TimeoutException)
                    {
                        // What hangs would disturb whatever came after it.
                        break;
                    }
                }
            }
        }));
        TestContext.Current.TestOutputHelper?.WriteLine($"{chosen.Count} of {cases.Count} cases of {subjects.Count} changes");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} wrong in {chosen.Count} of {cases.Count} cases:\n{string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(100).Select(what => what.Length > 500 ? what[..500] : what))}");
        Assert.True(left.IsEmpty);
    }

    // Killed before or after any request and any line of the journal, of the change and of its undo: what was done by then, and
    // what lies on disk, is all that there is.
    [Fact]
    public async Task A_process_that_dies_at_any_step_of_a_repair_or_of_its_undo_leaves_a_journal_that_tells_the_truth_and_can_be_undone()
    {
        await using var bench = await Bench.StartAsync();
        var (deaths, subjects) = (0, Subjects().ToList());
        for (var number = 0; number < subjects.Count; number++)
        {
            var survived = false;
            // A fast run lets each change die at some of its steps, of the next change at others.
            for (var step = s_isFullRun ? 1 : 1 + number % StepsApart; !survived; step += s_isFullRun ? 1 : StepsApart)
            {
                survived = await bench.DieAsync(subjects[number], step);
                deaths += survived ? 0 : 1;
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{deaths} deaths in {subjects.Count} changes");
        // Two looks, a line, a request, a look, a line; and that again.
        Assert.True(deaths >= 20 * subjects.Count / (s_isFullRun ? 1 : StepsApart), $"{deaths}");
    }

    // A repair that is new is read back here, or must be in the lists of those that are repaired in moto.
    [Fact]
    public async Task What_no_account_in_moto_shows_passes_when_it_is_repaired_and_the_aws_command_line_reads_it_and_what_was_before()
    {
        await using var bench = await Bench.StartAsync();
        HashSet<string> proven = [.. RepairedInMoto.Checks, .. RepairedInMoto.WithPlaceForLogs, .. RepairedInMoto.Elsewhere];
        foreach (var subject in Subjects().Where(subject => subject.Found is { } found && !proven.Contains(found.Check.Id)).ToList())
        {
            await bench.ReadBackAsync(subject);
            proven.Add(subject.Found!.Value.Check.Id);
        }
        Assert.Empty(Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Aws).Select(repair => repair.About.CheckId).Except(proven));
    }

    [Fact]
    public async Task What_may_break_says_how_often_it_was_used_and_by_whom_or_that_nobody_could_see_it()
    {
        await using var bench = await Bench.StartAsync();
        var subjects = Subjects().DistinctBy(subject => subject.Name).ToDictionary(subject => subject.Name);
        Assert.Contains("It was used 12 times in the last 7 days by its URL.", await bench.BreaksAsync(subjects["AWS-NET-033 aws/lambda/FunctionUrl"]), StringComparison.Ordinal);
        Assert.Contains("It was used 2 times in the last 7 days, last by arn:aws:iam::111122223333:user/erin (AssumeRole)", await bench.BreaksAsync(subjects["AWS-IAM-038 aws/iam/TrustPolicy"]), StringComparison.Ordinal);
        Assert.Contains("It was used 1 time in the last 7 days, last by arn:aws:iam::111122223333:user/erin (Converse)", await bench.BreaksAsync(subjects["AWS-IAM-020 aws/iam/ServiceSpecificCredential"]), StringComparison.Ordinal);
        Assert.Contains("could not be seen (cloudtrail:LookupEvents: AccessDenied", await bench.BreaksAsync(subjects["AWS-IAM-038 aws/iam/TrustPolicy"], "cloudtrail:LookupEvents"), StringComparison.Ordinal);
    }

    private static IEnumerable<Case> Cases(Subject subject, IReadOnlyList<(Phase Phase, string Operation, bool IsWrite)> requests)
    {
        var (number, phase) = (0, Phase.Plan);
        HashSet<string> read = [];
        foreach (var request in requests)
        {
            if (request.Phase != phase)
            {
                (number, phase) = (0, request.Phase);
                read.Clear();
            }
            number++;
            // What is read again and again between two writes is read the first time for all.
            if (!request.IsWrite && !read.Add(request.Operation))
            {
                continue;
            }
            if (request.IsWrite)
            {
                read.Clear();
            }
            foreach (var isDone in request.IsWrite ? (bool[])[false, true] : [false])
            {
                yield return new(subject, phase, number, request.Operation, null, isDone, Reach.Once);
            }
            foreach (var fault in Enum.GetValues<WireFault>())
            {
                if (request.IsWrite ? s_lists.Contains(fault) : s_lists.Contains(fault) && !request.Operation.Contains(":List", StringComparison.Ordinal) && !request.Operation.Contains("sForBudget", StringComparison.Ordinal) && !request.Operation.Contains("ForNotification", StringComparison.Ordinal))
                {
                    continue;
                }
                foreach (var reach in Enum.GetValues<Reach>())
                {
                    if (reach != Reach.Once && s_lies.Contains(fault) || reach == Reach.Once && fault == WireFault.TokenLoop)
                    {
                        continue;
                    }
                    yield return new(subject, phase, number, request.Operation, fault, false, reach);
                    if (request.IsWrite && s_silent.Contains(fault))
                    {
                        yield return new(subject, phase, number, request.Operation, fault, true, reach);
                    }
                }
            }
        }
    }

    // Every setting that a repair of AWS asks for, on an example that its check fails; and what is asked for without a finding.
    private static IEnumerable<Subject> Subjects()
    {
        var scope = new Scope { Cloud = Cloud.Aws, Id = "111122223333", Name = "111122223333", Caller = "arn:aws:iam::111122223333:role/auditor", Partition = "aws" };
        foreach (var repair in Repair.All.Where(repair => repair.Subject.Cloud == Cloud.Aws).OrderBy(repair => repair.About.CheckId, StringComparer.Ordinal).ThenBy(repair => repair.Subject.Name, StringComparer.Ordinal))
        {
            var check = Check.All.Single(check => check.Id == repair.About.CheckId && check.Subject == repair.Subject);
            Dictionary<string, (Wish Wish, ExampleAttribute Example)> wishes = [];
            foreach (var example in check.Examples.Where(example => example.Expected == Status.Fail))
            {
                var estate = Example.Estate(check, example);
                var resource = estate.Resources.Concat(estate.Containers).First(resource => resource.Type == check.Subject);
                try
                {
                    foreach (var wish in repair.Plan(resource, estate, new(), s_choices))
                    {
                        wishes.TryAdd(wish.Setting.Name, (wish with { Place = wish.Place with { Key = Whole(wish.Place.Key) } }, example));
                    }
                }
                catch (UnseenException)
                {
                    // The example lacks what only the repair looks at.
                }
            }
            foreach (var (setting, (wish, example)) in wishes)
            {
                yield return new($"{check.Id} {setting}", wish) { Found = (check, example) };
            }
        }
        yield return new("a policy that is attached", GrantRevocation.Of(scope, "arn:aws:iam::111122223333:role/r", "attached", "s"));
        yield return new("a policy of its own", GrantRevocation.Of(scope, "arn:aws:iam::111122223333:user/u", "own", "s"));
        yield return new("a budget that is new", new BudgetAlert { Name = "new", Amount = 500, Emails = ["a@example.com"] }.InAws(scope));
        yield return new("a budget that is changed", new BudgetAlert
        {
            Name = "there", Amount = 600, Percents = [50, 90], Emails = ["b@example.com"], StopAt = 120, StopPolicy = "arn:aws:iam::111122223333:policy/p", StopRoles = ["r"], RoleArn = "arn:aws:iam::111122223333:role/b",
        }.InAws(scope));
    }

    // Examples leave out ids that AWS always gives, or shorten them.
    private static string Whole(string key) => new JsonObject(JsonNode.Parse(key)!.AsObject().Select(member =>
        KeyValuePair.Create(member.Key, (JsonNode?)((member.Value?.ToString() ?? "") is var value && value.Length == 0 ? "example001" : member.Key.EndsWith("Id", StringComparison.Ordinal) ? value.PadRight(10, '0') : value)))).ToJsonString();

    /// <summary>An account in memory, and what is signed in to it.</summary>
    private sealed class Bench : IAsyncDisposable, IJournal, ICloudWriter
    {
        private readonly SettingsAccount _account = new();
        private readonly List<JournalLine> _lines = [];
        private AwsFake _fake = null!;
        private AwsConnection _connection = null!;
        private AwsWriter _writer = null!;
        private RepairEngine _engine = null!;
        private int _stepsToLive;

        public Scope Scope => _writer.Scope;

        private IReadOnlyList<JournalEntry> Entries => Journal.Read((byte[])[.. _lines.SelectMany(Journal.Write)], "journal");

        public static async Task<Bench> StartAsync()
        {
            var bench = new Bench { _fake = await AwsFake.StartAsync() };
            bench._fake.AnswerBy(bench._account);
            // The first connection of a process waits for compilation; the others are not to wait long for what never answers.
            var patient = new AwsOptions { EndpointUrl = bench._fake.Endpoint, Regions = ["eu-west-1"] };
            (await AwsConnection.OpenAsync(patient, Token)).Dispose();
            bench._connection = await AwsConnection.OpenAsync(patient with { Timeout = TimeSpan.FromSeconds(1) }, Token);
            bench._writer = new(bench._connection);
            bench._engine = new(bench, bench, new Hurry(), "run", "Repair-AiFinding");
            return bench;
        }

        public void Add(JournalLine line)
        {
            Step();
            _lines.Add(line);
            Step();
        }

        public async Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
        {
            Step();
            var answer = await _writer.CallAsync(call, cancellationToken);
            Step();
            return answer;
        }

        /// <summary>What a good run asks for.</summary>
        public async Task<IReadOnlyList<(Phase Phase, string Operation, bool IsWrite)>> WatchAsync(Subject subject)
        {
            List<(Phase, string, bool)> seen = [];
            var (before, change) = await PlanAsync(subject, seen);
            await _engine.ApplyAsync(change, Token);
            Note(Phase.Apply);
            Assert.All(_lines, line => Assert.True(line.Message is null, $"{subject.Name}: {line.Message}"));
            Assert.NotEqual(before, _account.State);
            var entry = Assert.Single(Entries);
            await _engine.UndoAsync(entry, await _engine.PlanUndoAsync(entry, Token), Token);
            Note(Phase.Undo);
            Assert.True(before == _account.State, $"{subject.Name} does not come back:\n{before}\n{_account.State}");
            return seen;

            void Note(Phase phase)
            {
                seen.AddRange(_fake.Requests.Select(request => (phase, request.Name, request.IsWrite)));
                _fake.ForgetRequests();
            }
        }

        /// <summary>One thing goes wrong, and all that must hold then holds.</summary>
        public async Task RunAsync(Case one)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var before = Start(one.Subject);
            var after = "";
            Change? change = null;
            try
            {
                if (one.Phase == Phase.Plan)
                {
                    Strike(one, cancel);
                }
                try
                {
                    change = await _engine.PlanAsync([one.Subject.Wish], "", cancel.Token);
                }
                catch (Exception failure) when (one.Phase == Phase.Plan && failure is CloudCallException or OperationCanceledException)
                {
                    AssertSays(one, failure, cancel);
                    Assert.Equal(before, _account.State);
                    return;
                }
                if (one.Phase == Phase.Plan && change is null)
                {
                    return;
                }
                if (one.Phase == Phase.Apply)
                {
                    Strike(one, cancel);
                }
                Exception? told = null;
                try
                {
                    Assert.Equal(RepairStatus.Applied, (await _engine.ApplyAsync(change!, cancel.Token)).Status);
                }
                catch (Exception failure) when (one.Phase != Phase.Undo && failure is AiCloudException or OperationCanceledException)
                {
                    told = failure;
                    AssertSays(one, failure, cancel);
                }
                after = _account.State;
                _fake.Wire = null;
                if (Entries.Count == 0)
                {
                    Assert.NotNull(told);
                    Assert.Equal(before, after);
                    return;
                }
                var entry = Assert.Single(Entries);
                switch (entry.Status)
                {
                    case RepairStatus.Refused:
                        Assert.NotNull(told);
                        Assert.True(before == after, "Refused, and it was done.");
                        return;
                    case RepairStatus.Applied:
                        Assert.Null(told);
                        Assert.True(before != after || entry.End!.Message is not null, "Applied, and nothing is changed.");
                        break;
                    default:
                        Assert.NotNull(told);
                        break;
                }
                if (one.Phase == Phase.Undo)
                {
                    Strike(one, cancel);
                    try
                    {
                        await _engine.UndoAsync(entry, await _engine.PlanUndoAsync(entry, cancel.Token), cancel.Token);
                        Assert.True(before == _account.State, "Undone, and it is not as it was.");
                    }
                    catch (Exception failure) when (failure is AiCloudException or OperationCanceledException)
                    {
                        AssertSays(one, failure, cancel);
                    }
                    _fake.Wire = null;
                    Assert.True(Entries[0].Status != RepairStatus.Undone || before == _account.State, "Undone, and it is not as it was.");
                }
                // As a user does: all that is open, the last first.
                foreach (var open in Entries.Where(open => open.Status is not (RepairStatus.Undone or RepairStatus.Refused) && open.Begin.Undoes is null).Reverse())
                {
                    await _engine.UndoAsync(open, await _engine.PlanUndoAsync(open, Token), Token);
                }
                Assert.True(before == _account.State, $"It does not come back:\n{before}\n{_account.State}");
            }
            finally
            {
                _fake.Wire = null;
            }
        }

        /// <summary>Changes and takes back, dies at a step of it, and comes back; whether it lived to the end.</summary>
        public async Task<bool> DieAsync(Subject subject, int step)
        {
            var (before, change) = await PlanAsync(subject, []);
            var survived = false;
            _stepsToLive = step;
            try
            {
                await _engine.ApplyAsync(change, Token);
                var done = Assert.Single(Entries);
                await _engine.UndoAsync(done, await _engine.PlanUndoAsync(done, Token), Token);
                survived = true;
            }
            catch (DiedException)
            {
            }
            _stepsToLive = 0;
            if (Entries.Count == 0)
            {
                Assert.True(before == _account.State, $"{subject.Name}, step {step}: something was done that no line tells of.");
                return survived;
            }
            // It is told of as made where it is made, and as undone where it is undone, and else as under way.
            var (made, undone) = (Entries[0].Status == RepairStatus.Applied, Entries[0].Status == RepairStatus.Undone);
            Assert.True(made || undone || Entries[0].Status == RepairStatus.Interrupted, $"{subject.Name}, step {step}: {Entries[0].Status}");
            Assert.True(!undone || before == _account.State, $"{subject.Name}, step {step}: undone, and it is not as it was.");
            Assert.True(!made || Entries.Count > 1 || before != _account.State, $"{subject.Name}, step {step}: made, and nothing is changed.");
            // As a user does: all that is open, the last first.
            foreach (var open in Entries.Where(open => open.Status is not RepairStatus.Undone && open.Begin.Undoes is null).Reverse())
            {
                await _engine.UndoAsync(open, await _engine.PlanUndoAsync(open, Token), Token);
            }
            Assert.True(before == _account.State, $"{subject.Name}, step {step}, does not come back:\n{before}\n{_account.State}");
            Assert.Equal(RepairStatus.Undone, Entries[0].Status);
            return survived;
        }

        /// <summary>What a change says that it may break, of something that was used.</summary>
        public async Task<string> BreaksAsync(Subject subject, string denied = "none")
        {
            Start(subject);
            var (place, key) = (subject.Wish.Place, JsonNode.Parse(subject.Wish.Place.Key)!);
            for (var day = 0; day < 3; day++)
            {
                _account.Put("metric", $"{day}", $$"""{ "About": "{{key["FunctionName"]}}", "Sum": 4.0 }""");
            }
            foreach (var (number, about, what) in new[] { (1, place.ResourceId, "AssumeRole"), (2, place.ResourceId, "AssumeRoleWithSAML"), (3, place.ResourceId, "TagRole"), (4, $"{key["UserName"]}", "Converse"), (5, $"{key["UserName"]}", "InvokeModel") })
            {
                // Of the calls of Bedrock one was signed.
                var record = new JsonObject { ["userIdentity"] = new JsonObject { ["arn"] = "arn:aws:iam::111122223333:user/erin" }, ["additionalEventData"] = new JsonObject { ["callWithBearerToken"] = what == "Converse" } };
                _account.Put("event", $"{number}", new JsonObject { ["About"] = about, ["EventName"] = what, ["EventSource"] = number > 3 ? "bedrock.amazonaws.com" : "sts.amazonaws.com", ["CloudTrailEvent"] = record.ToJsonString() }.ToJsonString());
            }
            using var refused = _fake.Deny(denied);
            return (await _engine.PlanAsync([subject.Wish], "", Token))!.Breaks;
        }

        /// <summary>Repairs, lets somebody else's client look, judges by what it saw, and takes back.</summary>
        public async Task ReadBackAsync(Subject subject)
        {
            var (_, change) = await PlanAsync(subject, []);
            var before = await LookAsync(subject);
            await _engine.ApplyAsync(change, Token);
            var after = await LookAsync(subject);
            Assert.False(JsonNode.DeepEquals(before, after), $"{subject.Name}: nobody sees a change.");
            var (check, example) = subject.Found!.Value;
            var repaired = subject.Same is { } read ? AsRead(example, read, before, after) : subject.Wish.Setting is AwsSetting setting ? WithPart(example, setting, JsonNode.Parse(subject.Wish.Place.Key)!, after) : OptedOut(example, after);
            var finding = check.Judge(Example.Estate(check, repaired)).First();
            Assert.True(finding.Status == Status.Pass, $"{subject.Name}: {finding.Status} {finding.Reason}");
            var entry = Assert.Single(Entries);
            await _engine.UndoAsync(entry, await _engine.PlanUndoAsync(entry, Token), Token);
            Assert.True(JsonNode.DeepEquals(before, await LookAsync(subject)), $"{subject.Name} does not come back.");
        }

        // The example with what the command line showed in place of what it said.
        private static FailsAttribute AsRead(ExampleAttribute example, AwsResourceAttribute read, JsonNode before, JsonNode after)
        {
            var json = JsonNode.Parse(example.Json)!.AsObject();
            foreach (var member in Own(before).Select(member => member.Key))
            {
                json.Remove(member);
            }
            foreach (var (member, value) in Own(after))
            {
                json[member] = value?.DeepClone();
            }
            return new(json.ToJsonString(), [.. example.With, $$"""KmsKey { "KeyId": "k", "Arn": "{{s_choices.KmsKeyId}}", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }"""]);

            JsonObject Own(JsonNode answer) => (read.Unwrap is null ? answer : answer[read.Unwrap]!).AsObject();
        }

        // Something else of the example is what was repaired: the profile of a domain.
        private static FailsAttribute WithPart(ExampleAttribute example, AwsSetting setting, JsonNode key, JsonNode shown)
        {
            var part = ResourceType.All.Single(type => type.Read is AwsResourceAttribute { Describe: { } describe } && describe.Split(' ')[0] == setting.Get.Split(' ')[0]).Record.Name;
            return new(example.Json, [.. example.With.Select(other => other.StartsWith(part + " ", StringComparison.Ordinal)
                && key.AsObject().All(name => name.Key == "DomainId" || $"{JsonNode.Parse(other[part.Length..])![name.Key]}" == $"{name.Value}") ? $"{part} {shown.ToJsonString()}" : other)]);
        }

        // Policies of an organisation, and where they hold, are resources of their own.
        private static FailsAttribute OptedOut(ExampleAttribute example, JsonNode shown) => new(example.Json,
        [
            .. example.With,
            .. shown["Policies"]!.AsArray().Select((policy, number) => $$"""AiOptOutPolicy { "@Id": "arn:{{number}}", "PolicySummary": { "Name": "p" }, "Content": {{policy!["Content"]!.ToJsonString()}} }"""),
            .. shown["Policies"]!.AsArray().SelectMany((policy, number) => policy!["Targets"]!.AsArray().Select(target => $$"""AiOptOutPolicyTarget { "@Parent": "arn:{{number}}", "TargetId": "{{target!["TargetId"]}}", "Type": "ROOT" }""")),
        ]);

        private async Task<JsonObject> LookAtOrganizationAsync()
        {
            async Task<JsonNode> Aws(params string[] command) => JsonNode.Parse(await MotoServer.RunAwsAsync(_fake.Endpoint, ["--region", "eu-west-1", "organizations", .. command]))!;
            JsonArray policies = [];
            foreach (var policy in (await Aws("list-policies", "--filter", "AISERVICES_OPT_OUT_POLICY"))["Policies"]!.AsArray())
            {
                var id = (string)policy!["Id"]!;
                policies.Add(new JsonObject
                {
                    ["Content"] = (await Aws("describe-policy", "--policy-id", id))["Policy"]!["Content"]!.DeepClone(),
                    ["Targets"] = (await Aws("list-targets-for-policy", "--policy-id", id))["Targets"]!.DeepClone(),
                });
            }
            return new() { ["Roots"] = (await Aws("list-roots"))["Roots"]!.DeepClone(), ["Policies"] = policies };
        }

        private async Task<JsonNode> LookAsync(Subject subject)
        {
            if (subject.Wish.Setting is not AwsSetting setting)
            {
                return await LookAtOrganizationAsync();
            }
            var input = setting.GetInput(JsonNode.Parse(subject.Wish.Place.Key)!.AsObject());
            var operation = string.Concat(setting.Get.Split(' ')[0].Select((letter, at) => char.IsUpper(letter) ? $"{(at == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
            var said = await MotoServer.RunAwsAsync(_fake.Endpoint, "--region", "eu-west-1", setting.Service == "s3" ? "s3api" : setting.Service, operation, "--cli-input-json", input.ToJsonString());
            return JsonNode.Parse(said.Length == 0 ? "{}" : said)!;
        }

        public async ValueTask DisposeAsync()
        {
            _connection.Dispose();
            await _fake.DisposeAsync();
        }

        private async Task<(string Before, Change Change)> PlanAsync(Subject subject, List<(Phase, string, bool)> seen)
        {
            var before = Start(subject);
            var change = await _engine.PlanAsync([subject.Wish], "", Token);
            Assert.True(change is not null, $"{subject.Name}: nothing is to be changed.");
            seen.AddRange(_fake.Requests.Select(request => (Phase.Plan, request.Name, request.IsWrite)));
            // What is planned is what -WhatIf shows: nothing that changes is sent for it, whichever repair it is.
            Assert.DoesNotContain(seen, request => request.Item3);
            _fake.ForgetRequests();
            Assert.Equal(before, _account.State);
            return (before, change);
        }

        private string Start(Subject subject)
        {
            _account.Clear();
            _lines.Clear();
            Seed(subject.Wish.Setting.Name, JsonNode.Parse(subject.Wish.Place.Key)!.AsObject());
            if (subject.Same is not null)
            {
                // What fails is as the example says.
                _account.Add([.. JsonNode.Parse(subject.Found!.Value.Example.Json)!.AsObject().Where(member => member.Key[0] != '@')]);
            }
            _fake.ForgetRequests();
            return _account.State;
        }

        private void Step()
        {
            if (_stepsToLive > 0 && --_stepsToLive == 0)
            {
                throw new DiedException();
            }
        }

        // From the request on of which a case speaks.
        private void Strike(Case one, CancellationTokenSource cancel)
        {
            var count = 0;
            _fake.Wire = request =>
            {
                var number = Interlocked.Increment(ref count);
                if (number < one.Request || number > one.Request && (one.Reach == Reach.Once || one.Reach == Reach.Again && request.Name != one.Operation))
                {
                    return null;
                }
                if (one.IsDone)
                {
                    _account.Do(request);
                }
                if (one.Fault is null)
                {
                    cancel.Cancel();
                    return WireFault.NoAnswer;
                }
                return one.Fault;
            };
        }

        private static void AssertSays(Case one, Exception failure, CancellationTokenSource cancel)
        {
            if (failure is OperationCanceledException)
            {
                Assert.True(cancel.IsCancellationRequested, "It was not cancelled.");
                return;
            }
            var setting = one.Subject.Wish.Setting;
            Assert.True(failure is CloudCallException || failure.Message.Contains(setting.Name, StringComparison.Ordinal), failure.Message);
            var id = failure is CloudCallException call ? call.Id : ((AiCloudException)failure).Id;
            // A conflict, and what has changed, are no fault of the way.
            Assert.True(id is ErrorId.CloudAccessDenied or ErrorId.CloudAuthenticationFailed or ErrorId.CloudRefused or ErrorId.CloudThrottled or ErrorId.CloudUnreachable or ErrorId.ResourceChanged, $"{id}: {failure.Message}");
            if (one.Fault == WireFault.Denied && failure is AiCloudException && id == ErrorId.CloudAccessDenied)
            {
                Assert.Contains("Grant ", failure.Message, StringComparison.Ordinal);
            }
        }

        // What is there before it is repaired. A setting that is new is to be added here.
        private void Seed(string setting, JsonObject key)
        {
            string Named(string member) => (string)key[member]!;
            switch (setting)
            {
                case "aws/s3/PublicAccessBlock":
                    _account.Put("s3", $"publicAccessBlock of {Named("Bucket")}", """{ "Body": "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls><BlockPublicPolicy>false</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets></PublicAccessBlockConfiguration>" }""");
                    break;
                case "aws/s3/Encryption":
                    _account.Put("s3", $"encryption of {Named("Bucket")}", """{ "Body": "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>" }""");
                    break;
                case "aws/s3/Versioning":
                    _account.Put("s3", $"versioning of {Named("Bucket")}", """{ "Body": "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>" }""");
                    break;
                case "aws/s3/Logging":
                    _account.Put("s3", $"logging of {Named("Bucket")}", """{ "Body": "<BucketLoggingStatus />" }""");
                    break;
                // Those that are not there before.
                case "aws/s3/Policy" or "aws/logs/DataProtectionPolicy" or "aws/cloudwatch/Alarm" or "aws/organizations/AiOptOutPolicy":
                    break;
                case "aws/bedrock/InvocationLogging":
                    _account.Put("logging", "", """{ "s3Config": { "bucketName": "old", "keyPrefix": "logs" }, "textDataDeliveryEnabled": false, "imageDataDeliveryEnabled": true }""");
                    break;
                case "aws/bedrock/Guardrail":
                    _account.Put("guardrail", Named("guardrailIdentifier"), """
                        { "guardrailId": "g", "guardrailArn": "arn:aws:bedrock:eu-west-1:111122223333:guardrail/g", "version": "DRAFT", "status": "READY", "name": "g", "blockedInputMessaging": "No.", "blockedOutputsMessaging": "No.",
                          "topicPolicy": { "topics": [ { "name": "advice", "definition": "Advice on money.", "examples": [ "Buy?" ], "type": "DENY" } ] },
                          "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "LOW", "outputStrength": "NONE" } ] } }
                        """);
                    break;
                case "aws/logs/LogGroup":
                    _account.Put("log group", Named("logGroupName"), $$"""{ "logGroupName": "{{Named("logGroupName")}}", "retentionInDays": 7 }""");
                    break;
                case "aws/cloudtrail/EventSelectors":
                    _account.Put("trail", Named("TrailName"), """{ "EventSelectors": [ { "ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [ { "Type": "AWS::Lambda::Function", "Values": [ "arn:aws:lambda" ] } ] } ] }""");
                    break;
                case "aws/iam/ServiceSpecificCredential":
                    _account.Put("credential", Named("ServiceSpecificCredentialId"), $$"""{ "UserName": "{{Named("UserName")}}", "ServiceSpecificCredentialId": "{{Named("ServiceSpecificCredentialId")}}", "Status": "Active" }""");
                    break;
                case "aws/iam/AccessKey":
                    _account.Put("access key", Named("AccessKeyId"), $$"""{ "UserName": "{{Named("UserName")}}", "AccessKeyId": "{{Named("AccessKeyId")}}", "Status": "Active" }""");
                    break;
                case "aws/iam/TrustPolicy":
                    _account.Put("role", Named("RoleName"), """{ "Document": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"sagemaker.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}" }""");
                    break;
                case "aws/iam/HeldPolicy":
                    var holder = $"{Named("Kind")} {Named("Name")} {Named("PolicyName")}";
                    if (Named("PolicyName") == "own")
                    {
                        _account.Put("own", holder, """{ "Document": "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }""");
                    }
                    else
                    {
                        _account.Put("attached", holder, """{ "PolicyName": "attached", "PolicyArn": "arn:aws:iam::111122223333:policy/attached" }""");
                    }
                    break;
                case "aws/kms/KeyRotation":
                    _account.Put("key", Named("KeyId"), """{ "KeyRotationEnabled": false }""");
                    break;
                case "aws/ec2/SecurityGroupIngress":
                    _account.Put("security group", Named("GroupId"), """
                        { "IpPermissions": [ { "IpProtocol": "tcp", "FromPort": "22", "ToPort": "22", "Ipv6Ranges": [ { "CidrIpv6": "::/0" } ] }, { "IpProtocol": "tcp", "FromPort": "443", "ToPort": "443", "IpRanges": [ { "CidrIp": "10.0.0.0/8" } ] } ] }
                        """);
                    break;
                case "aws/ec2/SubnetPublicAddresses":
                    _account.Put("subnet", Named("SubnetId"), """{ "MapPublicIpOnLaunch": "true" }""");
                    break;
                case "aws/lambda/FunctionUrl":
                    _account.Put("function url", Named("FunctionName"), """{ "AuthType": "NONE", "FunctionUrl": "https://x.lambda-url.eu-west-1.on.aws/" }""");
                    break;
                case "aws/sagemaker/NotebookInstance":
                    _account.Put("notebook", Named("NotebookInstanceName"), """{ "NotebookInstanceStatus": "InService", "RootAccess": "Enabled", "PlatformIdentifier": "notebook-al2-v2", "InstanceMetadataServiceConfiguration": { "MinimumInstanceMetadataServiceVersion": "1" } }""");
                    break;
                case "aws/sagemaker/ModelPackageGroupPolicy":
                    _account.Put("package group", Named("ModelPackageGroupName"), """{ "ResourcePolicy": "{}" }""");
                    break;
                case "aws/comprehend/ResourcePolicy":
                    _account.Put("comprehend", Named("ResourceArn"), """{ "ResourcePolicy": "{}" }""");
                    break;
                case "aws/ecr/Repository":
                    _account.Put("repository", Named("repositoryName"), """{ "imageTagMutability": "MUTABLE", "imageScanningConfiguration": { "scanOnPush": false } }""");
                    break;
                case "aws/budgets/Budget":
                    if (Named("BudgetName") == "there")
                    {
                        _account.Put("budget", "there", """{ "BudgetName": "there", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": { "Amount": "500", "Unit": "USD" } }""");
                        _account.Put("notification", "there ACTUAL 50", """{ "Notification": { "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 50, "ThresholdType": "PERCENTAGE" }, "Subscribers": [ { "SubscriptionType": "EMAIL", "Address": "a@example.com" } ] }""");
                        _account.Put("notification", "there ACTUAL 80", """{ "Notification": { "NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80, "ThresholdType": "PERCENTAGE" }, "Subscribers": [ { "SubscriptionType": "EMAIL", "Address": "a@example.com" } ] }""");
                    }
                    break;
                case "aws/bedrock-agent/Flow":
                    _account.Put("flow", Named("flowIdentifier"), """
                        { "id": "FLOW000001", "arn": "arn:aws:bedrock:eu-west-1:111122223333:flow/FLOW000001", "name": "orders", "executionRoleArn": "arn:aws:iam::111122223333:role/flow", "status": "Prepared", "version": "DRAFT", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z",
                          "definition": { "nodes": [ { "name": "ask", "type": "Prompt", "configuration": { "prompt": { "sourceConfiguration": { "resource": { "promptArn": "arn:aws:bedrock:eu-west-1:111122223333:prompt/PROMPT0001" } } } } },
                            { "name": "docs", "type": "KnowledgeBase", "configuration": { "knowledgeBase": { "knowledgeBaseId": "KB00000001", "modelId": "amazon.nova-lite-v1:0" } } } ] } }
                        """);
                    break;
                case "aws/bedrock-agent/Prompt":
                    _account.Put("prompt", Named("promptIdentifier"), """
                        { "id": "PROMPT0001", "arn": "arn:aws:bedrock:eu-west-1:111122223333:prompt/PROMPT0001", "name": "greet", "description": "Greets.", "version": "DRAFT", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "defaultVariant": "one",
                          "variants": [ { "name": "one", "templateType": "TEXT", "templateConfiguration": { "text": { "text": "Hello {{name}}", "inputVariables": [ { "name": "name" } ] } }, "modelId": "amazon.nova-lite-v1:0" } ] }
                        """);
                    break;
                case "aws/bedrock-agent/DataSource":
                    _account.Put("data source", Named("dataSourceId"), """
                        { "knowledgeBaseId": "KB00000001", "dataSourceId": "DS00000001", "name": "handbook", "status": "AVAILABLE", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "dataDeletionPolicy": "RETAIN",
                          "dataSourceConfiguration": { "type": "S3", "s3Configuration": { "bucketArn": "arn:aws:s3:::docs", "inclusionPrefixes": [ "handbook/" ] } },
                          "vectorIngestionConfiguration": { "chunkingConfiguration": { "chunkingStrategy": "FIXED_SIZE", "fixedSizeChunkingConfiguration": { "maxTokens": 300, "overlapPercentage": 20 } } } }
                        """);
                    break;
                case "aws/bedrock-agentcore/Gateway":
                    _account.Put("gateway", Named("gatewayIdentifier"), """
                        { "gatewayArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:gateway/tools-1234567890", "gatewayId": "tools-1234567890", "gatewayUrl": "https://tools", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "status": "READY", "name": "tools",
                          "roleArn": "arn:aws:iam::111122223333:role/tools", "protocolType": "MCP", "protocolConfiguration": { "mcp": { "searchType": "SEMANTIC", "instructions": "Tools." } }, "authorizerType": "NONE",
                          "policyEngineConfiguration": { "arn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:policy-engine/rules-1234567890", "mode": "LOG_ONLY" }, "exceptionLevel": "DEBUG" }
                        """);
                    break;
                case "aws/bedrock-agentcore/TokenVault":
                    _account.Put("vault", Named("tokenVaultId"), """{ "tokenVaultId": "default", "kmsConfiguration": { "keyType": "ServiceManagedKey" }, "lastModifiedDate": "2026-01-01T00:00:00Z" }""");
                    break;
                case "aws/lex/BotAlias":
                    _account.Put("bot alias", Named("botAliasId"), """
                        { "botAliasId": "ALIAS00001", "botAliasName": "live", "botVersion": "3", "botAliasStatus": "Available", "botId": "BOT0000001", "botAliasLocaleSettings": { "en_US": { "enabled": true, "codeHookSpecification": { "lambdaCodeHook": { "lambdaARN": "arn:aws:lambda:eu-west-1:111122223333:function:f", "codeHookInterfaceVersion": "1.0" } } } },
                          "conversationLogSettings": { "audioLogSettings": [ { "enabled": true, "destination": { "s3Bucket": { "s3BucketArn": "arn:aws:s3:::voices", "logPrefix": "lex/" } } } ] }, "sentimentAnalysisSettings": { "detectSentiment": true } }
                        """);
                    break;
                case "aws/sagemaker/TrainingJob":
                    _account.Put("training job", Named("TrainingJobName"), """{ "TrainingJobName": "train", "TrainingJobArn": "arn:aws:sagemaker:eu-west-1:111122223333:training-job/train", "TrainingJobStatus": "InProgress", "SecondaryStatus": "Training", "CreationTime": 1793448000, "RemoteDebugConfig": { "EnableRemoteDebug": true } }""");
                    break;
                case "aws/sagemaker/Domain":
                    _account.Put("domain", Named("DomainId"), """
                        { "DomainId": "d-1", "DomainArn": "arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", "Status": "InService", "AppNetworkAccessType": "PublicInternetOnly", "DefaultUserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/studio", "SecurityGroups": [ "sg-1" ], "SharingSettings": { "NotebookOutputOption": "Allowed", "S3OutputPath": "s3://shared/" } },
                          "DomainSettings": { "ExecutionRoleIdentityConfig": "USER_PROFILE_NAME", "DockerSettings": { "EnableDockerAccess": "ENABLED", "VpcOnlyTrustedAccounts": [ "111122223333" ] } } }
                        """);
                    break;
                case "aws/sagemaker/UserProfile":
                    _account.Put("user profile", Named("UserProfileName"), """{ "DomainId": "d-1", "UserProfileName": "b", "Status": "InService", "UserSettings": { "ExecutionRole": "arn:aws:iam::111122223333:role/b", "SharingSettings": { "NotebookOutputOption": "Allowed", "S3OutputPath": "s3://shared/" } } }""");
                    break;
                default:
                    Assert.Fail($"How {setting} is before it is repaired is not said here.");
                    break;
            }
        }
    }
}
