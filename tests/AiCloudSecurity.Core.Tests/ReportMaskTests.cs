using System.Text.RegularExpressions;
using AiCloudSecurity.Exposure;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportMaskTests
{
    private const string Account = "111122223333", Other = "444455556666", Stranger = "777788889999";
    private const string Subscription = "0f3c1c9e-8d2e-4a35-9a55-6d1d2f0e4b11", Tenant = "9A55B0f0-8d2e-4a35-9a55-6d1d2f0e4b12";

    private static readonly IReadOnlyList<Finding> s_findings =
    [
        ReportSamples.Finding(name: $"sagemaker-eu-west-1-{Account}", reason: $"The policy lets in arn:aws:iam::{Stranger}:root and {Account}."),
        ReportSamples.Finding(name: "b", scope: Other),
        ReportSamples.Finding("AZ-IAM-001", name: "c", scope: Subscription, reason: $"Of tenant {Tenant}.") with { Cloud = Cloud.Azure, ResourceId = $"/subscriptions/{Subscription.ToUpperInvariant()}/resourceGroups/ai" },
        ReportSamples.Finding("GCP-IAM-001", name: "d", scope: "acme-prod-7", reason: "Anybody of acme-prod-7 may call it; acme-prod-77 is another.") with { Cloud = Cloud.Gcp, ResourceId = "//aiplatform.googleapis.com/projects/acme-prod-7/locations/eu" },
    ];

    private static readonly ReportContent s_content = ReportSamples.Content(s_findings,
        [new() { Scope = Account, ResourceType = "AWS::S3::Bucket", Region = "global", State = CoverageState.Refused, Operation = "s3:GetBucketLogging", Permission = "s3:GetBucketLogging", Subject = $"arn:aws:s3:::x-{Account}", Message = $"not for {Account}" }])
        with { Baseline = s_findings };

    public static TheoryData<ReportFormat> Formats => new(Enum.GetValues<ReportFormat>().Where(format => format is not (ReportFormat.Xlsx or ReportFormat.Asff)));

    [Theory, MemberData(nameof(Formats))]
    public void A_masked_report_has_no_id_of_an_account_in_any_format(ReportFormat format)
    {
        var text = ReportSamples.Write(format, s_content.Masked());
        Assert.DoesNotMatch(new Regex($"{Account}|{Other}|{Stranger}|{Subscription}|{Tenant}|acme-prod-7(?!7)", RegexOptions.IgnoreCase), text);
        Assert.Contains("account-1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_account_has_one_name_and_names_stay_apart()
    {
        var masked = s_content.Masked();
        Assert.Equal(["account-1", "account-2", "subscription-3", "project-4"], masked.Findings.Select(finding => finding.Scope));
        Assert.Equal("sagemaker-eu-west-1-account-1", masked.Findings[0].ResourceName);
        Assert.Matches("^The policy lets in arn:aws:iam::account-[5-9]:root and account-1.$", masked.Findings[0].Reason);
        Assert.Equal("/subscriptions/subscription-3/resourceGroups/ai", masked.Findings[2].ResourceId);
        Assert.Equal("Anybody of project-4 may call it; acme-prod-77 is another.", masked.Findings[3].Reason);
        Assert.Equal(s_findings.Count, masked.Findings.Select(finding => finding.Fingerprint).Except(s_findings.Select(finding => finding.Fingerprint)).Count());
    }

    [Fact]
    public void What_is_the_same_since_the_baseline_stays_the_same() =>
        Assert.All(Comparison.Of(s_content.Masked().Baseline!, s_content.Masked().Findings), change => Assert.Equal(FindingChange.Same, change.Change));

    [Fact]
    public void Exposures_are_masked_hop_by_hop()
    {
        var exposure = ExposureSamples.Exposure($"gateway-{Account}") with { Because = $"Account {Stranger} is let in." };
        var masked = Assert.Single((s_content with { Exposures = [exposure] }).Masked().Exposures);
        Assert.DoesNotContain(Account, $"{masked}{string.Join(' ', masked.Hops())}", StringComparison.Ordinal);
        Assert.DoesNotContain(Stranger, $"{masked}", StringComparison.Ordinal);
        Assert.Equal(exposure.Hops().Count, masked.Hops().Count);
    }
}
