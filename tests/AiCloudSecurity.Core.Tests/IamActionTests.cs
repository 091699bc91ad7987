using AiCloudSecurity.Iam;
using CsCheck;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamActionTests
{
    [Fact]
    public void The_table_knows_the_AI_services_and_what_decides_over_them()
    {
        Assert.True(AiActions.All.Count > 2300);
        Assert.Equal(29, AiActions.Services.Count);
        Assert.All(AiActions.All, action => Assert.True(action.IsAi));
        Assert.Empty(AiActions.All.Select(action => action.Name).Intersect(AiActions.Supporting.Select(action => action.Name)));
        Assert.NotNull(AiActions.Find("IAM:passrole"));
        Assert.Null(AiActions.Find("sagemaker:NoSuchAction"));
    }

    [Fact]
    public void An_action_says_what_AWS_documents_of_it()
    {
        var action = AiActions.Find("sagemaker:CreateTrainingJob")!;
        Assert.Equal(("sagemaker", ActionClass.Train, AccessLevel.Write, SinkPower.Code), (action.Service, action.Class, action.Level, action.Sink!.Power));
        Assert.True(action is { WritesToBucket: true, TakesKey: true, TakesNetwork: true });
        Assert.Contains("arn:${Partition}:sagemaker:${Region}:${Account}:training-job/${TrainingJobName}", action.Resources!);
        Assert.Contains("training-job", action.ResourceTypes);
        Assert.Contains("sagemaker:VolumeKmsKey", action.ConditionKeys);
        Assert.Contains("arn:${Partition}:bedrock:${Region}::foundation-model/${ResourceId}", AiActions.Find("bedrock:InvokeModel")!.Resources!);
    }

    [Theory]
    [InlineData("bedrock:InvokeModel", ActionClass.Invoke)]
    [InlineData("bedrock:Retrieve", ActionClass.Invoke)]
    [InlineData("sagemaker:InvokeEndpointAsync", ActionClass.Invoke)]
    [InlineData("sagemaker:DescribeEndpoint", ActionClass.Read)]
    [InlineData("sagemaker:ListEndpoints", ActionClass.Read)]
    [InlineData("sagemaker:DeleteEndpoint", ActionClass.Write)]
    [InlineData("sagemaker:CreateEndpoint", ActionClass.Deploy)]
    [InlineData("sagemaker:CreateProcessingJob", ActionClass.Train)]
    [InlineData("sagemaker:AddTags", ActionClass.Tag)]
    [InlineData("sagemaker:PutModelPackageGroupPolicy", ActionClass.Share)]
    [InlineData("sagemaker:CreatePresignedDomainUrl", ActionClass.Credentials)]
    [InlineData("bedrock-agentcore:GetResourceApiKey", ActionClass.Credentials)]
    [InlineData("bedrock:DeleteModelInvocationLoggingConfiguration", ActionClass.LoggingControl)]
    [InlineData("bedrock-agentcore:DeleteHarness", ActionClass.Write)]
    [InlineData("sagemaker:GetLineageGroupPolicy", ActionClass.Read)]
    [InlineData("iam:PassRole", ActionClass.PassRole)]
    [InlineData("kms:Decrypt", ActionClass.KeyAccess)]
    [InlineData("cloudtrail:StopLogging", ActionClass.LoggingControl)]
    [InlineData("iam:CreateAccessKey", ActionClass.Credentials)]
    [InlineData("iam:AttachRolePolicy", ActionClass.Identity)]
    public void Actions_are_classed_by_what_they_let_their_caller_do(string action, ActionClass @class) => Assert.Equal(@class, AiActions.Find(action)!.Class);

    [Fact]
    public void Each_operation_that_takes_a_role_was_reviewed()
    {
        Assert.Empty(ActionFacts.TakingRoles().Except(RoleSinks.All.Select(sink => sink.Action)));
        Assert.Empty(RoleSinks.All.Select(sink => sink.Action).Except(ActionFacts.TakingRoles()).Except(["sagemaker:CreateAlgorithm", "sagemaker:CreateModelPackage"]));
        Assert.All(RoleSinks.All.Where(sink => sink.Power != SinkPower.Narrow), sink => Assert.NotEmpty(sink.How));
    }

    [Fact]
    public void What_a_sink_needs_besides_are_known_actions() =>
        Assert.All(RoleSinks.All.SelectMany(sink => sink.Also).SelectMany(one => one), name => Assert.NotNull(AiActions.Find(name)));

    [Fact]
    public void Expanding_a_pattern_equals_matching() =>
        Gen.Select(Gen.Int[0, AiActions.Table.Actions.Count - 1], Gen.Int[0, 40], Gen.Int[0, 40], Gen.OneOf("*", "?", "", "**")).Sample((index, from, length, wildcard) =>
        {
            var name = AiActions.Table.Actions[index];
            from = Math.Min(from, name.Length);
            length = Math.Min(length, name.Length - from);
            var pattern = Glob.Action(string.Concat(name.AsSpan(0, from), wildcard, name.AsSpan(from + length)));
            return AiActions.Expand(pattern).Select(action => action.Name).SequenceEqual(AiActions.Table.Actions.Where(action => pattern.Matches(action)));
        });

    [Fact]
    public void Expanding_a_statement_equals_matching()
    {
        var statement = PolicyDocument.Parse("""{ "Statement": { "Effect": "Allow", "NotAction": ["iam:*", "*:List*"], "Resource": "*" } }""").Statements[0];
        Assert.Equal(AiActions.Table.Actions.Where(action => statement.IsOnAction(action)), AiActions.Expand(statement).Select(action => action.Name));
    }
}
