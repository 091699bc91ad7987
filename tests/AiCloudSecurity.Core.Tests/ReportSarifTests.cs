using System.Text.Json;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportSarifTests
{
    private static readonly JsonElement s_log = JsonDocument.Parse(ReportSamples.Write(ReportFormat.Sarif)).RootElement;

    private static IEnumerable<JsonElement> Runs => s_log.GetProperty("runs").EnumerateArray();

    [Fact]
    public void Each_scope_is_a_run_with_a_category_of_its_own()
    {
        Assert.Equal("2.1.0", s_log.GetProperty("version").GetString());
        Assert.Equal(["AiCloudSecurity/Aws/111122223333/", "AiCloudSecurity/Aws/444455556666/"],
            Runs.Select(run => run.GetProperty("automationDetails").GetProperty("id").GetString()));
    }

    [Fact]
    public void More_scopes_than_code_scanning_takes_are_one_run()
    {
        var findings = Enumerable.Range(0, 21).Select(number => ReportSamples.Finding(scope: $"{111122223333 + number}")).ToList();
        using var log = JsonDocument.Parse(ReportSamples.Write(ReportFormat.Sarif, ReportSamples.Content(findings)));
        var run = Assert.Single(log.RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(21, Results(run).Count());
    }

    [Fact]
    public void Every_finding_is_there_once()
    {
        var written = Runs.SelectMany(Results).Select(result => (result.GetProperty("ruleId").GetString(), result.GetProperty("partialFingerprints").GetProperty("checkAndResource/v1").GetString()))
            .Concat(Runs.SelectMany(Others).Select(other => (other.GetProperty("ruleId").GetString(), other.GetProperty("fingerprint").GetString()))).Order();
        Assert.Equal(ReportSamples.Hostile.Select(finding => ((string?)finding.CheckId, (string?)finding.Fingerprint)).Order(), written);
    }

    [Fact]
    public void Only_what_fails_or_was_not_seen_is_a_result()
    {
        Assert.All(Runs.SelectMany(Results), result => Assert.Contains(result.GetProperty("kind").GetString(), new[] { "fail", "open" }));
        Assert.All(Runs.SelectMany(Others), result => Assert.Equal(result.GetProperty("kind").GetString() == "fail", result.GetProperty("status").GetString() == "Accepted"));
        Assert.All(Runs.SelectMany(Others), result => Assert.Contains(result.GetProperty("kind").GetString(), new[] { "pass", "notApplicable", "fail" }));
    }

    [Fact]
    public void Only_a_failure_has_a_level()
    {
        Assert.All(Runs.SelectMany(Results), result =>
            Assert.Equal(result.GetProperty("kind").GetString() == "fail", result.GetProperty("level").GetString() != "none"));
    }

    [Fact]
    public void A_result_points_to_its_rule_and_its_resource()
    {
        foreach (var run in Runs)
        {
            var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToList();
            Assert.All(Results(run), result =>
            {
                Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
                var location = Assert.Single(result.GetProperty("locations").EnumerateArray());
                var path = location.GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!;
                Assert.True(Uri.IsWellFormedUriString(path, UriKind.Relative), path);
                // Whatever a resource is called, the path has the same five parts.
                Assert.Equal(5, new Uri(new Uri("https://example.com/"), path).Segments.Length - 1);
                Assert.Equal(1, location.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32());
                Assert.NotEqual("", Assert.Single(location.GetProperty("logicalLocations").EnumerateArray()).GetProperty("fullyQualifiedName").GetString());
            });
        }
    }

    [Fact]
    public void A_rule_says_what_it_is_about()
    {
        Assert.All(Runs.SelectMany(run => run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()), rule =>
        {
            Assert.NotEqual("", rule.GetProperty("fullDescription").GetProperty("text").GetString());
            Assert.NotEqual("", rule.GetProperty("help").GetProperty("text").GetString());
            Assert.NotEqual("", rule.GetProperty("help").GetProperty("markdown").GetString());
            Assert.Matches("^[A-Z][A-Za-z0-9]+$", rule.GetProperty("name").GetString());
            Assert.Matches(@"^\d\.\d$", rule.GetProperty("properties").GetProperty("security-severity").GetString());
            Assert.Contains("security", rule.GetProperty("properties").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        });
    }

    private static IEnumerable<JsonElement> Results(JsonElement run) => run.GetProperty("results").EnumerateArray();

    private static IEnumerable<JsonElement> Others(JsonElement run) => run.GetProperty("properties").GetProperty("otherVerdicts").EnumerateArray();
}
