using System.Text.Json;
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
    [Command("""aws bedrock put-enforced-guardrail-configuration --guardrail-inference-config '{"guardrailIdentifier":"GUARDRAIL_ID","guardrailVersion":"GUARDRAIL_VERSION"}' --region {Region}""")]
    [Passes("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "guardrailArn": "arn:g" }""")]
    [Passes("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "{ \"bedrock\": { \"guardrail_inference\": { \"eu-west-1\": { \"config_1\": { \"identifier\": \"arn:aws:bedrock:eu-west-1:444455556666:guardrail/g:1\" } } } } }" }""")]
    [Fails("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "{ \"bedrock\": { \"guardrail_inference\": { \"us-east-1\": { \"config_1\": { \"identifier\": \"arn:aws:bedrock:us-east-1:444455556666:guardrail/g:1\" } } } } }" }""", Because = "It is about another region.")]
    [Fails("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "{ \"bedrock\": { \"guardrail_inference\": { \"eu-west-1\": { } } } }" }""")]
    [Fails("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "{ }" }""")]
    [CannotSay("{ }", Agents, Caller, """EffectiveBedrockPolicy { "PolicyContent": "guardrails" }""")]
    [Fails("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "inputTags": "HONOR" }""", Because = "A caller tags what it may look at.", Severity = Severity.Medium)]
    [Fails("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "selectiveContentGuarding": { "system": "COMPREHENSIVE", "messages": "SELECTIVE" } }""", Severity = Severity.Medium)]
    [Passes("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "inputTags": "IGNORE", "selectiveContentGuarding": { "system": "SELECTIVE", "messages": "COMPREHENSIVE" } }""", Because = "The prompts of the system are not the caller's.")]
    [Fails("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "modelEnforcement": { "includedModels": ["amazon.nova-lite-v1:0"] } }""", Because = "Other models have none before them.", Severity = Severity.Medium)]
    [Fails("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "modelEnforcement": { "includedModels": ["ALL"], "excludedModels": ["amazon.nova-pro-v1:0"] } }""", Severity = Severity.Medium)]
    [Passes("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "modelEnforcement": { "includedModels": ["ALL"], "excludedModels": [] } }""")]
    [Passes("{ }", Agents, Caller, """EnforcedGuardrail { "configId": "c", "guardrailId": "g", "modelEnforcement": { "includedModels": ["amazon.nova-lite-v1:0"] } }""", """EnforcedGuardrail { "configId": "d", "guardrailId": "h" }""", Because = "The other stands before all.")]
    [Fails("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModelWithResponseStream", "Resource": "*" } } }] }""", Because = "It is the same call.")]
    [Passes("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" }, { "Effect": "Deny", "Action": "bedrock:InvokeModel*", "Resource": "*", "Condition": { "StringNotEquals": { "bedrock:GuardrailIdentifier": "arn:aws:bedrock:eu-west-1:111122223333:guardrail/g" } } }] } }] }""")]
    [Passes("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "GroupList": ["g"] }""", """IamGroup { "Arn": "arn:g", "GroupName": "g" }""")]
    [Fails("{ }", Agents, Caller)]
    [Fails("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1:111122223333:imported-model/m" } } }] }""", Because = "Models of the account's own take guardrails, too.")]
    [Fails("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "AttachedManagedPolicies": [{ "PolicyName": "p", "PolicyArn": "arn:aws:iam::111122223333:policy/p" }] }""",
        """IamPolicy { "Arn": "arn:aws:iam::111122223333:policy/p", "PolicyVersionList": [{ "IsDefaultVersion": true, "Document": { "Statement": { "Effect": "Allow", "Action": "bedrock:*", "Resource": "*" } } }] }""")]
    [Fails("{ }", Agents, """IamUser { "Arn": "arn:aws:iam::111122223333:user/ann", "UserName": "ann", "GroupList": ["g"] }""",
        """IamGroup { "Arn": "arn:g", "GroupName": "g", "GroupPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:*::foundation-model/m" } } }] }""")]
    [Skips("{ }", Caller, Because = "Nobody uses Bedrock in the region.")]
    [Fails("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/app", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1:111122223333:EACH/m" } } }] }""", Each = ["custom-model-deployment", "provisioned-model"])]
    [Passes("{ }", Agents, """IamRole { "Arn": "arn:aws:iam::111122223333:role/aws-service-role/bedrock.amazonaws.com/app", "Path": "/aws-service-role/bedrock.amazonaws.com/", "RoleName": "app", "RolePolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": { "Effect": "Allow", "Action": "bedrock:InvokeModel", "Resource": "*" } } }] }""", Because = "AWS made it and keeps it.")]
    [Fails("{ }", Agents, Caller, "EffectiveBedrockPolicy { }")]
    public static Verdict NoWayPast(RegionItself region, Inventory<EnforcedGuardrail> enforced, Inventory<EffectiveBedrockPolicy> policies, Callers callers, BedrockRegionUse use)
    {
        if (!use.Any)
        {
            return NotApplicable("Nobody uses Bedrock in the region.");
        }
        var gaps = enforced.All.Select(guardrail => (guardrail.Identity.Name, Gap: Gap(guardrail))).ToList();
        if (gaps.Find(guardrail => guardrail.Gap is null) is { Name: { } whole })
        {
            return Pass($"The guardrail {whole} stands before every call in {region.Identity.Name}.");
        }
        if (policies.All.Any(policy => IsEnforced(policy, region.Identity.Region)))
        {
            return Pass("A policy of the organisation stands guardrails before every call.");
        }
        var past = callers.PastGuardrails;
        return past.Count == 0 ? Pass("No identity but administrators may call models without a guardrail.")
            : Fail($"{(gaps is [var (name, gap), ..] ? $"The guardrail {name} that is enforced in {region.Identity.Name} {gap}" : $"No guardrail is enforced in {region.Identity.Name}")}, and {string.Join(", ", past.Take(3))}{(past.Count > 3 ? $" and {past.Count - 3} more" : "")} may call models without one.",
                gaps.Count > 0 ? Severity.Medium : Severity.High);
    }

    // How calls get past one that is enforced; null where none does.
    private static string? Gap(EnforcedGuardrail guardrail) => guardrail switch
    {
        { ModelEnforcement.ExcludedModels: { Count: > 0 } excluded } => $"leaves out {Named(excluded)}",
        { ModelEnforcement.IncludedModels: { Count: > 0 } included } when !included.Contains("ALL", StringComparer.OrdinalIgnoreCase) => $"stands before {Named(included)} only",
        { InputTags: "HONOR" } or { SelectiveContentGuarding.Messages: "SELECTIVE" } => "looks only at what the caller marks",
        _ => null,
    };

    private static string Named(IReadOnlyList<string> models) => string.Join(", ", models.Take(3)) + (models.Count > 3 ? $" and {models.Count - 3} more" : "");

    private static bool IsEnforced(EffectiveBedrockPolicy policy, string region)
    {
        if (policy.PolicyContent is null)
        {
            return false;
        }
        using var content = JsonDocument.Parse(policy.PolicyContent);
        return Member(content.RootElement, "bedrock") is { } bedrock && Member(bedrock, "guardrail_inference") is { } inference && Member(inference, region) is { ValueKind: JsonValueKind.Object } enforced
            && enforced.EnumerateObject().Any();

        static JsonElement? Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
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
        private static readonly string[] s_calls = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"];
        private static readonly string[] s_models = [":foundation-model/*", "{a}:custom-model/*", "{a}:custom-model-deployment/*", "{a}:imported-model/*", "{a}:provisioned-model/*"];
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

        private bool IsPast(PrincipalAccess access) => !access.Powers.IsAdministrator && Array.Exists(s_calls, call => access.May(call).Exists
            && Array.Exists(s_models, models => access.May(call, $"arn:{accesses.Scope.Partition}:bedrock:*:{models.Replace("{a}", accesses.Scope.Id, StringComparison.Ordinal)}", s_without).IsFree));
    }
}
