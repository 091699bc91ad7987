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
    [InlineData("DateGreaterThanEquals", "-62135596800", "-62135596800", true)]
    [InlineData("DateLessThanEquals", "253402300799", "253402300799", true)]
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
    [InlineData("IpAddress", "\"10.0.0.0/8\"", "a.b.c.d", false)]
    [InlineData("IpAddress", "\"10.1.2.3/32\"", "10.1.2.3", true)]
    [InlineData("IpAddress", "\"::/0\"", "fe80::1%3", false)]
    [InlineData("NotIpAddress", "\"10.0.0.0/8\"", "11.1.2.3", true)]
    [InlineData("ArnEquals", "\"arn:aws:s3:::b*\"", "arn:aws:s3:::bucket", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:111122223333:t\"", "arn:aws:sns:eu-west-1:111122223333:t", true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:t\"", "arn:aws:sns:eu-west-1:111122223333:t", false)]
    [InlineData("ArnLike", "\"arn:aws:lambda:*\"", "arn:aws:lambda:eu-west-1:111122223333:function:f", true)]
    [InlineData("ArnLike", "\"arn:aws:lambda:*:*:function:*\"", "arn:aws:lambda:eu-west-1:111122223333:function:f:1", true)]
    [InlineData("ArnLike", "\"arn:aws:s3:::B\"", "arn:aws:s3:::b", false)]
    [InlineData("ArnNotLike", "\"arn:aws:s3:::b\"", "arn:aws:s3:::c", true)]
    [InlineData("ArnNotEquals", "\"arn:aws:s3:::b\"", "arn:aws:s3:::b", false)]
    [InlineData("ArnEquals", "\"${aws:PrincipalArn}\"", User, true)]
    [InlineData("ArnLike", "\"arn:aws:sns:*:${aws:username}\"", "arn:aws:sns:eu-west-1:111122223333:alice", false)]
    [InlineData("ArnNotEquals", "\"arn:aws:s3:::${aws:PrincipalTag/none}\"", "arn:aws:s3:::b", false)]
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

    // A variable of which nothing is known may stand for several parts of an ARN.
    [Theory]
    [InlineData("arn:aws:s3:::${aws:PrincipalTag/team}", "arn:aws:s3:::b", Decision.Conditional)]
    [InlineData("arn:aws:${aws:PrincipalTag/topic}:t", "arn:aws:sns:eu-west-1:111122223333:t", Decision.Conditional)]
    [InlineData("arn:aws:s3:::${aws:PrincipalTag/team}", "arn:aws:sns:eu-west-1:111122223333:t", Decision.ImplicitlyDenied)]
    public void An_ARN_with_a_variable_that_is_not_known_is_left_open_where_it_could_match(string pattern, string given, Decision expected)
    {
        var context = new RequestContext([KeyValuePair.Create<string, IReadOnlyList<string>>("k", [given])], isComplete: false);
        var result = Ask(Bucket(User, context: context), new() { Identity = [Identity($$"""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "ArnLike": { "k": "{{pattern}}" } } }""")] });
        Assert.Equal(expected, result.Decision);
        Assert.Equal(expected == Decision.Conditional, result.ConditionKeys.Any(key => key.StartsWith("aws:PrincipalTag/", StringComparison.Ordinal)));
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

    // An operator, a value, one that it holds for, and one that it does not.
    public static TheoryData<string, string, string, string> Operators => new()
    {
        { "StringEquals", "a", "a", "b" },
        { "StringNotEquals", "a", "b", "a" },
        { "StringEqualsIgnoreCase", "a", "A", "b" },
        { "StringNotEqualsIgnoreCase", "a", "b", "A" },
        { "StringLike", "a*", "ab", "b" },
        { "StringNotLike", "a*", "b", "ab" },
        { "NumericEquals", "10", "10", "11" },
        { "NumericNotEquals", "10", "11", "10" },
        { "NumericLessThan", "10", "9.5", "10" },
        { "NumericLessThanEquals", "10", "10", "11" },
        { "NumericGreaterThan", "10", "1e3", "10" },
        { "NumericGreaterThanEquals", "10", "10", "9" },
        { "DateEquals", "2026-01-01", "2026-01-01T00:00:00Z", "2026-01-02" },
        { "DateNotEquals", "2026-01-01", "2026-01-02", "2026-01-01" },
        { "DateLessThan", "2026-01-01", "2025-12-31T23:59:59Z", "2026-01-01" },
        { "DateLessThanEquals", "2026-01-01", "2026-01-01", "2026-01-02" },
        { "DateGreaterThan", "2026-01-01", "1767225601", "2026-01-01" },
        { "DateGreaterThanEquals", "2026-01-01", "2026-01-01", "2025-12-31" },
        { "Bool", "true", "TRUE", "false" },
        { "BinaryEquals", "QmlO", "QmlO", "QmlP" },
        { "IpAddress", "10.0.0.0/8", "10.1.2.3", "11.1.2.3" },
        { "NotIpAddress", "2001:db8::/32", "2001:db9::1", "2001:db8::1" },
        { "ArnEquals", "arn:aws:s3:::b*", "arn:aws:s3:::b1", "arn:aws:s3:::c" },
        { "ArnLike", "arn:aws:sns:*:1:t", "arn:aws:sns:x:1:t", "arn:aws:sns:x:2:t" },
        { "ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::c", "arn:aws:s3:::b" },
        { "ArnNotLike", "arn:aws:s3:::b*", "arn:aws:s3:::c", "arn:aws:s3:::bc" },
    };

    [Theory, MemberData(nameof(Operators))]
    public void Each_operator_keeps_the_rules_of_IfExists_and_of_sets(string @operator, string value, string good, string bad)
    {
        var negated = @operator.Contains("Not", StringComparison.Ordinal);
        foreach (var (prefix, suffix) in from prefix in (string[])["", "ForAnyValue:", "ForAllValues:"] from suffix in (string[])["", "IfExists"] select (prefix, suffix))
        {
            // A key that is absent, and one without values, which is as good as absent.
            var absent = prefix switch { "ForAllValues:" => true, "ForAnyValue:" => false, _ => suffix.Length > 0 || negated };
            Assert.Equal(absent, Holds(null));
            Assert.Equal(absent, Holds([]));
            Assert.True(Holds([good]));
            Assert.False(Holds([bad]));
            // Without a set's operator several values of a key are compared as any of them; of a negated one all must differ.
            Assert.Equal(prefix switch { "ForAllValues:" => false, "ForAnyValue:" => true, _ => !negated }, Holds([good, bad]));
            // The name of the key and of the operator in another case are the same.
            Assert.Equal(Holds([good, bad]), Holds([good, bad], key: "AWS:K", lower: true));

            bool Holds(IReadOnlyList<string>? values, string key = "aws:k", bool lower = false)
            {
                var name = prefix + @operator + suffix;
                var policies = new ApplicablePolicies { Identity = [Identity($$"""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "{{(lower ? name.ToLowerInvariant() : name)}}": { "{{key}}": "{{value}}" } } }""")] };
                var context = values is null ? RequestContext.Empty : new RequestContext([KeyValuePair.Create("aws:K", values)]);
                return Decide(Bucket(User, context: context), policies) == Decision.Allowed;
            }
        }
    }

    [Theory]
    [InlineData("""{ "StringEquals": { "aws:username": "alice" } }""", true)]
    [InlineData("""{ "StringEquals": { "AWS:USERNAME": "alice" } }""", true)]
    [InlineData("""{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:user/a*" } }""", true)]
    [InlineData("""{ "ArnEquals": { "aws:PrincipalArn": "arn:*:iam::111122223333:*" } }""", true)]
    [InlineData("""{ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/*" } }""", false)]
    [InlineData("""{ "ArnLike": { "aws:PrincipalArn": ["arn:aws:iam::*:role/*", "*"] } }""", true)]
    [InlineData("""{ "StringLike": { "aws:PrincipalArn": "*:user/alice" } }""", true)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalTag/team": "${aws:username, 'x'}" } }""", true)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalTag/team": "${aws:PrincipalTag/none, 'alice'}" } }""", true)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalTag/team": "${aws:PrincipalTag/none, ''}alice" } }""", true)]
    [InlineData("""{ "StringEquals": { "aws:PrincipalTag/team": "${aws:PrincipalTag/none}alice" } }""", false)]
    [InlineData("""{ "StringNotEquals": { "aws:PrincipalTag/team": "${aws:PrincipalTag/none}" } }""", false)]
    [InlineData("""{ "StringLike": { "aws:PrincipalTag/team": "al${*}" } }""", false)]
    [InlineData("""{ "StringLike": { "aws:PrincipalTag/TEAM": "al*" } }""", true)]
    [InlineData("""{ "Null": { "aws:TokenIssueTime": "true" } }""", true)]
    [InlineData("""{ "Null": { "aws:PrincipalTag/team": ["true", "false"] } }""", true)]
    [InlineData("""{ "Bool": { "aws:MultiFactorAuthPresent": "false" } }""", false)]
    [InlineData("""{ "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" } }""", true)]
    [InlineData("""{ "Bool": { "aws:PrincipalTag/team": "false" } }""", false)]
    [InlineData("""{ "NumericLessThan": { "aws:PrincipalTag/team": "5" } }""", false)]
    [InlineData("""{ "IpAddress": { "aws:SourceIp": "2001:0DB8:0:0::/64" } }""", true)]
    [InlineData("""{ "IpAddress": { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::7"] } }""", true)]
    [InlineData("""{ "NotIpAddress": { "aws:SourceIp": ["10.0.0.0/8", "::/0"] } }""", false)]
    [InlineData("""{ "NotIpAddress": { "aws:SourceIp": "0.0.0.0/0" } }""", true)]
    [InlineData("""{ "DateGreaterThan": { "aws:CurrentTime": "2026-02-28T23:00:00-01:00" } }""", true)]
    [InlineData("""{ "DateLessThan": { "aws:EpochTime": "2027-01-01T00:00:00Z" } }""", true)]
    [InlineData("""{ "NumericGreaterThan": { "aws:EpochTime": 1700000000 } }""", true)]
    public void The_forms_that_policies_take_are_understood(string condition, bool expected)
    {
        var context = Context(("aws:PrincipalTag/team", "alice"), ("aws:SourceIp", "2001:db8::7"), ("aws:CurrentTime", "2026-03-01T00:00:01Z"), ("aws:EpochTime", "1772323201"));
        var policies = new ApplicablePolicies { Identity = [Identity($$"""{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": {{condition}} }""")] };
        Assert.Equal(expected ? Decision.Allowed : Decision.ImplicitlyDenied, Decide(Bucket(User, context: context), policies));
    }
}
