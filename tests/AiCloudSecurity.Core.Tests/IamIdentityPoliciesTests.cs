using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamIdentityPoliciesTests
{
    private const string Endpoints = "arn:aws:sagemaker:{region}:111122223333:endpoint/*";

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "SageMaker:invoke*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:*:*:endpoint/*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud-*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:*:444455556666:endpoint/*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:*:*:endpoint/${aws:PrincipalTag/team}-*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:InvokeEndpointAsync", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "NotAction": "iam:*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "NotAction": "sagemaker:*", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:sagemaker:*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalTag/team": "ml" } } }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringLike": { "aws:userid": "*" } } }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:InvokeEndpoint", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:*", "Resource": "arn:aws:sagemaker:eu-west-1:*:*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:*", "NotResource": "arn:aws:sagemaker:*:*:endpoint/fraud" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:*", "NotResource": "arn:aws:sagemaker:eu-west-1:*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "NotAction": "s3:*", "Resource": "*" }""", false)]
    public void It_holds_an_action_on_every_resource(string statements, bool expected) =>
        Assert.Equal(expected, new IdentityPolicies([Policy(statements)]).Allowing("sagemaker:InvokeEndpoint", Endpoints) is not null);

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "b*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "NotAction": "bedrock:DeleteGuardrail", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "NotAction": ["iam:*", "bedrock:*"], "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": ["bedrock:Invoke*", "bedrock:List*"], "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }, { "Effect": "Deny", "Action": "bedrock:DeleteGuardrail", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" }, { "Effect": "Deny", "Action": "*", "Resource": "*" }""", false)]
    public void It_holds_all_actions_of_a_service(string statements, bool expected) =>
        Assert.Equal(expected, new IdentityPolicies([Policy(statements)]).Allowing("bedrock:*", "*") is not null);

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Effect": "Deny", "Action": "bedrock:*", "Resource": "*" }""", false)]
    public void A_boundary_takes_away_what_it_does_not_allow(string boundary, bool expected) =>
        Assert.Equal(expected, new IdentityPolicies([Policy("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }""")], Policy(boundary)).Allowing("bedrock:*", "*") is not null);

    [Theory]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:Create*", "Resource": "arn:aws:sagemaker:*:*:notebook-instance/lab-*" }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:CreateNotebookInstance", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }""", true)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:CreateTrainingJob", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:CreateNotebook*", "Resource": "*" }""", false)]
    [InlineData("""{ "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" }, { "Effect": "Deny", "Action": "sagemaker:CreateNotebook*", "Resource": "arn:aws:sagemaker:eu-west-1:*" }""", true)]
    public void It_holds_an_action_on_some_resource(string statements, bool expected) =>
        Assert.Equal(expected, new IdentityPolicies([Policy(statements)]).AllowingSome("sagemaker:CreateNotebookInstance") is not null);

    [Fact]
    public void A_Deny_in_one_policy_takes_away_what_another_allows()
    {
        var policies = new IdentityPolicies([
            Policy("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }"""),
            Policy("""{ "Effect": "Deny", "Action": "bedrock:*", "Resource": "*" }""")]);
        Assert.Null(policies.Allowing("bedrock:*", "*"));
        Assert.NotNull(policies.Allowing("sagemaker:*", "*"));
    }

    [Fact]
    public void What_was_not_read_or_is_malformed_is_unseen()
    {
        Assert.Throws<UnseenException>(() => new IdentityPolicies([new("p", null)]).Allowing("a:b", "*"));
        var malformed = System.Text.Json.JsonSerializer.Deserialize<PolicyDocument>("\"%7B\"");
        var unseen = Assert.Throws<UnseenException>(() => new IdentityPolicies([new("p", malformed)]).Allowing("a:b", "*"));
        Assert.Contains("The policy p", unseen.Message, StringComparison.Ordinal);
        Assert.Throws<UnseenException>(() => new IdentityPolicies([Policy("""{ "Effect": "Allow", "Action": "*", "Resource": "*" }""")], new("boundary", null)).Allowing("a:b", "*"));
    }

    private static HeldPolicy Policy(string statements) => new("p", PolicyDocument.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }"""));
}
