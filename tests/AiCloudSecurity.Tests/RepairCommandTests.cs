using System.Diagnostics;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class RepairCommandTests : IClassFixture<RepairAccount>, IDisposable
{
    private readonly RepairAccount _account;
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-repairs");
    private readonly Variable _endpoint;

    public RepairCommandTests(RepairAccount account)
    {
        _account = account;
        _account.Fake.ClearRules();
        _endpoint = new("AWS_ENDPOINT_URL", account.Fake.Endpoint.ToString());
    }

    private string JournalPath => Path.Join(_folder.FullName, "repairs.jsonl");

    private static string Find(params string[] checks) => $"Test-AiSecurity -Region us-east-1 -CheckId {string.Join(',', checks)} -InformationAction Ignore | Where-Object Status -EQ Fail";

    private static string Text(System.Management.Automation.PSObject item, string name) => $"{item.Properties[name]?.Value}";

    [Fact]
    public async Task What_is_repaired_passes_and_comes_back_byte_for_byte()
    {
        var before = await _account.ShowAsync();
        var key = before["keys"]!.AsObject().Single(pair => (bool)pair.Value!).Key;
        var with = $"-KmsKeyId {key} -LifecycleConfig harden -Topic arn:aws:sns:us-east-1:123456789012:security -JournalPath '{JournalPath}'";
        var found = _session.Run($"$findings = {Find([.. RepairedInMoto.Checks, .. RepairedInMoto.WithPlaceForLogs])}; $findings");
        Assert.Empty(found.Errors);
        Assert.Empty(RepairedInMoto.Checks.Except(found.Output.Select(finding => Text(finding, "CheckId"))));
        Assert.All(found.Output, finding => Assert.StartsWith("Repair-AiFinding", Text(finding, "Fix"), StringComparison.Ordinal));

        _account.Fake.ForgetRequests();
        var planned = _session.Run($"$findings | Repair-AiFinding -WhatIf {with}");
        Assert.Empty(_account.Writes);
        Assert.False(File.Exists(JournalPath));
        Assert.Contains(planned.Output, change => Text(change, "Change").Contains("RootAccess: Enabled → Disabled", StringComparison.Ordinal));
        Assert.All(planned.Output, change => Assert.Equal("Planned", Text(change, "Status")));
        Assert.Equal(before.ToJsonString(), (await _account.ShowAsync()).ToJsonString());

        var made = _session.Run($"$findings | Repair-AiFinding -Force -Limit 100 {with} -OutVariable changes");
        // Where a bucket's log goes nobody said; and moto knows AgentCore in some regions only.
        Assert.All(made.Errors.Where(error => !error.Exception.Message.Contains("ListAgentRuntimes failed", StringComparison.Ordinal)), error => Assert.Contains("-LogBucketName", error.Exception.Message, StringComparison.Ordinal));
        Assert.Equal(planned.Output.Select(change => Text(change, "Change")).Order(), made.Output.Select(change => Text(change, "Change")).Order());
        Assert.All(made.Output, change => Assert.Equal("Applied", Text(change, "Status")));
        var after = await _account.ShowAsync();
        Assert.Equal("true", after["block prompts"]!["PublicAccessBlockConfiguration"]!["RestrictPublicBuckets"]!.ToJsonString());
        Assert.Equal("365", after["groups"]!.AsArray().Single(group => (string?)group!["logGroupName"] == "prompts")!["retentionInDays"]!.ToJsonString());
        Assert.Equal("Disabled", (string?)after["notebook lab"]!["RootAccess"]);
        Assert.Equal("InService", (string?)after["notebook lab"]!["NotebookInstanceStatus"]);
        Assert.Equal("Stopped", (string?)after["notebook asleep"]!["NotebookInstanceStatus"]);
        Assert.Equal(2, after["guardrail open"]!["topicPolicy"]!["topics"]![0]!.AsObject().Count(member => member.Key is "name" or "definition"));
        Assert.Equal("[\"Inactive\"]", after["credentials"]!.ToJsonString());
        Assert.Single(after["ingress"]!.AsArray());
        Assert.Equal("[\"Inactive\"]", after["access keys"]!.ToJsonString());
        Assert.Contains(planned.Output, change => Text(change, "Breaks").Contains("It was never used.", StringComparison.Ordinal));
        Assert.Null(after["selectors"]!["EventSelectors"]);
        Assert.Equal(["Management events", "AWS::Lambda::Function"], after["selectors"]!["AdvancedEventSelectors"]!.AsArray().Take(2).Select(selector => (string?)selector!["Name"]));
        Assert.Equal(3, after["alarms"]!.AsArray().Count);
        Assert.All(after["alarms"]!.AsArray(), alarm => Assert.Equal("arn:aws:sns:us-east-1:123456789012:security", (string?)alarm!["AlarmActions"]![0]));
        Assert.Equal(2, after["trust"]!["Statement"]!.AsArray().Count);
        var judged = _session.Run($"Test-AiSecurity -Region us-east-1 -CheckId {string.Join(',', RepairedInMoto.Checks)} -InformationAction Ignore");
        Assert.Empty(judged.Errors);
        var failing = judged.Output.Where(finding => Text(finding, "Status") is not "Pass" and not "NotApplicable").Select(finding => $"{Text(finding, "CheckId")} {Text(finding, "ResourceName")} {Text(finding, "Reason")}").ToList();
        // The subnet has no route to the internet, the key's policy is moto's, and a log bucket's TLS is not asked for here.
        Assert.Empty(failing);

        var run = Text(made.Output[0], "RunId");
        _account.Fake.ForgetRequests();
        Assert.All(_session.Run($"Undo-AiRepair -RunId {run} -JournalPath '{JournalPath}' -WhatIf").Output, change => Assert.Equal("Planned", Text(change, "Status")));
        Assert.Empty(_account.Writes);
        var undone = _session.Run($"Undo-AiRepair -RunId {run} -JournalPath '{JournalPath}'");
        Assert.Empty(undone.Errors);
        Assert.Equal(made.Output.Count, undone.Output.Count);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));

        _account.Fake.ForgetRequests();
        Assert.Empty(_session.Run($"Undo-AiRepair -RunId {run} -JournalPath '{JournalPath}'").Output);
        Assert.Empty(_account.Writes);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(JournalPath));
        }
    }

    // What this account does not show is planned in AwsRepairFaultTests, in an account in memory, and counted at its socket too.
    private static readonly string[] s_inMemory =
    [
        "AWS-DATA-002", "AWS-DATA-018", "AWS-DATA-019", "AWS-DATA-031", "AWS-DATA-032", "AWS-DATA-040", "AWS-DATA-049", "AWS-IAM-015", "AWS-IAM-032", "AWS-IAM-033",
        "AWS-MON-033", "AWS-MON-037", "AWS-NET-008", "AWS-NET-018",
    ];

    [Fact]
    public void No_repair_of_AWS_sends_anything_but_reads()
    {
        var checks = RepairExamples.Checks(_session, "Aws");
        Assert.Equal([.. s_inMemory.Order(StringComparer.Ordinal)], checks.Except([.. RepairedInMoto.Checks, .. RepairedInMoto.WithPlaceForLogs, .. RepairedInMoto.Elsewhere]));
        RepairWhatIfTests.EachIsShown(_session, [.. checks.Except(s_inMemory)], "-Region us-east-1, ap-southeast-2",
            $"-KmsKeyId arn:aws:kms:us-east-1:123456789012:key/k -LifecycleConfig harden -Topic arn:aws:sns:us-east-1:123456789012:security -LogBucketName audit -JournalPath '{JournalPath}'", _account.Fake.ForgetRequests);
        Assert.NotEmpty(_account.Fake.Requests);
        Assert.Empty(_account.Fake.Requests.Where(request => !WhatIfTests.IsRead(request)).Select(request => request.Name).Distinct());
        Assert.False(File.Exists(JournalPath));
    }

    [Fact]
    public async Task What_takes_a_place_for_its_logs_passes_and_comes_back_too()
    {
        var before = await _account.ShowAsync();
        var key = before["keys"]!.AsObject().Single(pair => (bool)pair.Value!).Key;
        _session.Run($"{Find(RepairedInMoto.WithPlaceForLogs)} | Repair-AiFinding -Force -Limit 100 -KmsKeyId {key} -LogBucketName audit -JournalPath '{JournalPath}'");
        var logging = _session.Run($"Test-AiSecurity -Region ap-southeast-2 -CheckId AWS-MON-001 -InformationAction Ignore | Where-Object Status -EQ Fail | Enable-AiInvocationLog -LogBucketName audit -JournalPath '{JournalPath}' -PassThru");
        Assert.Contains(logging.Output, finding => Text(finding, "CheckId") == "AWS-MON-001" && Text(finding, "Status") == "Pass");
        var passing = _session.Run("Test-AiSecurity -Region us-east-1 -CheckId AWS-DATA-051, AWS-DATA-054 -InformationAction Ignore | Where-Object Status -EQ Pass").Output.Select(finding => $"{Text(finding, "CheckId")} {Text(finding, "ResourceName")}").ToList();
        Assert.Contains("AWS-DATA-051 prompts", passing);
        Assert.Contains("AWS-DATA-054 sealed", passing);
        Assert.Equal("audit", (string)(await _account.ShowAsync())["logging elsewhere"]!["s3Config"]!["bucketName"]!);
        Assert.Empty(_session.Run($"Undo-AiRepair -Force -JournalPath '{JournalPath}'").Errors);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public async Task What_may_break_something_takes_a_word()
    {
        var before = await _account.ShowAsync();
        var result = _session.Run($"{Find("AWS-DATA-026")} | Repair-AiFinding -JournalPath '{JournalPath}'");
        Assert.Empty(result.Output);
        Assert.All(result.ErrorIds, id => Assert.Equal("ConfirmationNeeded", id));
        Assert.Contains("get it masked", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_account.Writes);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public async Task Who_was_there_in_between_is_not_overrun()
    {
        var id = (string)(await _account.ShowAsync())["guardrail open"]!["guardrailId"]!;
        Task<string> Update(params string[] more) => _account.AwsAsync(["bedrock", "update-guardrail", "--guardrail-identifier", id, "--name", "open", "--blocked-input-messaging", "No.", "--blocked-outputs-messaging", "No answer.", "--description", "filters hate",
            "--content-policy-config", """{"filtersConfig":[{"type":"HATE","inputStrength":"LOW","outputStrength":"NONE"}]}""",
            "--topic-policy-config", """{"topicsConfig":[{"name":"advice","definition":"Advice on money.","examples":["Buy?"],"type":"DENY"}]}""", .. more]);
        _session.Run($"$findings = {Find("AWS-DATA-026")}");
        await Update("--sensitive-information-policy-config", """{"piiEntitiesConfig":[{"type":"EMAIL","action":"NONE"}]}""");
        try
        {
            var result = _session.Run($"$findings | Repair-AiFinding -Force -JournalPath '{JournalPath}'");
            Assert.Equal(["ResourceChanged"], result.ErrorIds);
            Assert.Contains("It has no filter", result.Errors[0].Exception.Message, StringComparison.Ordinal);
            Assert.Contains("None of its 1 filters", result.Errors[0].Exception.Message, StringComparison.Ordinal);
            var made = _session.Run($"$changes = {Find("AWS-DATA-026")} | Repair-AiFinding -Force -JournalPath '{JournalPath}'; $changes");
            Assert.Single(made.Output);
            await Update("--sensitive-information-policy-config", """{"piiEntitiesConfig":[{"type":"NAME","action":"BLOCK"}]}""");
            var undone = _session.Run($"$changes | Undo-AiRepair -JournalPath '{JournalPath}'");
            Assert.Equal(["ResourceChanged"], undone.ErrorIds);
            Assert.Empty(undone.Output);
        }
        finally
        {
            await Update();
        }
    }

    [Fact]
    public void Without_a_journal_nothing_is_sent()
    {
        var file = Path.Join(_folder.FullName, "file");
        File.WriteAllText(file, "not a journal");
        _session.Run($"$findings = {Find("AWS-DATA-026")}");
        _account.Fake.ForgetRequests();
        foreach (var path in (string[])[Path.Join(file, "below"), file, _folder.FullName, .. OperatingSystem.IsLinux() ? (string[])["/dev/full", "/proc/1/repairs.jsonl"] : []])
        {
            var result = _session.Run($"$findings | Repair-AiFinding -Force -JournalPath '{path}'");
            Assert.Empty(result.Output);
            Assert.Single(result.Errors);
            Assert.Contains("-JournalPath", result.Errors[0].Exception.Message, StringComparison.Ordinal);
        }
        Assert.Empty(_account.Fake.Requests);
        Assert.Equal("not a journal", File.ReadAllText(file));
    }

    [Fact]
    public async Task A_part_that_fails_is_an_error_and_the_rest_is_done_and_can_be_undone()
    {
        var before = await _account.ShowAsync();
        SessionResult made;
        using (_account.Fake.Deny("iam:UpdateServiceSpecificCredential"))
        {
            made = _session.Run($"$changes = {Find("AWS-IAM-020", "AWS-DATA-026")} | Repair-AiFinding -Force -JournalPath '{JournalPath}'; $changes");
        }
        Assert.Equal(["CloudAccessDenied"], made.ErrorIds);
        // CloudTrail is asked whether somebody uses the key still.
        Assert.Matches("Grant (cloudtrail:LookupEvents|iam:ListServiceSpecificCredentials|iam:UpdateServiceSpecificCredential|, ){5}\\.", made.Errors[0].Exception.Message);
        Assert.Equal(["aws/bedrock/Guardrail"], made.Output.Select(change => Text(change, "Setting")));
        Assert.Contains("\"Refused\"", File.ReadAllText(JournalPath), StringComparison.Ordinal);
        Assert.Equal(["ConfirmationNeeded"], _session.Run($"Undo-AiRepair -JournalPath '{JournalPath}'").ErrorIds);
        var undone = _session.Run($"Undo-AiRepair -Force -JournalPath '{JournalPath}'");
        Assert.Empty(undone.Errors);
        Assert.Single(undone.Output);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public async Task An_answer_that_is_lost_is_looked_for()
    {
        var before = await _account.ShowAsync();
        // Done, and the connection cut: the state tells that it was.
        using (_account.Fake.Fault("bedrock:UpdateGuardrail", AwsFault.CutBody))
        {
            var made = _session.Run($"$changes = {Find("AWS-DATA-026")} | Repair-AiFinding -Force -JournalPath '{JournalPath}'; $changes");
            Assert.Empty(made.Errors);
            Assert.Equal(["Applied"], made.Output.Select(change => Text(change, "Status")));
        }
        Assert.Empty(_session.Run($"$changes | Undo-AiRepair -JournalPath '{JournalPath}'").Errors);
        // Not done, and nobody says so: it is uncertain, and undo finds that there is nothing to take back.
        using (_account.Fake.Fault("bedrock:UpdateGuardrail", AwsFault.Html500))
        {
            var made = _session.Run($"{Find("AWS-DATA-026")} | Repair-AiFinding -Force -JournalPath '{JournalPath}'");
            Assert.Equal(["CloudRefused"], made.ErrorIds);
            Assert.Contains("Undo-AiRepair -Id", made.Errors[0].Exception.Message, StringComparison.Ordinal);
        }
        _account.Fake.ForgetRequests();
        Assert.Equal(["Undone"], _session.Run($"Undo-AiRepair -Force -JournalPath '{JournalPath}'").Output.Select(change => Text(change, "Status")));
        Assert.Empty(_account.Writes);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public void Too_many_at_once_take_a_word()
    {
        // A region of its own: these are nobody else's.
        _account.Fake.Answer("bedrock:GetGuardrail", "eu-north-1", request => $$"""{ "name": "{{request.PathValues["guardrailIdentifier"]}}", "guardrailId": "x", "guardrailArn": "arn:aws:bedrock:eu-north-1:123456789012:guardrail/{{request.PathValues["guardrailIdentifier"]}}", "version": "DRAFT", "status": "READY", "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z", "blockedInputMessaging": "No", "blockedOutputsMessaging": "No" }""");
        _account.Fake.Answer("bedrock:ListGuardrails", "eu-north-1", new JsonObject
        {
            ["guardrails"] = new JsonArray([.. Enumerable.Range(0, 26).Select(i => new JsonObject
            {
                ["id"] = $"g{i}", ["arn"] = $"arn:aws:bedrock:eu-north-1:123456789012:guardrail/g{i}", ["name"] = $"g{i}", ["version"] = "DRAFT", ["status"] = "READY",
                ["createdAt"] = "2026-01-01T00:00:00Z", ["updatedAt"] = "2026-01-01T00:00:00Z",
            })]),
        }.ToJsonString());
        _session.Run("$findings = Test-AiSecurity -Region eu-north-1 -CheckId AWS-DATA-026 -InformationAction Ignore");
        var all = _session.Run($"$findings | Repair-AiFinding -Force -JournalPath '{JournalPath}'");
        Assert.Equal(["LimitExceeded"], all.ErrorIds);
        Assert.Contains("-Limit 26", all.Errors[0].Exception.Message, StringComparison.Ordinal);
        var some = _session.Run($"$first = $findings[0], $findings[1], $findings[2]; $first | Repair-AiFinding -Force -JournalPath '{JournalPath}'");
        Assert.Equal(["LimitExceeded"], some.ErrorIds);
        Assert.Contains("3 of 26", some.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_account.Writes);
        Assert.Single(_session.Run($"$first | Repair-AiFinding -WhatIf -JournalPath '{JournalPath}'").Warnings);
    }

    [Fact]
    public async Task Whenever_it_is_killed_the_journal_tells_the_truth_and_undo_restores()
    {
        var before = await _account.ShowAsync();
        // Where the process is, by the request that it waits for (the nth of its kind), and what the journal says of it then.
        (string Operation, int Nth, AwsFault Fault, bool InUndo, string Journal)[] points =
        [
            // Read to be judged, to be planned, and before it is written down.
            ("bedrock:GetGuardrail", 4, AwsFault.Timeout, false, ""),
            ("bedrock:UpdateGuardrail", 1, AwsFault.Timeout, false, "Interrupted"),
            ("bedrock:UpdateGuardrail", 1, AwsFault.Lost, false, "Interrupted"),
            // Answered, and not read back.
            ("bedrock:GetGuardrail", 5, AwsFault.Timeout, false, "Interrupted"),
            ("bedrock:UpdateGuardrail", 1, AwsFault.Lost, true, "Applied, Interrupted"),
        ];
        string[] regions = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "us-west-2"];
        string JournalOf(int number) => Path.Join(_folder.FullName, $"kill-{number}.jsonl");
        string RepairOf(int number) => $"Test-AiSecurity -CheckId AWS-DATA-026 -Region {regions[number]} -InformationAction Ignore | Repair-AiFinding -Force -JournalPath '{JournalOf(number)}'";
        foreach (var number in Enumerable.Range(0, points.Length).Where(number => points[number].InUndo))
        {
            Assert.Empty(_session.Run(RepairOf(number)).Errors);
        }

        // Each on a thread of its own: a process is killed while it waits, not when its request has run out of time.
        await Task.WhenAll(points.Select((point, number) => Task.Run(async () =>
        {
            TaskCompletionSource there = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var count = 0;
            using var fault = _account.Fake.Fault(point.Operation, point.Fault with
            {
                When = request =>
                {
                    // What runs out of time is sent again, and waits again.
                    var hit = request.Region == regions[number] && Interlocked.Increment(ref count) >= point.Nth;
                    _ = hit && there.TrySetResult();
                    return hit;
                },
            });
            using var process = Process.Start(new ProcessStartInfo("dotnet", [ShellProgram.Path, "-Command", point.InUndo ? $"Undo-AiRepair -Force -JournalPath '{JournalOf(number)}'" : RepairOf(number)])
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            var said = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            var first = await Task.WhenAny(there.Task, process.WaitForExitAsync());
            if (first != there.Task)
            {
                Assert.Fail($"kill-{number} ended before: {await said.Item1} {await said.Item2}");
            }
            // What was lost is done by the time of the kill.
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        })));

        for (var number = 0; number < points.Length; number++)
        {
            var told = File.ReadAllLines(JournalOf(number)).Select(line => JsonNode.Parse(line)!).ToList();
            var steps = told.GroupBy(line => (string)line["id"]!).Select(lines => lines.Count() == 1 ? "Interrupted" : (string)lines.Last()["step"]!);
            var order = string.Join(" ", _account.Fake.Requests.Where(request => request.Region == regions[number]).Select(request => request.Operation));
            Assert.True(points[number].Journal == string.Join(", ", steps), $"kill-{number}: {string.Join(", ", steps)} after {order}");
            // Undo as a user does: all that is open, however often it is asked for.
            var undone = _session.Run($"Undo-AiRepair -Force -JournalPath '{JournalOf(number)}'");
            Assert.Empty(undone.Errors);
            Assert.Equal(points[number].Journal.Length == 0 ? 0 : 1, undone.Output.Count);
            Assert.Empty(_session.Run($"Undo-AiRepair -Force -JournalPath '{JournalOf(number)}'").Output);
        }
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public async Task A_budget_is_made_once_is_changed_gets_a_brake_and_comes_back()
    {
        var before = await _account.ShowAsync();
        var journal = $"-JournalPath '{JournalPath}'";
        Assert.Equal(["ConfirmationNeeded"], _session.Run($"Set-AiBudgetAlert -Amount 500 {journal}").ErrorIds);
        Assert.Equal(["CloudRefused"], _session.Run($"Set-AiBudgetAlert -Amount 500 -Currency EUR -Email a@example.com {journal}").ErrorIds);
        // The cloud may come with the budget; nothing is asked of one that cannot do what is wanted.
        Assert.Equal(["CloudRefused", "CloudRefused", "CloudRefused"], _session.Run($"[pscustomobject]@{{ Cloud = 'Azure' }} | Set-AiBudgetAlert -Amount 500 -Net {journal}; [pscustomobject]@{{ Cloud = 'Azure' }} | Set-AiBudgetAlert -Currency EUR {journal}; Set-AiBudgetAlert -Cloud Azure -MaxRequestsPerMinute 5 {journal}").ErrorIds);
        _account.Fake.ForgetRequests();
        var planned = _session.Run($"Set-AiBudgetAlert -Amount 500 -Email a@example.com -Forecast -WhatIf {journal}");
        Assert.Equal("Planned", Text(Assert.Single(planned.Output), "Status"));
        Assert.Empty(_account.Writes);

        var made = _session.Run($"Set-AiBudgetAlert -Amount 500 -Email a@example.com -Forecast {journal}");
        Assert.Empty(made.Errors);
        Assert.Contains("-Service", Assert.Single(made.Warnings), StringComparison.Ordinal);
        var budget = (await _account.ShowAsync())["budget ai-services"]!;
        Assert.Equal("""[["ACTUAL",50,["a@example.com"]],["ACTUAL",80,["a@example.com"]],["ACTUAL",100,["a@example.com"]],["FORECASTED",100,["a@example.com"]]]""", budget["Notifications"]!.ToJsonString());
        Assert.False((bool)budget["CostTypes"]!["IncludeCredit"]!);
        Assert.Contains("Amazon SageMaker", budget["CostFilters"]!["Service"]!.AsArray().Select(name => (string)name!));
        _account.Fake.ForgetRequests();
        Assert.Empty(_session.Run($"Set-AiBudgetAlert -Amount 500 -Email a@example.com -Forecast {journal}").Output);
        Assert.Contains("→ Claude 3.5 Sonnet (Amazon Bedrock Edition)", Text(Assert.Single(_session.Run($"Set-AiBudgetAlert -Service 'Amazon Bedrock', 'Claude 3.5 Sonnet (Amazon Bedrock Edition)' -WhatIf {journal}").Output), "Change"), StringComparison.Ordinal);
        Assert.Empty(_account.Writes);

        var shown = Assert.Single(_session.Run("Get-AiBudget ai-*").Output);
        Assert.Equal("500 USD ACTUAL 50, ACTUAL 80, ACTUAL 100, FORECASTED 100 a@example.com False All", string.Join(' ', new[] { "Amount", "Currency", "Alerts", "Subscribers", "IsNet", "Covers" }.Select(name => Text(shown, name))));
        var changed = _session.Run($"Get-AiBudget ai-* | Set-AiBudgetAlert -Amount 750.50 -Percent 90 -Email b@example.com -PassThru {journal}");
        Assert.Empty(changed.Errors);
        Assert.Equal("750.5 ACTUAL 90, FORECASTED 100 b@example.com", string.Join(' ', new[] { "Amount", "Alerts", "Subscribers" }.Select(name => Text(Assert.Single(changed.Output), name))));

        const string Brake = "Set-AiBudgetAlert ai-services -StopAt 120 -StopPolicy arn:aws:iam::123456789012:policy/no-models -StopRole caller -RoleArn arn:aws:iam::123456789012:role/caller";
        var unsaid = _session.Run($"{Brake} {journal}");
        Assert.Equal(["ConfirmationNeeded"], unsaid.ErrorIds);
        Assert.Contains("caller", unsaid.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_session.Run($"{Brake} -Force {journal}").Errors);
        Assert.Contains("no-models", (await _account.ShowAsync())["budget ai-services"]!["Actions"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["Pass"], _session.Run("Test-AiMonitoring -CheckId AWS-MON-023 -Region us-east-1 -InformationAction Ignore").Output.Where(finding => Text(finding, "ResourceName") == "ai-services").Select(finding => Text(finding, "Status")));

        // A budget that tells nobody is found, and its finding leads to one that does.
        var silent = _session.Run($"Test-AiMonitoring -CheckId AWS-MON-022 -Region us-east-1 -InformationAction Ignore | Where-Object Status -EQ Fail | Set-AiBudgetAlert -Percent 100 -Forecast -Topic arn:aws:sns:us-east-1:123456789012:spending {journal}");
        Assert.Empty(silent.Errors);
        Assert.Equal(["everything"], silent.Output.Select(change => Text(change, "ResourceName")));
        Assert.Equal(["Pass", "Pass"], _session.Run("Test-AiMonitoring -CheckId AWS-MON-022 -Region us-east-1 -InformationAction Ignore").Output.Select(finding => Text(finding, "Status")));

        Assert.Empty(_session.Run($"Undo-AiRepair -Force {journal}").Errors);
        Assert.Equal(Pretty(before), Pretty(await _account.ShowAsync()));
    }

    [Fact]
    public async Task One_resource_is_closed_by_its_id()
    {
        var result = _session.Run($"Disable-AiPublicAccess arn:aws:s3:::half-open -Region us-east-1 -Force -JournalPath '{JournalPath}'");
        Assert.Empty(result.Errors);
        Assert.Contains("RestrictPublicBuckets: false → true", Text(Assert.Single(result.Output), "Change"), StringComparison.Ordinal);
        Assert.Contains("true", await _account.AwsAsync("s3api", "get-public-access-block", "--bucket", "half-open", "--query", "PublicAccessBlockConfiguration.RestrictPublicBuckets"), StringComparison.Ordinal);
        Assert.Empty(_session.Run($"Undo-AiRepair -Force -JournalPath '{JournalPath}'").Errors);
        Assert.Equal(["ResourceNotFound"], _session.Run($"Disable-AiPublicAccess nonsense -JournalPath '{JournalPath}'").ErrorIds);
    }

    [Fact]
    public void What_the_internet_reaches_binds_by_its_properties()
    {
        _account.Fake.ForgetRequests();
        // Of two types: each that comes in is read again before anything is planned.
        var result = _session.Run($"Get-AiNetworkExposure -Region us-east-1 -ErrorAction SilentlyContinue | Where-Object Reach -EQ Internet | Where-Object ResourceType -In AWS::Lambda::Function, AWS::EC2::VPCEndpoint | Disable-AiPublicAccess -WhatIf -JournalPath '{JournalPath}'");
        Assert.Contains("AWS-NET-033", result.Output.Select(change => Text(change, "CheckId")));
        Assert.All(result.Output, change => Assert.Equal("Planned", Text(change, "Status")));
        // What answers by its service's own interface has no setting that closes it, and that is said of each.
        Assert.All(result.ErrorIds, id => Assert.Equal("ResourceNotFound", id));
        Assert.Empty(_account.Writes);
    }

    private static string Pretty(JsonObject state) => state.ToJsonString(new() { WriteIndented = true });

    public void Dispose()
    {
        _endpoint.Dispose();
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
