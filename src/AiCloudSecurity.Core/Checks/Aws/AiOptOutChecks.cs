using System.Text.Json;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether AWS may keep content to improve its AI services.</summary>
internal static class AiOptOutChecks
{
    private const string Member = """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "999988887777", "FeatureSet": "ALL" }""";
    private const string Managing = """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "111122223333", "FeatureSet": "ALL" }""";
    private const string Used = """NotebookInstance { "NotebookInstanceArn": "arn:n" }""";
    private const string Out = """EffectiveAiOptOutPolicy { "PolicyContent": "{\"services\":{\"default\":{\"opt_out_policy\":\"optOut\"},\"lex\":{\"opt_out_policy\":\"optOut\"}}}" }""";
    private const string AtRoot = """AiOptOutPolicyTarget { "@Parent": "arn:p", "TargetId": "r-1" }""";

    [Check("AWS-DATA-049", Severity.Medium, "AWS may not keep content to improve its AI services",
        Risk = "What Comprehend, Lex, Polly, Rekognition, Textract, Transcribe, Translate and others are given, personal data too, is kept by AWS, also in other regions.",
        Advice = "Attach an AI services opt-out policy to the organisation's root that says optOut for all services and that nothing below may change.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html")]
    [Command("""aws organizations create-policy --type AISERVICES_OPT_OUT_POLICY --name ai-opt-out --description 'No content is kept to improve AI services' --content '{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}' && aws organizations list-roots && aws organizations attach-policy --policy-id POLICY_ID --target-id ROOT_ID""")]
    [Passes("{}", Used, Member, Out)]
    [Passes("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""")]
    [Passes("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"default\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""")]
    [Fails("{}", Used, Because = "Only an organisation can opt out.")]
    [Fails("{}", Used, Member)]
    [Fails("{}", Used, Member, """EffectiveAiOptOutPolicy { "PolicyContent": "{\"services\":{\"default\":{\"opt_out_policy\":\"optIn\"}}}" }""")]
    [Fails("{}", Used, Member, """EffectiveAiOptOutPolicy { "PolicyContent": "{\"services\":{\"lex\":{\"opt_out_policy\":\"optOut\"}}}" }""", Because = "The other services are opted in.")]
    [Fails("{}", Used, Member, """EffectiveAiOptOutPolicy { "PolicyContent": "{\"services\":{\"default\":{\"opt_out_policy\":\"optOut\"},\"rekognition\":{\"opt_out_policy\":\"optIn\"}}}" }""")]
    [Fails("{}", Used, Managing, Out)]
    [Fails("{}", Used, Managing, Out, """AiOptOutPolicyTarget { "@Parent": "arn:p", "TargetId": "111122223333" }""", """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""", Because = "It is not attached to the root.")]
    [Fails("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}}}}" }""", Because = "Units and accounts may override it.")]
    [Fails("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optIn\"}}}}" }""")]
    [Skips("{}", Member, Because = "No AI service is used.")]
    [CannotSay("{}", Used, Member, """EffectiveAiOptOutPolicy { "PolicyContent": "services" }""")]
    [Passes("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicyTarget { "@Parent": "arn:p", "TargetId": "111122223333" }""", """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""", Because = "One of its targets is the root.")]
    [Passes("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicyTarget { "@Parent": "arn:q", "TargetId": "r-1" }""", """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""", """AiOptOutPolicy { "@Id": "arn:q", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}}}}" }""", Because = "One of two policies at the root may not be overridden.")]
    [Passes("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"lex\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}},\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[\"@@none\"],\"@@assign\":\"optOut\"}}}}" }""", Because = "One of its settings is for all services.")]
    [Fails("{}", Used, Managing, Out, AtRoot, """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@operators_allowed_for_child_policies\":[EACH],\"@@assign\":\"optOut\"}}}}" }""", Each = ["\\\"@@assign\\\"", "\\\"@@none\\\",\\\"@@assign\\\"", ""], Because = "Something, or all, is allowed.")]
    public static Verdict OptedOut(
        ScopeItself account, AiUsage usage, Inventory<Organization> organizations, Inventory<EffectiveAiOptOutPolicy> effective,
        Inventory<AiOptOutPolicy> policies, Inventory<AiOptOutPolicyTarget> targets, Scope scope)
    {
        if (!usage.Any)
        {
            return NotApplicable("No AI service is in use.");
        }
        if (organizations.All is not [var organization, ..])
        {
            return Fail("The account is in no organisation, and only an organisation can opt out.");
        }
        if (effective.All is not [var policy, ..])
        {
            return Fail("No AI services opt-out policy reaches the account.");
        }
        var services = Services(policy.PolicyContent).ToDictionary(service => service.Name, service => service.Setting.ValueKind == JsonValueKind.String ? service.Setting.GetString() : null);
        if (services.GetValueOrDefault("default") is not "optOut")
        {
            return Fail("By the policy that reaches the account, it is not opted out of all AI services.");
        }
        if (services.FirstOrDefault(service => service.Value is not "optOut").Key is { } optedIn)
        {
            return Fail($"By the policy that reaches the account, {optedIn} is opted in.");
        }
        // What may change it is for those to see who manage the organisation.
        return organization.MasterAccountId != scope.Id ? Pass("The account is opted out of all AI services.")
            : policies.All.FirstOrDefault(one => IsOut(one.Content)) is null ? Fail("The organisation has no policy that opts out of all AI services.")
            : policies.All.Where(one => IsOut(one.Content) && targets.Of(one).Any(target => target.TargetId?.StartsWith("r-", StringComparison.Ordinal) is true)).ToList() is not { Count: > 0 } atRoot
                ? Fail("No policy that opts out of all AI services is attached to the root.")
            : atRoot.Exists(one => IsClosed(one.Content)) ? Pass("The root opts out of all AI services, and nothing below may change that.")
            : Fail($"Units and accounts may override the policy {atRoot[0].PolicySummary?.Name ?? atRoot[0].Identity.Name}: it does not say @@none for child policies.");
    }

    [Repair("AWS-DATA-049", "aws/organizations/AiOptOutPolicy")]
    internal static IEnumerable<Wish> OptOut(ScopeItself account, Inventory<Organization> organizations, Inventory<AiOptOutPolicy> policies, Scope scope) =>
        // Who manages the organisation may, and a policy of somebody's own is his to change.
        organizations.All is [{ MasterAccountId: var manages }, ..] && manages == scope.Id && !policies.All.Any(policy => Services(policy.Content).Count > 0)
            ? [Wish.Of(account, OrganizationSettings.OptOut, OrganizationSettings.Key, Wish.With(OrganizationSettings.OptedOut), "It holds in every account of the organisation; what AI services kept of their content is deleted.")]
            : [];

    private static bool IsOut(string? content) => Services(content).Any(service => service is { Name: "default", Setting: { ValueKind: JsonValueKind.Object } setting }
        && setting.TryGetProperty("@@assign", out var value) && value.ValueEquals("optOut"));

    // The operators of the setting itself are what counts; those above it keep services from being added.
    private static bool IsClosed(string? content) => Services(content).Any(service => service is { Name: "default", Setting: { ValueKind: JsonValueKind.Object } setting }
        && setting.TryGetProperty("@@operators_allowed_for_child_policies", out var allowed) && allowed.ValueKind == JsonValueKind.Array
        && allowed.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String && one.ValueEquals("@@none")) && allowed.GetArrayLength() > 0);

    private static List<(string Name, JsonElement Setting)> Services(string? content)
    {
        using var document = JsonDocument.Parse(content ?? throw new UnseenException("What the opt-out policy says was not read."));
        return document.RootElement.TryGetProperty("services", out var services)
            ? [.. from service in services.EnumerateObject()
                  where service.Value.ValueKind == JsonValueKind.Object && service.Value.TryGetProperty("opt_out_policy", out _)
                  select (service.Name, service.Value.GetProperty("opt_out_policy").Clone())]
            : [];
    }
}
