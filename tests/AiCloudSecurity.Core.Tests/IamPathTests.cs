using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamPathTests
{
    private const string All = """{ "Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*" }""";
    private const string Deny = """{ "Effect": "Deny", "Action": "{0}", "Resource": "*" }""";

    // Who documents it, the service that takes the role, and the actions that the path takes.
    public static TheoryData<string, string, string> PassingRoles => new()
    {
        { "pathfinding.cloud sagemaker-001", "sagemaker", "sagemaker:CreateNotebookInstance sagemaker:CreatePresignedNotebookInstanceUrl" },
        { "pathfinding.cloud sagemaker-002", "sagemaker", "sagemaker:CreateTrainingJob" },
        { "pathfinding.cloud sagemaker-003", "sagemaker", "sagemaker:CreateProcessingJob" },
        { "HackTricks aws-sagemaker-privesc", "sagemaker", "sagemaker:CreateHyperParameterTuningJob" },
        { "HackTricks aws-sagemaker-privesc", "sagemaker", "sagemaker:UpdateUserProfile sagemaker:CreateApp sagemaker:CreatePresignedDomainUrl" },
        { "HackTricks aws-sagemaker-privesc", "sagemaker", "sagemaker:UpdateDomain sagemaker:CreateUserProfile sagemaker:CreateApp sagemaker:CreatePresignedDomainUrl" },
        { "pathfinding.cloud bedrock-001", "bedrock-agentcore", "bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter" },
        { "", "sagemaker", "sagemaker:CreateModel sagemaker:CreateEndpointConfig sagemaker:CreateEndpoint" },
        { "", "sagemaker", "sagemaker:CreatePipeline sagemaker:StartPipelineExecution" },
        { "", "sagemaker", "sagemaker:CreateAutoMLJobV2" },
        { "", "sagemaker", "sagemaker:CreateCluster" },
        { "", "bedrock", "bedrock:CreateAgent bedrock:PrepareAgent bedrock:InvokeAgent" },
        { "", "bedrock", "bedrock:CreateFlow bedrock:PrepareFlow bedrock:InvokeFlow" },
        { "", "bedrock", "bedrock:CreateKnowledgeBase bedrock:CreateDataSource bedrock:StartIngestionJob bedrock:Retrieve" },
        { "", "bedrock", "bedrock:CreateModelCustomizationJob" },
        { "", "bedrock", "bedrock:CreateModelImportJob" },
        { "", "bedrock-agentcore", "bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:InvokeAgentRuntime" },
        { "", "bedrock-agentcore", "bedrock-agentcore:CreateGateway bedrock-agentcore:CreateGatewayTarget" },
        { "", "bedrock-agentcore", "bedrock-agentcore:CreateHarness bedrock-agentcore:InvokeHarness" },
        { "", "comprehend", "comprehend:StartEntitiesDetectionJob" },
    };

    [Theory, MemberData(nameof(PassingRoles))]
    public void A_role_that_is_passed_is_a_way_to_act_as_it(string source, string service, string actions)
    {
        var path = Assert.Single(Passed(Account(service, Allow(actions))));
        Assert.Equal((source, source.Length == 0), (path.Source, path.IsDerived));
        Assert.Equal($"arn:aws:iam::{IamEstate.Account}:role/admin", path.Target);
        Assert.True(path.Severity >= Severity.High);
        Assert.All(actions.Split(' '), action => Assert.Contains(action, path.Actions));
        Assert.StartsWith("It can pass any role that trusts", path.Text, StringComparison.Ordinal);
        Assert.Contains("do everything in the account", path.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', path.ToString());
    }

    [Theory, MemberData(nameof(PassingRoles))]
    public void Whatever_blocks_a_step_closes_the_path(string source, string service, string actions)
    {
        Assert.NotNull(source);
        string[] steps = ["iam:PassRole", .. actions.Split(' ')];
        foreach (var step in steps)
        {
            var deny = Deny.Replace("{0}", step, StringComparison.Ordinal);
            Closed(Account(service, $"{Allow(actions)}, {deny}"), step);
            Closed(Account(service, Allow(actions), boundary: $"{All}, {deny}"), step);
            var organized = Account(service, Allow(actions));
            organized.Organization = [[IamEstate.Held("scp", All, deny)]];
            Closed(organized, step);
            var narrow = Account(service, Allow(actions));
            narrow.Organization = [[IamEstate.Held("root", All)], [IamEstate.Held("scp", $$"""{ "Effect": "Allow", "NotAction": "{{step}}", "Resource": "*" }""")]];
            Closed(narrow, step);
        }
        Assert.Empty(Passed(Account(service, Allow(actions), boundary: """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""")));

        // What is left may be a way of its own: to make a user of Studio where none may be changed.
        static void Closed(IamEstate account, string step) => Assert.DoesNotContain(Passed(account), path => path.Actions.Contains(step) || step == "iam:PassRole");
    }

    [Theory, MemberData(nameof(PassingRoles))]
    public void A_role_that_the_service_may_not_take_or_be_given_is_no_way(string source, string service, string actions)
    {
        Assert.NotNull(source);
        const string pass = """{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }""";
        var steps = Allow(actions).Replace("\"iam:PassRole\",", "", StringComparison.Ordinal);
        Assert.Single(Passed(new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", $"{steps}, {pass}", "ec2.amazonaws.com")));
        Assert.Empty(Passed(new IamEstate().Role("admin", All, "ec2.amazonaws.com").Role("r", $"{steps}, {pass}", "ec2.amazonaws.com")));
        Assert.Empty(Passed(new IamEstate().Role("admin", All, trust: $$"""{ "Effect": "Allow", "Principal": { "Service": "{{service}}.amazonaws.com" }, "Action": "sts:AssumeRole", "Condition": { "StringEquals": { "aws:SourceAccount": "444455556666" } } }""").Role("r", $"{steps}, {pass}", "ec2.amazonaws.com")));
        var other = """{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*", "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } } }""";
        Assert.Empty(Passed(new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", $"{steps}, {other}", "ec2.amazonaws.com")));
        Assert.Single(Passed(new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", $"{steps}, {other.Replace("lambda", service, StringComparison.Ordinal)}", "ec2.amazonaws.com")));
    }

    private static string Allow(string actions) => $$"""{ "Effect": "Allow", "Action": ["iam:PassRole", "{{actions.Replace(" ", "\", \"", StringComparison.Ordinal)}}"], "Resource": "*" }""";

    private static IamEstate Account(string service, string statements, string? boundary = null)
    {
        var account = new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", statements, "ec2.amazonaws.com", boundary is null ? null : "b");
        return boundary is null ? account : account.Policy("b", boundary);
    }

    private static IReadOnlyList<EscalationPath> Passed(IamEstate account) => new PassedRolePaths(account.Roles, account.Accesses).Of(account.Access("r"));
}
