using System.Text;
using System.Text.Json;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Findings, whatever the order in which records come, and what they keep to themselves.</summary>
public sealed class AbuseFindingTests
{
    private static readonly Lazy<IReadOnlyList<string>> s_lines = new(Lines);

    // A few people and one of each attack: enough for every rule, and quick.
    private static List<string> Lines()
    {
        var workload = new Workload(7, 0.5);
        string[] names = [.. workload.Labels.GroupBy(label => label.Kind).SelectMany(kind => kind.Take(kind.First().IsAttack ? 1 : 3)).Select(label => label.Name + (label.Name.Contains(":user/", StringComparison.Ordinal) ? "\"" : "/"))];
        return [.. workload.Text.Values.SelectMany(text => text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => names.Any(name => line.Contains(name, StringComparison.Ordinal)))];
    }

    // Read once for all tests that ask of what was read, and not how.
    private static readonly Lazy<Task<FeatureStore>> s_store = new(async () => (await AbuseLogs.ReadAsync(AbuseLogs.File("all", string.Join('\n', s_lines.Value)))).Store);

    private static async Task<List<AbuseFinding>> JudgeAllAsync(AbuseRules? rules = null) =>
        [.. AbuseJudge.Judge(await s_store.Value, new() { Rules = rules ?? new(), JudgedAt = DateTimeOffset.UnixEpoch })];

    private static async Task<List<AbuseFinding>> JudgeAsync(IEnumerable<LogFile> files, int readers = 2, AbuseRules? rules = null)
    {
        var analysis = new AbuseAnalysis(new AbuseOptions { Rules = rules ?? new(), Readers = readers, JudgedAt = DateTimeOffset.UnixEpoch });
        await analysis.ReadAsync(files, null, TestContext.Current.CancellationToken);
        return [.. analysis.Judge()];
    }

