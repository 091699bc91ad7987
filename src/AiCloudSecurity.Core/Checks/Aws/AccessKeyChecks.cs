using AiCloudSecurity.Iam;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on access keys of users who use AI services.</summary>
internal static class AccessKeyChecks
{
    private const string InvokeRuntime = "bedrock-agentcore:InvokeAgentRuntime";

    private static readonly string[] s_uses =
        ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream", "bedrock:InvokeAgent", "sagemaker:InvokeEndpoint", "sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance", InvokeRuntime];

    [Check("AWS-IAM-111", Severity.Medium, "User of AI services has no access key",
        Risk = "A key in a script or a repository calls models for whoever finds it, until somebody notices the bill.",
        Advice = "Replace the user's access keys by roles and the sign-in of IAM Identity Center.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055, AML.T0012",
        Link = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html")]
    [Command("aws iam list-access-keys --user-name {Name} && aws iam update-access-key --user-name {Name} --access-key-id ACCESS_KEY_ID --status Inactive")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""")]
    [Passes("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Inactive" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active", "CreateDate": "2025-02-01T12:00:00Z" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "sagemaker:InvokeEndpoint", "Resource": "arn:aws:sagemaker:*:*:endpoint/churn" } } }] }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active" }""")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } } }] }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active" }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/ann" }""",
        """AgentRuntime { "agentRuntimeArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "agentRuntimeId": "t-1" }""",
        """AgentRuntimePolicy { "@Parent": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/ann" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active" }""", Because = "The runtime's own policy lets it in.")]
    [Skips("""{ "Arn": "arn:aws:iam::111122223333:user/ann" }""",
        """AgentRuntime { "agentRuntimeArn": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "agentRuntimeId": "t-1" }""",
        """AgentRuntimePolicy { "@Parent": "arn:aws:bedrock-agentcore:eu-west-1:111122223333:runtime/t-1", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:user/bob" }, "Action": "bedrock-agentcore:InvokeAgentRuntime", "Resource": "*" } } }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active" }""")]
    [CannotSay("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "GroupList": ["g"] }""")]
    [Fails("""{ "Arn": "arn:aws:iam::111122223333:user/ann", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "EACH", "Resource": "*" } } }] }""",
        """AccessKey { "@Parent": "arn:aws:iam::111122223333:user/ann", "AccessKeyId": "AKIA1", "Status": "Active" }""", Each = ["bedrock:InvokeModelWithResponseStream", "bedrock:InvokeAgent", "sagemaker:CreateTrainingJob", "sagemaker:CreateNotebookInstance"])]
    public static Verdict NoKey(IamUser user, Inventory<AccessKey> keys, Inventory<IamGroup> groups, Accesses accesses, Inventory<AgentRuntime> runtimes, Inventory<AgentRuntimePolicy> policies)
    {
        var access = accesses.Of(PolicyLookup.WithGroups(user, groups));
        return (Array.Find(s_uses, action => access.May(action).Exists) ?? ByRuntime()) is not { } use ? NotApplicable("It uses no AI service.")
            : keys.Of(user).Where(key => key.Status is not "Inactive").OrderBy(key => key.CreateDate).FirstOrDefault() is not { } oldest ? Pass("It has no active access key.")
            : Fail($"It may call {use} with the access key {oldest.Identity.Name}{(oldest.CreateDate is { } made ? $" of {made:yyyy-MM-dd}" : "")}.{accesses.Limits.Caveat}");

        string? ByRuntime() => runtimes.All.Any(runtime => policies.One(runtime)?.Policy is { } own && access.May(InvokeRuntime, runtime.Identity.Id, own).Exists) ? InvokeRuntime : null;
    }

    [Repair("AWS-IAM-111", "aws/iam/AccessKey")]
    internal static IEnumerable<Wish> Deactivate(IamUser user, Inventory<AccessKey> keys) =>
        from key in keys.Of(user)
        where key.Status is not "Inactive"
        let made = key.CreateDate is { } date ? $" of {date:yyyy-MM-dd}" : ""
        select Wish.Of(user, IdentitySettings.AccessKey, new() { ["UserName"] = user.Identity.Name, ["AccessKeyId"] = key.Identity.Name }, Wish.With(new() { ["Status"] = "Inactive" }),
            $"Whatever signs with the key {key.Identity.Name}{made} is refused.");
}
