using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the working draft of Bedrock guardrails.</summary>
internal static class GuardrailChecks
{
    private static readonly string[] s_harms = ["HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT"];
    private static readonly string[] s_groundings = ["GROUNDING", "RELEVANCE"];

    [Check("AWS-DATA-016", Severity.Low, "Guardrail definition is encrypted with a customer-managed key",
        Risk = "The definition tells an attacker which words and topics are stopped, and no key of yours guards it.",
        Advice = "Set a customer-managed key on the guardrail.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0056",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/data-encryption.html")]
    [Passes("""{ "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""")]
    [Fails("""{ "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict DefinitionKey(Guardrail guardrail, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("Its definition", guardrail.KmsKeyArn, keys);

    [Check("AWS-DATA-026", Severity.High, "Guardrail blocks or masks personal data",
        Risk = "Personal data in prompts and answers passes through as it is.",
        Advice = "Add the kinds of personal data that matter to the guardrail, with an action that blocks or masks them.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-sensitive-filters.html")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "ANONYMIZE" } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "regexes": [ { "name": "badge", "action": "BLOCK" } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "AGE", "action": "NONE" }, { "type": "EMAIL", "action": "BLOCK" } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "NONE", "inputAction": "BLOCK" } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "NONE", "outputAction": "BLOCK" } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "BLOCK", "inputEnabled": false } ] } }""")]
    [Passes("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "BLOCK", "outputEnabled": false } ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "sensitiveInformationPolicy": { "piiEntities": [], "regexes": [] } }""")]
    [Fails("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "NONE" } ] } }""", Because = "NONE tells of it in the trace and lets it pass.")]
    [Fails("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL" } ] } }""")]
    [Fails("""{ "sensitiveInformationPolicy": { "piiEntities": [ { "type": "EMAIL", "action": "BLOCK", "inputAction": "NONE", "outputAction": "NONE" } ] } }""", Because = "The actions by direction come before the action.")]
    [Fails("""{ "sensitiveInformationPolicy": { "regexes": [ { "name": "badge", "action": "BLOCK", "inputEnabled": false, "outputEnabled": false } ] } }""")]
    public static Verdict PersonalData(Guardrail guardrail)
    {
        var policy = guardrail.SensitiveInformationPolicy;
        List<GuardrailSensitiveFilter> filters = [.. policy?.PiiEntities ?? [], .. policy?.Regexes ?? []];
        var acting = filters.Count(filter =>
            filter.InputEnabled != false && Acts(filter.InputAction ?? filter.Action)
            || filter.OutputEnabled != false && Acts(filter.OutputAction ?? filter.Action));
        return acting > 0 ? Pass($"{acting} of {filters.Count} filters for personal data block or mask.")
            : filters.Count > 0 ? Fail($"None of its {filters.Count} filters for personal data blocks or masks.")
            : Fail("It has no filter for personal data.");

        static bool Acts(string? action) => action is "BLOCK" or "ANONYMIZE";
    }

    [Check("AWS-DATA-027", Severity.High, "Guardrail stops prompt attacks at high strength",
        Risk = "Jailbreaks and injected instructions reach the model.",
        Advice = "Add the prompt attack filter at high strength with the block action.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html")]
    [Passes("""{ "contentPolicy": { "filters": [ { "type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE" } ] } }""")]
    [Passes("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "LOW" }, { "type": "PROMPT_ATTACK", "inputStrength": "HIGH", "inputAction": "BLOCK", "inputEnabled": true } ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "PROMPT_ATTACK", "inputStrength": "MEDIUM", "inputAction": "BLOCK", "inputEnabled": true } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "PROMPT_ATTACK", "inputAction": "BLOCK", "inputEnabled": true } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "PROMPT_ATTACK", "inputStrength": "HIGH", "inputAction": "NONE", "inputEnabled": true } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "PROMPT_ATTACK", "inputStrength": "HIGH", "inputAction": "BLOCK", "inputEnabled": false } ] } }""")]
    public static Verdict PromptAttacks(Guardrail guardrail) =>
        guardrail.ContentPolicy?.Filters?.FirstOrDefault(filter => filter.Type == "PROMPT_ATTACK") switch
        {
            null => Fail("It has no filter for prompt attacks."),
            { InputEnabled: false } => Fail("Its filter for prompt attacks does not look at prompts."),
            { InputAction: "NONE" } => Fail("Its filter for prompt attacks tells of them and lets them pass."),
            { InputStrength: "HIGH" } => Pass("Prompt attacks are stopped at high strength."),
            { InputStrength: var strength } => Fail($"Its filter for prompt attacks has the strength {strength ?? "of none"}."),
        };

    [Check("AWS-DATA-028", Severity.Medium, "Guardrail filters every category of harmful content, both ways",
        Risk = "The model takes part in abuse, and its answers carry it to your users.",
        Advice = "Add the categories that are missing to the guardrail's content filters, for prompts and answers.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM05, LLM09", Atlas = "AML.T0054",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-content-filters.html")]
    [Passes("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "LOW" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "NONE", "outputStrength": "HIGH" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "outputStrength": "HIGH" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "NONE" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH", "inputAction": "NONE" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""", Because = "NONE tells of it and lets it pass.")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH", "outputAction": "NONE" }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH", "inputEnabled": false }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    [Fails("""{ "contentPolicy": { "filters": [ { "type": "HATE", "inputStrength": "HIGH", "outputStrength": "HIGH", "outputEnabled": false }, { "type": "INSULTS", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "SEXUAL", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "VIOLENCE", "inputStrength": "HIGH", "outputStrength": "HIGH" }, { "type": "MISCONDUCT", "inputStrength": "HIGH", "outputStrength": "HIGH" } ] } }""")]
    public static Verdict HarmfulContent(Guardrail guardrail)
    {
        var open = s_harms.Where(harm => guardrail.ContentPolicy?.Filters?.Any(filter => filter.Type == harm && Stops(filter)) is not true).ToList();
        return open.Count == 0 ? Pass("Every category is filtered, in prompts and answers.") : Fail($"Not filtered both ways: {string.Join(", ", open)}.");

        static bool Stops(GuardrailContentFilter filter) =>
            filter is { InputEnabled: not false, OutputEnabled: not false, InputAction: not "NONE", OutputAction: not "NONE" }
            && filter is { InputStrength: not (null or "NONE"), OutputStrength: not (null or "NONE") };
    }

    [Check("AWS-DATA-029", Severity.Low, "Guardrail stops answers that are not grounded or not relevant",
        Risk = "Invented answers reach users as facts.",
        Advice = "Add grounding and relevance checks with a threshold above zero and the block action.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM09", Atlas = "AML.T0048",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-contextual-grounding-check.html")]
    [Passes("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7 }, { "type": "RELEVANCE", "threshold": 0.5, "action": "BLOCK", "enabled": true } ] } }""")]
    [Fails("""{ }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7 } ] } }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "RELEVANCE", "threshold": 0.7 } ] } }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7 }, { "type": "RELEVANCE", "threshold": 0 } ] } }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7 }, { "type": "RELEVANCE" } ] } }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7, "action": "NONE" }, { "type": "RELEVANCE", "threshold": 0.5 } ] } }""")]
    [Fails("""{ "contextualGroundingPolicy": { "filters": [ { "type": "GROUNDING", "threshold": 0.7, "enabled": false }, { "type": "RELEVANCE", "threshold": 0.5 } ] } }""")]
    public static Verdict Grounding(Guardrail guardrail)
    {
        var open = s_groundings.Where(kind => guardrail.ContextualGroundingPolicy?.Filters?.Any(filter =>
            filter.Type == kind && filter is { Enabled: not false, Action: not "NONE", Threshold: > 0 }) is not true).ToList();
        return open.Count == 0 ? Pass("Answers are held against their sources and the question.") : Fail($"Answers are not stopped for want of {string.Join(" and ", open)}.");
    }

    [Repair("AWS-DATA-016", "aws/bedrock/Guardrail", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(Guardrail guardrail, RepairChoices choices)
    {
        var key = choices.Key;
        return [Draft(guardrail, state => Wish.With(new() { ["kmsKeyArn"] = key })(state), "Who uses the guardrail needs kms:Decrypt on the key.")];
    }

    [Repair("AWS-DATA-026", "aws/bedrock/Guardrail")]
    internal static IEnumerable<Wish> Redact(Guardrail guardrail) =>
        [Draft(guardrail, BedrockSettings.Redacting, "Applications that need personal data in prompts or answers get it masked, and prompts with passwords or keys are blocked.")];

    [Repair("AWS-DATA-027", "aws/bedrock/Guardrail")]
    internal static IEnumerable<Wish> StopAttacks(Guardrail guardrail) =>
        [Draft(guardrail, state => BedrockSettings.Filtering(state, "PROMPT_ATTACK"), "Prompts that look like attacks are blocked, some wrongly.")];

    [Repair("AWS-DATA-028", "aws/bedrock/Guardrail")]
    internal static IEnumerable<Wish> FilterHarm(Guardrail guardrail) =>
        [Draft(guardrail, state => BedrockSettings.Filtering(state, s_harms), "Prompts and answers of these categories are blocked, some wrongly.")];

    [Repair("AWS-DATA-029", "aws/bedrock/Guardrail")]
    internal static IEnumerable<Wish> Ground(Guardrail guardrail) =>
        [Draft(guardrail, state => BedrockSettings.Grounded(state, s_groundings), "Answers that their sources do not bear out are blocked, some wrongly.")];

    // The working draft is changed. Callers of a version get it when a version is made of it and they move to that.
    private static Wish Draft(Guardrail guardrail, Func<JsonObject, JsonObject?> after, string breaks) =>
        Wish.Of(guardrail, BedrockSettings.Guardrail, BedrockSettings.Key(guardrail.Identity.Id), state => state is null ? null : after(state), breaks);
}
