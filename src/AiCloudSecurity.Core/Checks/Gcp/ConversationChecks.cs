using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on agents, conversations, search applications, documents and speech.</summary>
internal static class ConversationChecks
{
    private const string Logging = "https://cloud.google.com/dialogflow/cx/docs/concept/agent-settings";
    private const string Redaction = "https://cloud.google.com/dialogflow/cx/docs/concept/security-settings";
    private const string Cx = """ "name": "projects/ai-project/locations/europe-west4/agents/a" """;
    private const string Es = """ "name": "projects/ai-project/agent" """;

    private const string Redacted = "Conversations are kept without what is redacted, and for a time only.";
    private const int Days = 30;

    [Check("GCP-NET-038", Severity.Medium, "Agent's webhook is called by TLS, and knows its caller",
        Risk = "Anybody calls the webhook as if he were the agent, or reads what it is told.",
        Advice = "Give the webhook an https address, and let the agent send a token.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053", Link = "https://cloud.google.com/dialogflow/cx/docs/concept/webhook")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-dialogflow.googleapis.com/v3/projects/{Scope}/locations/{locations}/agents/{agents}/webhooks/{webhooks}?updateMask=genericWebService.uri,genericWebService.serviceAgentAuth' -d '{"genericWebService":{"uri":"https://HOST_NAME/PATH","serviceAgentAuth":"ID_TOKEN"}}'""")]
    [Passes("""{ "genericWebService": { "uri": "https://example.com/hook", "serviceAgentAuth": "ID_TOKEN" } }""")]
    [Passes("""{ "genericWebService": { "uri": "https://example.com/hook", "oauthConfig": { "clientId": "a", "secretVersionForClientSecret": "projects/p/secrets/s/versions/1" } } }""")]
    [Passes("""{ "genericWebService": { "uri": "https://example.com/hook", "serviceAccountAuthConfig": { "serviceAccount": "hook@ai-project.iam.gserviceaccount.com" } } }""")]
    [Passes("""{ "genericWebService": { "uri": "https://example.com/hook", "secretVersionForUsernamePassword": "projects/p/secrets/s/versions/1" } }""")]
    [Passes("""{ "serviceDirectory": { "service": "projects/p/locations/l/namespaces/n/services/s", "genericWebService": { "uri": "https://example.com/hook", "serviceAgentAuth": "ACCESS_TOKEN" } } }""")]
    [Passes("""{ "genericWebService": { "uri": "https://example.com/hook", "secretVersionsForRequestHeaders": { "authorization": { "secretVersion": "projects/p/secrets/s/versions/1" } } } }""")]
    [Fails("""{ "genericWebService": { "uri": "http://example.com/hook", "serviceAgentAuth": "ID_TOKEN" } }""")]
    [Fails("""{ "genericWebService": { "uri": "https://example.com/hook" } }""")]
    [Fails("""{ "genericWebService": { "uri": "https://example.com/hook", "serviceAgentAuth": "NONE" } }""")]
    [Fails("""{ "genericWebService": { "uri": "https://example.com/hook", "requestHeaders": { "authorization": "Bearer 0123456789" } } }""", Because = "A token that stands there in plain text is no secret.")]
    [Fails("""{ "genericWebService": { "uri": "https://example.com/hook", "username": "agent", "password": "hunter2hunter2" } }""")]
    [Skips("""{ "disabled": true, "genericWebService": { "uri": "http://example.com/hook" } }""")]
    public static Verdict KnowsItsCaller(DialogflowWebhook webhook) => webhook.Disabled ? NotApplicable("It is disabled.")
        : (webhook.GenericWebService ?? webhook.ServiceDirectory?.GenericWebService) is not { } service ? NotApplicable("It calls no address.")
        : service.Uri?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) is not true ? Fail("It is called without TLS.")
        : service is { OauthConfig: not null } or { ServiceAccountAuthConfig: not null } or { SecretVersionForUsernamePassword.Length: > 0 } or { SecretVersionsForRequestHeaders.Count: > 0 } or { ServiceAgentAuth: "ID_TOKEN" or "ACCESS_TOKEN" }
            ? Pass("It is called by TLS, with a token or a secret.")
        : Fail("The agent does not say who it is, or by what stands in plain text in its settings.");

