using System.Text;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamPolicyProposalTests
{
    private const string Account = "111122223333";
    private const string Role = $"arn:aws:iam::{Account}:role/ml";
    private const string Recent = "2026-10-20T00:00:00Z";
    private const string Old = "2026-01-01T00:00:00Z";
    private const string All = """{ "Effect": "Allow", "Action": "*", "Resource": "*" }""";
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_since = s_now.AddDays(-90);

    [Fact]
    public void What_was_used_stays_where_it_was_used_and_the_rest_goes()
    {
        var proposal = Only(All,
            [
                Service("sagemaker", Recent, ("CreateModel", Recent), ("DeleteModel", null), ("DescribeEndpoint", Recent)), Service("bedrock", Old), Service("s3", Recent), Service("ec2", null),
            ],
            Call("DescribeEndpoint", """{ "endpointName": "Churn" }"""), Call("CreateModel", """{ "modelName": "churn-1", "executionRoleArn": "arn:aws:iam::111122223333:role/serving" }"""), usedOnly: true);
        Assert.Equal(Status.Pass, proposal.Status);
        Assert.Equal(2, proposal.ActionsKept);
        Assert.Equal(2 + proposal.ActionsRemoved, AiActions.All.Count);
        var statements = PolicyDocument.Parse(proposal.PolicyDocument).Statements;
        Assert.Equal(["arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn"], On(statements, "sagemaker:DescribeEndpoint").Resources!.Select(resource => resource.Text));
        // A model has a new name each time.
        Assert.Equal(["arn:aws:sagemaker:eu-west-1:111122223333:model/*"], On(statements, "sagemaker:CreateModel").Resources!.Select(resource => resource.Text));
        Assert.Equal([("arn:aws:iam::111122223333:role/serving", "StringEquals iam:PassedToService sagemaker.amazonaws.com"), ("arn:aws:iam::111122223333:role/*", "StringEquals iam:PassedToService s3.amazonaws.com")],
            statements.Where(statement => statement.IsOnAction("iam:PassRole")).Select(statement => (statement.Resources!.Single().Text, statement.Conditions.Single().ToString())));
        Assert.Contains(statements, statement => statement.IsOnAction("s3:GetObject"));
        Assert.DoesNotContain(statements, statement => statement.IsOnAction("ec2:RunInstances") || statement.IsOnAction("bedrock:InvokeModel") || statement.IsOnAction("iam:CreateUser") || statement.IsOnAction("sagemaker:DeleteModel"));
    }

    [Fact]
    public void Roles_are_passed_only_to_what_took_some_and_only_those_that_it_took()
    {
        var proposal = Only(All, [Service("sagemaker", Recent, ("CreateModel", Recent))], Call("CreateModel", """{ "modelName": "m", "executionRoleArn": "arn:aws:iam::111122223333:role/serving" }"""), usedOnly: true);
        var passed = On(PolicyDocument.Parse(proposal.PolicyDocument).Statements, "iam:PassRole");
        Assert.Equal("arn:aws:iam::111122223333:role/serving", passed.Resources!.Single().Text);
        Assert.Equal("StringEquals iam:PassedToService sagemaker.amazonaws.com", passed.Conditions.Single().ToString());
        Assert.Contains("2 used requests stay allowed", proposal.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("iam:PassRole", Only(All, [Service("sagemaker", Recent, ("DescribeModel", Recent))], usedOnly: true).PolicyDocument, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_AWS_does_not_show_nothing_is_cut_unless_that_is_asked_for()
    {
        ServiceUse[] used = [Service("bedrock", Recent)];
        var careful = Only("""{ "Effect": "Allow", "Action": ["bedrock:InvokeAgent", "bedrock:InvokeModel", "bedrock:ListAgents"], "Resource": "*" }""", used, Call("ListAgents", "{}", "bedrock"));
        Assert.Equal((2, 1, 1, Status.Unknown), (careful.ActionsKept, careful.ActionsUnseen, careful.ActionsRemoved, careful.Status));
        Assert.Contains("bedrock:InvokeAgent", careful.PolicyDocument, StringComparison.Ordinal);
        Assert.DoesNotContain("InvokeModel", careful.PolicyDocument, StringComparison.Ordinal);
        Assert.Contains("1 kept", careful.Reason.Replace("Of 1", "1", StringComparison.Ordinal), StringComparison.Ordinal);
        var strict = Only("""{ "Effect": "Allow", "Action": ["bedrock:InvokeAgent", "bedrock:ListAgents"], "Resource": "*" }""", used, Call("ListAgents", "{}", "bedrock"), usedOnly: true);
        Assert.Equal((1, 0, Status.Pass), (strict.ActionsKept, strict.ActionsUnseen, strict.Status));
    }

    [Fact]
    public void Where_the_history_has_gaps_resources_stay_as_they_were_granted()
    {
        var proposal = Only("""{ "Effect": "Allow", "Action": "sagemaker:DescribeEndpoint", "Resource": "arn:aws:sagemaker:*:*:endpoint/team-*" }""",
            [Service("sagemaker", Recent)], Call("DescribeEndpoint", """{ "endpointName": "team-a" }"""), historyIsWhole: false);
        Assert.Equal("arn:aws:sagemaker:*:*:endpoint/team-*", On(PolicyDocument.Parse(proposal.PolicyDocument).Statements, "sagemaker:DescribeEndpoint").Resources!.Single().Text);
    }

    [Fact]
    public void Nothing_becomes_wider()
    {
        var proposal = Only("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:*:*:model/team-*", "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-west-1" } } }""",
            [Service("sagemaker", Recent, ("CreateModel", Recent))], Call("CreateModel", """{ "modelName": "team-7" }"""), usedOnly: true);
        var statement = PolicyDocument.Parse(proposal.PolicyDocument).Statements.Single();
        Assert.Equal("arn:aws:sagemaker:*:*:model/team-*", statement.Resources!.Single().Text);
        Assert.Equal("StringEquals aws:RequestedRegion eu-west-1", statement.Conditions.Single().ToString());
    }

    [Fact]
    public void A_Deny_stays_and_so_does_a_NotResource_that_cannot_be_said_otherwise()
    {
        var proposal = Only("""
            { "Effect": "Allow", "Action": "sagemaker:*", "NotResource": "arn:aws:sagemaker:*:*:model/secret-*" },
            { "Effect": "Deny", "Action": "sagemaker:DeleteModel", "Resource": "*" }
            """, [Service("sagemaker", Recent, ("CreateModel", Recent), ("DescribeModel", Recent))], Call("DescribeModel", """{ "modelName": "open" }"""), usedOnly: true);
        var statements = PolicyDocument.Parse(proposal.PolicyDocument).Statements;
        Assert.Contains(statements, statement => !statement.IsAllow && statement.IsOnAction("sagemaker:DeleteModel"));
        Assert.Equal(("arn:aws:sagemaker:eu-west-1:111122223333:model/open", false), (On(statements, "sagemaker:DescribeModel").Resources!.Single().Text, On(statements, "sagemaker:DescribeModel").ExceptResources));
        Assert.True(On(statements, "sagemaker:CreateModel").ExceptResources);
    }

    [Fact]
    public void A_model_behind_an_inference_profile_stays_allowed_in_each_region()
    {
        var proposal = Only("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }""", [Service("bedrock", Recent)], Call("Converse", """{ "modelId": "eu.anthropic.claude-x-v1:0" }""", "bedrock"), usedOnly: true);
        Assert.Equal(["arn:aws:bedrock:*::foundation-model/anthropic.claude-x-v1:0", "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-x-v1:0"],
            On(PolicyDocument.Parse(proposal.PolicyDocument).Statements, "bedrock:InvokeModel").Resources!.Select(resource => resource.Text));
    }

    [Fact]
    public void What_all_calls_met_is_demanded_and_what_is_demanded_besides_is_not_proved()
    {
        const string allow = """{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }""";
        ServiceUse[] used = [Service("sagemaker", Recent, ("CreateModel", Recent))];
        var call = Call("CreateModel", """{ "modelName": "m" }""");
        var open = Only(allow, used, call, usedOnly: true, with: [Resource<Model>("model/m", """{ "ModelName": "m" }""")]);
        Assert.DoesNotContain("VpcSubnets", open.PolicyDocument, StringComparison.Ordinal);
        var closed = Only(allow, used, call, usedOnly: true, with: [Resource<Model>("model/m", """{ "ModelName": "m", "VpcConfig": { "Subnets": ["subnet-1"] } }""")]);
        Assert.Contains("\"Null\":{\"sagemaker:VpcSubnets\":\"false\"}", closed.PolicyDocument, StringComparison.Ordinal);
        Assert.Equal(Status.Pass, closed.Status);
        var demanded = Only(allow, used, call, usedOnly: true, guards: [AiPolicyGuard.Vpc, AiPolicyGuard.Tag]);
        Assert.Contains("\"Null\":{\"sagemaker:VpcSubnets\":\"false\",\"aws:TagKeys\":\"false\"}", demanded.PolicyDocument, StringComparison.Ordinal);
        Assert.Equal(Status.Fail, demanded.Status);
        Assert.Contains("sagemaker:CreateModel", demanded.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_long_for_one_policy_is_split_and_together_says_the_same()
    {
        var actions = AiActions.All.Where(action => action.Service == "sagemaker").ToList();
        var result = Assert.Single(Of("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }""",
            [new("sagemaker", Recent, [.. actions.Select(action => (action.Name[10..], (string?)Recent))])], []));
        Assert.True(result.Proposals.Count > 1);
        Assert.All(result.Proposals, proposal => Assert.InRange(proposal.Size, 1, 6_144));
        Assert.Equal(result.Proposals.Count, result.Proposals.Select(proposal => proposal.PolicyName).Distinct().Count());
        var statements = result.Proposals.SelectMany(proposal => PolicyDocument.Parse(proposal.PolicyDocument).Statements).ToList();
        Assert.All(actions, action => Assert.Contains(statements, statement => statement.IsOnAction(action.Name)));
        Assert.Contains("10,240".Replace(",", "", StringComparison.Ordinal), Assert.Single(Of("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }""",
            [new("sagemaker", Recent, [.. actions.Select(action => (action.Name[10..], (string?)Recent))])], [], kind: AiPolicyKind.Inline)).Unseen, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_was_used_no_policy_is_written_and_that_is_said()
    {
        var proposal = Only(All, [Service("sagemaker", Old), Service("bedrock", null)]);
        Assert.Equal(("", "", 0), (proposal.PolicyName, proposal.PolicyDocument, proposal.Size));
        Assert.Contains("Nothing that it holds was used", proposal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_use_was_not_read_nothing_is_proposed()
    {
        var unasked = Assert.Throws<UnseenException>(() => new AiPolicyProposals(s_since).Of(Estate([RoleOf(All)], null, []), (_, _) => true).ToList());
        Assert.Contains("was not read", unasked.Message, StringComparison.Ordinal);
        var refused = Assert.Single(new AiPolicyProposals(s_since).Of(Estate([RoleOf(All)], CoverageState.Refused, []), (_, _) => true));
        Assert.Empty(refused.Proposals);
        Assert.Contains("Grant iam:GenerateServiceLastAccessedDetails", refused.Unseen, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_may_use_no_AI_service_is_left_alone() =>
        Assert.Empty(Of("""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""", [Service("s3", Recent)], []));

    [Fact]
    public void What_the_checks_found_is_judged_again()
    {
        const string wide = """{ "Effect": "Allow", "Action": ["sagemaker:*", "iam:PassRole"], "Resource": "*" }""";
        var closed = Only(wide, [Service("sagemaker", Recent, ("DescribeModel", Recent))], Call("DescribeModel", """{ "modelName": "m" }"""), usedOnly: true);
        Assert.Matches("All [0-9]+ findings about it are closed", closed.Reason);
        Assert.Equal(Status.Pass, closed.Status);
        // Who uses what makes the finding keeps it.
        var left = Only(wide, [Service("sagemaker", Recent, ("CreateTrainingJob", Recent))], usedOnly: true);
        Assert.Matches("What it used leaves AWS-IAM-[0-9, A-Z-]+", left.Reason);
        Assert.Equal(Status.Fail, left.Status);
    }

    [Fact]
    public void Each_property_is_a_scalar() =>
        Assert.All(typeof(AiPolicyProposal).GetProperties(), property => Assert.True(property.PropertyType.IsValueType || property.PropertyType == typeof(string), property.Name));

    private static PolicyStatement On(IReadOnlyList<PolicyStatement> statements, string action) => Assert.Single(statements, statement => statement.IsAllow && statement.IsOnAction(action));

    private static AiPolicyProposal Only(string statements, IReadOnlyList<ServiceUse> used, params ApiEvent[] calls) => Only(statements, used, calls, false);

    private static AiPolicyProposal Only(string statements, IReadOnlyList<ServiceUse> used, ApiEvent call, bool usedOnly = false, bool historyIsWhole = true, IReadOnlyList<Resource>? with = null, IReadOnlyCollection<AiPolicyGuard>? guards = null) =>
        Only(statements, used, [call], usedOnly, historyIsWhole, with, guards);

    private static AiPolicyProposal Only(string statements, IReadOnlyList<ServiceUse> used, ApiEvent first, ApiEvent second, bool usedOnly) => Only(statements, used, [first, second], usedOnly);

    private static AiPolicyProposal Only(string statements, IReadOnlyList<ServiceUse> used, bool usedOnly) => Only(statements, used, [], usedOnly);

    private static AiPolicyProposal Only(string statements, IReadOnlyList<ServiceUse> used, ApiEvent[] calls, bool usedOnly, bool historyIsWhole = true, IReadOnlyList<Resource>? with = null, IReadOnlyCollection<AiPolicyGuard>? guards = null)
    {
        var result = Assert.Single(Of(statements, used, calls, usedOnly, historyIsWhole, with, guards));
        Assert.Null(result.Unseen);
        return Assert.Single(result.Proposals);
    }

    private static List<PrincipalProposals> Of(string statements, IReadOnlyList<ServiceUse> used, ApiEvent[] calls, bool usedOnly = false, bool historyIsWhole = true, IReadOnlyList<Resource>? with = null, IReadOnlyCollection<AiPolicyGuard>? guards = null, AiPolicyKind kind = AiPolicyKind.Managed)
    {
        var access = used.Select(service => Resource<RoleLastAccess>($"last-access/{service.Name}", JsonSerializer.Serialize(new
        {
            ServiceNamespace = service.Name,
            LastAuthenticated = service.Last,
            TrackedActionsLastAccessed = service.Actions.Length == 0 ? null : service.Actions.Select(action => new { ActionName = action.Name, LastAccessedTime = action.Last }),
        }), Role));
        return [.. new AiPolicyProposals(s_since, kind, guards, usedOnly).Of(Estate([RoleOf(statements), .. access, .. calls, .. with ?? []], CoverageState.Read, historyIsWhole ? [] : ["eu-west-1"]), (_, _) => true)];
    }

    private static Resource RoleOf(string statements) => Resource<IamRole>("role/ml", $$"""
        { "RoleName": "ml", "Path": "/", "AttachedManagedPolicies": [], "RolePolicyList": [{ "PolicyName": "inline", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{{statements}}] } }],
          "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole" }] } }
        """);

    private static ApiEvent Call(string name, string parameters, string service = "sagemaker") => (ApiEvent)Resource<ApiEvent>($"event/{name}", $$"""
        { "EventName": "{{name}}", "EventSource": "{{service}}.amazonaws.com", "EventTime": "{{Recent}}", "AwsRegion": "eu-west-1", "RequestParameters": {{parameters}},
          "UserIdentity": { "Type": "AssumedRole", "Arn": "arn:aws:sts::{{Account}}:assumed-role/ml/s", "SessionContext": { "SessionIssuer": { "Arn": "{{Role}}" } } } }
        """);

    private static ServiceUse Service(string name, string? last, params (string Name, string? Last)[] actions) => new(name, last, actions);

    private static Resource Resource<T>(string path, string json, string? parent = null) where T : Resource
    {
        var type = ResourceType.Of<T>();
        var arn = $"arn:aws:{(type.Read.Global ? "iam:" : "sagemaker:eu-west-1")}:{Account}:{path}";
        var wire = path.StartsWith("role/", StringComparison.Ordinal) ? $$"""{ "Arn": "{{arn}}", {{json.TrimStart()[1..]}}""" : json;
        return type.Create(new(Cloud.Aws, Account, type.Read.Global ? ResourceIdentity.Global : "eu-west-1", arn, path[(path.LastIndexOf('/') + 1)..], parent), Encoding.UTF8.GetBytes(wire));
    }

    private static Estate Estate(IReadOnlyList<Resource> resources, CoverageState? usage, string[] gaps)
    {
        List<CoverageEntry> coverage = [];
        foreach (var type in ResourceType.All.Where(type => type.Read is AwsResourceAttribute && (usage is not null || !type.Read.OnRequest)))
        {
            var region = type.Read.Global ? ResourceIdentity.Global : "eu-west-1";
            coverage.Add(Entry(type, region, null, gaps.Contains(region) && type.Record == typeof(ApiEvent) ? CoverageState.Failed : CoverageState.Read));
            if (type.Record == typeof(RoleLastAccess) && usage is { } state)
            {
                coverage.Add(Entry(type, region, Role, state));
            }
        }
        return new(new Scope { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = "test", Partition = "aws" }, s_now, ["eu-west-1"], resources, coverage);

        static CoverageEntry Entry(ResourceType type, string region, string? subject, CoverageState state) => new()
        {
            ResourceType = type.Name, Region = region, Subject = subject, State = state, Message = state == CoverageState.Read ? null : "AccessDenied",
            Operation = type.Read.Operations[0].Operation, Permission = type.Read.Operations[0].Permission,
        };
    }

    private sealed record ServiceUse(string Name, string? Last, params (string Name, string? Last)[] Actions);
}
