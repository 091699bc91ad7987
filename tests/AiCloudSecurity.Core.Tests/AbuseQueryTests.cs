using System.Diagnostics;
using System.Text.Json;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>The feature query: what DuckDB makes of it, and what the parsers of other stores say of its text.</summary>
public sealed class AbuseQueryTests
{
    [Fact]
    public async Task Duckdb_counts_the_features_that_the_reader_of_files_counts()
    {
        var folder = Directory.CreateTempSubdirectory("aicloudsecurity-logs");
        try
        {
            new Workload(11, 0.5).Write(folder.FullName);
            var files = Directory.GetFiles(Path.Join(folder.FullName, "AWSLogs", "111122223333", "BedrockModelInvocationLogs"), "*.gz", SearchOption.AllDirectories)
                .Select(file => new LogFile(file, new FileInfo(file).Length, () => File.OpenRead(file)));
            var analysis = new AbuseAnalysis(new AbuseOptions { Readers = 2, JudgedAt = DateTimeOffset.UnixEpoch });
            await analysis.ReadAsync(files, null, TestContext.Current.CancellationToken);
            var expected = analysis.Features.ToDictionary(Key);
            var queried = DuckDbLogs.Query(Path.Join(folder.FullName, "AWSLogs/111122223333/BedrockModelInvocationLogs/**/*.gz"), 2).ToDictionary(Key);
            Assert.True(expected.Count > 5000);
            Assert.Equal(expected.Keys.Order(), queried.Keys.Order());
            Assert.All(expected, pair =>
            {
                var other = queried[pair.Key];
                // Sketches are exact up to 96, and about 3 % off beyond.
                Assert.InRange(other.Distinct, pair.Value.Distinct * 0.85 - 0.5, pair.Value.Distinct * 1.15 + 0.5);
                Assert.Equal(pair.Value with { Distinct = 0 }, other with { Distinct = 0 });
            });
            var queriedAnalysis = new AbuseAnalysis(new AbuseOptions { JudgedAt = DateTimeOffset.UnixEpoch });
            queriedAnalysis.Add(queried.Values);
            Assert.Equal(Said(analysis), Said(queriedAnalysis));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static string Key(LogFeature feature) => $"{feature.Hour:O} {feature.Principal} {feature.Model} {feature.Region}";
        // Rules that look at counts only find the same.
        static IEnumerable<string> Said(AbuseAnalysis analysis) => analysis.Judge().Where(finding => finding.CheckId is "DOW-1" or "DOW-2" or "BLK-1" or "LJ-5").Select(finding => $"{finding.CheckId} {finding.ResourceId} {finding.Window} {finding.Observed} {finding.Severity}");
    }

    [Fact]
    public void A_feature_survives_the_way_through_a_row_of_text()
    {
        var key = new SeriesKey(LogSource.BedrockInvocation, Subject.Principal, "1", "arn", "k", "Invoke", "m", "r", "n", "a");
        var row = new HourRow(495_000) { Calls = 7, InTokens = 5, OutTokens = 6, MaxOut = 3, Denied = 1, CountedRequests = 4, First = 1, Last = 3599, FirstOk = 2, LastOk = 3, FirstDenied = 9, LastDenied = 9 };
        var feature = LogFeature.Of(key, row);
        var (back, same) = feature.ToRow();
        Assert.Equal(key, back);
        Assert.Equal(feature, LogFeature.Of(back, same));
        Assert.Throws<FormatException>(() => FeatureQuery.Feature(LogSource.BedrockInvocation, ["1"]));
    }

    [Fact]
    public async Task Parsers_of_trino_bigquery_and_kusto_take_the_texts()
    {
        var folder = ParserFolder();
        await InstallAsync(folder);
        var sql = FeatureQuery.Sql(495_000, 495_024);
        var input = JsonSerializer.Serialize(new
        {
            sql = new Dictionary<string, object>
            {
                ["feature"] = new { text = sql, dialects = new[] { "duckdb", "trino", "athena", "bigquery" } },
                ["athena view"] = new { text = FeatureViews.Athena, dialects = new[] { "trino", "athena" } },
                ["bigquery view"] = new { text = FeatureViews.BigQuery, dialects = new[] { "bigquery" } },
                ["broken"] = new { text = "SELECT a, FROM WHERE GROUP", dialects = new[] { "trino", "bigquery" } },
            },
            kql = new Dictionary<string, string>
            {
                ["feature"] = FeatureQuery.Kql(FeatureViews.LogAnalytics, 495_000, 495_024),
                ["broken"] = "ApiManagementGatewayLlmLog | summarize sum(CompletionTokenz)",
            },
        });
        var (exit, output, errors) = await RunAsync("node", ["check.cjs"], folder, input);
        Assert.True(exit == 0, errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        Assert.True(lines.Count >= 12, output);
        Assert.All(lines, line => Assert.True(line[0] == "0" != (line[2] == "broken"), string.Join(' ', line)));
    }

    private static string ParserFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AiCloudSecurity.slnx")))
        {
            root = root.Parent;
        }
        return Path.Join(root?.FullName, "tests", "query-parsers");
    }

    private static async Task InstallAsync(string folder)
    {
        Assert.SkipWhen((await RunAsync("node", ["--version"], folder, "")).Exit != 0, "There is no node.");
        if (!Directory.Exists(Path.Join(folder, "node_modules", "node-sql-parser")))
        {
            var npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";
            var (exit, _, errors) = await RunAsync(npm, ["install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"], folder, "");
            Assert.SkipWhen(exit != 0, $"The parsers could not be installed: {errors}");
        }
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(string program, string[] arguments, string folder, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(TimeSpan.FromMinutes(3));
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return (-1, "", missing.Message);
        }
    }
}
