using System.Xml.Linq;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportTestResultTests
{
    [Fact]
    public void JUnit_has_a_case_for_every_finding()
    {
        var cases = XDocument.Parse(ReportSamples.Write(ReportFormat.JUnit)).Descendants("testcase").ToList();
        Assert.Equal(
            ReportSamples.Hostile.Select(finding => (finding.CheckId, finding.ResourceId)).Order(),
            cases.Select(result => (result.Attribute("classname")!.Value.Split(' ')[0], result.Attribute("name")!.Value)).Order());
    }

    [Fact]
    public void JUnit_fails_what_fails_and_errs_on_what_was_not_seen()
    {
        var root = XDocument.Parse(ReportSamples.Write(ReportFormat.JUnit)).Root!;
        foreach (var (element, count, status) in new[] { ("failure", "failures", Status.Fail), ("error", "errors", Status.Unknown), ("skipped", "skipped", Status.NotApplicable) })
        {
            // What is accepted fails no pipeline, and is not silent either.
            var expected = ReportSamples.Hostile.Count(finding => finding.Status == status || status == Status.NotApplicable && finding.Status == Status.Accepted);
            Assert.Equal(expected, root.Descendants(element).Count());
            Assert.Equal(expected, (int)root.Attribute(count)!);
            Assert.Equal(expected, root.Elements("testsuite").Sum(suite => (int)suite.Attribute(count)!));
        }
        Assert.All(root.Elements("testsuite"), suite => Assert.Equal(suite.Elements("testcase").Count(), (int)suite.Attribute("tests")!));
    }

    [Fact]
    public void NUnit_has_a_case_for_every_finding_and_an_inconclusive_one_for_what_was_not_seen()
    {
        var root = XDocument.Parse(ReportSamples.Write(ReportFormat.NUnit)).Root!;
        foreach (var (result, count, status) in new[] { ("Passed", "passed", Status.Pass), ("Failed", "failed", Status.Fail), ("Inconclusive", "inconclusive", Status.Unknown), ("Skipped", "skipped", Status.NotApplicable) })
        {
            var expected = ReportSamples.Hostile.Count(finding => finding.Status == status || status == Status.NotApplicable && finding.Status == Status.Accepted);
            Assert.Equal(expected, root.Descendants("test-case").Count(element => element.Attribute("result")!.Value == result));
            Assert.Equal(expected, (int)root.Attribute(count)!);
        }
        Assert.Equal("Failed", root.Attribute("result")!.Value);
    }

    [Fact]
    public void A_run_in_which_nothing_could_be_seen_is_no_success()
    {
        var unknown = ReportSamples.Content([ReportSamples.Finding(status: Status.Unknown)]);
        Assert.Equal("Inconclusive", XDocument.Parse(ReportSamples.Write(ReportFormat.NUnit, unknown)).Root!.Attribute("result")!.Value);
        Assert.Equal("1", XDocument.Parse(ReportSamples.Write(ReportFormat.JUnit, unknown)).Root!.Attribute("errors")!.Value);
    }

    [Fact]
    public void Xml_survives_text_that_was_not_made_safe()
    {
        var finding = ReportSamples.Finding() with { ResourceId = "arn:\u0001\u001b[31m]]>\ud800", Reason = "\0" };
        Assert.Contains("\\u001B", XDocument.Parse(ReportSamples.Write(ReportFormat.JUnit, ReportSamples.Content([finding]))).Descendants("testcase").Single().Attribute("name")!.Value, StringComparison.Ordinal);
        Assert.NotNull(XDocument.Parse(ReportSamples.Write(ReportFormat.NUnit, ReportSamples.Content([finding]))).Root);
    }
}
