using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What no cmdlet sets right a person does, with commands that a finding carries.</summary>
public sealed class RemedyCommandTests
{
    [Fact]
    public void Each_failure_is_set_right_by_a_cmdlet_or_says_the_commands_for_a_person()
    {
        List<string> wrong = [];
        var carried = 0;
        foreach (var check in Check.All)
        {
            foreach (var finding in check.Examples.Where(example => example.Expected == Status.Fail).SelectMany(example => check.Judge(Example.Estate(check, example))).Where(finding => finding.Status == Status.Fail))
            {
                carried += finding.Command.Length > 0 ? 1 : 0;
                if (Repair.IsByCmdlet(finding.Fix) == (finding.Command.Length > 0))
                {
                    wrong.Add($"{check.Id} {check.Method!.Name}: {finding.Fix}, {finding.Command}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Distinct()));
        Assert.True(carried > 1000);
    }

    [Fact]
    public void What_does_not_fail_has_nothing_to_run()
    {
        foreach (var check in Check.All)
        {
            Assert.All(check.Examples.Where(example => example.Expected != Status.Fail).SelectMany(example => check.Judge(Example.Estate(check, example))).Where(finding => finding.Status != Status.Fail), finding => Assert.Empty(finding.Command));
        }
    }

    [Fact]
    public void Commands_name_the_resource_and_leave_choices_in_capitals()
    {
        var check = Check.All.Single(check => check.Id == "AWS-NET-001");
        var command = check.Judge(Of(check, """{ "NotebookInstanceName": "lab", "InstanceType": "ml.t3.medium", "DirectInternetAccess": "Enabled" }""", "lab")).Single().Command;
        Assert.StartsWith("aws sagemaker describe-notebook-instance --notebook-instance-name lab --region eu-west-1 && aws sagemaker create-notebook-instance --notebook-instance-name NEW_NAME --instance-type ml.t3.medium --role-arn ROLE_ARN --subnet-id SUBNET_ID ", command, StringComparison.Ordinal);
        Assert.Contains("--direct-internet-access Disabled", command, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my lab", "--notebook-instance-name 'my lab' ")]
    [InlineData("$(id)", "--notebook-instance-name '$(id)' ")]
    [InlineData("a,b", "--notebook-instance-name 'a,b' ")]
    [InlineData("a'; id; '", "--notebook-instance-name NAME ")]
    [InlineData("a\u2019; id", "--notebook-instance-name NAME ")]
    [InlineData("a\"b", "--notebook-instance-name NAME ")]
    [InlineData("--endpoint-url", "--notebook-instance-name NAME ")]
    [InlineData("@secret", "--notebook-instance-name NAME ")]
    [InlineData("file:///etc/passwd", "--notebook-instance-name NAME ")]
    [InlineData("a\u202Eb", "--notebook-instance-name NAME ")]
    [InlineData("{Region}", "--notebook-instance-name NAME ")]
    public void A_name_stays_one_word_or_is_left_to_the_person(string name, string expected)
    {
        var check = Check.All.Single(check => check.Id == "AWS-NET-001");
        Assert.Contains(expected, check.Judge(Of(check, """{ "DirectInternetAccess": "Enabled" }""", name)).Single().Command, StringComparison.Ordinal);
    }

    // A word that is filled in stands alone or within single quotes, so that its value cannot become more than it is.
    [Fact]
    public void Commands_read_the_same_in_bash_and_in_PowerShell()
    {
        foreach (var command in Check.All.Select(check => check.Command).Where(command => command.Length > 0).Distinct())
        {
            Assert.True(command.Length < 1200, command);
            var parts = command.Split('\'');
            Assert.True(parts.Length % 2 == 1, command);
            for (var number = 0; number < parts.Length; number += 2)
            {
                var outside = parts[number].Replace(" && ", " ", StringComparison.Ordinal).Replace("\"Authorization: Bearer $(gcloud auth print-access-token)\"", "", StringComparison.Ordinal);
                Assert.DoesNotMatch("[^A-Za-z0-9 _./:={}@+-]", outside);
                // At the start of a word PowerShell takes @ for its own.
                Assert.DoesNotMatch("(^| )@", outside);
            }
        }
    }

    private static Estate Of(Check check, string json, string name)
    {
        var like = Example.Estate(check, check.Examples.First(example => example.Expected == Status.Fail));
        var resource = check.Subject.Create(new(Cloud.Aws, like.Scope.Id, "eu-west-1", "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/x", name), JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(json).RootElement));
        return new(like.Scope, like.CollectedAt, like.Regions, [resource], like.Coverage);
    }
}
