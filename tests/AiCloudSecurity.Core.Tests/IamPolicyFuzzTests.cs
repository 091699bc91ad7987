using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Iam;
using CsCheck;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Whatever stands where a policy should: it is understood, or it is malformed and says where; nothing else happens.</summary>
public sealed class IamPolicyFuzzTests
{
    private static readonly string[] s_words =
    [
        "Version", "Id", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition", "AWS", "Service", "2012-10-17", "2008-10-17",
        "Allow", "Deny", "allow", "*", "?", "s3:*", "s3:Get*", "*:*", ":", "a:", "sagemaker:CreateEndpoint", "arn:aws:s3:::b/*", "${aws:username}", "${", "${}", "${a, 'b'}", "${*}", "\uE000", "\uE001",
        "StringEquals", "ForAnyValue:StringLike", "ForAllValues:", "NullIfExists", "IpAddress", "NumericLessThan", "DateGreaterThan", "Bool", "BinaryEquals", "ArnLike", "IfExists", "true", "10.0.0.0/8", "10",
        "2026-01-01T00:00:00Z", "QmlO", "", " ", "\u202E", "arn:aws:iam::111122223333:root", "111122223333",
    ];

    private static readonly Gen<JsonNode?> s_leaf = Gen.OneOf(
        Gen.OneOf(s_words).Select(word => (JsonNode?)word), Gen.OneOf(s_words).Select(word => (JsonNode?)word), Gen.Double.Where(double.IsFinite).Select(number => (JsonNode?)number),
        Gen.Bool.Select(value => (JsonNode?)value), Gen.Const((JsonNode?)null), Gen.String.Select(text => (JsonNode?)text));

    [Fact]
    public void Any_JSON_is_a_policy_or_is_none_and_says_where() => Tree(4).Sample(node => Holds(node?.ToJsonString() ?? "null"), iter: 2_000);

    [Fact]
    public void A_policy_with_one_thing_changed_is_a_policy_or_is_none_and_says_where() =>
        Gen.Select(Gen.Int[0, int.MaxValue], s_leaf, Gen.Int[0, 3]).Sample((at, leaf, how) =>
        {
            var policy = JsonNode.Parse("""
                { "Version": "2012-10-17", "Id": "i", "Statement": [
                  { "Sid": "A", "Effect": "Allow", "Action": ["s3:Get*", "bedrock:*"], "Resource": "arn:aws:s3:::b/${aws:username, 'x'}/*", "Condition": { "StringLike": { "aws:PrincipalTag/t": ["a*", "b"] }, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } },
                  { "Sid": "B", "Effect": "Deny", "NotAction": "iam:*", "NotResource": ["*"], "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" }, "DateLessThan": { "aws:CurrentTime": "2026-01-01" } } }] }
                """)!;
            List<(JsonNode Parent, string? Name, int Index)> places = [];
            Walk(policy);
            var (parent, name, index) = places[at % places.Count];
            switch (parent)
            {
                case JsonObject members when how == 0:
                    members.Remove(name!);
                    break;
                case JsonObject members when how == 1:
                    var moved = members[name!]?.DeepClone();
                    members.Remove(name!);
                    members[leaf?.ToString() ?? ""] = moved;
                    break;
                case JsonObject members:
                    members[name!] = leaf?.DeepClone();
                    break;
                case JsonArray items when how == 0:
                    items.RemoveAt(index);
                    break;
                case JsonArray items:
                    items[index] = leaf?.DeepClone();
                    break;
            }
            return Holds(policy.ToJsonString());

            void Walk(JsonNode node)
            {
                if (node is JsonObject members)
                {
                    foreach (var member in members)
                    {
                        places.Add((node, member.Key, 0));
                        if (member.Value is { } inner)
                        {
                            Walk(inner);
                        }
                    }
                }
                else if (node is JsonArray items)
                {
                    for (var i = 0; i < items.Count; i++)
                    {
                        places.Add((node, null, i));
                        if (items[i] is { } inner)
                        {
                            Walk(inner);
                        }
                    }
                }
            }
        }, iter: 2_000);

