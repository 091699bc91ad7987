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

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/admin-7", "admin-7")]
    [InlineData("arn:aws:iam::111122223333:role/admin-1*", "admin-1")]
    [InlineData("arn:aws:iam::*:role/admin-2?", "admin-20")]
    [InlineData("arn:*:role/?dmin-3", "admin-3")]
    [InlineData("*-4", "admin-4")]
    [InlineData("arn:aws:iam::${aws:PrincipalAccount}:role/admin-5", "admin-5")]
    [InlineData("arn:aws:iam::111122223333:role/none\", \"arn:aws:iam::111122223333:role/admin-29\", \"arn:aws:iam::111122223333:role/admin-28", "admin-28")]
    [InlineData("arn:aws:iam::111122223333:role/admin", null)]
    [InlineData("arn:aws:iam::444455556666:role/admin-7", null)]
    [InlineData("arn:aws:iam::111122223333:role/ADMIN-7", null)]
    public void Among_many_roles_those_are_passed_that_a_pattern_stands_for(string pattern, string? passed)
    {
        var account = new IamEstate().Role("r", $$"""{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": ["{{pattern}}"] }""", "ec2.amazonaws.com");
        foreach (var number in Enumerable.Range(0, 30))
        {
            account.Role($"admin-{number}", All, "sagemaker.amazonaws.com");
        }
        Assert.Equal(passed is null ? [] : [$"arn:aws:iam::{IamEstate.Account}:role/{passed}"], Passed(account).Select(path => path.Target));
    }

    public static TheoryData<string, string> Scripts => new()
    {
        { "pathfinding.cloud sagemaker-005", "sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance" },
        { "stratus-red-team aws.execution.sagemaker-update-lifecycle-config", "sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:StartNotebookInstance" },
        { "HackTricks aws-sagemaker-persistence", "sagemaker:CreateStudioLifecycleConfig sagemaker:UpdateUserProfile" },
        { "HackTricks aws-sagemaker-persistence", "sagemaker:CreateStudioLifecycleConfig sagemaker:UpdateDomain" },
    };

    [Theory, MemberData(nameof(Scripts))]
    public void A_script_in_somebody_elses_notebook_is_a_way_to_act_as_its_role(string source, string actions) =>
        Holds(actions, source, account => new WorkplacePaths(account.Workplaces).ByScript(account.Access("r")));

    [Theory]
    [InlineData("pathfinding.cloud sagemaker-004", "sagemaker:CreatePresignedNotebookInstanceUrl")]
    [InlineData("HackTricks aws-sagemaker-privesc", "sagemaker:CreatePresignedDomainUrl")]
    public void A_presigned_url_is_a_way_to_act_as_the_role_behind_it(string source, string action) =>
        Holds(action, source, account => new WorkplacePaths(account.Workplaces).ByUrl(account.Access("r")));

    [Theory]
    [InlineData("pathfinding.cloud bedrock-002", "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter")]
    [InlineData("", "bedrock-agentcore:InvokeAgentRuntimeCommand")]
    public void Code_in_a_session_of_AgentCore_is_a_way_to_act_as_its_role(string source, string actions) =>
        Holds(actions, source, Sessions);

    [Theory]
    [InlineData("HackTricks aws-bedrock-privesc", "lambda:UpdateFunctionCode bedrock:InvokeAgent")]
    [InlineData("", "bedrock:UpdateAgentActionGroup bedrock:PrepareAgent")]
    [InlineData("", "bedrock:CreateAgentActionGroup bedrock:PrepareAgent")]
    public void An_agent_is_hijacked_by_its_function_or_its_tools(string source, string actions) =>
        Holds(actions, source, Agents, "helpdesk");

    private const string Runtime = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1";
    private const string Tools = "arn:aws:lambda:eu-west-1:111122223333:function:tools";
    private const string Nothing = """{ "Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*" }""";

    [Fact]
    public void What_a_runtimes_own_policy_grants_is_a_way_and_what_it_denies_is_none()
    {
        const string step = "bedrock-agentcore:InvokeAgentRuntimeCommand";
        Assert.Null(Sessions(Workplace(Nothing)));
        var path = Sessions(Workplace(Nothing).Add<AgentRuntimePolicy>($"{Runtime}#policy", $$"""{ "policy": {{Own("Allow", step, "role/r")}} }""", parent: Runtime));
        Assert.Contains("run commands in the sessions of the agent runtime travel", path!.Text, StringComparison.Ordinal);
        Assert.Null(Sessions(Workplace(Nothing).Add<AgentRuntimePolicy>($"{Runtime}#policy", $$"""{ "policy": {{Own("Allow", step, "role/other")}} }""", parent: Runtime)));
        Assert.NotNull(Sessions(Workplace(Allow(step)).Add<AgentRuntimePolicy>($"{Runtime}#policy", $$"""{ "policy": {{Own("Deny", step, "role/other")}} }""", parent: Runtime)));
        Assert.Null(Sessions(Workplace(Allow(step)).Add<AgentRuntimePolicy>($"{Runtime}#policy", $$"""{ "policy": {{Own("Deny", step, "role/r")}} }""", parent: Runtime)));
        Assert.Throws<UnseenException>(() => Sessions(Workplace(Nothing).Refuse<AgentRuntimePolicy>()));
        Assert.Throws<UnseenException>(() => Sessions(Workplace(Nothing).Add<AgentRuntimePolicy>($"{Runtime}#policy", """{ "policy": "{ half of" }""", parent: Runtime)));
    }

    [Fact]
    public void What_a_functions_own_policy_grants_is_a_way_to_hijack_its_agent_and_what_it_denies_is_none()
    {
        IamEstate With(string statements, string effect, string who) => Workplace(statements).Add<LambdaFunction>(Tools, """{ "FunctionName": "tools" }""", "tools")
            .Add<LambdaPolicy>($"{Tools}#policy", $$"""{ "policy": {{Own(effect, "lambda:UpdateFunctionCode", who)}} }""", parent: Tools);
        Assert.Contains("its own code into the function tools", Agents(With(Allow("bedrock:InvokeAgent"), "Allow", "role/r"))!.Text, StringComparison.Ordinal);
        Assert.Null(Agents(With(Allow("bedrock:InvokeAgent"), "Allow", "role/other")));
        Assert.Null(Agents(With(Nothing, "Allow", "role/r")));
        Assert.NotNull(Agents(With(Allow("bedrock:InvokeAgent lambda:UpdateFunctionCode"), "Deny", "role/other")));
        Assert.Null(Agents(With(Allow("bedrock:InvokeAgent lambda:UpdateFunctionCode"), "Deny", "role/r")));
        Assert.Throws<UnseenException>(() => Agents(With(Allow("bedrock:InvokeAgent"), "Allow", "role/other").Refuse<LambdaPolicy>()));
    }

    [Fact]
    public void A_bucket_that_denies_writing_is_none_that_its_training_can_be_changed_by()
    {
        IamEstate With(string effect, string who) => new IamEstate().Role("r", """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""")
            .Add<TrainingJob>("arn:aws:sagemaker:eu-west-1:111122223333:training-job/churn", """{ "InputDataConfig": [{ "DataSource": { "S3DataSource": { "S3Uri": "s3://data/train" } } }] }""")
            .Add<Bucket>("arn:aws:s3:::data", """{ "Name": "data" }""", "data")
            .AddWhole<BucketPolicy>("arn:aws:s3:::data#policy", Policy(effect, "s3:PutObject", who), parent: "arn:aws:s3:::data");
        Assert.Contains("what the training job churn learned from", Learning(With("Deny", "role/other")), StringComparison.Ordinal);
        Assert.Null(Learning(With("Deny", "role/r")));
        Assert.Throws<UnseenException>(() => Learning(With("Deny", "role/r").Refuse<BucketPolicy>()));

        static string? Learning(IamEstate account) => new Checks.Aws.TrainingData(account.Estate.Inventory<TrainingJob>(), account.Estate.Inventory<DataSource>(), account.Estate.Inventory<Bucket>(), account.Estate.Inventory<BucketPolicy>(), account.Estate.Scope)
            .First(account.Access("r"));
    }

    private static EscalationPath? Agents(IamEstate account) => new AgentPaths(account.Estate.Inventory<Agent>(), account.Estate.Inventory<AgentActionGroup>(),
        account.Estate.Inventory<LambdaFunction>(), account.Estate.Inventory<LambdaPolicy>(), account.Estate.Scope).Of(account.Access("r"));

    private static string Own(string effect, string action, string who) => System.Text.Json.JsonSerializer.Serialize(Policy(effect, action, who));

    private static string Policy(string effect, string action, string who) =>
        $$"""{ "Version": "2012-10-17", "Statement": [{ "Effect": "{{effect}}", "Principal": { "AWS": "arn:aws:iam::111122223333:{{who}}" }, "Action": "{{action}}", "Resource": "*" }] }""";

    [Fact]
    public void Whose_rights_are_no_more_than_ones_own_is_no_gain()
    {
        var account = new IamEstate().Role("other", """{ "Effect": "Allow", "Action": ["s3:GetObject", "logs:*", "ecr:*"], "Resource": "*" }""", "bedrock-agentcore.amazonaws.com")
            .Role("r", """{ "Effect": "Allow", "Action": ["s3:GetObject", "bedrock-agentcore:*"], "Resource": "*" }""", "ec2.amazonaws.com");
        Assert.Null(Sessions(account.Add<CodeInterpreter>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/c-1", """{ "executionRoleArn": "arn:aws:iam::111122223333:role/other" }""", "sandbox")));
    }

    [Fact]
    public void A_session_is_had_only_where_there_is_a_place_for_it()
    {
        var actions = Allow("bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter");
        Assert.Null(Sessions(Account("bedrock-agentcore", actions)));
        var other = Account("bedrock-agentcore", actions.Replace("\"*\"", "\"arn:aws:bedrock-agentcore:*:*:code-interpreter-custom/c-2\"", StringComparison.Ordinal));
        Assert.Null(Sessions(other.Add<CodeInterpreter>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/c-1", """{ "executionRoleArn": "arn:aws:iam::111122223333:role/admin" }""")));
        Assert.Null(Sessions(Account("bedrock-agentcore", actions).Add<CodeInterpreter>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/c-1", """{ "name": "no role" }""")));
    }

    [Fact]
    public void Where_it_could_not_be_seen_which_places_there_are_that_is_no_Pass() =>
        Assert.Throws<UnseenException>(() => Sessions(Account("bedrock-agentcore", Allow("bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter")).Refuse<CodeInterpreter>()));

    [Fact]
    public void On_what_a_path_hangs_and_its_goer_does_not_choose_is_said()
    {
        var path = Assert.Single(Passed(Account("sagemaker", """
            { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" },
            { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" }, "StringLike": { "sagemaker:InstanceTypes": "ml.m5.*" } } }
            """)));
        Assert.Equal(["aws:MultiFactorAuthPresent"], path.Conditions);
        Assert.Equal(Severity.High, path.Severity);
        Assert.Contains("hangs on aws:MultiFactorAuthPresent", path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_service_may_do_for_somebody_is_no_right_of_his_own() =>
        Assert.Empty(Passed(Account("sagemaker", """
            { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" },
            { "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*", "Condition": { "StringEquals": { "aws:CalledViaLast": "bedrock.amazonaws.com" } } }
            """)));

    [Fact]
    public void A_role_of_which_nobody_knows_what_it_may_do_makes_no_Pass() =>
        Assert.Throws<UnseenException>(() => Passed(new IamEstate().Role("admin", """{ "Effect": "What" }""")
            .Role("r", """{ "Effect": "Allow", "Action": ["sagemaker:CreateTrainingJob"], "Resource": "*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/admin" }""", "ec2.amazonaws.com")));

    // What AWS's own policies say, by its Managed Policy Reference, on an account in which there is something to come to.
    public static TheoryData<string, string, string> FullAccess => new()
    {
        { "AmazonSageMakerFullAccess", "pathfinding.cloud sagemaker-001", "iam:PassRole sagemaker:CreateNotebookInstance sagemaker:CreatePresignedNotebookInstanceUrl" },
        { "AmazonSageMakerFullAccess", "pathfinding.cloud sagemaker-002", "iam:PassRole sagemaker:CreateTrainingJob" },
        { "AmazonSageMakerFullAccess", "pathfinding.cloud sagemaker-003", "iam:PassRole sagemaker:CreateProcessingJob" },
        { "AmazonSageMakerFullAccess", "HackTricks aws-sagemaker-privesc", "iam:PassRole sagemaker:CreateHyperParameterTuningJob" },
        { "AmazonSageMakerFullAccess", "pathfinding.cloud sagemaker-004", "sagemaker:CreatePresignedNotebookInstanceUrl" },
        { "AmazonSageMakerFullAccess", "HackTricks aws-sagemaker-privesc", "sagemaker:CreatePresignedDomainUrl" },
        { "AmazonSageMakerFullAccess", "pathfinding.cloud sagemaker-005", "sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance" },
        { "AmazonSageMakerFullAccess", "stratus-red-team aws.execution.sagemaker-update-lifecycle-config", "sagemaker:UpdateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:StartNotebookInstance" },
        { "BedrockAgentCoreFullAccess", "pathfinding.cloud bedrock-001", "iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter" },
        { "BedrockAgentCoreFullAccess", "pathfinding.cloud bedrock-002", "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter" },
    };

    [Theory, MemberData(nameof(FullAccess))]
    public void Documented_paths_are_found_on_full_access_and_closed_by_what_blocks_a_step(string policy, string source, string actions)
    {
        var steps = actions.Split(' ');
        // The worst of several ways is what is told: all others are taken away.
        var only = $$"""{ "Effect": "Deny", "NotAction": ["{{string.Join("\", \"", steps)}}"], "Resource": "*" }""";
        var held = $"{ManagedPolicyFacts.Statements(policy)}, {only}";
        Assert.True(IsOpen(Lab(held)), $"{policy} leads nowhere.");
        foreach (var step in steps)
        {
            var deny = Deny.Replace("{0}", step, StringComparison.Ordinal);
            Assert.False(IsOpen(Lab($"{held}, {deny}")), $"A Deny on {step} leaves it open.");
            Assert.False(IsOpen(Lab(held, $"{All}, {deny}")), $"A boundary without {step} leaves it open.");
            var organized = Lab(held);
            organized.Organization = [[IamEstate.Held("scp", All, deny)]];
            Assert.False(IsOpen(organized), $"An SCP against {step} leaves it open.");
        }

        bool IsOpen(IamEstate account) => Paths(account).Any(path => path.Source == source && path.Severity >= Severity.High);

        static IEnumerable<EscalationPath> Paths(IamEstate account) =>
        [
            .. Passed(account), .. new[] { new WorkplacePaths(account.Workplaces).ByUrl(account.Access("r")), new WorkplacePaths(account.Workplaces).ByScript(account.Access("r")), Sessions(account) }.OfType<EscalationPath>(),
        ];
    }

    [Theory]
    [InlineData("AmazonSageMakerFullAccess", "AWS-IAM-007 AWS-IAM-008 AWS-IAM-102")]
    [InlineData("BedrockAgentCoreFullAccess", "AWS-IAM-007 AWS-IAM-103")]
    public void Full_access_is_found_by_the_checks_without_any_option(string policy, string checks)
    {
        var account = Lab(ManagedPolicyFacts.Statements(policy)).Estate;
        foreach (var id in checks.Split(' '))
        {
            var check = Assert.Single(AiCloudSecurity.Checks.Check.All, check => check.Id == id && check.Subject.Record == typeof(IamRole));
            var finding = Assert.Single(check.Judge(account), finding => finding.ResourceName == "r");
            Assert.Equal((Status.Fail, Severity.Critical), (finding.Status, finding.Severity));
        }
    }

    [Theory]
    [InlineData("bedrock", "everything on a star", """{ "Effect": "Allow", "Action": ["iam:PassRole", "bedrock:CreateAgent", "bedrock:PrepareAgent", "bedrock:InvokeAgent", "sagemaker:CreatePresignedDomainUrl", "sagemaker:CreateHyperParameterTuningJob"], "Resource": "*" }""")]
    [InlineData("sagemaker", "all but one resource", """{ "Effect": "Allow", "Action": "sagemaker:*", "NotResource": "arn:aws:sagemaker:*:*:model/m" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }""")]
    [InlineData("sagemaker", "all but one action", """{ "Effect": "Allow", "NotAction": "s3:DeleteBucket", "Resource": "arn:aws:sagemaker:*" }, { "Effect": "Allow", "Action": "iam:PassRole", "Resource": "*" }""")]
    public void Paths_are_found_where_other_tools_report_none(string service, string policy, string statements)
    {
        var account = new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", statements, "ec2.amazonaws.com");
        Assert.True(Passed(account).Any(path => path.Severity == Severity.Critical || service == "bedrock"), policy);
        Assert.Contains(Passed(account), path => path.Target is not null);
        var denied = new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", $"{statements}, {Deny.Replace("{0}", "iam:PassRole", StringComparison.Ordinal)}", "ec2.amazonaws.com");
        Assert.Empty(Passed(denied));
    }

    // Found; and gone where one of its steps is denied, by whomever.
    private static void Holds(string actions, string source, Func<IamEstate, EscalationPath?> find, string target = "admin")
    {
        var path = find(Workplace(Allow(actions)));
        Assert.NotNull(path);
        Assert.Equal((source, source.Length == 0), (path.Source, path.IsDerived));
        Assert.Contains(target, path.Text, StringComparison.Ordinal);
        foreach (var step in actions.Split(' '))
        {
            var deny = Deny.Replace("{0}", step, StringComparison.Ordinal);
            Assert.Null(find(Workplace($"{Allow(actions)}, {deny}")));
            Assert.Null(find(Workplace(Allow(actions), $"{All}, {deny}")));
            var organized = Workplace(Allow(actions));
            organized.Organization = [[IamEstate.Held("scp", All, deny)]];
            Assert.Null(find(organized));
        }
    }

    private static IamEstate Workplace(string statements, string? boundary = null) => Furnish("admin", statements, boundary);

    // The policies of AgentCore pass roles of its own name only.
    private static IamEstate Lab(string statements, string? boundary = null) => Furnish("AdminBedrockAgentCore", statements, boundary);

    private static IamEstate Furnish(string admin, string statements, string? boundary)
    {
        var role = $"arn:aws:iam::111122223333:role/{admin}";
        var account = new IamEstate()
            .Role(admin, All, trust: """{ "Effect": "Allow", "Principal": { "Service": ["sagemaker.amazonaws.com", "bedrock-agentcore.amazonaws.com"] }, "Action": "sts:AssumeRole" }""")
            .Role("r", statements, "ec2.amazonaws.com", boundary is null ? null : "b")
            .Add<NotebookInstance>("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/lab", $$"""{ "RoleArn": "{{role}}" }""")
            .Add<Domain>("arn:aws:sagemaker:eu-west-1:111122223333:domain/d-1", $$"""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "{{role}}" } }""")
            .Add<UserProfile>("arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-1/ann", """{ "DomainId": "d-1", "UserProfileName": "ann" }""")
            .Add<CodeInterpreter>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:code-interpreter-custom/c-1", $$"""{ "executionRoleArn": "{{role}}" }""", "sandbox")
            .Add<AgentRuntime>("arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", $$"""{ "roleArn": "{{role}}" }""", "travel")
            .Add<Agent>("arn:aws:bedrock:eu-west-1:111122223333:agent/A1", """{ "agentId": "A1" }""", "helpdesk")
            .Add<AgentActionGroup>("arn:aws:bedrock:eu-west-1:111122223333:agent/A1/action-group/G", """{ "actionGroupExecutor": { "lambda": "arn:aws:lambda:eu-west-1:111122223333:function:tools" } }""", parent: "arn:aws:bedrock:eu-west-1:111122223333:agent/A1");
        return boundary is null ? account : account.Policy("b", boundary);
    }

    private static EscalationPath? Sessions(IamEstate account) =>
        new AgentCorePaths(new(account.Estate.Inventory<CodeInterpreter>(), account.Estate.Inventory<AgentRuntime>(), account.Estate.Inventory<AgentRuntimePolicy>(), account.Roles)).Of(account.Access("r"));

    private static string Allow(string actions) => $$"""{ "Effect": "Allow", "Action": ["iam:PassRole", "{{actions.Replace(" ", "\", \"", StringComparison.Ordinal)}}"], "Resource": "*" }""";

    private static IamEstate Account(string service, string statements, string? boundary = null)
    {
        var account = new IamEstate().Role("admin", All, $"{service}.amazonaws.com").Role("r", statements, "ec2.amazonaws.com", boundary is null ? null : "b");
        return boundary is null ? account : account.Policy("b", boundary);
    }

    private static IReadOnlyList<EscalationPath> Passed(IamEstate account) => new PassedRolePaths(account.Roles, account.Accesses).Of(account.Access("r"));
}
