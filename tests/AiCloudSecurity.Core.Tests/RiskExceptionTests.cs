namespace AiCloudSecurity.Core.Tests;

public sealed class RiskExceptionTests
{
    private static readonly DateOnly s_today = new(2026, 11, 23);

    private static RiskException Exception(string check = "AWS-NET-001", string resource = "*nb-1", string scope = "*", int days = 10, int? remind = null) => new()
    {
        Check = check, Resource = resource, Scope = scope, Owner = "team@example.com", Reason = "Demo.", Until = s_today.AddDays(days), Remind = remind is { } day ? s_today.AddDays(day) : null,
    };

    private static Finding Apply(RiskException exception, Finding? finding = null) => new RiskExceptions([exception], s_today).Apply(finding ?? ReportSamples.Finding());

    [Fact]
    public void A_failure_that_somebody_answers_for_is_accepted_with_owner_day_and_reason()
    {
        var finding = Apply(Exception());
        Assert.Equal(Status.Accepted, finding.Status);
        Assert.Equal("Accepted by team@example.com until 2026-12-03: Demo. Direct internet access is on.", finding.Reason);
    }

    [Theory]
    [InlineData(Status.Pass)]
    [InlineData(Status.Unknown)]
    [InlineData(Status.NotApplicable)]
    public void Only_a_failure_can_be_accepted(Status status) => Assert.Equal(status, Apply(Exception(), ReportSamples.Finding(status: status)).Status);

    [Theory]
    [InlineData("AWS-NET-*", "nb-1", "*", true)]
    [InlineData("aws-net-001", "NB-?", "1111*", true)]
    [InlineData("*", "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/*", "111122223333", true)]
    [InlineData("AWS-NET-002", "nb-1", "*", false)]
    [InlineData("AWS-NET-001", "nb", "*", false)]
    [InlineData("AWS-NET-001", "nb-1", "444455556666", false)]
    [InlineData("AWS-NET-001", "\\*", "*", false)]
    public void Patterns_say_what_is_covered(string check, string resource, string scope, bool covered) =>
        Assert.Equal(covered ? Status.Accepted : Status.Fail, Apply(Exception(check, resource, scope)).Status);

    [Fact]
    public void A_resource_that_is_named_like_a_wildcard_is_accepted_for_itself_only()
    {
        var exactly = Exception(resource: RiskException.Exactly("*"));
        Assert.Equal(Status.Fail, Apply(exactly).Status);
        Assert.Equal(Status.Accepted, Apply(exactly, ReportSamples.Finding() with { ResourceName = "*" }).Status);
    }

    [Fact]
    public void The_last_day_counts_and_the_day_after_does_not()
    {
        Assert.Equal(Status.Accepted, Apply(Exception(days: 0)).Status);
        Assert.Equal(Status.Fail, Apply(Exception(days: -1)).Status);
    }

    [Fact]
    public void An_exception_that_ended_is_told_while_its_risk_is_there()
    {
        RiskExceptions exceptions = new([Exception(days: -1)], s_today);
        Assert.Empty(exceptions.Warnings());
        exceptions.Apply(ReportSamples.Finding());
        Assert.Contains("ended on 2026-11-22", Assert.Single(exceptions.Warnings()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reminder_comes_on_its_day()
    {
        foreach (var (remind, warnings) in new[] { (0, 1), (-3, 1), (1, 0) })
        {
            RiskExceptions exceptions = new([Exception(remind: remind)], s_today);
            exceptions.Apply(ReportSamples.Finding());
            Assert.Equal(warnings, exceptions.Warnings().Count());
        }
    }

    [Fact]
    public void Of_several_the_one_that_lasts_longest_counts()
    {
        RiskExceptions exceptions = new([Exception(days: -1), Exception(days: 30), Exception(days: 5)], s_today);
        Assert.Contains("until 2026-12-23", exceptions.Apply(ReportSamples.Finding()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_covers_nothing_is_known()
    {
        RiskExceptions exceptions = new([Exception(), Exception("AWS-IAM-001")], s_today);
        exceptions.Apply(ReportSamples.Finding());
        Assert.Equal("AWS-IAM-001", Assert.Single(exceptions.Unused).Check);
    }
}
