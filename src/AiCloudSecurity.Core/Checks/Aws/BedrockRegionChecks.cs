using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock in a region as a whole.</summary>
internal static class BedrockRegionChecks
{
    [Check("AWS-DATA-025", Severity.Medium, "Region where Bedrock is used has a guardrail",
        Risk = "Nothing stands between users and models: neither prompts nor answers are filtered.",
        Advice = "Create a guardrail and put it into every agent, flow and inference call.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM01, LLM02", Atlas = "AML.T0051",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html")]
    [Command("""aws bedrock create-guardrail --name NEW_NAME --blocked-input-messaging 'This question cannot be answered.' --blocked-outputs-messaging 'This answer cannot be shown.' --content-policy-config '{"filtersConfig":[{"type":"PROMPT_ATTACK","inputStrength":"HIGH","outputStrength":"NONE"},{"type":"HATE","inputStrength":"HIGH","outputStrength":"HIGH"},{"type":"VIOLENCE","inputStrength":"HIGH","outputStrength":"HIGH"}]}' --region {Region} && aws bedrock create-guardrail-version --guardrail-identifier GUARDRAIL_ID --region {Region}""")]
    [Passes("""{ }""", """Guardrail { "arn": "g", "status": "READY" }""", """Agent { "agentId": "A1" }""")]
    [Fails("""{ }""", """Agent { "agentId": "A1" }""")]
    [Fails("""{ }""", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("""{ }""", """CustomModel { "modelArn": "m" }""")]
    [Fails("""{ }""", """ImportedModel { "modelArn": "m" }""")]
    [Fails("""{ }""", """Flow { "arn": "f" }""")]
    [Fails("""{ }""", """BedrockMetric { "Namespace": "AWS/Bedrock", "MetricName": "Invocations" }""")]
    [Fails("""{ }""", """Guardrail { "arn": "g", "status": "FAILED" }""", """Agent { "agentId": "A1" }""")]
    [Fails("""{ }""", """Guardrail { "arn": "g", "status": "DELETING" }""", """Agent { "agentId": "A1" }""")]
    [Skips("""{ }""", Because = "Another AI service makes the region one in use.")]
    public static Verdict HasGuardrail(RegionItself region, Inventory<Guardrail> guardrails, Unguarded use)
    {
        var ready = guardrails.All.Where(guardrail => guardrail.Status is not ("FAILED" or "DELETING")).ToList();
        return ready.Count > 0
            ? Pass($"{region.Identity.Name} has {ready.Count} guardrail{(ready.Count == 1 ? "" : "s")}, as {ready[0].Identity.Name}.")
            : Every.Of(use.Of(region));
    }

    /// <summary>What shows that Bedrock is used.</summary>
    internal sealed class Unguarded(
        Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases, Inventory<Flow> flows, Inventory<CustomModel> models,
        Inventory<ImportedModel> imported, BedrockUse calls)
    {
        /// <summary>A failure for each kind that is there: without a guardrail it is used unguarded.</summary>
        public IEnumerable<Func<Verdict>> Of(RegionItself region) =>
        [
            () => Kind(region, "agents", agents.All.Count),
            () => Kind(region, "knowledge bases", knowledgeBases.All.Count),
            () => Kind(region, "flows", flows.All.Count),
            () => Kind(region, "custom models", models.All.Count),
            () => Kind(region, "imported models", imported.All.Count),
            () => calls.Any ? Fail($"Models are called in {region.Identity.Name}, which has no guardrail.") : NotApplicable("Nobody calls models."),
        ];

        private static Verdict Kind(RegionItself region, string what, int count) =>
            count > 0 ? Fail($"{region.Identity.Name} has {what} ({count}) and no guardrail.") : NotApplicable($"No {what}.");
    }
}
