using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock flows and prompts, as their working drafts are.</summary>
internal static class FlowChecks
{
    private const string FlowCommand = "aws bedrock-agent get-flow --flow-identifier {id} --region {Region} && aws bedrock-agent update-flow --flow-identifier {id} --name {Name} --execution-role-arn {executionRoleArn} --definition file://definition.json --region {Region} && aws bedrock-agent prepare-flow --flow-identifier {id} --region {Region}";

    [Check("AWS-DATA-018", Severity.Low, "Flow is encrypted with a customer-managed key",
        Risk = "Prompts and conditions of the flow lie under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the flow.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM07", Atlas = "AML.T0056",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-flows.html")]
    [Command("aws bedrock-agent get-flow --flow-identifier {id} --region {Region} && aws bedrock-agent update-flow --flow-identifier {id} --name {Name} --execution-role-arn {executionRoleArn} --definition file://definition.json --customer-encryption-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict FlowKey(Flow flow, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The flow", flow.CustomerEncryptionKeyArn, keys);

    [Check("AWS-DATA-018", Severity.Low, "Prompt is encrypted with a customer-managed key",
        Risk = "The text of the prompt lies under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the prompt.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM07", Atlas = "AML.T0056",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html")]
    [Command("aws bedrock-agent get-prompt --prompt-identifier {id} --region {Region} && aws bedrock-agent update-prompt --prompt-identifier {id} --name {Name} --variants file://variants.json --customer-encryption-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "customerEncryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict PromptKey(Prompt prompt, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The prompt", prompt.CustomerEncryptionKeyArn, keys);

    [Check("AWS-MON-036", Severity.Low, "Flow has no errors",
        Risk = "A flow that cannot be prepared leaves applications on an older one that nobody looks after.",
        Advice = "Correct what the flow's validation names and prepare it.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.MayBreak,
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/flows.html")]
    [Command(FlowCommand)]
    [Passes("""{ }""")]
    [Passes("""{ "validations": [ ] }""")]
    [Passes("""{ "validations": [ { "severity": "Warning", "message": "A step is not used." } ] }""")]
    [Fails("""{ "validations": [ { "severity": "Warning", "message": "A step is not used." }, { "severity": "Error", "message": "Nothing leads to Answer." } ] }""")]
    [Fails("""{ "validations": [ { "severity": "Error" } ] }""")]
    public static Verdict Valid(Flow flow)
    {
        var errors = (flow.Validations ?? []).Where(validation => validation.Severity == "Error").ToList();
        return errors.Count == 0 ? Pass("Its validation names no error.") : Fail($"Its validation names {errors.Count} errors, the first: {errors[0].Message ?? "without words"}");
    }

    [Check("AWS-DATA-031", Severity.Medium, "Every step of a flow that asks a model has a guardrail",
        Risk = "One step without a guardrail lets through what all others stop.",
        Advice = "Set a guardrail on each prompt and knowledge base step, and prepare the flow.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/flows-guardrails.html")]
    [Command(FlowCommand)]
    [Passes("""{ "definition": { "nodes": [ { "name": "in", "type": "Input", "configuration": { "input": { } } }, { "name": "ask", "type": "Prompt", "configuration": { "prompt": { "guardrailConfiguration": { "guardrailIdentifier": "g1", "guardrailVersion": "1" } } } } ] } }""")]
    [Passes("""{ "definition": { "nodes": [ { "name": "docs", "type": "KnowledgeBase", "configuration": { "knowledgeBase": { "knowledgeBaseId": "K1", "modelId": "m", "guardrailConfiguration": { "guardrailIdentifier": "g1" } } } } ] } }""")]
    [Fails("""{ "definition": { "nodes": [ { "name": "ask", "type": "Prompt", "configuration": { "prompt": { } } } ] } }""")]
    [Fails("""{ "definition": { "nodes": [ { "name": "ask", "type": "Prompt", "configuration": { "prompt": { "guardrailConfiguration": { } } } } ] } }""")]
    [Fails("""{ "definition": { "nodes": [ { "name": "docs", "type": "KnowledgeBase", "configuration": { "knowledgeBase": { "knowledgeBaseId": "K1", "modelId": "m" } } } ] } }""")]
    [Fails("""{ "definition": { "nodes": [ { "name": "ask", "type": "Prompt", "configuration": { "prompt": { "guardrailConfiguration": { "guardrailIdentifier": "g1" } } } }, { "name": "again", "type": "Prompt", "configuration": { "prompt": { } } } ] } }""")]
    [Fails("""{ "definition": { "nodes": [ { "name": "loop", "type": "Loop", "configuration": { "loop": { "definition": { "nodes": [ { "name": "ask", "type": "Prompt", "configuration": { "prompt": { } } } ] } } } } ] } }""", Because = "Steps inside a loop are steps.")]
    [Fails("""{ "definition": { "nodes": [ { "name": "ask", "type": "Prompt" } ] } }""")]
    [Skips("""{ "definition": { "nodes": [ { "name": "docs", "type": "KnowledgeBase", "configuration": { "knowledgeBase": { "knowledgeBaseId": "K1" } } } ] } }""", Because = "Without a model the step hands on what it found.")]
    [Skips("""{ "definition": { "nodes": [ { "name": "in", "type": "Input" } ] } }""")]
    [Skips("""{ }""")]
    public static Verdict StepsHaveGuardrails(Flow flow)
    {
        var steps = (flow.Definition?.AllNodes() ?? []).Where(AsksModel).ToList();
        var open = steps.Where(step => string.IsNullOrEmpty((step.Configuration?.Prompt ?? step.Configuration?.KnowledgeBase)?.GuardrailConfiguration?.GuardrailIdentifier)).ToList();
        return steps.Count == 0 ? NotApplicable("None of its steps asks a model.")
            : open.Count == 0 ? Pass($"All {steps.Count} steps that ask a model have a guardrail.")
            : Fail($"{open.Count} of {steps.Count} steps that ask a model have no guardrail: {string.Join(", ", open.Select(step => step.Name))}.");
    }

    [Repair("AWS-DATA-018", "aws/bedrock-agent/Flow", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(Flow flow, RepairChoices choices)
    {
        var key = choices.Key;
        return [Draft(flow, Wish.With(new() { ["customerEncryptionKeyArn"] = key }), "Who edits or runs the flow needs kms:Decrypt on the key.")];
    }

    [Repair("AWS-DATA-018", "aws/bedrock-agent/Prompt", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(Prompt prompt, RepairChoices choices) =>
        [Wish.Of(prompt, AgentSettings.Prompt, new() { ["promptIdentifier"] = LastPart(prompt) }, Wish.With(new() { ["customerEncryptionKeyArn"] = choices.Key }), "Who edits or uses the prompt needs kms:Decrypt on the key.")];

    [Repair("AWS-DATA-031", "aws/bedrock-agent/Flow", Needs = "-Guardrail")]
    internal static IEnumerable<Wish> Guard(Flow flow, RepairChoices choices)
    {
        // A step that has no settings has no place for a guardrail.
        var guardrail = RepairChoices.Of(choices.Guardrail, "-Guardrail");
        return (flow.Definition?.AllNodes() ?? []).Any(step => AsksModel(step) && (step.Configuration?.Prompt ?? step.Configuration?.KnowledgeBase) is null) ? []
            : [Draft(flow, AgentSettings.Guarded(guardrail), "Prompts and answers that the guardrail stops do not come through the draft; callers of an alias get it with the next version.")];
    }

    // The working draft is changed. Callers of an alias get it when a version is made of it and the alias moves to that.
    private static Wish Draft(Flow flow, Func<JsonObject?, JsonObject?> after, string breaks) => Wish.Of(flow, AgentSettings.Flow, new() { ["flowIdentifier"] = LastPart(flow) }, after, breaks);

    private static string LastPart(Resource resource) => resource.Identity.Id.Split('/')[^1];

    private static bool AsksModel(FlowNode step) =>
        step.Type == "Prompt" || step.Configuration?.Prompt is not null || !string.IsNullOrEmpty(step.Configuration?.KnowledgeBase?.ModelId);
}
