using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on Defender, managed networks, connections and agents of AI Foundry accounts.</summary>
internal static class AccountPartChecks
{
    private const string ByIdentityCommand = """az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method put --url '{Id}?api-version=2025-12-01' --body '{"properties":{"authType":"AAD","category":"{properties.category}","target":"{properties.target}"}}'""";
    private const string NotForAllCommand = """az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"authType":"{properties.authType}","isSharedToAll":false}}'""";

    [Check("AZ-MON-018", Severity.Medium, "Defender for AI is not switched off on the account",
        Risk = "Attacks on this account's models raise no alert, although the subscription pays for them.",
        Advice = "Enable Defender for AI on the account.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM01", Atlas = "AML.T0051",
        Link = "https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection")]
    [Passes("""{ "properties": { "state": "Enabled" } }""")]
    [Fails("""{ "properties": { "state": "disabled" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict DefenderOn(DefenderForAiSetting setting) =>
        setting.Properties?.State.Is("Disabled") is true ? Fail("Defender for AI is disabled on the account.")
        : setting.Properties?.State.Is("Enabled") is true ? Pass("Defender for AI is enabled on the account.")
        : Unknown("The setting does not say its state.");

    [Repair("AZ-MON-018", "azure/cognitive/DefenderForAi")]
    internal static IEnumerable<Wish> SwitchOn(DefenderForAiSetting setting) => [CognitiveSettings.Defender.Wish(setting, new() { ["properties.state"] = "Enabled" })];

    [Check("AZ-NET-008", Severity.Medium, "Managed network of AI Foundry lets only approved traffic out",
        Risk = "An agent sends what it reads to any host.",
        Advice = "Set the isolation mode of the managed network to AllowOnlyApprovedOutbound.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/managed-virtual-network")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"managedNetwork":{"isolationMode":"AllowOnlyApprovedOutbound"}}}'""")]
    [Passes("""{ "properties": { "managedNetwork": { "isolationMode": "allowOnlyApprovedOutbound" } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { "isolationMode": "AllowInternetOutbound" } } }""")]
    [Fails("""{ "properties": { "managedNetwork": { } } }""")]
    public static Verdict ApprovedOnly(AccountManagedNetwork network) =>
        network.Properties?.ManagedNetwork?.IsolationMode is { } mode && mode.Is("AllowOnlyApprovedOutbound") ? Pass("Only approved traffic leaves.")
        : Fail($"The isolation mode is {network.Properties?.ManagedNetwork?.IsolationMode ?? "Disabled"}.");

