using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What is asked of a statement of a policy by itself.</summary>
public sealed class IamStatementTests
{
    [Theory]
    [InlineData("\"Action\": \"bedrock:Invoke*\"", true, false)]
    [InlineData("\"Action\": [\"s3:*\", \"bedrock:*\"]", true, true)]
    [InlineData("\"Action\": \"s3:*\"", false, false)]
    [InlineData("\"NotAction\": \"bedrock:Invoke*\"", false, true)]
    [InlineData("\"NotAction\": [\"s3:*\", \"bedrock:*\"]", false, false)]
    [InlineData("\"NotAction\": \"s3:*\"", true, true)]
    public void Of_which_actions_it_speaks(string actions, bool ofOne, bool ofAll)
    {
        var statement = Statement($"{actions}, \"Resource\": \"*\"");
        Assert.Equal(ofOne, statement.IsOnAction("bedrock:InvokeModel"));
        Assert.Equal(ofAll, statement.IsOnAll(Glob.Action("bedrock:*")));
    }

    [Theory]
    [InlineData("\"Resource\": \"arn:aws:s3:::data/*\"", true)]
    [InlineData("\"Resource\": [\"arn:aws:s3:::other\", \"arn:aws:s3:::*\"]", true)]
    [InlineData("\"Resource\": \"arn:aws:s3:::data/x\"", false)]
    [InlineData("\"NotResource\": \"arn:aws:s3:::data/x\"", true)]
    [InlineData("\"NotResource\": [\"arn:aws:s3:::other\", \"arn:aws:s3:::*\"]", false)]
    [InlineData("\"Principal\": \"*\"", false)]
    public void Of_which_resources_it_speaks(string resources, bool ofAll) =>
        Assert.Equal(ofAll, Statement($"\"Action\": \"s3:*\", {resources}").IsOnAllResources(Glob.Resource("arn:aws:s3:::data/*")));

    [Theory]
    [InlineData("2012-10-17", "arn:aws:s3:::data/*", "arn:aws:s3:::data/${x}")]
    [InlineData("2008-10-17", "arn:aws:s3:::data/${x}", "arn:aws:s3:::data/*")]
    public void What_a_star_in_a_dollar_sign_and_braces_means_hangs_on_the_version(string version, string matches, string matchesNot)
    {
        var resource = Assert.Single(Assert.Single(PolicyDocument.Parse($$"""{ "Version": "{{version}}", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/${*}" } }""").Statements).Resources!);
        Assert.True(resource.Matches(matches));
        Assert.False(resource.Matches(matchesNot));
    }

    [Theory]
    [InlineData("AWS", "111122223333", "111122223333")]
    [InlineData("aws", "arn:aws:iam::111122223333:root", "111122223333")]
    [InlineData("AWS", "11112222333a", null)]
    [InlineData("AWS", "AROAEXAMPLEID", null)]
    [InlineData("AWS", "arn:aws:s3:::data", null)]
    [InlineData("AWS", "*", null)]
    [InlineData("Service", "111122223333", null)]
    public void A_principal_may_say_its_account(string kind, string value, string? account) => Assert.Equal(account, new PolicyPrincipal(kind, value).Account);

    [Theory]
    [InlineData("StringEquals", true)]
    [InlineData("StringEqualsIgnoreCase", true)]
    [InlineData("StringLike", true)]
    [InlineData("ArnEquals", true)]
    [InlineData("ArnLike", true)]
    [InlineData("ForAnyValue:StringEquals", true)]
    [InlineData("ForAllValues:StringEquals", false)]
    [InlineData("StringEqualsIfExists", false)]
    [InlineData("StringNotEquals", false)]
    [InlineData("NumericEquals", false)]
    public void Some_conditions_demand_that_a_key_is_there(string written, bool demands) => Assert.Equal(demands, Condition(written, "k", "1").Demands);

    [Theory]
    [InlineData("StringLike", "k", "*", true)]
    [InlineData("ArnLike", "k", "*", true)]
    [InlineData("StringLike", "k", "a*", false)]
    [InlineData("StringEquals", "k", "*", false)]
    [InlineData("StringNotLike", "k", "*", false)]
    [InlineData("Bool", "AWS:SecureTransport", "True", true)]
    [InlineData("Bool", "aws:SecureTransport", "false", false)]
    [InlineData("Bool", "aws:MultiFactorAuthPresent", "true", false)]
    [InlineData("StringEquals", "aws:SecureTransport", "true", false)]
    public void Some_conditions_let_everybody_through(string written, string key, string value, bool isTrivial) => Assert.Equal(isTrivial, Condition(written, key, value).IsTrivial);

    [Theory]
    [InlineData("StringEquals", "b", true)]
    [InlineData("StringEquals", "B", false)]
    [InlineData("StringNotEquals", "b", false)]
    [InlineData("StringNotEquals", "c", true)]
    [InlineData("StringEqualsIgnoreCase", "B", true)]
    [InlineData("StringEqualsIgnoreCase", "c", false)]
    [InlineData("StringNotEqualsIgnoreCase", "B", false)]
    [InlineData("StringLike", "axe", true)]
    [InlineData("StringLike", "b", true)]
    [InlineData("StringLike", "c", false)]
    [InlineData("StringNotLike", "axe", false)]
    [InlineData("StringNotLike", "c", true)]
    [InlineData("NumericEquals", "b", null)]
    public void A_condition_that_compares_text_admits_values(string written, string value, bool? admits) => Assert.Equal(admits, Condition(written, "k", "a*", "b").Admits(value));

    private static PolicyStatement Statement(string members) =>
        Assert.Single(PolicyDocument.Parse($$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", {{members}} } }""").Statements);

    private static PolicyCondition Condition(string written, string key, params string[] values) =>
        Assert.Single(Statement($$""" "Action": "*", "Resource": "*", "Condition": { "{{written}}": { "{{key}}": [{{string.Join(", ", values.Select(value => $"\"{value}\""))}}] } }""").Conditions);
}