    [Fact]
    public void A_policy_that_is_cut_or_garbled_is_malformed()
    {
        const string text = """{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }""";
        Gen.Select(Gen.Int[0, text.Length - 1], Gen.Char, Gen.Bool).Sample((at, character, cut) => Holds(cut ? text[..at] : text[..at] + character + text[(at + 1)..]), iter: 2_000);
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Throws<MalformedPolicyException>(() => PolicyDocument.Parse(text[..length]));
        }
    }

    [Theory]
    [InlineData("services")]
    [InlineData("statements")]
    [InlineData("variables")]
    [InlineData("stars")]
    [InlineData("conditions")]
    [InlineData("principals")]
    public void Megabytes_made_to_be_slow_are_not(string kind)
    {
        const int size = 2_000_000;
        var items = new StringBuilder();
        for (var i = 0; items.Length < size; i++)
        {
            items.Append(kind switch
            {
                "services" => $$"""{ "Effect": "Allow", "Action": "s{{i}}:a", "Resource": "*" },""",
                "statements" => """{ "Effect": "Deny", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::b" },""",
                "principals" => $"\"arn:aws:iam::{111122223333 + i % 1000}:user/u{i}\",",
                "conditions" => $"\"a*{i}\",",
                "variables" => "${",
                _ => "*a",
            });
        }
        var list = items.ToString().TrimEnd(',');
        var text = kind switch
        {
            "services" or "statements" => $$"""{ "Version": "2012-10-17", "Statement": [{{list}}] }""",
            "principals" => $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": { "AWS": [{{list}}] } } }""",
            "conditions" => $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringNotLike": { "k": [{{list}}] } } } }""",
            _ => $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::{{list}}" } }""",
        };
        var clock = Stopwatch.StartNew();
        var type = kind == "principals" ? PolicyType.Resource : PolicyType.Identity;
        var policy = CompiledPolicy.Compile("p", type, PolicyDocument.Parse(text));
        var request = new Request(Principal.FromArn(IamEvaluation.User), "s3:GetObject", "arn:aws:s3:::b/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") { Context = IamEvaluation.Context(("k", "b")) };
        _ = PolicyEvaluator.Evaluate(request, type == PolicyType.Resource ? new() { Resource = policy } : new() { Identity = [policy] });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{kind} took {clock.Elapsed}.");
    }

    private static bool Holds(string text)
    {
        try
        {
            var document = PolicyDocument.Parse(text);
            foreach (var type in Enum.GetValues<PolicyType>())
            {
                try
                {
                    var policy = CompiledPolicy.Compile("p", type, document);
                    foreach (var context in new[] { RequestContext.Empty, RequestContext.Unknown })
                    {
                        _ = PolicyEvaluator.Evaluate(new(Principal.FromArn(IamEvaluation.User), "s3:GetObject", "arn:aws:s3:::b/k") { Context = context }, new() { Identity = [policy], Resource = policy });
                        _ = PolicyEvaluator.Evaluate(new(Principal.FromArn(IamEvaluation.User), "bedrock:InvokeModel", "*") { Context = context, ResourceIsPattern = true }, new() { Identity = [policy] });
                    }
                }
                catch (MalformedPolicyException malformed)
                {
                    Assert.NotEmpty(malformed.Place);
                }
            }
        }
        catch (MalformedPolicyException malformed)
        {
            Assert.NotEmpty(malformed.Place);
            Assert.True(Display.IsSafe(malformed.Message), malformed.Message);
        }
        return true;
    }

    private static Gen<JsonNode?> Tree(int depth) => depth == 0 ? s_leaf : Gen.Frequency(
        (2, s_leaf),
        (2, Tree(depth - 1).List[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())]))),
        (4, Gen.Select(Gen.OneOf(s_words), Tree(depth - 1)).List[0, 5].Select(members =>
        {
            JsonObject made = [];
            foreach (var (name, value) in members)
            {
                made[name] = value?.DeepClone();
            }
            return (JsonNode?)made;
        })));
}
