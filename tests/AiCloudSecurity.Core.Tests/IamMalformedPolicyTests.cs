using System.Text;
using System.Text.Json;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

/// <summary>A policy that cannot be understood, as it reaches whoever asks: by the checks and as grants, with the place.</summary>
public sealed class IamMalformedPolicyTests
{
    private const string Wide = """{ "Effect": "Allow", "Action": ["bedrock:*", "sagemaker:*", "bedrock-agentcore:*", "comprehend:*", "iam:PassRole", "s3:*", "lambda:*", "logs:*", "kms:*", "aws-marketplace:*"], "Resource": "*" }""";

    // What fails where the same policy is well written.
    private static readonly List<(string Check, string Subject)> s_failing =
        [.. Verdicts(Holding($$"""{ "Statement": [{{Wide}}] }""")).Where(verdict => verdict.Value.Status == Status.Fail).Select(verdict => verdict.Key)];

    // What stands where the document should, as JSON of the API's answer, and the place that is said.
    public static TheoryData<string, string, string> Malformed => new()
    {
        { "bad JSON", JsonSerializer.Serialize("""{ "Statement": [""" + "\n" + Wide + "} }"), "line 2" },
        { "empty text", "\"\"", "line 1" },
        { "half a percent sign", "\"%7B%\"", "line 1" },
        { "a number", "5", "$" },
        { "a list", $"[{Wide}]", "$" },
        { "a statement that is text", """{ "Statement": "Allow" }""", "$.Statement" },
        { "an action that is an object", """{ "Statement": [{ "Effect": "Allow", "Action": { "All": "*" }, "Resource": "*" }] }""", "$.Statement[0].Action" },
        { "an effect of another case", """{ "Statement": [{ "Effect": "ALLOW", "Action": "*", "Resource": "*" }] }""", "$.Statement[0].Effect" },
        { "an unknown element", """{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*", "Until": "2027" }] }""", "$.Statement[0]" },
        { "an unknown operator", """{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringIs": { "k": "v" } } }] }""", "$.Statement[0].Condition" },
        { "an element given twice", """{ "Statement": [{ "Effect": "Allow", "Effect": "Deny", "Action": "*", "Resource": "*" }] }""", "$.Statement[0]" },
        { "two statements of one Sid", $$"""{ "Statement": [{ "Sid": "A", {{Wide[1..]}}, { "Sid": "A", {{Wide[1..]}}] }""", "$.Statement[1].Sid" },
        { "deep nesting", JsonSerializer.Serialize($$"""{ "Statement": {{new string('[', 5_000)}}{{new string(']', 5_000)}} }"""), "line 1" },
        { "deep nesting as JSON", $$"""{ "Statement": {{new string('[', 40)}}{{new string(']', 40)}} }""", "$.Statement[0]" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void It_makes_no_verdict_but_Unknown_with_the_place(string what, string document, string place)
    {
        Assert.NotEmpty(what);
        var malformed = Verdicts(Holding(document));
        Assert.InRange(s_failing.Count, 20, 200);
        Assert.All(s_failing, check => Assert.Equal((check, Status.Unknown), (check, malformed[check].Status)));
        Assert.All(s_failing, check => Assert.Contains(place, malformed[check].Reason, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void It_grants_nothing_and_says_so_with_the_place(string what, string document, string place)
    {
        Assert.NotEmpty(what);
        var principals = AiGrants.Of(Holding(document), [AiActions.Find("sagemaker:CreateEndpoint")!, AiActions.Find("bedrock:InvokeModel")!]).ToList();
        Assert.All(principals.Where(principal => principal.Grants.Count > 0), principal => Assert.Equal("", what));
        var unknown = principals.Where(principal => principal.Unseen is not null).ToList();
        Assert.Equal(["group/g", "role/r", "user/u"], unknown.Select(principal => principal.Principal.Split(':')[^1]).Order(StringComparer.Ordinal));
        Assert.All(unknown, principal => Assert.Contains(place, principal.Unseen, StringComparison.Ordinal));
    }

    [Fact]
    public void Megabytes_of_policy_are_judged_as_a_short_one_is()
    {
        var text = new StringBuilder("{ \"Statement\": [").Append(Wide);
        while (text.Length < (SampleEstates.IsFullRun ? 10_000_000 : 2_000_000))
        {
            text.Append(""", { "Effect": "Allow", "Action": ["sagemaker:Create*", "sagemaker:Describe*"], "Resource": "arn:aws:sagemaker:*:*:endpoint/some" }""");
        }
        var judged = Check.All.Single(check => check.Id == "AWS-IAM-007" && check.Subject.Record == typeof(IamRole));
        Assert.Equal(Verdicts(Holding($$"""{ "Statement": [{{Wide}}] }"""), judged)[("AWS-IAM-007", "IamRole")].Status,
            Verdicts(Holding(text.Append("] }").ToString()), judged)[("AWS-IAM-007", "IamRole")].Status);
    }

    private static Dictionary<(string Check, string Subject), Finding> Verdicts(Estate estate, params IReadOnlyList<Check> checks) =>
        (from check in checks.Count > 0 ? checks : Check.All
         where check.Subject.Record.IsSubclassOf(typeof(IamPrincipal)) && !check.IsOnRequest
         from finding in check.Judge(estate)
         select (check, finding)).ToDictionary(one => (one.check.Id, one.check.Subject.Record.Name), one => one.finding);

    // One role, one user and one group that hold it; a user's is its group's.
    private static Estate Holding(string document)
    {
        var held = $$"""[{ "PolicyName": "p", "PolicyDocument": {{document}} }]""";
        return new IamEstate()
            .Add<IamRole>("role/r", $$"""{ "RoleName": "r", "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "sts:AssumeRole" } }, "RolePolicyList": {{held}} }""")
            .Add<IamUser>("user/u", """{ "UserName": "u", "GroupList": ["g"] }""")
            .Add<IamGroup>("group/g", $$"""{ "GroupName": "g", "GroupPolicyList": {{held}} }""")
            .Estate;
    }
}
