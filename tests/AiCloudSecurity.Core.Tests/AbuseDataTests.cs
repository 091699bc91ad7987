using System.Text.Json;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Real records of others' test data prove what their index says: those in the folder that the environment variable
/// AISEC_LOG_DATA names; without it, in shared/data/logs beside the repository.
/// </summary>
public sealed class AbuseDataTests
{
    private static string Text(string file, Func<JsonElement, bool>? only = null)
    {
        var folder = AbuseLogs.Folder();
        Assert.SkipWhen(folder is null, "There are no records: set AISEC_LOG_DATA to the folder that holds them.");
        // Some stand in a wrapper that says what others' rules expect of them.
        return string.Join('\n', File.ReadLines(Path.Combine(folder!, file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => only?.Invoke(line) ?? true).Select(line => line.TryGetProperty("record", out var record) ? record.GetRawText() : line.GetRawText()));
    }

    private static async Task<List<(SeriesKey Key, HourRow Row)>> RowsAsync(string file, Func<JsonElement, bool>? only = null)
    {
        var (store, reports) = await AbuseLogs.ReadAsync(AbuseLogs.File(file, Text(file, only)));
        Assert.Equal(0, reports[0].BadRecords);
        Assert.Null(reports[0].Damage);
        return [.. store.Rows()];
    }

    [Fact]
    public async Task Bedrock_records_have_the_outcomes_of_the_index()
    {
        List<(Outcome, long?)> seen = [];
        await LogReading.ReadAsync([AbuseLogs.File("a", Text("aws/bedrock-invocation-elastic.jsonl"))], new FeatureStore(), LogPeriod.All, 1, null,
            (call, _) => seen.Add((call.Outcome, call.MaxTokens)), TestContext.Current.CancellationToken);
        Assert.Equal([(Outcome.Ok, 300), (Outcome.Blocked, 2000), (Outcome.Ok, null), (Outcome.Ok, 32000)], seen);
        var rows = await RowsAsync("aws/bedrock-invocation-elastic.jsonl");
        Assert.Contains(rows, pair => pair.Key.Model == "anthropic.claude-haiku-4-5-20251001-v1:0" && pair.Row is { InTokens: 62, OutTokens: 36 });
    }

    [Fact]
    public async Task Bedrock_tests_of_panther_are_read_and_blocked_where_a_guardrail_stopped()
    {
        var rows = await RowsAsync("aws/bedrock-invocation-panther.jsonl");
        Assert.Equal(8, rows.Sum(pair => pair.Row.Calls));
        Assert.Equal(2, rows.Sum(pair => pair.Row.Blocked));
        rows = await RowsAsync("aws/bedrock-invocation-panther.jsonl", line => line.GetProperty("_peerExpected").GetBoolean() && line.GetProperty("_rule").GetString()!.EndsWith("GuardRailIntervened", StringComparison.Ordinal));
        Assert.All(rows, pair => Assert.Equal(pair.Row.Calls, pair.Row.Blocked));
    }

    [Fact]
    public async Task Cloudtrail_samples_give_principal_address_and_program()
    {
        var rows = await RowsAsync("aws/cloudtrail-bedrock-samples.jsonl");
        Assert.Contains(rows, pair => pair.Key is { Principal: "arn:aws:iam::956882123456:user/himan", Network: "182.70.74.0/24", Agent: "Boto3", Credential: "AKIA12345EXAMPLE67890" });
        Assert.Contains(rows, pair => pair.Key is { Principal: "arn:aws:sts::111122223333:assumed-role/litellm-ec2-role", Network: "10.0.1.0/24", Model: "anthropic.claude-3-5-sonnet-20241022-v2:0" });
    }

    [Fact]
    public async Task Data_capture_has_no_principal_and_one_record_gives_probabilities()
    {
        var rows = await RowsAsync("aws/sagemaker-datacapture.jsonl");
        Assert.Equal(2, rows.Sum(pair => pair.Row.Calls));
        Assert.Equal(1, rows.Sum(pair => pair.Row.Scores));
        Assert.All(rows, pair => Assert.Equal(Subject.Endpoint, pair.Key.Subject));
    }

    [Fact]
    public async Task Azure_records_have_properties_as_text_or_object_and_masked_addresses()
    {
        var rows = await RowsAsync("azure/azureopenai-elastic.jsonl");
        Assert.Equal(5, rows.Sum(pair => pair.Row.Calls));
        Assert.All(rows.Where(pair => pair.Key.Source == LogSource.AzureOpenAi && pair.Key.Action == LogEvent.Invoke), pair =>
        {
            Assert.Equal((Subject.KeyHolders, "81.2.69.0/24", 0L), (pair.Key.Subject, pair.Key.Network, pair.Row.Tokens));
            Assert.True(pair.Row.Bytes > 0);
        });
        Assert.Contains(rows, pair => pair.Key is { Action: "ListKey", Principal: "b610ab05-ce06-4cc1-a6dd-174b9f80468a" });
        Assert.Contains(rows, pair => pair.Key is { Source: LogSource.ApiManagement, Model: "gpt-chat-pilot" } && pair.Row.Blocked == 1);
    }

    [Fact]
    public async Task Audit_records_of_google_have_callers_and_a_key()
    {
        var rows = await RowsAsync("gcp/vertex-audit-elastic.jsonl");
        Assert.Contains(rows, pair => pair.Key is { Principal: "pc.cf@example.com", Network: "175.16.199.0/24", Model: "gemini-2.0-flash-exp", Region: "us-central1" } && pair.Row.Ok == 1);
        Assert.Contains(rows, pair => pair.Key.Credential == "094619204aafa3e1265fc9188025479a7a961397" && pair.Row.Errors == 1);
    }

    [Fact]
    public async Task A_vertex_record_has_tokens_with_thoughts_and_no_principal()
    {
        var (key, row) = Assert.Single(await RowsAsync("gcp/vertex-request-response-elastic.jsonl"));
        Assert.Equal((Subject.Endpoint, "gemini-2.5-pro"), (key.Subject, key.Model));
        Assert.Equal((3L, 930L), (row.InTokens, row.OutTokens));
    }

    private static async Task<List<AbuseFinding>> FindingsAsync(string text)
    {
        var analysis = new AbuseAnalysis(new AbuseOptions { JudgedAt = DateTimeOffset.UnixEpoch });
        await analysis.ReadAsync([AbuseLogs.File("a", text)], null, TestContext.Current.CancellationToken);
        return [.. analysis.Judge().Where(finding => finding.Status == Status.Fail)];
    }

    [Theory]
    [InlineData("aws/bedrock-invocation-elastic.jsonl", "")]
    [InlineData("aws/bedrock-invocation-panther.jsonl", "")]
    // One call with a long-lived key: the feature has the key, and the index wants no finding of it alone.
    [InlineData("aws/cloudtrail-bedrock-samples.jsonl", "")]
    [InlineData("aws/sagemaker-datacapture.jsonl", "")]
    [InlineData("azure/azureopenai-elastic.jsonl", "LJ-7")]
    [InlineData("gcp/vertex-audit-elastic.jsonl", "")]
    [InlineData("gcp/vertex-request-response-elastic.jsonl", "")]
    public async Task Records_give_the_findings_of_the_index(string file, string rules)
    {
        var findings = await FindingsAsync(Text(file));
        Assert.Equal(rules, string.Join(' ', findings.Select(finding => finding.CheckId).Distinct()));
        Assert.All(findings, finding => Assert.Equal(Severity.Info, finding.Severity));
    }

    [Fact]
    public async Task Logs_and_guardrails_that_are_turned_off_are_found_where_others_expect_it()
    {
        Assert.SkipWhen(AbuseLogs.Folder() is null, "There are no records: set AISEC_LOG_DATA to the folder that holds them.");
        foreach (var line in File.ReadLines(Path.Combine(AbuseLogs.Folder()!, "aws/cloudtrail-bedrock-panther.jsonl")))
        {
            var test = JsonDocument.Parse(line).RootElement;
            // A record that no rule looks at is no log of calls: it is read, and gives nothing.
            var findings = await FindingsAsync(test.GetProperty("record").GetRawText());
            Assert.Equal(test.GetProperty("_peerExpected").GetBoolean(), findings.Any(finding => finding.CheckId == "LJ-4"));
        }
    }
}
