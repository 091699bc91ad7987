using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on bots.</summary>
internal static class BotChecks
{
    [Check("AZ-MON-006", Severity.Medium, "Bot logs what is asked of it",
        Risk = "Who said what to the bot, and through which channel, cannot be said afterwards.",
        Advice = "Send the logs of requests to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0040",
        Link = "https://learn.microsoft.com/azure/bot-service/monitor-bot-service")]
    [Passes("{ }", """BotDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "BotRequest", "enabled": true } ] } }""")]
    [Passes("{ }", """BotDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("{ }", """BotDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "BotRequest", "enabled": false } ] } }""")]
    [Fails("{ }")]
    public static Verdict Logged(Bot bot, Inventory<BotDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(bot), workspaces, ("BotRequest", "audit"));

    [Repair("AZ-MON-006", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(Bot bot, RepairChoices choices) => [MonitorSettings.Logs(bot, choices.LogWorkspaceId)];

    [Check("AZ-IAM-025", Severity.High, "Bot takes no secrets of its channels",
        Risk = "Whoever finds the channel's secret speaks as the bot.",
        Advice = "Switch local authentication off.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/bot-service/bot-builder-security-guidelines")]
    [Passes("""{ "properties": { "disableLocalAuth": true } }""")]
    [Fails("""{ "properties": { "disableLocalAuth": false } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict NoLocalAuth(Bot bot) => bot.Properties?.DisableLocalAuth is true ? Pass("Local authentication is off.") : Fail("Local authentication is on.");

    [Repair("AZ-IAM-025", "azure/bot/Bot")]
    internal static IEnumerable<Wish> RefuseSecrets(Bot bot) => [SearchSettings.Bot.Wish(bot, new() { ["properties.disableLocalAuth"] = true }, "Channels that speak to the bot with a secret are refused.")];

    [Check("AZ-IAM-026", Severity.Medium, "Bot acts as a managed identity or for one tenant",
        Risk = "A bot for many tenants has a password, and takes tokens of anybody's directory.",
        Advice = "Create the bot anew with a user-assigned managed identity.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/bot-service/provision-and-publish-a-bot")]
    [Command("""az identity create --name NEW_IDENTITY_NAME --resource-group {resourceGroups} --subscription {Scope} && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.BotService/botServices/NEW_NAME?api-version=2022-09-15' --body '{"location":"global","kind":"azurebot","sku":{"name":"S1"},"properties":{"displayName":"NEW_NAME","endpoint":"{properties.endpoint}","msaAppType":"UserAssignedMSI","msaAppId":"IDENTITY_CLIENT_ID","msaAppTenantId":"TENANT_ID","msaAppMSIResourceId":"IDENTITY_ID"}}'""")]
    [Passes("""{ "properties": { "msaAppType": "UserAssignedMSI" } }""")]
    [Passes("""{ "properties": { "msaAppType": "singleTenant" } }""")]
    [Fails("""{ "properties": { "msaAppType": "MultiTenant" } }""")]
    [Fails("""{ "properties": { } }""", Because = "Bots are for many tenants unless they are told otherwise.")]
    public static Verdict OneTenant(Bot bot) =>
        bot.Properties?.MsaAppType is { } type && type.Is("UserAssignedMSI", "SingleTenant") ? Pass($"The bot is {type}.") : Fail($"The bot is {bot.Properties?.MsaAppType ?? "MultiTenant"}.");

    [Check("AZ-NET-027", Severity.Medium, "Bot is private",
        Risk = "Anybody on the internet talks to the bot, and to the models behind it.",
        Advice = "Disable public network access, and create a private endpoint for the bot.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/bot-service/dl-network-isolation-concept")]
    [Command("""az network private-endpoint create --name NEW_ENDPOINT_NAME --resource-group {resourceGroups} --vnet-name VNET_NAME --subnet SUBNET_NAME --private-connection-resource-id {Id} --group-id Bot --connection-name NEW_CONNECTION_NAME --subscription {Scope} && az network private-dns zone create --resource-group {resourceGroups} --name privatelink.directline.botframework.com --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name privatelink.directline.botframework.com --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name NEW_ENDPOINT_NAME --name default --private-dns-zone privatelink.directline.botframework.com --zone-name account --subscription {Scope} && az rest --method patch --url '{Id}?api-version=2022-09-15' --body '{"properties":{"publicNetworkAccess":"Disabled"}}'""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled", "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled" } }""", Because = "Nobody reaches it, or somebody by a way that does not show.")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled", "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict Private(Bot bot) =>
        !Networks.IsClosed(bot.Properties?.PublicNetworkAccess) ? Fail("Public network access is on.") : Networks.PrivateEndpoint(bot.Properties!.PrivateEndpointConnections);

    [Repair("AZ-NET-027", "azure/bot/Bot")]
    internal static IEnumerable<Wish> Close(Bot bot)
    {
        // Without a way in, to close it would be to shut everybody out.
        if (Networks.PrivateEndpoint(bot.Properties?.PrivateEndpointConnections).Status == Status.Pass)
        {
            yield return SearchSettings.Bot.Wish(bot, new() { ["properties.publicNetworkAccess"] = "Disabled" }, "Channels that are not of the private network do not reach the bot.");
        }
    }

    [Check("AZ-NET-028", Severity.Medium, "Bot's code answers over TLS",
        Risk = "What people say to the bot can be read and changed on the way.",
        Advice = "Change the messaging endpoint to https.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/bot-service/bot-builder-security-guidelines")]
    [Passes("""{ "properties": { "endpoint": "HTTPS://bot.example.com/api/messages" } }""")]
    [Fails("""{ "properties": { "endpoint": "http://bot.example.com/api/messages" } }""")]
    [Skips("""{ "properties": { "endpoint": "" } }""")]
    public static Verdict OverTls(Bot bot) =>
        bot.Properties?.Endpoint is not { Length: > 0 } endpoint ? NotApplicable("The bot has no messaging endpoint.")
        : endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? Pass($"The messaging endpoint is {endpoint}.")
        : Fail($"The messaging endpoint is {endpoint}.");

    [Repair("AZ-NET-028", "azure/bot/Bot")]
    internal static IEnumerable<Wish> AnswerOverTls(Bot bot) =>
        [SearchSettings.Bot.Wish(bot, new() { ["properties.endpoint"] = $"https{bot.Properties!.Endpoint![4..]}" }, "Unless the bot's code answers at the same address over TLS, it is not reached.")];

    [Check("AZ-DATA-006", Severity.Low, "Bot encrypts with a key of yours",
        Risk = "The bot's data cannot be locked by you.",
        Advice = "Encrypt the bot with a key of a vault of yours.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/bot-service/bot-service-encryption")]
    [Passes("""{ "properties": { "isCmekEnabled": true } }""")]
    [Fails("""{ "properties": { "isCmekEnabled": false } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict OwnKey(Bot bot) => bot.Properties?.IsCmekEnabled is true ? Pass("The key is yours.") : Fail("The key is Microsoft's.");

    [Repair("AZ-DATA-006", "azure/bot/Bot", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> EncryptWithOwnKey(Bot bot, RepairChoices choices) =>
        [SearchSettings.Bot.Wish(bot, new() { ["properties.isCmekEnabled"] = true, ["properties.cmekKeyVaultUrl"] = choices.Key }, "Unless Bot Service may use the key, the bot stops.")];
}
