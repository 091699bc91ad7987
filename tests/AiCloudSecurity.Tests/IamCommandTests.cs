using System.Management.Automation;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class IamCommandTests : IDisposable
{
    private static readonly string s_sample = Path.Join(Python.RepositoryRoot, "samples/aws.aiestate");
    private readonly ModuleSession _session = new();

    [Fact]
    public void Least_privilege_is_judged_of_the_principals_that_are_named()
    {
        var findings = _session.Run($"Import-AiEstate '{s_sample}' | Test-AiIamLeastPrivilege -Principal scoped-*, '*:role/training-pipeline'").Output;
        Assert.Equal(["scoped-pipeline", "training-pipeline"], findings.Select(finding => Text(finding, "ResourceName")).Distinct().Order());
        Assert.All(findings, finding => Assert.Equal("LeastPrivilege", Text(finding, "Pillar")));
        var path = Assert.Single(findings, finding => Text(finding, "CheckId") == "AWS-IAM-007" && Text(finding, "ResourceName") == "training-pipeline");
        Assert.StartsWith("It can pass any role that trusts sagemaker.amazonaws.com", Text(path, "Reason"), StringComparison.Ordinal);
        Assert.Contains("pathfinding.cloud", Text(path, "Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_administrator_is_one_finding()
    {
        var failures = _session.Run($"Import-AiEstate '{s_sample}' | Test-AiIamLeastPrivilege -Principal administrator").Output.Where(finding => Text(finding, "Status") == "Fail");
        Assert.Equal(["AWS-IAM-101"], failures.Select(finding => Text(finding, "CheckId")));
    }

    [Fact]
    public void Grants_say_who_may_do_what_and_by_which_statement()
    {
        var result = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiIamGrant -ActionClass PassRole -Principal scoped-pipeline");
        Assert.Empty(result.Errors);
        var grant = Assert.Single(result.Output);
        Assert.Equal(("iam:PassRole", "Allowed"), (Text(grant, "Action"), Text(grant, "Effect")));
        Assert.EndsWith(":role/sagemaker-execution", Text(grant, "Resource"), StringComparison.Ordinal);
        Assert.All(grant.Properties, property => Assert.True(property.Value is null or string or Enum, property.Name));
    }

    [Fact]
    public void Grants_are_chosen_by_action_and_resource()
    {
        var grants = _session.Run($"Import-AiEstate '{s_sample}' | Get-AiIamGrant -Action bedrock:InvokeModel* -Resource '*foundation-model/*'").Output;
        Assert.NotEmpty(grants);
        Assert.All(grants, grant => Assert.StartsWith("bedrock:InvokeModel", Text(grant, "Action"), StringComparison.Ordinal));
        Assert.All(grants, grant => Assert.Equal("Invoke", Text(grant, "ActionClass")));
        Assert.DoesNotContain(_session.Run($"Import-AiEstate '{s_sample}' | Get-AiIamGrant -Action bedrock:InvokeModel* -Resource 'arn:aws:s3:::b'").Output, grant => Text(grant, "Resource") != "*");
    }

    [Fact]
    public void What_does_not_exist_is_said()
    {
        Assert.Equal(["ResourceNotFound"], _session.Run($"Import-AiEstate '{s_sample}' | Get-AiIamGrant -Action bedrock:NoSuchThing").ErrorIds);
        Assert.Equal(["ResourceNotFound"], _session.Run($"Import-AiEstate '{s_sample}' | Test-AiIamLeastPrivilege -CheckId AWS-NOT-1").ErrorIds);
        Assert.Equal(["NothingAssessed"], _session.Run("@() | Get-AiIamGrant").ErrorIds);
        Assert.Equal(["NothingAssessed"], _session.Run("@() | Test-AiIamLeastPrivilege").ErrorIds);
    }

    [Fact]
    public void Actions_are_completed_with_what_they_let_their_caller_do()
    {
        using var shell = _session.Shell("");
        const string text = "Get-AiIamGrant -Action sagemaker:CreateTrainingJ";
        var match = Assert.Single(CommandCompletion.CompleteInput(text, text.Length, null, shell).CompletionMatches);
        Assert.Equal(("sagemaker:CreateTrainingJob", "Train, Write"), (match.CompletionText, match.ToolTip));
    }

    public void Dispose() => _session.Dispose();

    private static string Text(PSObject item, string name) => $"{item.Properties[name].Value}";
}
