using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What hangs on the folders and the organisation above a project holds in it, and may not be readable.</summary>
public sealed class GcpInheritanceTests
{
    private static readonly Check[] s_checks = [.. Check.All.Where(check => check.Cloud == Cloud.Gcp && check.Needs.Any(IsInherited))];

    [Fact]
    public void Without_what_stands_above_the_project_no_verdict_is_guessed()
    {
        Assert.NotEmpty(s_checks);
        foreach (var (check, example) in s_checks.SelectMany(check => check.Examples.Select(example => (check, example))))
        {
            var status = Judge(check, example).Status;
            Assert.True(status == example.Expected || status == Status.Unknown, $"{check.Id} says {status} where it should say {example.Expected} or Unknown: {example.Json} {string.Join(' ', example.With)}");
        }
    }

    [Theory]
    [InlineData("GCP-IAM-001")]
    [InlineData("GCP-IAM-010")]
    [InlineData("GCP-IAM-011")]
    [InlineData("GCP-IAM-025")]
    [InlineData("GCP-MON-002")]
    [InlineData("GCP-DATA-021")]
    public void What_the_project_itself_says_fails_whatever_stands_above(string id)
    {
        var check = s_checks.Single(check => check.Id == id);
        Assert.Contains(check.Examples, example => example.Expected == Status.Fail && Judge(check, example).Status == Status.Fail);
        Assert.Contains(check.Examples, example => example.Expected != Status.NotApplicable && Judge(check, example) is { Status: Status.Unknown, Reason: var reason } && reason.Contains("organizations/1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GCP-MON-001")]
    [InlineData("GCP-MON-015")]
    [InlineData("GCP-IAM-025")]
    [InlineData("GCP-NET-028")]
    public void What_the_project_itself_says_passes_where_nothing_above_can_undo_it(string id)
    {
        var check = s_checks.Single(check => check.Id == id);
        Assert.Contains(check.Examples, example => example.Expected == Status.Pass && Judge(check, example).Status == Status.Pass);
    }

    // An example's project, of which nobody could read what stands above it.
    private static Finding Judge(Check check, ExampleAttribute example)
    {
        var estate = Example.Estate(check, example);
        return check.Judge(new Estate(estate.Scope, estate.CollectedAt, estate.Regions, estate.Resources.Where(resource => !IsAbove(resource)),
            estate.Coverage.Concat(check.Needs.Where(IsInherited).Select(type => new CoverageEntry
            {
                ResourceType = type.Name,
                Region = ResourceIdentity.Global,
                State = CoverageState.Refused,
                Operation = type.Read.Operations[0].Operation,
                Permission = type.Read.Operations[0].Permission,
                Message = "PERMISSION_DENIED",
                Subject = "//cloudresourcemanager.googleapis.com/organizations/1",
            })))).First(finding => finding.ResourceName != "*");
    }

    private static bool IsInherited(ResourceType type) => type.Read is GcpResourceAttribute { Inherited: true };

    private static bool IsAbove(Resource resource) => IsInherited(resource.Type) && resource.Identity.Id[(resource.Identity.Id.IndexOf('/', 2) + 1)..] is var name
        && (name.StartsWith("folders/", StringComparison.Ordinal) || name.StartsWith("organizations/", StringComparison.Ordinal));
}
