using System.Text;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(Status.Pass, Status.Fail, FindingChange.New)]
    [InlineData(Status.Unknown, Status.Fail, FindingChange.New)]
    [InlineData(Status.NotApplicable, Status.Fail, FindingChange.New)]
    [InlineData(null, Status.Fail, FindingChange.New)]
    [InlineData(Status.Fail, Status.Pass, FindingChange.Fixed)]
    [InlineData(Status.Fail, Status.NotApplicable, FindingChange.Fixed)]
    [InlineData(Status.Fail, null, FindingChange.Gone)]
    [InlineData(Status.Unknown, null, FindingChange.Gone)]
    [InlineData(Status.Fail, Status.Unknown, FindingChange.NewlyUnknown)]
    [InlineData(Status.Pass, Status.Unknown, FindingChange.NewlyUnknown)]
    [InlineData(null, Status.Unknown, FindingChange.NewlyUnknown)]
    [InlineData(Status.Fail, Status.Accepted, FindingChange.Accepted)]
    [InlineData(null, Status.Accepted, FindingChange.Accepted)]
    [InlineData(Status.Accepted, Status.Accepted, FindingChange.Same)]
    [InlineData(Status.Accepted, Status.Fail, FindingChange.New)]
    [InlineData(Status.Accepted, Status.Pass, FindingChange.Fixed)]
    [InlineData(Status.Accepted, null, FindingChange.Gone)]
    [InlineData(Status.Unknown, Status.Pass, FindingChange.Same)]
    [InlineData(Status.Fail, Status.Fail, FindingChange.Same)]
    [InlineData(Status.Unknown, Status.Unknown, FindingChange.Same)]
    [InlineData(Status.Pass, null, FindingChange.Same)]
    public void What_became_of_a_verdict_follows_from_both_runs(Status? before, Status? after, FindingChange change)
    {
        static IReadOnlyList<Finding> Run(Status? status) => status is { } one ? [ReportSamples.Finding(status: one)] : [];
        var compared = Assert.Single(Comparison.Of(Run(before), Run(after)));
        Assert.Equal((change, before, after), (compared.Change, compared.StatusBefore, compared.Status));
    }

    [Fact]
    public void A_failure_with_another_reason_has_changed() =>
        Assert.Equal(FindingChange.Changed, Assert.Single(Comparison.Of([ReportSamples.Finding()], [ReportSamples.Finding(reason: "Another.")])).Change);

    [Fact]
    public void The_same_findings_are_no_news() =>
        Assert.All(Comparison.Of(ReportSamples.Hostile, ReportSamples.Hostile), change => Assert.Equal(FindingChange.Same, change.Change));

    [Fact]
    public void News_come_first_and_the_worst_of_them_first()
    {
        var after = new[] { ReportSamples.Finding("AWS-NET-002", severity: Severity.Low), ReportSamples.Finding("AWS-NET-003", severity: Severity.Critical), ReportSamples.Finding(status: Status.Pass) };
        Assert.Equal(["AWS-NET-003", "AWS-NET-002", "AWS-NET-001"], Comparison.Of([ReportSamples.Finding()], after).Select(change => change.CheckId));
    }

    [Theory]
    [InlineData(ReportFormat.Json)]
    [InlineData(ReportFormat.NdJson)]
    public void What_was_written_is_read_back_as_it_was(ReportFormat format) =>
        Assert.Equal(ReportSamples.Hostile, Read(ReportSamples.Write(format)));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{ "version": "9.0", "findings": [] }""")]
    [InlineData("""{ "version": "1.0", "findings": [{}] }""")]
    [InlineData("""{ "version": "1.0", "findings": [null] }""")]
    public void A_file_that_is_no_report_is_refused_by_its_name(string text)
    {
        var error = Assert.Throws<AiCloudException>(() => Read(text));
        Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        Assert.Contains("'baseline.json'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Export-AiReport", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_line_is_named()
    {
        var lines = ReportSamples.Write(ReportFormat.NdJson).Split('\n');
        lines[2] = lines[2][..50] + "}";
        Assert.Contains("line 3", Assert.Throws<AiCloudException>(() => Read(string.Join('\n', lines))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_somebody_wrote_into_the_file_is_harmless() =>
        Assert.Equal("'=1+1\\u001B", Read(ReportSamples.Write(ReportFormat.NdJson, ReportSamples.Content([ReportSamples.Finding() with { ResourceName = "=1+1\u001b" }])))[0].ResourceName);

    private static IReadOnlyList<Finding> Read(string text) => FindingFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "baseline.json", TestContext.Current.CancellationToken);
}
