using AiCloudSecurity.Checks;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportSummaryTests
{
    [Fact]
    public void Every_verdict_is_counted_once_in_its_pillar()
    {
        var summary = Summary.Of(ReportSamples.Hostile);
        Assert.Equal(Enum.GetValues<Pillar>(), summary.Pillars.Select(pillar => pillar.Pillar));
        Assert.All(summary.Pillars, pillar => Assert.Equal(
            ReportSamples.Hostile.Count(finding => finding.Pillar == pillar.Pillar), pillar.Pass + pillar.Fail + pillar.Unknown + pillar.NotApplicable + pillar.Accepted));
        Assert.Equal(summary.Fail, Enum.GetValues<Severity>().Sum(summary.FailuresOf));
    }

    [Fact]
    public void What_to_fix_first_is_the_severest_then_the_most_frequent()
    {
        var summary = Summary.Of([
            ReportSamples.Finding("AWS-NET-000", severity: Severity.Medium, name: "a"), ReportSamples.Finding("AWS-NET-000", severity: Severity.Medium, name: "b"),
            ReportSamples.Finding("AWS-NET-001", severity: Severity.High), ReportSamples.Finding("AWS-NET-002", severity: Severity.High, name: "c"),
            ReportSamples.Finding("AWS-NET-002", severity: Severity.High, name: "d"), ReportSamples.Finding("AWS-NET-003", Status.Pass, Severity.Critical)]);
        Assert.Equal(["AWS-NET-002", "AWS-NET-001", "AWS-NET-000"], summary.Failures.Select(failed => failed.Rule.Id));
    }

    // The engine's own words, so that this stays true when they change.
    [Fact]
    public void A_refused_read_is_named_with_its_permission_from_findings_alone()
    {
        var check = Check.All.Single(check => check.Id == "AWS-DATA-001");
        var findings = check.Needs.Where(type => type.Read.Operations.Count > 0)
            .SelectMany(type => check.Examples.SelectMany(example => check.Judge(Example.Estate(check, example, withhold: type)))).ToList();
        var summary = Summary.Of(findings);
        Assert.Contains("kms:DescribeKey", summary.MissingPermissions);
        Assert.Contains("sagemaker:ListNotebookInstances", summary.MissingPermissions);
        Assert.All(summary.NotSeen, read => Assert.True(read.Unknown > 0));
    }

    [Fact]
    public void A_name_cannot_add_a_permission()
    {
        var summary = Summary.Of([ReportSamples.Finding(status: Status.Unknown, reason: "x: iam:CreateUser was refused (AccessDenied). Grant iam:*.")]);
        Assert.Empty(summary.MissingPermissions);
    }

    [Fact]
    public void Coverage_adds_reads_that_no_finding_tells_of()
    {
        var summary = Summary.Of([], [
            new CoverageEntry { ResourceType = "AWS::Bedrock::Guardrail", Region = "eu-west-1", State = CoverageState.Refused, Operation = "bedrock:ListGuardrails", Permission = "bedrock:ListGuardrails", Message = "AccessDenied" },
            new CoverageEntry { ResourceType = "AWS::Bedrock::Guardrail", Region = "us-east-1", State = CoverageState.Refused, Operation = "bedrock:ListGuardrails", Permission = "bedrock:ListGuardrails" },
            new CoverageEntry { ResourceType = "AWS::Lex::Bot", Region = "us-east-1", State = CoverageState.Failed, Operation = "lexv2-models:ListBots", Permission = "lex:ListBots", Message = "time-out" },
            new CoverageEntry { ResourceType = "AWS::KMS::Key", Region = "us-east-1", State = CoverageState.Read, Operation = "kms:DescribeKey", Permission = "kms:DescribeKey" }]);
        Assert.Equal(["bedrock:ListGuardrails"], summary.MissingPermissions);
        Assert.Equal(["eu-west-1", "us-east-1"], summary.NotSeen[0].Regions);
        Assert.Equal(["bedrock:ListGuardrails", "lexv2-models:ListBots"], summary.NotSeen.Select(read => read.Operation));
    }

    [Fact]
    public void A_check_with_nothing_to_judge_is_not_applicable()
    {
        var summary = Summary.Of([ReportSamples.Finding("AWS-NET-001", Status.NotApplicable)], asked: Check.All);
        Assert.Equal(Check.All.DistinctBy(check => check.Id).Count(), summary.Checks);
        Assert.Equal(Check.All.DistinctBy(check => check.Id).Count(), summary.ChecksNotApplicable);
    }

    [Fact]
    public void The_closing_line_says_what_comes_next()
    {
        var check = Check.All.Single(check => check.Id == "AWS-DATA-001");
        var unknown = check.Judge(Example.Estate(check, check.Examples[0], withhold: check.Subject));
        Assert.Equal("1 critical, 2 high fail; 1 unknown: grant sagemaker:ListNotebookInstances. Next: … | Export-AiReport -Path report.html",
            Summary.Of([.. unknown, ReportSamples.Finding(severity: Severity.Critical), ReportSamples.Finding(name: "a"), ReportSamples.Finding(name: "b")]).ClosingLine());
        Assert.Equal("Nothing fails, 1 pass. Next: x", Summary.Of([ReportSamples.Finding(status: Status.Pass)]).ClosingLine("x"));
        Assert.Equal("Nothing was judged.", Summary.Of([]).ClosingLine());
    }

    [Fact]
    public void What_was_not_seen_is_told_for_each_account()
    {
        CoverageEntry refused = new() { ResourceType = "AWS::Bedrock::Guardrail", Region = "eu-west-1", State = CoverageState.Refused, Operation = "bedrock:ListGuardrails", Permission = "bedrock:ListGuardrails" };
        var summary = Summary.Of([], [refused with { Scope = "111122223333" }, refused with { Scope = "444455556666" }, refused with { Scope = "444455556666", Region = "us-east-1" }]);
        Assert.Equal(["111122223333: eu-west-1", "444455556666: eu-west-1, us-east-1"], summary.NotSeen.Select(read => read.Where));
        Assert.Equal(["eu-west-1, us-east-1"], Summary.Of([], [refused with { Scope = "1" }, refused with { Scope = "1", Region = "us-east-1" }]).NotSeen.Select(read => read.Where));
        Assert.Equal(["bedrock:ListGuardrails"], summary.MissingPermissions);
    }
}