    [Check("GCP-NET-039", Severity.High, "Search application asks its users to sign in",
        Risk = "Whoever has the address asks what all documents say.",
        Advice = "Switch public access off, and name the provider of identities for the page.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/generative-ai-app-builder/docs/add-widget")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-discoveryengine.googleapis.com/v1alpha/projects/{Scope}/locations/{locations}/collections/{collections}/engines/{engines}/widgetConfigs/{widgetConfigs}?updateMask=accessSettings' -d '{"accessSettings":{"allowPublicAccess":false,"workforceIdentityPoolProvider":"WORKFORCE_POOL_PROVIDER"}}'""")]
    [Passes("""{ "accessSettings": { } }""")]
    [Passes("""{ "accessSettings": { "enableWebApp": true, "workforceIdentityPoolProvider": "locations/global/workforcePools/p/providers/x" } }""")]
    [Fails("""{ "@Parent": "//discoveryengine.googleapis.com/projects/ai-project/locations/eu/collections/default_collection/engines/help", "accessSettings": { "allowPublicAccess": true } }""")]
    [Fails("""{ "accessSettings": { "enableWebApp": true } }""")]
    [Passes("{ }")]
    [Fails("""{ "accessSettings": { "enableWebApp": true, "workforceIdentityPoolProvider": "" } }""")]
    public static Verdict AsksToSignIn(SearchWidget widget) => widget.AccessSettings switch
    {
        { AllowPublicAccess: true } => Fail("Everybody may use it without signing in."),
        { EnableWebApp: true, WorkforceIdentityPoolProvider: null or "" } => Fail("Its page is on, and no provider of identities is named."),
        _ => Pass("It asks its users to sign in, or is not open."),
    };

    [Repair("GCP-NET-039", "gcp/search/Widget")]
    internal static IEnumerable<Wish> AskToSignIn(SearchWidget widget) =>
        widget.AccessSettings is { AllowPublicAccess: true } ? [DataSettings.Widget.Wish(widget, $"{GoogleSetting.NameOf(widget.Identity.Parent!)}/widgetConfigs/default_search_widget_config", Wish.With(new() { ["accessSettings.allowPublicAccess"] = false }), "Whoever has not signed in is refused.")] : [];

    [Check("GCP-MON-023", Severity.Medium, "Agent logs its conversations",
        Risk = "Attempts to talk the agent into something are not seen.",
        Advice = "Switch logging of the agent on, and redaction with it.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0024", Link = Logging)]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-dialogflow.googleapis.com/v3/projects/{Scope}/locations/{locations}/agents/{agents}?updateMask=advancedSettings.loggingSettings' -d '{"advancedSettings":{"loggingSettings":{"enableStackdriverLogging":true,"enableInteractionLogging":true,"enableConsentBasedRedaction":true}}}'""")]
    [Passes("{" + Es + """, "enableLogging": true }""")]
    [Passes("{" + Cx + """, "enableStackdriverLogging": true }""")]
    [Passes("{" + Cx + """, "advancedSettings": { "loggingSettings": { "enableStackdriverLogging": true } } }""")]
    [Fails("{" + Es + "}")]
    [Fails("{" + Cx + """, "enableLogging": true }""", Because = "That is the switch of the other kind.")]
    [Fails("{" + Cx + """, "advancedSettings": { "loggingSettings": { "enableInteractionLogging": true } } }""")]
    public static Verdict AgentLogs(DialogflowAgent agent) =>
        agent.IsCx ? Logs(agent.EnableStackdriverLogging || agent.AdvancedSettings?.LoggingSettings is { EnableStackdriverLogging: true }) : Logs(agent.EnableLogging);

    [Repair("GCP-MON-023", "gcp/dialogflow/Agent")]
    internal static IEnumerable<Wish> LogAgent(DialogflowAgent agent) =>
        agent.IsCx ? [DataSettings.Agent.Wish(agent, GoogleSetting.NameOf(agent.Identity.Id), state =>
        {
            state ??= [];
            var logging = state["advancedSettings.loggingSettings"]?.DeepClone() as JsonObject ?? [];
            logging["enableStackdriverLogging"] = true;
            state["advancedSettings.loggingSettings"] = logging;
            return state;
        })] : [];

    [Check("GCP-MON-023", Severity.Medium, "Conversations with people are logged",
        Risk = "What was said, and who misused it, cannot be found out.",
        Advice = "Switch logging of the profile on, and redaction with it.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0024", Link = "https://cloud.google.com/agent-assist/docs/conversation-profile")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-dialogflow.googleapis.com/v2/projects/{Scope}/locations/{locations}/conversationProfiles/{conversationProfiles}?updateMask=loggingConfig' -d '{"loggingConfig":{"enableStackdriverLogging":true}}'""")]
    [Passes("""{ "loggingConfig": { "enableStackdriverLogging": true } }""")]
    [Fails("""{ "loggingConfig": { } }""")]
    [Fails("{ }")]
    public static Verdict ProfileLogs(ConversationProfile profile) => Logs(profile.LoggingConfig is { EnableStackdriverLogging: true });

    [Repair("GCP-MON-023", "gcp/dialogflow/ConversationProfile")]
    internal static IEnumerable<Wish> LogProfile(ConversationProfile profile) => [DataSettings.Profile.Wish(profile, new() { ["loggingConfig.enableStackdriverLogging"] = true })];

    [Check("GCP-DATA-012", Severity.High, "Agent has settings for personal data",
        Risk = "What people tell the agent is kept as they said it, for a year.",
        Advice = "Create security settings with redaction, and name them in the agent.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = Redaction)]
    [Passes("{" + Cx + """, "securitySettings": "projects/ai-project/locations/europe-west4/securitySettings/s" }""")]
    [Fails("{" + Cx + """, "securitySettings": "" }""")]
    [Fails("{" + Cx + "}")]
    [Skips("{" + Es + "}", Because = "Agents of ES have none.")]
    public static Verdict AgentHasSettings(DialogflowAgent agent) => agent.IsCx ? Settings(agent.SecuritySettings) : NotApplicable("Agents of Dialogflow ES have no such settings.");

    [Repair("GCP-DATA-012", "gcp/dialogflow/Agent", Needs = "-SecuritySettings")]
    internal static IEnumerable<Wish> GiveAgentSettings(DialogflowAgent agent, RepairChoices choices) =>
        agent.IsCx ? [DataSettings.Agent.Wish(agent, new() { ["securitySettings"] = RepairChoices.Of(choices.SecuritySettings, "-SecuritySettings") }, Redacted)] : [];

    [Check("GCP-DATA-012", Severity.High, "Conversations with people have settings for personal data",
        Risk = "What people say is kept as they said it.",
        Advice = "Create security settings with redaction, and name them in the profile.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = Redaction)]
    [Passes("""{ "securitySettings": "projects/ai-project/locations/europe-west4/securitySettings/s" }""")]
    [Fails("{ }")]
    public static Verdict ProfileHasSettings(ConversationProfile profile) => Settings(profile.SecuritySettings);

    [Repair("GCP-DATA-012", "gcp/dialogflow/ConversationProfile", Needs = "-SecuritySettings")]
    internal static IEnumerable<Wish> GiveProfileSettings(ConversationProfile profile, RepairChoices choices) =>
        [DataSettings.Profile.Wish(profile, new() { ["securitySettings"] = RepairChoices.Of(choices.SecuritySettings, "-SecuritySettings") }, Redacted)];

    [Check("GCP-DATA-012", Severity.High, "Settings for personal data redact it and let it go",
        Risk = "Settings that replace nothing look well and protect nobody.",
        Advice = "Redact with an inspect template, and keep conversations for a time.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057", Link = Redaction)]
    [Passes("""{ "redactionStrategy": "REDACT_WITH_SERVICE", "inspectTemplate": "projects/p/locations/l/inspectTemplates/t", "retentionWindowDays": 30 }""")]
    [Passes("""{ "redactionStrategy": "REDACT_WITH_SERVICE", "inspectTemplate": "projects/p/locations/l/inspectTemplates/t", "retentionStrategy": "REMOVE_AFTER_CONVERSATION" }""")]
    [Fails("""{ "inspectTemplate": "projects/p/locations/l/inspectTemplates/t", "retentionWindowDays": 30 }""")]
    [Fails("""{ "redactionStrategy": "REDACT_WITH_SERVICE", "retentionWindowDays": 30 }""")]
    [Fails("""{ "redactionStrategy": "REDACT_WITH_SERVICE", "inspectTemplate": "projects/p/locations/l/inspectTemplates/t" }""", Because = "They are then kept for a year, which is milder.", Severity = Severity.Medium)]
    public static Verdict Redacts(DialogflowSecuritySettings settings) =>
        settings.RedactionStrategy is not "REDACT_WITH_SERVICE" ? Fail("Nothing is redacted.")
        : string.IsNullOrEmpty(settings.InspectTemplate) ? Fail("No template says what is redacted.")
        : settings.RetentionWindowDays is > 0 || settings.RetentionStrategy is "REMOVE_AFTER_CONVERSATION" ? Pass("Personal data is redacted, and conversations go.")
        : Fail("Nothing says for how long conversations are kept.", Severity.Medium);

    [Repair("GCP-DATA-012", "gcp/dialogflow/SecuritySettings", Needs = "-InspectTemplate")]
    internal static IEnumerable<Wish> Redact(DialogflowSecuritySettings settings, RepairChoices choices)
    {
        JsonObject members = [];
        if (settings.RedactionStrategy is not "REDACT_WITH_SERVICE")
        {
            (members["redactionStrategy"], members["redactionScope"]) = ("REDACT_WITH_SERVICE", "REDACT_DISK_STORAGE");
        }
        if (string.IsNullOrEmpty(settings.InspectTemplate))
        {
            members["inspectTemplate"] = RepairChoices.Of(choices.InspectTemplate, "-InspectTemplate");
        }
        if (settings.RetentionWindowDays is not > 0 && settings.RetentionStrategy is not "REMOVE_AFTER_CONVERSATION")
        {
            members["retentionWindowDays"] = Days;
        }
        yield return DataSettings.Security.Wish(settings, members, Redacted);
    }

    [Check("GCP-DATA-013", Severity.Medium, "Dialogflow has a customer-managed key where it is used",
        Risk = "Conversations are kept under a key that nobody but Google can take away.",
        Advice = "Initialize the location with a key before an agent is made there.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://cloud.google.com/dialogflow/cx/docs/how/cmek")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-dialogflow.googleapis.com/v2/projects/{Scope}/locations/{locations}/encryptionSpec:initialize' -d '{"encryptionSpec":{"kmsKey":"KMS_KEY_NAME"}}'""")]
    [Passes("""{ "kmsKey": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }""", "DialogflowAgent {" + Cx + "}")]
    [Fails("""{ "kmsKey": "" }""", "DialogflowAgent {" + Cx + "}")]
    [Fails("{ }", "ConversationProfile { }")]
    [Skips("{ }", Because = "Nothing of Dialogflow is there.")]
    [Skips("{ }", """DialogflowAgent { "name": "projects/ai-project/locations/us-central1/agents/a" }""")]
    public static Verdict LocationKey(DialogflowEncryption encryption, Inventory<DialogflowAgent> agents, Inventory<ConversationProfile> profiles) =>
        agents.All.Any(agent => agent.Identity.Region == encryption.Identity.Region) || profiles.All.Any(profile => profile.Identity.Region == encryption.Identity.Region)
            ? CustomerKeys.Judge(encryption.KmsKey) : NotApplicable("Nothing of Dialogflow is in that location.");

    [Check("GCP-DATA-014", Severity.Medium, "Document processor has a customer-managed key",
        Risk = "Documents are kept under a key that nobody but Google can take away.",
        Advice = "Make the processor anew with a key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://cloud.google.com/document-ai/docs/cmek")]
    [Command("""curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-documentai.googleapis.com/v1/projects/{Scope}/locations/{locations}/processors' -d '{"displayName":"NEW_NAME","type":"{type}","kmsKeyName":"KMS_KEY_NAME"}'""")]
    [Passes("""{ "state": "ENABLED", "kmsKeyName": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k" }""")]
    [Fails("""{ "state": "ENABLED", "kmsKeyName": "" }""")]
    [Fails("{ }")]
    [Skips("""{ "state": "DELETING" }""")]
    public static Verdict ProcessorKey(DocumentProcessor processor) => processor.State is "DELETING" ? NotApplicable("It is being deleted.") : CustomerKeys.Judge(processor.KmsKeyName);

    [Check("GCP-DATA-015", Severity.Medium, "Data store of search has a customer-managed key",
        Risk = "What is searched is kept under a key that nobody but Google can take away.",
        Advice = "Set a key for the location, and make the data store anew.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035", Link = "https://cloud.google.com/generative-ai-app-builder/docs/cmek")]
    [Command("""curl -X PATCH -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-discoveryengine.googleapis.com/v1/projects/{Scope}/locations/{locations}/cmekConfigs/default_cmek_config?setDefault=true' -d '{"kmsKey":"KMS_KEY_NAME"}' && curl -X POST -H "Authorization: Bearer $(gcloud auth print-access-token)" -H 'Content-Type: application/json' 'https://{locations}-discoveryengine.googleapis.com/v1/projects/{Scope}/locations/{locations}/collections/default_collection/dataStores?dataStoreId=NEW_NAME' -d '{"displayName":"NEW_NAME","industryVertical":"GENERIC","solutionTypes":["SOLUTION_TYPE_SEARCH"],"contentConfig":"CONTENT_REQUIRED"}'""")]
    [Passes("""{ "cmekConfig": { "kmsKey": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k", "state": "ACTIVE" } }""")]
    [Fails("""{ "cmekConfig": { "kmsKey": "projects/keys/locations/eu/keyRings/r/cryptoKeys/k", "state": "KEY_ISSUE" } }""")]
    [Fails("""{ "cmekConfig": { "state": "ACTIVE" } }""")]
    [Fails("{ }")]
    public static Verdict StoreKey(SearchDataStore store) => store.CmekConfig switch
    {
        { KmsKey: { Length: > 0 } key, State: "ACTIVE" } => CustomerKeys.Judge(key),
        { KmsKey: { Length: > 0 } key } => Fail($"The key {Names.Last(key)} is {store.CmekConfig.State ?? "of no state"}."),
        _ => CustomerKeys.Judge((string?)null),
    };

    [Check("GCP-DATA-016", Severity.Low, "Speech-to-Text has a customer-managed key",
        Risk = "Phrases and recognizers are kept under a key that nobody but Google can take away.",
        Advice = "Set a key in the configuration of the location.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Link = "https://cloud.google.com/speech-to-text/v2/docs/encryption")]
    [Passes("""{ "kmsKeyName": "projects/keys/locations/europe-west4/keyRings/r/cryptoKeys/k" }""")]
    [Fails("{ }")]
    public static Verdict SpeechKey(SpeechConfig config) => CustomerKeys.Judge(config.KmsKeyName);

    [Repair("GCP-DATA-016", "gcp/speech/Config", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> EncryptSpeech(SpeechConfig config, RepairChoices choices) =>
        [DataSettings.Speech.Wish(config, new() { ["kmsKeyName"] = choices.Key }, "Unless the service may use the key, speech is not recognized there any more.")];

    private static Verdict Logs(bool on) => on ? Pass("Conversations are logged.") : Fail("Conversations are not logged.");

    private static Verdict Settings(string? name) => name is { Length: > 0 } ? Pass($"Its settings are {Names.Last(name)}.") : Fail("It has no settings for personal data.");
}