    [Fact]
    public async Task The_order_of_lines_and_files_and_how_they_are_split_change_no_finding()
    {
        var lines = s_lines.Value;
        var expected = await JudgeAllAsync();
        Assert.True(expected.Select(finding => finding.CheckId).Distinct().Count() >= 6, string.Join(' ', expected.Select(finding => finding.CheckId).Distinct()));
        var random = new Xoshiro(99);
        for (var round = 0; round < (SampleEstates.IsFullRun ? 10 : 1); round++)
        {
            var shuffled = lines.ToArray();
            for (var i = shuffled.Length - 1; i > 0; i--)
            {
                var other = random.Below(i + 1);
                (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
            }
            var files = shuffled.Chunk(random.Between(50, shuffled.Length)).Select((chunk, i) => i % 2 == 0
                ? AbuseLogs.File($"{i}.json", string.Join('\n', chunk)) : AbuseLogs.File($"{i}.json.gz", AbuseLogs.Gzip(string.Join('\n', chunk) + "\n")));
            Assert.Equal(expected, await JudgeAsync(files, readers: 1 + round * 2));
        }
    }

    [Fact]
    public async Task A_baseline_and_the_day_after_it_find_what_all_logs_at_once_do()
    {
        // The cut lies at the end of a day, as a daily run has it.
        var cut = DateTimeOffset.FromUnixTimeSeconds(Workload.Start + 10 * 86400L);
        var text = string.Join('\n', s_lines.Value);
        var options = new AbuseOptions { JudgedAt = DateTimeOffset.UnixEpoch };
        var first = new AbuseAnalysis(options with { Until = cut });
        await first.ReadAsync([AbuseLogs.File("a", text)], null, TestContext.Current.CancellationToken);
        using var saved = new MemoryStream();
        first.SaveBaseline(saved);
        Assert.True(saved.Length > 1000);
        saved.Position = 0;
        var second = new AbuseAnalysis(options);
        second.LoadBaseline(saved, "habits.baseline", TestContext.Current.CancellationToken);
        await second.ReadAsync([AbuseLogs.File("a", text)], null, TestContext.Current.CancellationToken);
        var whole = new AbuseAnalysis(options with { Since = cut });
        await whole.ReadAsync([AbuseLogs.File("a", text)], null, TestContext.Current.CancellationToken);
        static IEnumerable<string> Said(IEnumerable<AbuseFinding> findings, DateTimeOffset cut) => findings.Where(finding => finding.From >= cut).Select(finding => finding.ToString());
        Assert.NotEmpty(Said(whole.Judge(), cut));
        Assert.Equal(Said(whole.Judge(), cut), Said(second.Judge(), cut));
        Assert.Equal(whole.Features.Select(feature => feature.ToString()), second.Features.Select(feature => feature.ToString()));
    }

    [Fact]
    public void A_baseline_that_is_none_is_refused()
    {
        foreach (var text in new[] { "", "{}", """{"format":"AiCloudSecurity.AbuseBaseline","version":99,"until":{}}""", """{"format":"AiCloudSecurity.AbuseBaseline","version":1,"until":{}}""", """{"format":"AiCloudSecurity.AbuseBaseline","version":2,"until":{}}""" + "\n{\"key\":[],\"row\":[1]}\n" })
        {
            var error = Assert.Throws<AiCloudException>(() => new AbuseAnalysis(new AbuseOptions { JudgedAt = default }).LoadBaseline(new MemoryStream(AbuseLogs.Gzip(text + (text.Length > 0 ? "\n" : ""))), "b", TestContext.Current.CancellationToken));
            Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        }
    }

    [Fact]
    public async Task What_was_asked_is_in_no_finding_feature_or_baseline_unless_it_is_wished_for()
    {
        var lines = s_lines.Value;
        var text = string.Join('\n', lines);
        var prompts = lines.Where(line => line.Contains("inputBodyJson", StringComparison.Ordinal)).Take(2000)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("input").GetProperty("inputBodyJson").GetProperty("messages")[0].GetProperty("content")[0].GetProperty("text").GetString()!).ToList();
        var words = prompts.SelectMany(prompt => prompt.Split(' ')).Where(word => word.Length >= 8).ToHashSet(StringComparer.Ordinal);
        var analysis = new AbuseAnalysis(new AbuseOptions { JudgedAt = DateTimeOffset.UnixEpoch });
        await analysis.ReadAsync([AbuseLogs.File("a", text)], null, TestContext.Current.CancellationToken);
        var findings = analysis.Judge().ToList();
        using var saved = new MemoryStream();
        analysis.SaveBaseline(saved);
        saved.Position = 0;
        using var inflated = new StreamReader(new System.IO.Compression.GZipStream(saved, System.IO.Compression.CompressionMode.Decompress));
        var written = new StringBuilder(inflated.ReadToEnd()).AppendJoin('\n', findings).AppendJoin('\n', analysis.Features).ToString();
        Assert.DoesNotContain(words.Take(3000), word => written.Contains($" {word}", StringComparison.Ordinal) || written.Contains($"\"{word}", StringComparison.Ordinal));
        Assert.All(findings, finding => Assert.Null(finding.PromptText));

        var shown = await analysis.WithPromptTextAsync(findings, [AbuseLogs.File("a", text)], TestContext.Current.CancellationToken);
        Assert.Equal(findings, shown.Select(finding => finding with { PromptText = null }));
        var asked = shown.Where(finding => finding.CheckId == "INV-1" && finding.PromptText is not null).ToList();
        Assert.NotEmpty(asked);
        Assert.All(asked, finding => Assert.Contains(finding.PromptText!.Split(" | ")[0].TrimEnd('…'), text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_finding_says_what_it_rests_on()
    {
        var findings = await JudgeAllAsync();
        Assert.All(findings.Where(finding => finding.Status == Status.Fail), finding =>
        {
            Assert.True(finding.N > 0 && finding.Window.Length > 0 && finding.Atlas.StartsWith("AML.T", StringComparison.Ordinal) && finding.Advice.Length > 0, finding.ToString());
            Assert.True(finding.Until > finding.From);
            Assert.True(Display.IsSafe(finding.Reason) && Display.IsSafe(finding.Evidence), finding.Reason);
            Assert.True(finding.Observed is not null, finding.Reason);
        });
        Assert.Equal(findings.Count, findings.Select(finding => finding.Fingerprint).Distinct().Count());
    }

    [Fact]
    public async Task What_is_allowed_is_told_as_not_applicable_until_its_time_is_over()
    {
        var files = new[] { AbuseLogs.File("a", string.Join('\n', s_lines.Value.Where(line => line.Contains("stolen-key", StringComparison.Ordinal)))) };
        AbuseRules Allow(DateTimeOffset? until) => new() { Allow = [new("*:user/stolen-key-*", "*", "a drill", until)] };
        static bool Fails(AbuseFinding finding) => finding.ResourceId.Contains("stolen-key", StringComparison.Ordinal) && finding.Status == Status.Fail;
        var allowed = await JudgeAsync(files, rules: Allow(null));
        Assert.DoesNotContain(allowed, Fails);
        Assert.Contains(allowed, finding => finding.Status == Status.NotApplicable && finding.Reason.Contains("a drill", StringComparison.Ordinal));
        Assert.Contains(await JudgeAsync(files, rules: Allow(DateTimeOffset.FromUnixTimeSeconds(Workload.Start))), Fails);
    }

    [Fact]
    public async Task Rules_of_a_file_change_numbers_and_turn_rules_off()
    {
        var rules = AbuseRules.Read(new MemoryStream("""{ "Off": ["LJ-7"], /* more */ "Rate": { "Z": 3.5 }, "NearDuplicates": { "Prompts": 5 } }"""u8.ToArray()), "rules.json");
        Assert.Equal((3.5, 3.0, 5), (rules.Rate.Z, rules.Rate.Times, rules.NearDuplicates.Prompts));
        Assert.DoesNotContain(await JudgeAllAsync(rules), finding => finding.CheckId == "LJ-7");
        Assert.Equal(ErrorId.EstateUnreadable, Assert.Throws<AiCloudException>(() => AbuseRules.Read(new MemoryStream("""{ "Rates": {} }"""u8.ToArray()), "rules.json")).Id);
        var copy = AbuseRules.Read(new MemoryStream(Encoding.UTF8.GetBytes(rules.ToJson())), "copy");
        Assert.Equal(rules.ToJson(), copy.ToJson());
    }

    [Fact]
    public async Task Spending_is_judged_with_prices_and_a_budget_only()
    {
        var prices = PriceTable.Read(new StringReader("Model,InputPerMillion,OutputPerMillion\nanthropic.*,3,15\n*,1,5\n"), "prices.csv");
        foreach (var (budget, found) in new[] { (1.0, true), (1e9, false) })
        {
            var analysis = new AbuseAnalysis(new AbuseOptions { Prices = prices, Budget = budget, Only = ["DOW-4"], JudgedAt = DateTimeOffset.UnixEpoch, Rules = new() { BurnTimes = 1e9 } });
            await analysis.ReadAsync([AbuseLogs.File("a", string.Join('\n', s_lines.Value.Where((_, number) => number % 8 == 0)))], null, TestContext.Current.CancellationToken);
            Assert.Equal(found, analysis.Judge().Any(finding => finding.CheckId == "DOW-4"));
        }
        Assert.Throws<AiCloudException>(() => PriceTable.Read(new StringReader("a,b\n1,2"), "prices.csv"));
        Assert.Throws<AiCloudException>(() => PriceTable.Read(new StringReader("Model,InputPerMillion,OutputPerMillion\nx,cheap,5"), "prices.csv"));
    }

    [Fact]
    public async Task A_log_that_tells_little_says_which_rules_it_cannot_answer()
    {
        const string Record = """{"captureData":{"endpointInput":{"data":"1,2,3,4","encoding":"CSV"}},"eventMetadata":{"inferenceTime":"2026-10-11T12:15:04Z"}}""";
        var gap = Assert.Single(await JudgeAsync([AbuseLogs.File("a", Record)]));
        Assert.Equal(("COV-0", Status.Unknown), (gap.CheckId, gap.Status));
        Assert.Contains("caller", gap.Reason, StringComparison.Ordinal);
        foreach (var rule in new[] { "LJ-1", "LJ-2", "LJ-4", "DOW-4", "BLK-1" })
        {
            Assert.Contains(rule, gap.NotEvaluated.Split(", "));
        }
    }

    [Fact]
    public async Task A_looping_agent_is_found_and_a_clock_that_always_ticks_is_not()
    {
        static IEnumerable<string> Calls(string who, int day, int hour, int every) => Enumerable.Range(0, 3600 / every).Select(i =>
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(Workload.Start + day * 86400L + hour * 3600L + i * every).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            return $$$"""{"timestamp":"{{{time}}}","modelId":"m","identity":{"arn":"arn:aws:iam::1:user/{{{who}}}"},"input":{"inputBodyJson":{"messages":[{"role":"user","content":"do step {{{i}}} of the plan"}]},"inputTokenCount":5},"output":{"outputTokenCount":5}}""";
        });
        var lines = Calls("agent", 6, 3, 12).Concat(Enumerable.Range(0, 7).SelectMany(day => Calls("clock", day, 5, 30).Concat(Calls("clock", day, 6, day == 6 ? 30 : 120))));
        var findings = await JudgeAsync([AbuseLogs.File("a", string.Join('\n', lines))]);
        var loop = Assert.Single(findings, finding => finding.CheckId == "DOW-3" && finding.ResourceName == "agent");
        Assert.Equal(Severity.High, loop.Severity);
    }
}
