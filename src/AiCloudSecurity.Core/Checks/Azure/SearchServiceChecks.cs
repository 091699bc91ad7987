using System.Text.Json.Nodes;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on services of Azure AI Search, which hold what models are given to read.</summary>
internal static class SearchServiceChecks
{
    [Check("AZ-IAM-022", Severity.High, "Search service takes no API keys",
        Risk = "Whoever finds the admin key reads and poisons every index.",
        Advice = "Switch local authentication off once callers sign in with Entra ID.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0055, AML.T0036",
        Link = "https://learn.microsoft.com/azure/search/search-security-enable-roles")]
    [Passes("""{ "properties": { "disableLocalAuth": true } }""")]
    [Fails("""{ "properties": { "disableLocalAuth": false, "publicNetworkAccess": "Disabled" } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict NoKeys(SearchService service) =>
        service.Properties?.DisableLocalAuth is true ? Pass("Keys are refused.") : Fail("Keys are taken: local authentication is on.");

    [Repair("AZ-IAM-022", "azure/search/Service")]
    internal static IEnumerable<Wish> RefuseKeys(SearchService service) =>
        [SearchSettings.Service.Wish(service, new() { ["properties.disableLocalAuth"] = true, ["properties.authOptions"] = null }, "Whoever queries or indexes with a key is refused.")];

    [Check("AZ-IAM-023", Severity.Low, "Search service answers a bad Entra token with 403",
        Risk = "Only keys are taken, or a caller without rights is asked to sign in again and again.",
        Advice = "Set the authentication options to aadOrApiKey with http403, or switch keys off.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/search/search-security-enable-roles")]
    [Passes("""{ "properties": { "authOptions": { "aadOrApiKey": { "aadAuthFailureMode": "http403" } } } }""")]
    [Fails("""{ "properties": { "authOptions": { "aadOrApiKey": { "aadAuthFailureMode": "http401WithBearerChallenge" } } } }""")]
    [Fails("""{ "properties": { "authOptions": { "apiKeyOnly": {} } } }""")]
    [Fails("""{ "properties": { } }""", Because = "Only keys are taken unless that is changed.")]
    [Skips("""{ "properties": { "disableLocalAuth": true } }""")]
    public static Verdict RefusesTokens(SearchService service) =>
        service.Properties?.DisableLocalAuth is true ? NotApplicable("Keys are refused, so there is nothing to choose.")
        : service.Properties?.AuthOptions?.AadOrApiKey is not { } tokens ? Fail("Only keys are taken.")
        : tokens.AadAuthFailureMode.Is("http403") ? Pass("A bad token is answered with 403.")
        : Fail($"A bad token is answered with {tokens.AadAuthFailureMode ?? "a challenge"}.");

    [Repair("AZ-IAM-023", "azure/search/Service")]
    internal static IEnumerable<Wish> TakeTokens(SearchService service) =>
        [SearchSettings.Service.Wish(service, new() { ["properties.authOptions"] = new JsonObject { ["aadOrApiKey"] = new JsonObject { ["aadAuthFailureMode"] = "http403" } } })];

    [Check("AZ-IAM-024", Severity.Medium, "Search service has a managed identity",
        Risk = "Indexers reach data and models with keys that lie in their definitions.",
        Advice = "Assign a managed identity to the service.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/search/search-howto-managed-identities-data-sources")]
    [Passes("""{ "identity": { "type": "SystemAssigned" } }""")]
    [Passes("""{ "identity": { "type": "UserAssigned" } }""")]
    [Passes("""{ "identity": { "type": "SystemAssigned, UserAssigned" } }""", Because = "Both are as good as one.")]
    [Fails("""{ "identity": { "type": "None" } }""")]
    [Fails("""{ "sku": { "name": "standard" } }""")]
    public static Verdict HasIdentity(SearchService service) =>
        service.ActsAs is { IsAssigned: true } identity ? Pass($"The identity is {identity.Type}.") : Fail("The service has no managed identity.");

    [Repair("AZ-IAM-024", "azure/search/Service")]
    internal static IEnumerable<Wish> AssignIdentity(SearchService service) => [SearchSettings.Service.Wish(service, new() { ["identity.type"] = "SystemAssigned" })];

    [Check("AZ-NET-023", Severity.High, "Search service is not open to all networks",
        Risk = "Anybody with a key or token reads the indexes from the internet.",
        Advice = "Disable public network access, or list who may come in.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0049, AML.T0036",
        Link = "https://learn.microsoft.com/azure/search/service-configure-firewall")]
    [Command("az rest --method get --url '/subscriptions/{Scope}/providers/Microsoft.Network/networkSecurityPerimeters?api-version=2024-10-01' && az rest --method delete --url 'PERIMETER_ID/profiles/PROFILE_NAME/accessRules/RULE_NAME?api-version=2024-10-01'")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "disabled" } }""", Because = "Versions up to 2023-11-01 write it so.")]
    [Passes("""{ "properties": { "publicNetworkAccess": "securedByPerimeter" } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "enabled", "networkRuleSet": { "ipRules": [ { "value": "203.0.113.7" } ] } } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/1", "128.0.0.0/1" ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "enabled", "networkRuleSet": { "ipRules": [] } } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "enabled", "networkRuleSet": { "ipRules": [ { "value": "0.0.0.0/0" } ] } } }""", Because = "This rule is for everybody.")]
    [Fails("""{ "properties": { } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "A perimeter opens what the service has closed.")]
    [Passes("""{ "properties": { } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Enforced", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "An enforced perimeter decides alone.")]
    [Passes("""{ "properties": { "networkRuleSet": { "ipRules": [ { "value": "0.0.0.0/0" } ] } } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Enforced", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "An enforced perimeter decides alone.")]
    [Fails("""{ "properties": { } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Learning", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Search/searchServices/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "Before it is enforced, the service's own rules let in what the perimeter does not.")]
    public static Verdict NotOpen(SearchService service, AzurePublicFace face)
    {
        var rules = service.Properties?.NetworkRuleSet?.IpRules ?? [];
        var entrance = face.Sure(service, service.Properties?.PublicNetworkAccess, null, rules);
        // Where a perimeter decides alone, rules of the service let nobody in.
        var wide = entrance.OfItself ? Networks.TooWide(rules).ToList() : [];
        return wide.Count > 0 ? Fail($"The rules let in {string.Join(", ", wide)}.") : entrance.Reach == Exposure.Reach.Internet ? Fail($"All networks may come in. {entrance.Because}") : Pass(entrance.Because);
    }

    [Repair("AZ-NET-023", "azure/search/Service", First = "AZ-NET-024")]
    internal static IEnumerable<Wish> Close(SearchService service, AzurePublicFace face) =>
        // What a perimeter opens, the service's own door does not close.
        Networks.NotOpen(face, service, "disabled", null).Status != Status.Pass ? []
            : [SearchSettings.Service.Wish(service, new() { ["properties.publicNetworkAccess"] = "disabled" }, "Whoever does not come by a private endpoint is shut out.")];

    [Check("AZ-NET-024", Severity.Medium, "Search service has an approved private endpoint",
        Risk = "Queries and documents travel over public addresses; the free tier cannot do otherwise.",
        Advice = "Create a private endpoint for the service, on a tier that has them.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/search/service-create-private-endpoint")]
    [Command("az network private-endpoint create --name NEW_ENDPOINT_NAME --resource-group {resourceGroups} --vnet-name VNET_NAME --subnet SUBNET_NAME --private-connection-resource-id {Id} --group-id searchService --connection-name NEW_CONNECTION_NAME --subscription {Scope} && az network private-dns zone create --resource-group {resourceGroups} --name privatelink.search.windows.net --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name privatelink.search.windows.net --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name NEW_ENDPOINT_NAME --name default --private-dns-zone privatelink.search.windows.net --zone-name account --subscription {Scope}")]
    [Passes("""{ "sku": { "name": "basic" }, "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Fails("""{ "sku": { "name": "basic" }, "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Rejected" } } } ] } }""")]
    [Fails("""{ "sku": { "name": "basic" }, "properties": { } }""")]
    [Fails("""{ "sku": { "name": "Free" }, "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    public static Verdict PrivateEndpoint(SearchService service) =>
        service.Sku?.Name.Is("free") is true ? Fail("The free tier has no private endpoints.") : Networks.PrivateEndpoint(service.Properties?.PrivateEndpointConnections);

    [Check("AZ-NET-025", Severity.Low, "Search service lets no data out through skills and queries",
        Risk = "Whoever may change an indexer sends the documents to a host of theirs.",
        Advice = "Set data exfiltration protections to BlockAll.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/search/search-security-overview")]
    [Passes("""{ "properties": { "dataExfiltrationProtections": [ "blockAll" ] } }""")]
    [Fails("""{ "properties": { "dataExfiltrationProtections": [] } }""")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict NoExfiltration(SearchService service) =>
        service.Properties?.DataExfiltrationProtections?.Any(protection => protection.Is("BlockAll")) is true ? Pass("All ways out are blocked.") : Fail("No way out is blocked.");

    [Repair("AZ-NET-025", "azure/search/Service")]
    internal static IEnumerable<Wish> LetNothingOut(SearchService service) =>
        [SearchSettings.Service.Wish(service, new() { ["properties.dataExfiltrationProtections"] = new JsonArray("BlockAll") }, "Skills and queries that call other addresses end.")];

    [Check("AZ-MON-005", Severity.Medium, "Search service logs queries and changes",
        Risk = "Nobody can say afterwards who read or changed which index.",
        Advice = "Send the operation logs to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0036",
        Link = "https://learn.microsoft.com/azure/search/monitor-azure-cognitive-search")]
    [Passes("""{ }""", """SearchDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "OperationLogs", "enabled": true } ] } }""")]
    [Passes("""{ }""", """SearchDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("""{ }""", """SearchDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "OperationLogs", "enabled": false } ] } }""")]
    [Fails("""{ }""")]
    public static Verdict Logged(SearchService service, Inventory<SearchDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(service), workspaces, ("OperationLogs", "audit"));

    [Repair("AZ-MON-005", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(SearchService service, RepairChoices choices) => [MonitorSettings.Logs(service, choices.LogWorkspaceId)];

    [Check("AZ-DATA-005", Severity.Medium, "Search service demands keys of yours, and all indexes have them",
        Risk = "Indexed documents are readable with Microsoft's key, and nobody hinders a new index without yours.",
        Advice = "Enforce customer-managed keys, and make the indexes that lack them anew.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0036",
        Link = "https://learn.microsoft.com/azure/search/search-security-manage-encryption-keys")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-05-01' --body '{"properties":{"encryptionWithCmk":{"enforcement":"Enabled"}}}'""")]
    [Passes("""{ "properties": { "encryptionWithCmk": { "enforcement": "Enabled", "encryptionComplianceStatus": "Compliant" } } }""")]
    [Fails("""{ "properties": { "encryptionWithCmk": { "enforcement": "Enabled", "encryptionComplianceStatus": "NonCompliant" } } }""")]
    [Fails("""{ "properties": { "encryptionWithCmk": { "enforcement": "Disabled", "encryptionComplianceStatus": "Compliant" } } }""")]
    [Fails("""{ "properties": { } }""")]
    [CannotSay("""{ "properties": { "encryptionWithCmk": { "enforcement": "Enabled" } } }""")]
    public static Verdict OwnKey(SearchService service) =>
        service.Properties?.EncryptionWithCmk is not { } encryption || !encryption.Enforcement.Is("Enabled") ? Fail($"Keys of yours are not demanded (enforcement {service.Properties?.EncryptionWithCmk?.Enforcement ?? "Unspecified"}).")
        : encryption.EncryptionComplianceStatus.Is("Compliant") ? Pass("Keys of yours are demanded, and everything has one.")
        : encryption.EncryptionComplianceStatus.Is("NonCompliant") ? Fail("Keys of yours are demanded, and something older has none.")
        : Unknown("Keys of yours are demanded; whether everything has one the service does not say.");

    [Repair("AZ-DATA-005", "azure/search/Service")]
    internal static IEnumerable<Wish> DemandOwnKeys(SearchService service) =>
        // Indexes that have none are made anew by a person.
        service.Properties?.EncryptionWithCmk is { EncryptionComplianceStatus: "Compliant" }
            ? [SearchSettings.Service.Wish(service, new() { ["properties.encryptionWithCmk.enforcement"] = "Enabled" }, "Indexes without a key of yours cannot be made any more.")] : [];
}
