using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on Model Armor.</summary>
internal static class ModelArmorChecks
{
    private const string Found = "What is found is refused, be it rightly or not, wherever the template is used.";
    private static readonly string[] s_harms = ["HATE_SPEECH", "DANGEROUS", "SEXUALLY_EXPLICIT", "HARASSMENT"];
    private const string Guide = "https://cloud.google.com/security-command-center/docs/manage-model-armor-templates";

    [Check("GCP-DATA-021", Severity.High, "A floor setting of Model Armor is enforced",
        Risk = "Each team decides by itself whether prompts are looked at, and most do not.",
        Advice = "Enforce a floor setting on the project, or on the folder or organisation above it.",
        Tip = Tip.InferenceGateway | Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM01", Atlas = "AML.T0051", Link = "https://cloud.google.com/security-command-center/docs/model-armor-floor-settings")]
    [Passes("{ }", AiUse.Vertex, """FloorSetting { "name": "projects/123456789012/locations/global/floorSetting", "enableFloorSettingEnforcement": true }""")]
    [Passes("{ }", AiUse.Vertex, """FloorSetting { "name": "projects/123456789012/locations/global/floorSetting" }""", """FloorSetting { "name": "organizations/1/locations/global/floorSetting", "enableFloorSettingEnforcement": true }""")]
    [Fails("{ }", AiUse.Vertex, """FloorSetting { "name": "projects/123456789012/locations/global/floorSetting", "enableFloorSettingEnforcement": false }""", """FloorSetting { "name": "organizations/1/locations/global/floorSetting", "enableFloorSettingEnforcement": true }""", Because = "The nearest decides.")]
    [Fails("{ }", AiUse.Vertex, """FloorSetting { "name": "projects/123456789012/locations/global/floorSetting", "filterConfig": { } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", """FloorSetting { "name": "projects/123456789012/locations/global/floorSetting", "enableFloorSettingEnforcement": true }""")]
    public static Verdict Floor(Project project, Inventory<FloorSetting> floors, AiUse use, Scope scope)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        // What the project says itself decides, whatever is above.
        var nearest = floors.Known.FirstOrDefault(floor => floor.EnableFloorSettingEnforcement is not null && Hierarchy.Distance(scope, Where(floor)) == 0)
            ?? floors.All.Where(floor => floor.EnableFloorSettingEnforcement is not null).MinBy(floor => Hierarchy.Distance(scope, Where(floor)));
        return nearest?.EnableFloorSettingEnforcement is true ? Pass($"It is enforced at {Where(nearest)}.")
            : Fail(nearest is null ? "No floor setting is enforced, neither here nor above." : $"The floor setting at {Where(nearest)} is off.");
    }

    [Repair("GCP-DATA-021", "gcp/modelarmor/FloorSetting")]
    internal static IEnumerable<Wish> EnforceFloor(Project project) =>
        [DataSettings.Floor.Wish(project, $"{GoogleSetting.NameOf(project.Identity.Id)}/locations/global/floorSetting", state =>
        {
            state ??= [];
            state["enableFloorSettingEnforcement"] = true;
            if (state["filterConfig"] is not JsonObject { Count: > 0 })
            {
                state["filterConfig"] = new JsonObject { ["piAndJailbreakFilterSettings"] = new JsonObject { ["filterEnforcement"] = "ENABLED", ["confidenceLevel"] = "MEDIUM_AND_ABOVE" } };
            }
            return state;
        }, "Templates that look for less than the floor are refused, and prompts that it finds are.")];

    [Check("GCP-DATA-022", Severity.High, "Template of Model Armor looks for prompt injection and jailbreaks",
        Risk = "A text that the model reads takes it over.",
        Advice = "Enable the filter, at medium confidence or lower.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM01", Atlas = "AML.T0051, AML.T0054", Link = Guide)]
    [Passes("""{ "filterConfig": { "piAndJailbreakFilterSettings": { "filterEnforcement": "ENABLED", "confidenceLevel": "MEDIUM_AND_ABOVE" } } }""")]
    [Passes("""{ "filterConfig": { "piAndJailbreakFilterSettings": { "filterEnforcement": "ENABLED" } } }""", Because = "Without a level it is the lowest.")]
    [Fails("""{ "filterConfig": { "piAndJailbreakFilterSettings": { "filterEnforcement": "ENABLED", "confidenceLevel": "HIGH" } } }""")]
    [Fails("""{ "filterConfig": { "piAndJailbreakFilterSettings": { "filterEnforcement": "DISABLED", "confidenceLevel": "LOW_AND_ABOVE" } } }""")]
    [Fails("""{ "filterConfig": { "piAndJailbreakFilterSettings": { "confidenceLevel": "LOW_AND_ABOVE" } } }""")]
    [Fails("{ }")]
    public static Verdict LooksForInjection(ArmorTemplate template) => template.FilterConfig?.PiAndJailbreakFilterSettings switch
    {
        { FilterEnforcement: "ENABLED", ConfidenceLevel: "HIGH" } => Fail("It acts at high confidence only."),
        { FilterEnforcement: "ENABLED" } => Pass("It looks for prompt injection and jailbreaks."),
        _ => Fail("The filter is off."),
    };

    [Repair("GCP-DATA-022", "gcp/modelarmor/Template")]
    internal static IEnumerable<Wish> LookForInjection(ArmorTemplate template) =>
        [DataSettings.ArmorTemplate.Wish(template, new() { ["filterConfig.piAndJailbreakFilterSettings"] = new JsonObject { ["filterEnforcement"] = "ENABLED", ["confidenceLevel"] = "MEDIUM_AND_ABOVE" } }, Found)];

    [Check("GCP-DATA-023", Severity.High, "Template of Model Armor looks for sensitive data",
        Risk = "Personal data and secrets go into prompts and come out in answers.",
        Advice = "Enable the basic filter, or name an inspect template.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = Guide)]
    [Passes("""{ "filterConfig": { "sdpSettings": { "basicConfig": { "filterEnforcement": "ENABLED" } } } }""")]
    [Passes("""{ "filterConfig": { "sdpSettings": { "advancedConfig": { "inspectTemplate": "projects/p/locations/l/inspectTemplates/t" } } } }""")]
    [Fails("""{ "filterConfig": { "sdpSettings": { "basicConfig": { "filterEnforcement": "DISABLED" } } } }""")]
    [Fails("""{ "filterConfig": { "sdpSettings": { "advancedConfig": { "deidentifyTemplate": "projects/p/locations/l/deidentifyTemplates/t" } } } }""", Because = "Nothing is looked for.")]
    [Fails("{ }")]
    public static Verdict LooksForSensitiveData(ArmorTemplate template) => template.FilterConfig?.SdpSettings switch
    {
        { AdvancedConfig.InspectTemplate: { Length: > 0 } inspect } => Pass($"It looks for what {Names.Last(inspect)} says."),
        { BasicConfig.FilterEnforcement: "ENABLED" } => Pass("It looks for what Google chooses."),
        _ => Fail("The filter is off."),
    };

    [Repair("GCP-DATA-023", "gcp/modelarmor/Template")]
    internal static IEnumerable<Wish> LookForSensitiveData(ArmorTemplate template) =>
        [DataSettings.ArmorTemplate.Wish(template, new() { ["filterConfig.sdpSettings"] = new JsonObject { ["basicConfig"] = new JsonObject { ["filterEnforcement"] = "ENABLED" } } }, Found)];

    [Check("GCP-DATA-024", Severity.Medium, "Template of Model Armor blocks malicious addresses and harmful content",
        Risk = "Harmful answers and links to malware reach people, and are at best counted.",
        Advice = "Enable both filters below high confidence, and let the template block.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM01, LLM05", Atlas = "AML.T0051", Link = Guide)]
    [Passes("""{ "filterConfig": { "maliciousUriFilterSettings": { "filterEnforcement": "ENABLED" }, "raiSettings": { "raiFilters": [ { "filterType": "DANGEROUS", "confidenceLevel": "MEDIUM_AND_ABOVE" } ] } } }""")]
    [Fails("""{ "filterConfig": { "maliciousUriFilterSettings": { }, "raiSettings": { "raiFilters": [ { "filterType": "DANGEROUS", "confidenceLevel": "MEDIUM_AND_ABOVE" } ] } } }""")]
    [Fails("""{ "filterConfig": { "maliciousUriFilterSettings": { "filterEnforcement": "ENABLED" }, "raiSettings": { "raiFilters": [ { "filterType": "DANGEROUS", "confidenceLevel": "HIGH" } ] } } }""")]
    [Fails("""{ "filterConfig": { "maliciousUriFilterSettings": { "filterEnforcement": "ENABLED" }, "raiSettings": { "raiFilters": [] } } }""")]
    [Fails("""{ "templateMetadata": { "enforcementType": "INSPECT_ONLY" }, "filterConfig": { "maliciousUriFilterSettings": { "filterEnforcement": "ENABLED" }, "raiSettings": { "raiFilters": [ { "filterType": "DANGEROUS", "confidenceLevel": "MEDIUM_AND_ABOVE" } ] } } }""")]
    [Fails("{ }")]
    [Passes("""{ "filterConfig": { "maliciousUriFilterSettings": { "filterEnforcement": "ENABLED" }, "raiSettings": { "raiFilters": [ { "filterType": "DANGEROUS", "confidenceLevel": "HIGH" }, { "filterType": "HARASSMENT", "confidenceLevel": "LOW_AND_ABOVE" } ] } } }""")]
    public static Verdict Blocks(ArmorTemplate template)
    {
        var harm = template.FilterConfig?.RaiSettings?.RaiFilters ?? [];
        var wrong = new[]
        {
            (template.TemplateMetadata?.EnforcementType is "INSPECT_ONLY", "it only inspects"),
            (template.FilterConfig?.MaliciousUriFilterSettings?.FilterEnforcement is not "ENABLED", "malicious addresses are not looked for"),
            (harm.Count == 0, "harmful content is not looked for"),
            (harm.Count > 0 && harm.All(filter => filter.ConfidenceLevel is "HIGH"), "harmful content is found at high confidence only"),
        }.Where(part => part.Item1).Select(part => part.Item2).ToList();
        return wrong.Count == 0 ? Pass("It blocks malicious addresses and harmful content.") : Fail($"What is wrong: {string.Join(", ", wrong)}.");
    }

    [Repair("GCP-DATA-024", "gcp/modelarmor/Template")]
    internal static IEnumerable<Wish> Block(ArmorTemplate template)
    {
        JsonObject members = new() { ["filterConfig.maliciousUriFilterSettings"] = new JsonObject { ["filterEnforcement"] = "ENABLED" } };
        if ((template.FilterConfig?.RaiSettings?.RaiFilters ?? []).All(filter => filter.ConfidenceLevel is "HIGH"))
        {
            members["filterConfig.raiSettings"] = new JsonObject
            {
                ["raiFilters"] = new JsonArray([.. s_harms.Select(harm => new JsonObject { ["filterType"] = harm, ["confidenceLevel"] = "MEDIUM_AND_ABOVE" })]),
            };
        }
        if (template.TemplateMetadata?.EnforcementType is "INSPECT_ONLY")
        {
            members["templateMetadata.enforcementType"] = "INSPECT_AND_BLOCK";
        }
        yield return DataSettings.ArmorTemplate.Wish(template, members, Found);
    }

    [Check("GCP-MON-025", Severity.Medium, "Template of Model Armor logs what it looks at",
        Risk = "Attempts to break the model are stopped, or not, and nobody sees them.",
        Advice = "Let the template log sanitize operations and its own changes.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM01", Atlas = "AML.T0051", Link = "https://cloud.google.com/security-command-center/docs/audit-logging-model-armor")]
    [Passes("""{ "templateMetadata": { "logSanitizeOperations": true, "logTemplateOperations": true } }""")]
    [Fails("""{ "templateMetadata": { "logTemplateOperations": true } }""")]
    [Fails("""{ "templateMetadata": { "logSanitizeOperations": true } }""", Because = "Who weakens the template is not logged, which is milder.", Severity = Severity.Low)]
    [Fails("{ }")]
    public static Verdict Logs(ArmorTemplate template) => template.TemplateMetadata switch
    {
        { LogSanitizeOperations: true, LogTemplateOperations: true } => Pass("It logs what it looks at, and its changes."),
        { LogSanitizeOperations: true } => Fail("It does not log its own changes.", Severity.Low),
        _ => Fail("It does not log what it looks at."),
    };

    [Repair("GCP-MON-025", "gcp/modelarmor/Template")]
    internal static IEnumerable<Wish> Log(ArmorTemplate template) =>
        [DataSettings.ArmorTemplate.Wish(template, new() { ["templateMetadata.logSanitizeOperations"] = true, ["templateMetadata.logTemplateOperations"] = true })];

    private static string Where(FloorSetting floor) => floor.Identity.Id[(floor.Identity.Id.IndexOf('/', 2) + 1)..floor.Identity.Id.IndexOf("/locations/", StringComparison.Ordinal)];
}
