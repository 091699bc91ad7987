using System.Text.Json;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Core.Tests;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class ReportAsffTests
{
    [Fact]
    public async Task Boto3_takes_every_finding_for_one_of_security_hub()
    {
        var answer = await Python.RunAsync(["-c", """
            import sys, json, botocore.session, botocore.validate
            findings = json.load(sys.stdin)
            operation = botocore.session.get_session().get_service_model("securityhub").operation_model("BatchImportFindings")
            shape = operation.input_shape.members["Findings"].member
            errors = [error for error in (botocore.validate.ParamValidator().validate(finding, shape).generate_report() for finding in findings) if error]
            lengths = [finding["Id"] for finding in findings if len(finding["Title"]) > 256 or len(finding["Description"]) > 1024 or not finding["Description"]]
            print(json.dumps([len(findings), errors[:3], lengths]))
            """], input: ReportSamples.Write(ReportFormat.Asff));
        Assert.Equal($"[{ReportSamples.Hostile.Count}, [], []]", answer.Trim());
    }

    [Fact]
    public void Every_finding_is_there_once_with_its_verdict()
    {
        using var json = JsonDocument.Parse(ReportSamples.Write(ReportFormat.Asff));
        Assert.Equal(
            ReportSamples.Hostile.Select(finding => (finding.ResourceId, Verdict(finding.Status))),
            json.RootElement.EnumerateArray().Select(finding => (finding.GetProperty("Resources")[0].GetProperty("Id").GetString()!, finding.GetProperty("Compliance").GetProperty("Status").GetString()!)));
        static string Verdict(Status status) => status switch { Status.Pass => "PASSED", Status.Fail or Status.Accepted => "FAILED", Status.Unknown => "WARNING", _ => "NOT_AVAILABLE" };
    }

    [Fact]
    public void A_finding_of_another_cloud_is_refused_with_the_way_out()
    {
        var foreign = ReportSamples.Content([ReportSamples.Finding(), ReportSamples.Finding() with { Cloud = Cloud.Gcp }]);
        var error = Assert.Throws<AiCloudException>(() => ReportSamples.Write(ReportFormat.Asff, foreign));
        Assert.Equal(ErrorId.UnsupportedCloud, error.Id);
        Assert.Contains("Where-Object Cloud -EQ Aws", error.Message, StringComparison.Ordinal);
    }
}
