using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Requests and policies in few words.</summary>
internal static class IamEvaluation
{
    public const string User = "arn:aws:iam::111122223333:user/alice";
    public const string Role = "arn:aws:iam::111122223333:role/ml";

    public static CompiledPolicy Of(PolicyType type, params string[] statements) =>
        CompiledPolicy.Compile(type.ToString(), type, PolicyDocument.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}] }"""));

    public static CompiledPolicy Identity(params string[] statements) => Of(PolicyType.Identity, statements);

    public static RequestContext Context(params (string Key, string Value)[] values) =>
        new(values.Select(value => KeyValuePair.Create<string, IReadOnlyList<string>>(value.Key, [value.Value])));

    public static Request Bucket(string principal, string? owner = null, RequestContext? context = null)
    {
        var who = Principal.FromArn(principal);
        return new(who, "s3:GetObject", "arn:aws:s3:::b/k") { ResourceAccount = owner ?? who.Account, Context = context ?? RequestContext.Empty };
    }

    public static EvaluationResult Ask(Request request, ApplicablePolicies policies) => PolicyEvaluator.Evaluate(request, policies);

    public static Decision Decide(Request request, ApplicablePolicies policies) => Ask(request, policies).Decision;
}
