using AiCloudSecurity.Iam;
using static AiCloudSecurity.Core.Tests.IamEvaluation;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamEvaluationConditionTests
{
    // What the request says of the key k: null for nothing; values are joined by a bar.
    [Theory]
    [InlineData("StringEquals", "\"a\"", "a", true)]
    [InlineData("StringEquals", "\"a\"", "A", false)]
    [InlineData("StringEquals", "\"a*\"", "ab", false)]
    [InlineData("StringEquals", "\"${*}\"", "*", true)]
    [InlineData("StringEquals", "[\"a\", \"b\"]", "b", true)]
    [InlineData("StringEquals", "\"a\"", null, false)]
    [InlineData("StringEqualsIfExists", "\"a\"", null, true)]
    [InlineData("StringEqualsIfExists", "\"a\"", "b", false)]
    [InlineData("stringequalsifexists", "\"a\"", "a", true)]
    [InlineData("StringNotEquals", "[\"a\", \"b\"]", "b", false)]
    [InlineData("StringNotEquals", "\"a\"", "b", true)]
    [InlineData("StringNotEquals", "\"a\"", null, true)]
    [InlineData("StringNotEquals", "\"${aws:PrincipalTag/none}\"", "b", false)]
    [InlineData("StringEquals", "\"${aws:PrincipalTag/none, 'b'}\"", "b", true)]
    [InlineData("StringEquals", "\"${aws:username}\"", "alice", true)]
    [InlineData("StringEqualsIgnoreCase", "\"a\"", "A", true)]
    [InlineData("StringNotEqualsIgnoreCase", "\"a\"", "A", false)]
    [InlineData("StringLike", "\"a*c?\"", "abbcd", true)]
    [InlineData("StringLike", "\"a\"", "A", false)]
    [InlineData("StringLike", "\"*\"", "", true)]
    [InlineData("StringNotLike", "\"a*\"", "b", true)]
    [InlineData("NumericEquals", "10", "10.0", true)]
    [InlineData("NumericEquals", "\"10\"", "ten", false)]
    [InlineData("NumericNotEquals", "10", "11", true)]
    [InlineData("NumericLessThan", "10", "9", true)]
    [InlineData("NumericLessThan", "10", "10", false)]
    [InlineData("NumericLessThanEquals", "10", "10", true)]
    [InlineData("NumericGreaterThan", "-1.5", "-1", true)]
    [InlineData("NumericGreaterThanEquals", "10", "9", false)]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01", true)]
    [InlineData("DateEquals", "\"2026-01-01T00:00:00Z\"", "2026-01-01T01:00:00+01:00", true)]
    [InlineData("DateNotEquals", "\"2026-01-01\"", "2026-01-02", true)]
    [InlineData("DateLessThan", "\"2026-01-01\"", "1767225599", true)]
    [InlineData("DateLessThanEquals", "1767225600", "2026-01-01T00:00:00.000Z", true)]
    [InlineData("DateGreaterThan", "\"2026\"", "2026-01-01T00:00:01Z", true)]
    [InlineData("DateGreaterThanEquals", "\"2026-02\"", "2026-01-31", false)]
    [InlineData("Bool", "\"True\"", "true", true)]
    [InlineData("Bool", "true", "false", false)]
    [InlineData("Bool", "\"false\"", null, false)]
    [InlineData("BoolIfExists", "\"false\"", null, true)]
    [InlineData("BinaryEquals", "\"QmlO\"", "QmlO", true)]
    [InlineData("BinaryEquals", "\"QmlO\"", "QmlP", false)]
    [InlineData("IpAddress", "\"10.0.0.0/8\"", "10.1.2.3", true)]
    [InlineData("IpAddress", "\"10.0.0.0/8\"", "11.1.2.3", false)]
    [InlineData("IpAddress", "\"10.1.2.3\"", "10.1.2.3", true)]
    [InlineData("IpAddress", "\"10.1.2.128/25\"", "10.1.2.127", false)]
    [InlineData("IpAddress", "\"0.0.0.0/0\"", "2001:db8::1", false)]
    [InlineData("IpAddress", "\"2001:db8::/33\"", "2001:db8:7fff::1", true)]
    [InlineData("IpAddress", "\"10.0.0.0/8\"", "10", false)]
    [InlineData("NotIpAddress", "\"10.0.0.0/8\"", "11.1.2.3", true)]
    [InlineData("ArnEquals", "\"arn:aws:s3:::b*\"", "arn:aws:s3:::bucket", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:111122223333:t\"", "arn:aws:sns:eu-west-1:111122223333:t", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:t\"", "arn:aws:sns:eu-west-1:111122223333:t", false)]
    [InlineData("ArnLike", "\"arn:aws:lambda:*\"", "arn:aws:lambda:eu-west-1:111122223333:function:f", true)]
    [InlineData("ArnLike", "\"arn:aws:lambda:*:*:function:*\"", "arn:aws:lambda:eu-west-1:111122223333:function:f:1", true)]
    [InlineData("ArnNotLike", "\"arn:aws:s3:::b\"", "arn:aws:s3:::c", true)]
    [InlineData("ArnNotEquals", "\"arn:aws:s3:::b\"", "arn:aws:s3:::b", false)]
    [InlineData("ArnEquals", "\"${aws:PrincipalArn}\"", User, true)]
    [InlineData("Null", "\"true\"", null, true)]
    [InlineData("Null", "\"true\"", "a", false)]
    [InlineData("Null", "false", "a", true)]
    [InlineData("ForAnyValue:StringEquals", "[\"a\", \"b\"]", "c|b", true)]
    [InlineData("ForAnyValue:StringEquals", "\"a\"", "", false)]
    [InlineData("ForAnyValue:StringEquals", "\"a\"", null, false)]
    [InlineData("ForAnyValue:StringNotEquals", "\"a\"", "a|b", true)]
    [InlineData("ForAnyValue:StringLikeIfExists", "\"a\"", null, false)]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|b", true)]
    [InlineData("ForAllValues:StringEquals", "[\"a\", \"b\"]", "a|c", false)]
    [InlineData("ForAllValues:StringEquals", "\"a\"", null, true)]
    [InlineData("ForAllValues:StringNotEquals", "\"a\"", "b|c", true)]
    [InlineData("ForAllValues:StringNotLike", "\"a*\"", "b|ac", false)]
    [InlineData("forallvalues:StringLike", "\"a*\"", "ab|ac", true)]
    public void A_condition_holds_as_AWS_has_it(string @operator, string values, string? given, bool expected)
    {
        var context = given is null ? RequestContext.Empty : new RequestContext([KeyValuePair.Create<string, IReadOnlyList<string>>("K", given.Length == 0 && @operator.Contains(':', StringComparison.Ordinal) ? [] : given.Split('|'))]);
        var policies = new ApplicablePolicies { Identity = [Identity($$"""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "{{@operator}}": { "k": {{values}} } } }""")] };
        Assert.Equal(expected ? Decision.Allowed : Decision.ImplicitlyDenied, Decide(Bucket(User, context: context), policies));
    }

    [Fact]
    public void All_conditions_must_hold()
    {
        var policies = new ApplicablePolicies { Identity = [Identity("""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "a": "1", "b": "2" }, "Bool": { "c": "true" } } }""")] };
        Assert.Equal(Decision.Allowed, Decide(Bucket(User, context: Context(("a", "1"), ("b", "2"), ("c", "true"))), policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User, context: Context(("a", "1"), ("b", "3"), ("c", "true"))), policies));
    }

    [Fact]
    public void What_follows_from_the_principal_need_not_be_said()
    {
        var policies = new ApplicablePolicies
        {
            Identity =
            [
                Identity("""
                    { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {
                      "StringEquals": { "aws:PrincipalAccount": "111122223333", "aws:ResourceAccount": "111122223333", "aws:PrincipalType": "AssumedRole" },
                      "ArnEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/ml" },
                      "Bool": { "aws:PrincipalIsAWSService": "false" }, "Null": { "aws:username": "true" } } }
                    """),
            ],
        };
        Assert.Equal(Decision.Allowed, Decide(Bucket("arn:aws:sts::111122223333:assumed-role/ml/s"), policies));
        Assert.Equal(Decision.Allowed, Decide(Bucket(Role, context: RequestContext.Unknown), policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User), policies));
    }
}
