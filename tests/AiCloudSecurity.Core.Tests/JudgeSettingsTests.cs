using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

public sealed class JudgeSettingsTests
{
    private static readonly Check s_segregation = Check.All.Single(check => check.Id == "AWS-IAM-040");

    [Theory]
    [InlineData("acme-prod-ml", null, Status.Pass, "the account's name acme-prod-ml")]
    [InlineData("Sandbox", null, Status.Pass, "outside production, by the account's name Sandbox")]
    [InlineData("acme-nonprod", null, Status.Pass, "outside production")]
    [InlineData("pre-prod", null, Status.Pass, "outside production")]
    [InlineData("ml-1", "Root/Workloads/Production", Status.Pass, "the unit Production")]
    [InlineData("prod-test", null, Status.Fail, "do not say")]
    [InlineData("product", "Root", Status.Fail, "do not say")]
    public void Without_tags_the_account_says_in_which_environment_it_is(string name, string? path, Status status, string says)
    {
        var finding = Judge(Estate(name, path, "one", "two"), new());
        Assert.Equal(status, finding.Status);
        Assert.Contains(says, finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("live-*", Status.Fail, "live-1 is production by the pattern live-*")]
    [InlineData("l*", Status.Pass, "production, by the pattern l*")]
    [InlineData("payments*", Status.Pass, "production, by the pattern payments*")]
    [InlineData("nothing*", Status.Pass, "outside production")]
    public void A_pattern_decides_alone_and_is_named(string pattern, Status status, string says)
    {
        var finding = Judge(Estate("payments-test", null, "live-1", "lab-1"), new() { ProductionPattern = [pattern] });
        Assert.Equal(status, finding.Status);
        Assert.Contains(says, finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS-IAM-041", "live-*", Status.Fail)]
    [InlineData("AWS-IAM-041", "l*", Status.Pass)]
    [InlineData("AWS-IAM-112", "live-*", Status.Fail)]
    [InlineData("AWS-IAM-112", "l*", Status.NotApplicable)]
    public void Whoever_is_in_both_is_told_by_the_same_pattern(string id, string pattern, Status status)
    {
        var account = IamEstate.Of("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }""");
        foreach (var name in new[] { "live-1", "lab-1" })
        {
            account.Add<AiCloudSecurity.Resources.Aws.NotebookInstance>($"arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/{name}", """{ "RoleArn": "arn:aws:iam::111122223333:role/r" }""");
        }
        var check = Check.All.Single(check => check.Id == id && check.Subject.Name == "AWS::IAM::Role");
        var finding = Assert.Single(check.Judge(account.Estate, new() { ProductionPattern = [pattern] }));
        Assert.Equal(status, finding.Status);
        Assert.True(status != Status.Fail || finding.Reason.Contains("the pattern live-*", StringComparison.Ordinal), finding.Reason);
    }

    [Theory]
    [InlineData("Completed", 100, 90, Status.NotApplicable)]
    [InlineData("Completed", 80, 90, Status.Fail)]
    [InlineData("Completed", 80, 60, Status.NotApplicable)]
    [InlineData("Completed", 80, 200, Status.Fail)]
    [InlineData("InProgress", 100, 10, Status.Fail)]
    [InlineData("Completed", 100, 200, Status.NotApplicable)]
    public void A_finished_job_is_history_before_the_time_that_was_asked_for(string status, int age, int since, Status expected)
    {
        // The estate was read for 90 days: what is older was not asked for.
        var estate = Estate("one", null);
        var now = estate.CollectedAt;
        var job = ResourceType.Find("AWS::SageMaker::TrainingJob")!.Create(new(Cloud.Aws, estate.Scope.Id, "eu-west-1", "arn:j", "j"),
            System.Text.Encoding.UTF8.GetBytes($$"""{ "TrainingJobArn": "arn:j", "TrainingJobStatus": "{{status}}", "CreationTime": {{now.AddDays(-age).ToUnixTimeSeconds()}} }"""));
        var with = new Estate(estate.Scope, now, estate.Regions, [job], Check.All.SelectMany(check => check.Types).Distinct().Select(Covered));
        var check = Check.All.Single(check => check.Subject == job.Type && check.Method?.Name == "Vpc");
        Assert.Equal(expected, Assert.Single(check.Judge(with, new() { JobsSince = now.AddDays(-since) })).Status);
    }

    [Fact]
    public void An_estate_keeps_from_when_on_jobs_were_read()
    {
        var estate = Estate("one", null);
        var since = estate.CollectedAt.AddDays(-7);
        using var file = new MemoryStream();
        EstateFile.Write([new Estate(estate.Scope, estate.CollectedAt, estate.Regions, estate.Resources, estate.Coverage, jobsSince: since)], file);
        file.Position = 0;
        Assert.Equal(since, Assert.Single(EstateFile.Read(file, "file")).JobsSince);
    }

    private static Finding Judge(Estate estate, JudgeSettings settings) => Assert.Single(s_segregation.Judge(estate, settings));

    private static Estate Estate(string name, string? path, params string[] notebooks)
    {
        var scope = new Scope { Cloud = Cloud.Aws, Id = "111122223333", Name = name, Path = path, Caller = "arn:aws:iam::111122223333:role/r", Partition = "aws" };
        var type = ResourceType.Find("AWS::SageMaker::NotebookInstance")!;
        return new(scope, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), ["eu-west-1"],
            notebooks.Select(notebook => type.Create(new(Cloud.Aws, scope.Id, "eu-west-1", $"arn:{notebook}", notebook), "{}"u8.ToArray())),
            s_segregation.Types.Select(Covered));
    }

    private static CoverageEntry Covered(ResourceType type) => new()
    {
        ResourceType = type.Name,
        Region = type.Read.Global ? ResourceIdentity.Global : "eu-west-1",
        State = CoverageState.Read,
        Operation = "o",
        Permission = "p",
    };
}
