using System.Text;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamPolicyDocumentTests
{
    private const string Plain = """{ "Version": "2012-10-17", "Statement": { "Sid": "S", "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } }""";

    [Fact]
    public void It_is_read_as_it_is_and_percent_encoded()
    {
        foreach (var text in new[] { Plain, Uri.EscapeDataString(Plain), "\uFEFF\n " + Plain, Uri.EscapeDataString("\n" + Plain), Uri.EscapeDataString(Plain).ToLowerInvariant().Replace("%22version%22", "%22Version%22", StringComparison.Ordinal).Replace("allow", "Allow", StringComparison.Ordinal) })
        {
            var statement = Assert.Single(PolicyDocument.Parse(text).Statements);
            Assert.True(statement.IsAllow);
            Assert.True(statement.IsOnAction("bedrock:InvokeModel"));
        }
    }

    [Fact]
    public void Scalars_and_lists_are_the_same()
    {
        var scalar = PolicyDocument.Parse(Plain);
        var list = PolicyDocument.Parse("""{ "Statement": [{ "Effect": "Allow", "Action": ["bedrock:*"], "Resource": ["*"] }] }""");
        Assert.Equal(scalar.Statements[0].Actions[0].Text, list.Statements[0].Actions[0].Text);
        Assert.Equal("2012-10-17", scalar.Version);
        Assert.Equal("2008-10-17", list.Version);
        Assert.Equal("S", scalar.Statements[0].Sid);
    }

    [Fact]
    public void Names_of_elements_are_taken_whatever_their_case()
    {
        var statement = Assert.Single(PolicyDocument.Parse("""{ "version": "2012-10-17", "STATEMENT": [{ "effect": "Deny", "notaction": "iam:*", "NOTRESOURCE": "arn:aws:s3:::b", "principal": { "aws": "*" } }] }""").Statements);
        Assert.False(statement.IsAllow);
        Assert.True(statement.ExceptActions);
        Assert.True(statement.ExceptResources);
        Assert.Equal(new PolicyPrincipal("AWS", "*"), Assert.Single(statement.Principals!));
    }

    [Fact]
    public void Conditions_say_operator_quantifier_key_and_values()
    {
        var conditions = PolicyDocument.Parse("""
            { "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": {
              "StringEquals": { "aws:SourceAccount": "1", "aws:SourceArn": ["x", "y"] },
              "ForAnyValue:StringLikeIfExists": { "aws:TagKeys": "t*" },
              "NumericLessThan": { "s3:max-keys": 10 }, "Bool": { "aws:SecureTransport": true } } } }
            """).Statements[0].Conditions;
        Assert.Equal(5, conditions.Count);
        Assert.True(conditions[0].IsOn("AWS:sourceaccount"));
        Assert.True(conditions[0].Demands);
        Assert.Equal(["x", "y"], conditions[1].Values);
        Assert.Equal(("StringLike", ConditionQuantifier.ForAnyValue, true), (conditions[2].Operator, conditions[2].Quantifier, conditions[2].IfExists));
        Assert.False(conditions[2].Demands);
        Assert.Equal(["10"], conditions[3].Values);
        Assert.Equal(["true"], conditions[4].Values);
        Assert.True(conditions[4].IsTrivial);
    }

    [Theory]
    [InlineData("StringEquals", "sagemaker.amazonaws.com", true)]
    [InlineData("StringEquals", "*.amazonaws.com", false)]
    [InlineData("StringLikeIfExists", "*.amazonaws.com", true)]
    [InlineData("ForAnyValue:StringLike", "lambda.*", false)]
    [InlineData("StringEqualsIgnoreCase", "SageMaker.amazonaws.com", true)]
    [InlineData("StringNotEquals", "lambda.amazonaws.com", true)]
    [InlineData("StringNotLike", "sagemaker.*", false)]
    [InlineData("Null", "true", null)]
    public void A_condition_admits_a_value_or_not(string @operator, string value, bool? expected) =>
        Assert.Equal(expected, PolicyDocument.Parse($$"""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": { "{{@operator}}": { "iam:PassedToService": "{{value}}" } } } }""")
            .Statements[0].Conditions[0].Admits("sagemaker.amazonaws.com"));

    [Fact]
    public void Principals_say_their_kind_and_account()
    {
        var principals = PolicyDocument.Parse("""
            { "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {
              "AWS": ["444455556666", "arn:aws:iam::777788889999:root", "AROAEXAMPLE"], "Service": "sagemaker.amazonaws.com" } } }
            """).Statements[0].Principals!;
        Assert.Equal(["444455556666", "777788889999", null, null], principals.Select(principal => principal.Account));
        Assert.Null(PolicyDocument.Parse(Plain).Statements[0].Principals);
        Assert.True(PolicyDocument.Parse("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Principal": "*" } }""").Statements[0].Principals![0].IsEverybody);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("{", "line 1")]
    [InlineData("[]", "$")]
    [InlineData("null", "$")]
    [InlineData("\"text\"", "$")]
    [InlineData("{}", "$")]
    [InlineData("%7B", "line 1")]
    [InlineData("""{ "Statement": "all" }""", "$.Statement")]
    [InlineData("""{ "Statement": [null] }""", "$.Statement[0]")]
    [InlineData("""{ "Version": "2012-10-18", "Statement": [] }""", "$.Version")]
    [InlineData("""{ "Version": 2012, "Statement": [] }""", "$.Version")]
    [InlineData("""{ "Statement": [], "statement": [] }""", "$")]
    [InlineData("""{ "Statement": [], "Extra": 1 }""", "$")]
    [InlineData("""{ "Statement": { "Action": "a:b", "Resource": "*" } }""", "$.Statement")]
    [InlineData("""{ "Statement": { "Effect": "allow", "Action": "a:b", "Resource": "*" } }""", "$.Statement.Effect")]
    [InlineData("""{ "Statement": { "Effect": true, "Action": "a:b", "Resource": "*" } }""", "$.Statement.Effect")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Resource": "*" } }""", "$.Statement")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "NotAction": "a:c", "Resource": "*" } }""", "$.Statement")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "NotResource": "*" } }""", "$.Statement")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Action": "a:c", "Resource": "*" } }""", "$.Statement")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": [], "Resource": "*" } }""", "$.Statement.Action")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": ["a:b", 5], "Resource": "*" } }""", "$.Statement.Action[1]")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": { "all": true } } }""", "$.Statement.Resource")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Principal": "everybody" } }""", "$.Statement.Principal")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": "x" } }""", "$.Statement.Condition")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": { "Bool": { "k": null } } } }""", "$.Statement.Condition.Bool.k")]
    [InlineData("""{ "Statement": { "Effect": "Allow", "Action": "a:b", "Resource": "*", "Condition": { "Bool": { "k": "1", "K": "2" } } } }""", "$.Statement.Condition.Bool")]
    public void What_is_no_policy_says_where(string text, string place) =>
        Assert.Equal(place, Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse(text)).Place.Split(',')[0]);

    [Fact]
    public void Text_that_is_no_Unicode_is_malformed()
    {
        Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse("""{ "Statement": { "Effect": "Allow", "Action": "\ud800", "Resource": "*" } }"""));
        Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse("{ \"Statement\": \"\ud800\" }"));
    }

    [Fact]
    public void Deep_nesting_is_malformed_and_not_a_crash() =>
        Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse(string.Concat(Enumerable.Repeat("{\"Statement\":", 100_000))));

    [Fact]
    public void Ten_megabytes_are_read()
    {
        var text = new StringBuilder("""{ "Statement": [""");
        while (text.Length < 10_000_000)
        {
            text.Append("""{ "Effect": "Allow", "Action": ["sagemaker:Create*", "sagemaker:Describe*"], "Resource": "arn:aws:sagemaker:*:*:*" },""");
        }
        text.Length--;
        Assert.True(PolicyDocument.Parse(text.Append("] }").ToString()).Statements.Count > 80_000);
    }

    [Fact]
    public void A_member_that_is_malformed_fails_when_it_is_asked_not_when_it_is_read()
    {
        var document = System.Text.Json.JsonSerializer.Deserialize<PolicyDocument>("\"not a policy\"")!;
        Assert.Throws<MalformedPolicyException>(() => document.Statements);
        Assert.Throws<MalformedPolicyException>(() => document.Statements);
        Assert.Single(System.Text.Json.JsonSerializer.Deserialize<PolicyDocument>(Plain)!.Statements);
    }

    [Fact]
    public void A_principal_list_a_version_and_an_id_are_understood() =>
        Assert.Empty(PolicyDocument.Parse("""{ "Version": "2008-10-17", "Id": "x", "Statement": [] }""").Statements);
}
