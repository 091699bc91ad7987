using System.Text.Json;
using AiCloudSecurity.Reports;
using NJsonSchema;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportOcsfTests
{
    private static readonly JsonElement s_findings = JsonDocument.Parse(ReportSamples.Write(ReportFormat.Ocsf)).RootElement;

    [Fact]
    public async Task Every_finding_is_what_the_schema_of_ocsf_asks_for()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Join(AppContext.BaseDirectory, "Schemas", "ocsf-compliance-finding.json"), TestContext.Current.CancellationToken);
        Assert.All(s_findings.EnumerateArray(), finding => Assert.Empty(schema.Validate(finding.GetRawText())));
    }

    [Fact]
    public async Task The_schema_refuses_what_is_not_of_ocsf()
    {
        var schema = await JsonSchema.FromFileAsync(Path.Join(AppContext.BaseDirectory, "Schemas", "ocsf-compliance-finding.json"), TestContext.Current.CancellationToken);
        var finding = s_findings[0].GetRawText();
        Assert.NotEmpty(schema.Validate(finding.Replace("\"time\":", "\"when\":", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(finding.Replace("\"class_uid\":2003", "\"class_uid\":2004", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(finding.Replace("\"control\":", "\"controls\":", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_finding_is_there_with_its_verdict()
    {
        Assert.Equal(
            ReportSamples.Hostile.Select(finding => (finding.Fingerprint, finding.ResourceId, finding.Status.ToString())),
            s_findings.EnumerateArray().Select(finding => (
                finding.GetProperty("finding_info").GetProperty("uid").GetString()!,
                finding.GetProperty("resources")[0].GetProperty("uid").GetString()!,
                finding.GetProperty("compliance").GetProperty("status_code").GetString()!)));
    }

    [Fact]
    public void What_could_not_be_seen_is_no_pass()
    {
        var unknown = s_findings.EnumerateArray().Select(finding => finding.GetProperty("compliance")).Where(compliance => compliance.GetProperty("status_code").GetString() == "Unknown").ToList();
        Assert.NotEmpty(unknown);
        Assert.All(unknown, compliance => Assert.Equal(2, compliance.GetProperty("status_id").GetInt32()));
    }
}
