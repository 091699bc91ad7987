using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether models can be called past every guardrail.</summary>
internal static class EnforcedGuardrailChecks
{
    private const string Caller = """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""";
    private const string Agents = """Agent { "agentId": "A1" }""";

    [Check("AWS-IAM-052", Severity.High, "Models cannot be called past every guardrail",
        Risk = "Whoever leaves the guardrail out of the call gets unfiltered answers to injected prompts.",
        Advice = "Enforce a guardrail for the account, or deny calls whose bedrock:GuardrailIdentifier is not yours.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-permissions-id.html")]
    [Passes("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "guardrailArn": "arn:g" }""")]
    [Passes("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "{ \"bedrock\": { \"guardrail_inference\": {} } }" }""")]
    [Passes("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" }, { "Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*", "Condition": { "StringNotEquals": { "bedrock:GuardrailIdentifier": "arn:aws:bedrock:eu-west-1:111122223333:guardrail/g" } } }] } }] }""")]
    [Passes("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [Fails("{ }", Agents, Caller)]
    [Fails("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Fails("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "GroupList": ["g"] }""",
        """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/m" } } }] }""")]
    [Skips("{ }", Caller, Because = "Nobody uses Bedrock in the region.")]
    public static Verdict NoWayPast(RegionItself region, Inventory<EnforcedGuardrail> enforced, Inventory<EffectiveBedrockPolicy> policies, Callers callers, BedrockRegionUse use)
    {
        if (!use.Any)
        {
            return NotApplicable("Nobody uses Bedrock in the region.");
        }
        if (enforced.All is [var guardrail, ..])
        {
            return Pass($"The guardrail {guardrail.Identity.Name} stands before every call in {region.Identity.Name}.");
        }
        if (policies.All.Any(policy => policy.PolicyContent?.Contains("guardrail", StringComparison.OrdinalIgnoreCase) is true))
        {
            return Pass("A policy of the organisation stands guardrails before every call.");
        }
        var past = callers.PastGuardrails;
        return past.Count == 0 ? Pass("No identity but administrators may call models without a guardrail.")
            : Fail($"No guardrail is enforced in {region.Identity.Name}, and {string.Join(", ", past.Take(3))}{(past.Count > 3 ? $" and {past.Count - 3} more" : "")} may call models without one.");
    }

    /// <summary>Whether Bedrock is used in a region.</summary>
    internal sealed class BedrockRegionUse(Inventory<Agent> agents, BedrockUse calls)
    {
        /// <summary>Whether there are agents or calls.</summary>
        /// <exception cref="UnseenException">Neither was seen, and one could not be read.</exception>
        public bool Any => Seen.Any(() => agents.All.Count > 0, () => calls.Any);
    }

    /// <summary>Who may call models.</summary>
    internal sealed class Callers(Inventory<IamUser> users, Inventory<IamRole> roles, Inventory<IamGroup> groups, Accesses accesses)
    {
        private static readonly RequestContext s_without = PrincipalAccess.Direct(new KeyValuePair<string, IReadOnlyList<string>>("bedrock:GuardrailIdentifier", []));
        private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Inventory<IamRole>, IReadOnlyList<string>> s_known = [];

        /// <summary>The names of users and roles that may call some model without a guardrail, administrators not among them.</summary>
        /// <exception cref="UnseenException">One of them could not be judged.</exception>
        public IReadOnlyList<string> PastGuardrails => s_known.TryGetValue(roles, out var known) ? known : Known(
            [.. users.All.Where(user => IsPast(accesses.Of(PolicyLookup.WithGroups(user, groups)))).Select(user => user.Identity.Name)
                .Concat(roles.All.Where(role => !role.IsServiceLinked && !RoleTrust.AdmitsNobody(role) && IsPast(accesses.Of(role))).Select(role => role.Identity.Name)).Select(Display.Safe)]);

        private IReadOnlyList<string> Known(IReadOnlyList<string> past)
        {
            s_known.AddOrUpdate(roles, past);
            return past;
        }

        private bool IsPast(PrincipalAccess access) => access.May("bedrock:InvokeModel").Exists && !access.Powers.IsAdministrator
            && access.May("bedrock:InvokeModel", $"arn:{accesses.Scope.Partition}:bedrock:*::foundation-model/*", s_without).IsFree;
    }
}