    [Check("AZ-IAM-011", Severity.High, "Connection of an AI Foundry account signs in with Entra ID",
        Risk = "Every project and agent of the account can use the stored key, and whoever reads it can, too.",
        Advice = "Change the connection to Entra ID or a managed identity.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add")]
    [Command(ByIdentityCommand)]
    [Passes("""{ "properties": { "authType": "AAD" } }""")]
    [Passes("""{ "properties": { "authType": "ManagedIdentity" } }""")]
    [Fails("""{ "properties": { "authType": "ApiKey" } }""")]
    [Fails("""{ "properties": { "authType": "customkeys" } }""")]
    [Skips("""{ "properties": { "authType": "None" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    [Passes("""{ "properties": { "authType": "EACH" } }""", Each = ["UserEntraToken", "ProjectManagedIdentity", "AgenticIdentity"])]
    public static Verdict AccountConnectionByIdentity(AccountConnection connection) => ByIdentity(connection.Properties);

    [Check("AZ-IAM-011", Severity.High, "Connection of an AI Foundry project signs in with Entra ID",
        Risk = "Everybody in the project, and each of its agents, can use the stored key.",
        Advice = "Change the connection to Entra ID or a managed identity.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add")]
    [Command(ByIdentityCommand)]
    [Passes("""{ "properties": { "authType": "AAD" } }""")]
    [Fails("""{ "properties": { "authType": "AccountKey" } }""")]
    [Fails("""{ "properties": { "authType": "ServicePrincipal" } }""", Because = "Its secret is stored.")]
    [Skips("""{ "properties": { "authType": "None" } }""")]
    [CannotSay("""{ "properties": { } }""")]
    public static Verdict ProjectConnectionByIdentity(ProjectConnection connection) => ByIdentity(connection.Properties);

    [Check("AZ-IAM-012", Severity.Medium, "Connection of an AI Foundry account with a stored key is not for everybody",
        Risk = "Whoever is in any project uses a key that was meant for one.",
        Advice = "Share the connection with the projects that need it only.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add")]
    [Command(NotForAllCommand)]
    [Passes("""{ "properties": { "authType": "ApiKey", "isSharedToAll": false } }""")]
    [Passes("""{ "properties": { "authType": "AAD", "isSharedToAll": true } }""", Because = "Each signs in as himself.")]
    [Fails("""{ "properties": { "authType": "ApiKey", "isSharedToAll": true } }""")]
    [Passes("""{ "properties": { "authType": "EACH", "isSharedToAll": true } }""", Each = ["None", "UserEntraToken"], Because = "Nothing is stored that all would share.")]
    public static Verdict AccountConnectionNotForAll(AccountConnection connection) => NotForAll(connection.Properties);

    [Check("AZ-IAM-012", Severity.Medium, "Connection of an AI Foundry project with a stored key is not for everybody",
        Risk = "Whoever is in the project uses a key that was meant for one.",
        Advice = "Share the connection with the users who need it only.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add")]
    [Command(NotForAllCommand)]
    [Passes("""{ "properties": { "authType": "ApiKey" } }""")]
    [Passes("""{ "properties": { "authType": "aad", "isSharedToAll": true } }""")]
    [Fails("""{ "properties": { "authType": "SAS", "isSharedToAll": true } }""")]
    public static Verdict ProjectConnectionNotForAll(ProjectConnection connection) => NotForAll(connection.Properties);

    [Check("AZ-IAM-013", Severity.High, "Published agents are not open to the whole organisation",
        Risk = "Everybody in the tenant, guests among them, makes the agent use its tools and data.",
        Advice = "Set the application's authorization policy to Default, and assign roles to those who need it.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053",
        Link = "https://learn.microsoft.com/azure/ai-foundry/agents/")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method put --url '{Id}?api-version=2025-12-01' --body '{"properties":{"displayName":"{properties.displayName}","authorizationPolicy":{"type":"Default"}}}'""")]
    [Passes("""{ "properties": { "isEnabled": true, "authorizationPolicy": { "type": "Default" } } }""")]
    [Fails("""{ "properties": { "isEnabled": true, "authorizationPolicy": { "type": "OrganizationScope" } } }""")]
    [Fails("""{ "properties": { "authorizationPolicy": { "type": "channels" } } }""")]
    [Skips("""{ "properties": { "isEnabled": false, "authorizationPolicy": { "type": "OrganizationScope" } } }""")]
    [CannotSay("""{ "properties": { "isEnabled": true } }""")]
    public static Verdict AgentsNotForAll(AgentApplication application) =>
        application.Properties?.IsEnabled is false ? NotApplicable("The application is switched off.")
        : application.Properties?.AuthorizationPolicy?.Type is not { Length: > 0 } type ? Unknown("The application does not say who may use it.")
        : type.Is("OrganizationScope", "Channels") ? Fail($"The application is open by {type}.")
        : Pass($"Roles say who may use it ({type}).");

    /// <summary>Whether a connection signs in without a stored secret.</summary>
    internal static Verdict ByIdentity(ConnectionProperties? connection) =>
        connection?.AuthType is not { Length: > 0 } type ? Unknown("The connection does not say how it signs in.")
        : type.Is("None") ? NotApplicable("The connection does not sign in.")
        : type.Is("AAD", "ManagedIdentity", "UserEntraToken", "ProjectManagedIdentity", "AgenticIdentity") ? Pass($"The connection signs in by {type}.")
        : Fail($"The connection signs in by {type}, which is stored.");

    private static Verdict NotForAll(ConnectionProperties? connection) =>
        connection?.IsSharedToAll is not true ? Pass("The connection is not shared with everybody.")
        : connection.AuthType.Is("AAD", "None", "UserEntraToken") ? Pass("Everybody may use the connection, each as himself.")
        : Fail($"Everybody may use the connection, which signs in by {connection.AuthType ?? "what it does not say"}.");
}
