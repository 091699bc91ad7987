using System.Text.Json.Nodes;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on accounts of Azure AI services.</summary>
internal static class AccountChecks
{
    [Check("AZ-IAM-001", Severity.High, "Account of AI services takes no API keys",
        Risk = "Whoever finds a key uses and pays for the models in your name, from anywhere, without a trace of who it was.",
        Advice = "Switch local authentication off once callers sign in with Entra ID.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, LLM02, ML05", Atlas = "AML.T0055, AML.T0012",
        Link = "https://learn.microsoft.com/azure/ai-services/disable-local-auth")]
    [Passes("""{ "kind": "OpenAI", "properties": { "disableLocalAuth": true } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "disableLocalAuth": false, "publicNetworkAccess": "Disabled" } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { } }""", Because = "Keys are taken unless they are refused.")]
    public static Verdict NoKeys(CognitiveAccount account) =>
        account.Properties?.DisableLocalAuth is true ? Pass("Keys are refused.") : Fail("Keys are taken: local authentication is on.");

    [Repair("AZ-IAM-001", "azure/cognitive/Account", First = "AZ-IAM-002")]
    internal static IEnumerable<Wish> RefuseKeys(CognitiveAccount account) =>
        [CognitiveSettings.Account.Wish(account, new() { ["properties.disableLocalAuth"] = true }, "Whoever calls with a key is refused. The request log shows who does: calls without an object id.")];

    [Check("AZ-IAM-002", Severity.Medium, "Account of AI services can take Entra tokens",
        Risk = "Callers have no choice but a shared key, which names nobody and never expires.",
        Advice = "Give the account a custom subdomain.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"customSubDomainName":"NEW_SUBDOMAIN"}}'""")]
    [Passes("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "contoso-ai", "endpoint": "https://contoso-ai.openai.azure.com/" } }""")]
    [Passes("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "contoso-ai", "endpoint": "https://westus2.api.cognitive.microsoft.com/" } }""",
        Because = "Some kinds still show the region's host as well.")]
    [Fails("""{ "kind": "OpenAI", "properties": { "endpoint": "https://westus2.api.cognitive.microsoft.com/" } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "" } }""")]
    public static Verdict TakesTokens(CognitiveAccount account) =>
        account.Properties?.CustomSubDomainName is { Length: > 0 } name
            ? Pass($"The custom subdomain is {name}.")
            : Fail("There is no custom subdomain, so Entra tokens are not taken.");

    [Check("AZ-IAM-003", Severity.Medium, "Account of AI services has a managed identity",
        Risk = "The account reaches storage, search and vaults with keys that somebody has to keep.",
        Advice = "Assign a managed identity to the account.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-services/openai/how-to/managed-identity")]
    [Passes("""{ "identity": { "type": "SystemAssigned" } }""")]
    [Passes("""{ "identity": { "type": "UserAssigned" } }""", Because = "One made by the customer is as good.")]
    [Passes("""{ "identity": { "type": "SystemAssigned, UserAssigned" } }""")]
    [Fails("""{ "identity": { "type": "None" } }""")]
    [Fails("""{ "kind": "OpenAI" }""")]
    public static Verdict HasIdentity(CognitiveAccount account) =>
        account.ActsAs is { IsAssigned: true } identity ? Pass($"The identity is {identity.Type}.") : Fail("The account has no managed identity.");

    [Repair("AZ-IAM-003", "azure/cognitive/Account")]
    internal static IEnumerable<Wish> AssignIdentity(CognitiveAccount account) => [CognitiveSettings.Account.Wish(account, new() { ["identity.type"] = "SystemAssigned" })];

    [Check("AZ-NET-001", Severity.High, "Account of AI services is not open to all networks",
        Risk = "Anybody with a key or token calls the models from the internet, at your cost.",
        Advice = "Disable public network access, or deny by default and list who may come in.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM10, LLM02", Atlas = "AML.T0049, AML.T0040",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks")]
    [Command("az rest --method get --url '/subscriptions/{Scope}/providers/Microsoft.Network/networkSecurityPerimeters?api-version=2024-10-01' && az rest --method delete --url 'PERIMETER_ID/profiles/PROFILE_NAME/accessRules/RULE_NAME?api-version=2024-10-01'")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled" } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "disabled", "networkAcls": { "defaultAction": "Allow" } } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } }""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Enabled", "networkAcls": { "defaultAction": "Deny" } } }""")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "deny" } } }""", Because = "Rules count although public access was never set.")]
    [Passes("""{ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "SecuredByPerimeter" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "The perimeter lets everybody in.")]
    [Fails("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "0.0.0.0/1" }, { "value": "128.0.0.0/1" } ] } } }""", Because = "Two halves are the whole.")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled" } }""", Because = "This is what a new account looks like: no rules at all.")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled", "networkAcls": { "defaultAction": "Allow" } } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled", "networkAcls": { } } }""")]
    [Fails("""{ "kind": "OpenAI" }""", Because = "Absent means Enabled.")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "A perimeter opens what the account has closed.")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Enabled" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Enforced", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "An enforced perimeter decides alone.")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Enabled" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Learning", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "Before it is enforced, the account's own rules let in what the perimeter does not.")]
    [Fails("""{ "properties": { "networkAcls": { "defaultAction": "Deny" } } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Learning", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "Before it is enforced, a perimeter lets in more.")]
    public static Verdict NotOpen(CognitiveAccount account, AzurePublicFace face) =>
        Networks.NotOpen(face, account, account.Properties?.PublicNetworkAccess, account.Properties?.NetworkAcls);

    [Repair("AZ-NET-001", "azure/cognitive/Account", First = "AZ-NET-003")]
    internal static IEnumerable<Wish> Close(CognitiveAccount account, AzurePublicFace face) =>
        // What a perimeter opens, the account's own door does not close.
        Networks.NotOpen(face, account, "Disabled", account.Properties?.NetworkAcls).Status != Status.Pass ? []
            : [CognitiveSettings.Account.Wish(account, new() { ["properties.publicNetworkAccess"] = "Disabled" }, "Whoever does not come by a private endpoint is shut out.")];

    [Check("AZ-NET-002", Severity.High, "Account of AI services lists no range of addresses that means everybody",
        Risk = "A rule for half the internet is no rule.",
        Advice = "Replace wide ranges with the addresses that callers really have.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "203.0.113.0/24" }, { "value": "198.51.100.7" } ] } } }""")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "203.0.0.0/16" } ] } } }""")]
    [Fails("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "203.0.113.7" }, { "value": "0.0.0.0/0" } ] } } }""")]
    [Fails("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "203.0.0.0/15" } ] } } }""")]
    [Skips("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [] } } }""")]
    [Skips("""{ "properties": { "publicNetworkAccess": "Disabled", "networkAcls": { "ipRules": [ { "value": "0.0.0.0/0" } ] } } }""", Because = "The rules do not count while public access is off.")]
    public static Verdict NoWideRule(CognitiveAccount account)
    {
        var rules = account.Properties?.NetworkAcls?.IpRules;
        if (rules is not { Count: > 0 } || Networks.IsClosed(account.Properties!.PublicNetworkAccess))
        {
            return NotApplicable("No addresses are listed that could come in.");
        }
        var wide = Networks.TooWide(rules).ToList();
        return wide.Count > 0 ? Fail($"The rules let in {string.Join(", ", wide)}.") : Pass($"None of {rules.Count} rules is wider than a /16.");
    }

    [Repair("AZ-NET-002", "azure/cognitive/Account")]
    internal static IEnumerable<Wish> Narrow(CognitiveAccount account)
    {
        HashSet<string> wide = [.. Networks.TooWide(account.Properties?.NetworkAcls?.IpRules)];
        yield return CognitiveSettings.Account.Wish(account, account.Identity.Id, state => Without(state, wide), $"Whoever comes in by {string.Join(", ", wide)} only is shut out.");
    }

    private static JsonObject? Without(JsonObject? state, HashSet<string> wide)
    {
        if (state?["properties.networkAcls"] is JsonObject acls)
        {
            acls["ipRules"] = new JsonArray([.. (acls["ipRules"] as JsonArray ?? []).Where(rule => !wide.Contains(rule.Text("value"))).Select(rule => rule!.DeepClone())]);
        }
        return state;
    }

    [Check("AZ-NET-003", Severity.Medium, "Account of AI services has an approved private endpoint",
        Risk = "Prompts and answers travel over public addresses, and public access cannot be switched off.",
        Advice = "Create a private endpoint for the account, with its private DNS zone.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks")]
    [Command("az network private-endpoint create --name NEW_ENDPOINT_NAME --resource-group {resourceGroups} --vnet-name VNET_NAME --subnet SUBNET_NAME --private-connection-resource-id {Id} --group-id account --connection-name NEW_CONNECTION_NAME --subscription {Scope} && az network private-dns zone create --resource-group {resourceGroups} --name privatelink.cognitiveservices.azure.com --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name privatelink.cognitiveservices.azure.com --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name NEW_ENDPOINT_NAME --name default --private-dns-zone privatelink.cognitiveservices.azure.com --zone-name account --subscription {Scope}")]
    [Passes("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateEndpoint": { "id": "/subscriptions/s/resourceGroups/n/providers/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Fails("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateLinkServiceConnectionState": { "status": "Pending" } } } ] } }""")]
    [Fails("""{ "properties": { "privateEndpointConnections": [] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled" } }""", Because = "Closed to everybody is not the same as reachable in private.")]
    public static Verdict PrivateEndpoint(CognitiveAccount account) => Networks.PrivateEndpoint(account.Properties?.PrivateEndpointConnections);

    [Check("AZ-NET-004", Severity.Medium, "Account of AI services has no pending or foreign private endpoint",
        Risk = "Somebody asked for a way in from a network that is not yours, and one click lets them.",
        Advice = "Reject the connections that nobody of yours asked for.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/private-link/manage-private-endpoint")]
    [Command("az network private-endpoint-connection list --id {Id} && az network private-endpoint-connection reject --id PRIVATE_ENDPOINT_CONNECTION_ID --description 'Nobody of ours asked for it'")]
    [Passes("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateEndpoint": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/n/providers/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""")]
    [Passes("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateEndpoint": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/n/providers/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "Rejected" } } } ] } }""")]
    [Fails("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateEndpoint": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/n/providers/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "Pending" } } } ] } }""")]
    [CannotSay("""{ "properties": { "privateEndpointConnections": [ { "properties": { "privateEndpoint": { "id": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/n/providers/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "Approved" } } } ] } }""",
        Because = "The subscription may be a hub of the same tenant, or somebody else's: the answer does not say.")]
    [Skips("""{ "properties": { "privateEndpointConnections": [] } }""")]
    public static Verdict NoForeignEndpoint(CognitiveAccount account, Scope scope)
    {
        var connections = account.Properties?.PrivateEndpointConnections ?? [];
        if (connections.Count == 0)
        {
            return NotApplicable("There is no private endpoint.");
        }
        if (connections.Where(connection => Networks.StateOf(connection).Is("Pending")).Select(Networks.NameOf).ToList() is { Count: > 0 } pending)
        {
            return Fail($"{string.Join(", ", pending)} waits to be let in.");
        }
        var foreign = connections.Where(connection => Networks.StateOf(connection).Is("Approved")
            && AzureIdentity.SubscriptionOf(connection.Properties?.PrivateEndpoint?.Id ?? "") is { } subscription && !subscription.Is(scope.Id)).ToList();
        return foreign.Count > 0
            ? Unknown($"{string.Join(", ", foreign.Select(Networks.NameOf))} lies in another subscription; whether it is yours the account does not say.")
            : Pass($"All {connections.Count} private endpoints are of this subscription or shut out.");
    }

    [Check("AZ-NET-005", Severity.Medium, "Account of AI services calls listed hosts only",
        Risk = "A prompt that carries a URL makes the service fetch from, and send data to, any host.",
        Advice = "Restrict outbound access, and list the hosts that the account may call.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025, AML.T0057",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention")]
    [Passes("""{ "properties": { "restrictOutboundNetworkAccess": true, "allowedFqdnList": [ "contoso.com" ] } }""")]
    [Passes("""{ "properties": { "restrictOutboundNetworkAccess": true } }""")]
    [Fails("""{ "properties": { "restrictOutboundNetworkAccess": false, "allowedFqdnList": [ "contoso.com" ] } }""", Because = "A list that is not enforced limits nothing.")]
    [Fails("""{ "properties": { } }""")]
    public static Verdict OutboundLimited(CognitiveAccount account) =>
        account.Properties is { RestrictOutboundNetworkAccess: true } limited
            ? Pass(limited.AllowedFqdnList is { Count: > 0 } hosts ? $"Outbound calls are limited to {string.Join(", ", hosts)}." : "Outbound calls are blocked.")
            : Fail("Outbound calls are not limited.");

    [Repair("AZ-NET-005", "azure/cognitive/Account")]
    internal static IEnumerable<Wish> LimitOutbound(CognitiveAccount account) =>
        [CognitiveSettings.Account.Wish(account, new() { ["properties.restrictOutboundNetworkAccess"] = true }, "Data of yours and pictures that a prompt names by their address are fetched from listed hosts only.")];

    [Check("AZ-NET-006", Severity.Low, "Account of AI services lets no trusted services around its network rules",
        Risk = "Other services of Microsoft pass the rules, those of other customers among them where a role allows it.",
        Advice = "Set the bypass to None where no search or machine-learning service of yours needs it.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "bypass": "None" } } }""")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny" } } }""")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "bypass": "AzureServices" } } }""", "SearchService { }", Because = "A search service may need it.")]
    [Passes("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "bypass": "AzureServices" } } }""", "MlWorkspace { }")]
    [Fails("""{ "properties": { "networkAcls": { "defaultAction": "Deny", "bypass": "AzureServices" } } }""")]
    [Skips("""{ "properties": { "networkAcls": { "defaultAction": "Allow", "bypass": "AzureServices" } } }""")]
    public static Verdict NoBypass(CognitiveAccount account, Inventory<SearchService> search, Inventory<MlWorkspace> workspaces) =>
        account.Properties?.NetworkAcls is not { } acls || !acls.DefaultAction.Is("Deny") ? NotApplicable("There are no rules to go around.")
        : !acls.Bypass.Is("AzureServices") ? Pass("Trusted services keep to the rules, too.")
        : search.All.Count > 0 ? Pass("Trusted services go around the rules, and there is a search service that may need it.")
        : workspaces.All.Count > 0 ? Pass("Trusted services go around the rules, and there is a machine-learning workspace that may need it.")
        : Fail("Trusted services go around the rules, and nothing in the subscription needs it.");

    [Repair("AZ-NET-006", "azure/cognitive/Account")]
    internal static IEnumerable<Wish> NoWayAround(CognitiveAccount account) =>
        [CognitiveSettings.Account.Wish(account, account.Identity.Id, WithoutBypass, "Microsoft's services that pass the rules now are shut out.")];

    private static JsonObject? WithoutBypass(JsonObject? state)
    {
        if (state?["properties.networkAcls"] is JsonObject acls)
        {
            acls["bypass"] = "None";
        }
        return state;
    }

    [Check("AZ-NET-007", Severity.High, "Agents of AI Foundry run in a network that is controlled",
        Risk = "An agent that was talked into it sends what it reads to any host.",
        Advice = "Create the account anew with network injection for agents, in your subnet or a managed network.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Recreate, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0025",
        Link = "https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-12-01' && az rest --method put --url '/subscriptions/{Scope}/resourceGroups/{resourceGroups}/providers/Microsoft.CognitiveServices/accounts/NEW_NAME?api-version=2025-12-01' --body '{"location":"{location}","kind":"{kind}","sku":{"name":"S0"},"identity":{"type":"SystemAssigned"},"properties":{"customSubDomainName":"NEW_NAME","publicNetworkAccess":"Disabled","disableLocalAuth":true,"allowProjectManagement":true,"networkInjections":[{"scenario":"agent","subnetArmId":"SUBNET_ID"}]}}'""")]
    [Passes("""{ "kind": "AIServices", "properties": { "allowProjectManagement": true, "networkInjections": [ { "scenario": "agent", "subnetArmId": "/subscriptions/s/resourceGroups/n/providers/Microsoft.Network/virtualNetworks/v/subnets/agents" } ] } }""")]
    [Passes("""{ "kind": "AIServices", "properties": { "allowProjectManagement": true, "networkInjections": [ { "scenario": "agent", "useMicrosoftManagedNetwork": true } ] } }""")]
    [Fails("""{ "kind": "AIServices", "properties": { "allowProjectManagement": true, "networkInjections": [ { "scenario": "none", "subnetArmId": "/subscriptions/s/x" } ] } }""")]
    [Fails("""{ "kind": "AIServices", "properties": { "allowProjectManagement": true, "networkInjections": [ { "scenario": "agent" } ] } }""")]
    [Fails("""{ "kind": "aiservices", "properties": { "allowProjectManagement": true } }""")]
    [Skips("""{ "kind": "AIServices", "properties": { "allowProjectManagement": false } }""")]
    [Skips("""{ "kind": "OpenAI", "properties": { "allowProjectManagement": true } }""")]
    public static Verdict AgentsInNetwork(CognitiveAccount account)
    {
        if (!account.Kind.Is("AIServices") || account.Properties?.AllowProjectManagement is not true)
        {
            return NotApplicable("The account has no projects, so no agents.");
        }
        var injection = account.Properties.NetworkInjections?.FirstOrDefault(network =>
            network.Scenario.Is("agent") && (network.SubnetArmId is { Length: > 0 } || network.UseMicrosoftManagedNetwork is true));
        return injection is null ? Fail("Agents run in no network of yours: nothing limits where they connect to.")
            : Pass(injection.SubnetArmId is { Length: > 0 } subnet ? $"Agents run in {subnet}." : "Agents run in a managed network.");
    }

    [Check("AZ-MON-001", Severity.High, "Account of AI services sends its audit and request logs somewhere",
        Risk = "Nobody can say afterwards who called which model, or who listed the keys.",
        Advice = "Send the audit and request logs to a Log Analytics workspace with a diagnostic setting.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10, ML03, ML05", Atlas = "AML.T0024, AML.T0040",
        Link = "https://learn.microsoft.com/azure/ai-services/diagnostic-logging")]
    [Passes("""{ }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""")]
    [Passes("""{ }""", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "category": "Audit", "enabled": true }, { "category": "RequestResponse", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Passes("""{ }""", """AccountDiagnosticSetting { "properties": { "eventHubAuthorizationRuleId": "/subscriptions/s/eh", "logs": [ { "categoryGroup": "audit", "enabled": true } ] } }""",
        """AccountDiagnosticSetting { "properties": { "marketplacePartnerId": "/subscriptions/s/p", "logs": [ { "category": "requestresponse", "enabled": true } ] } }""", Because = "Two settings may share the work.")]
    [Fails("""{ }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "categoryGroup": "allLogs", "enabled": false } ] } }""", Because = "An entry that is not enabled keeps nothing.")]
    [Fails("""{ }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "categoryGroup": "audit", "enabled": true } ] } }""")]
    [Fails("""{ }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "RequestResponse", "enabled": true } ] } }""")]
    [Fails("""{ }""", """AccountDiagnosticSetting { "properties": { "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", Because = "Logs without a destination go nowhere.")]
    [Fails("""{ }""", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/gone", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", Because = "The workspace is gone.")]
    [CannotSay("""{ }""", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/hub", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", Because = "The workspace lies in a subscription that was not read.")]
    [Fails("""{ }""")]
    public static Verdict Logged(CognitiveAccount account, Inventory<AccountDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        DiagnosticLogs.Judge(settings.Of(account), workspaces, ("Audit", "audit"), ("RequestResponse", null));

    [Repair("AZ-MON-001", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    [Repair("AZ-MON-002", "azure/monitor/DiagnosticSetting", Needs = "-LogWorkspaceId")]
    internal static IEnumerable<Wish> Log(CognitiveAccount account, RepairChoices choices) => [MonitorSettings.Logs(account, choices.LogWorkspaceId)];

    [Check("AZ-MON-002", Severity.Medium, "Account of generative models logs the use of tokens",
        Risk = "Theft of a model and denial of wallet show in the count of tokens, which nobody keeps.",
        Advice = "Send the category AzureOpenAIRequestUsage to a Log Analytics workspace.",
        Tip = Tip.TheftSignature | Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10, ML05", Atlas = "AML.T0024",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai")]
    [Passes("""{ "kind": "OpenAI" }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "AzureOpenAIRequestUsage", "enabled": true } ] } }""")]
    [Passes("""{ "kind": "AIServices" }""", """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.OperationalInsights/workspaces/example", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } }""", "LogWorkspace { }")]
    [Fails("""{ "kind": "OpenAI" }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "category": "Audit", "enabled": true }, { "category": "AzureOpenAIRequestUsage", "enabled": false } ] } }""")]
    [Fails("""{ "kind": "OpenAI" }""", """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "categoryGroup": "audit", "enabled": true } ] } }""", Because = "The group audit does not hold it.")]
    [Skips("""{ "kind": "SpeechServices" }""", """AccountDiagnosticSetting { "properties": { "logs": [] } }""", Because = "Not every account is OpenAI.")]
    public static Verdict TokensLogged(CognitiveAccount account, Inventory<AccountDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces) =>
        account.HasModels ? DiagnosticLogs.Judge(settings.Of(account), workspaces, ("AzureOpenAIRequestUsage", null))
        : NotApplicable($"An account of kind {account.Kind ?? "none"} counts no tokens.");

    [Check("AZ-MON-010", Severity.Low, "Account of generative models records who abuses them",
        Risk = "The filters block a prompt, and nobody learns who keeps trying.",
        Advice = "Configure the store of risk and safety monitoring.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM01, LLM10", Atlas = "AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/risks-safety-monitor")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"raiMonitorConfig":{"adxStorageResourceId":"ADX_STORAGE_RESOURCE_ID","identityClientId":"IDENTITY_CLIENT_ID"}}}'""")]
    [Passes("""{ "kind": "OpenAI", "properties": { "raiMonitorConfig": { "adxStorageResourceId": "/subscriptions/s/adx" } } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "raiMonitorConfig": { } } }""")]
    [Fails("""{ "kind": "AIServices", "properties": { } }""")]
    [Skips("""{ "kind": "TextAnalytics" }""")]
    public static Verdict AbuseRecorded(CognitiveAccount account) =>
        !account.HasModels ? NotApplicable($"An account of kind {account.Kind ?? "none"} has no generative models.")
        : account.Properties?.RaiMonitorConfig?.AdxStorageResourceId is { Length: > 0 } store ? Pass($"Users who abuse the models are recorded in {store}.")
        : Fail("There is no store for users who abuse the models.");

    [Check("AZ-MON-011", Severity.Medium, "Microsoft's monitoring of abuse is not opted out of",
        Risk = "Nobody but you sees that the models are abused, and nobody may know that it was agreed so.",
        Advice = "Keep a record of who asked Microsoft for the opt-out and why, or withdraw it.",
        Tip = Tip.TheftSignature, Remedy = Remedy.None, Owasp = "LLM01", Atlas = "AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/abuse-monitoring")]
    [Command("az rest --method get --url '{Id}?api-version=2025-12-01'")]
    [Passes("""{ "kind": "OpenAI", "properties": { "capabilities": [ { "name": "VirtualNetworks" } ] } }""", Because = "A normal account does not mention it.")]
    [Passes("""{ "kind": "OpenAI", "properties": { "capabilities": [ { "name": "ContentLogging", "value": "true" } ] } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "capabilities": [ { "name": "VirtualNetworks" }, { "name": "contentLogging", "value": "False" } ] } }""")]
    [CannotSay("""{ "kind": "OpenAI", "properties": { } }""", Because = "The answer does not say what the account can do.")]
    [Skips("""{ "kind": "FormRecognizer", "properties": { "capabilities": [ { "name": "ContentLogging", "value": "false" } ] } }""")]
    public static Verdict AbuseMonitored(CognitiveAccount account) =>
        !account.HasModels ? NotApplicable($"An account of kind {account.Kind ?? "none"} has no generative models.")
        : account.Properties?.Capabilities is not { } capabilities ? Unknown("The account does not say what it can do.")
        : capabilities.Any(capability => capability.Name.Is("ContentLogging") && capability.Value.Is("false"))
            ? Fail("The account is opted out: ContentLogging is false.")
            : Pass("The account is not opted out.");

    [Check("AZ-MON-012", Severity.High, "Microsoft has not throttled or blocked the account for abuse",
        Risk = "Somebody uses the models for what Microsoft forbids, often with a stolen key.",
        Advice = "Investigate who called, rotate the keys, and answer Microsoft.",
        Tip = Tip.TheftSignature, Remedy = Remedy.None, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/abuse-monitoring")]
    [Command("""az monitor activity-log list --resource-id {Id} --offset 7d && az rest --method post --url '{Id}/regenerateKey?api-version=2025-12-01' --body '{"keyName":"Key1"}' && az rest --method post --url '{Id}/regenerateKey?api-version=2025-12-01' --body '{"keyName":"Key2"}'""")]
    [Passes("""{ "kind": "OpenAI", "properties": { } }""")]
    [Passes("""{ "kind": "OpenAI", "properties": { "abusePenalty": { } } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "abusePenalty": { "action": "Block" } } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "abusePenalty": { "action": "throttle" } } }""")]
    public static Verdict NoPenalty(CognitiveAccount account) =>
        account.Properties?.AbusePenalty?.Action is { Length: > 0 } action ? Fail($"Microsoft's answer to abuse is in force: {action}.") : Pass("No penalty is in force.");

    [Check("AZ-DATA-001", Severity.Medium, "Account of AI services encrypts with a key of yours",
        Risk = "Fine-tuned models and stored prompts cannot be locked by you, whatever happens.",
        Advice = "Encrypt the account with a key of a vault with purge protection.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/ai-services/encryption/cognitive-services-encryption-keys-portal")]
    [Passes("""{ "properties": { "capabilities": [ { "name": "CustomerManagedKey" } ], "encryption": { "keySource": "Microsoft.KeyVault", "keyVaultProperties": { "keyName": "ai" } } } }""")]
    [Passes("""{ "properties": { "encryption": { "keySource": "Microsoft.Keyvault" } } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "CustomerManagedKey" } ], "encryption": { "keySource": "Microsoft.CognitiveServices" } } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "customermanagedkey" } ] } }""")]
    [Skips("""{ "properties": { "capabilities": [ { "name": "VirtualNetworks" } ] } }""", Because = "This kind of account cannot.")]
    [CannotSay("""{ "properties": { } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "VirtualNetworks" }, { "name": "CustomerManagedKey" } ] } }""")]
    public static Verdict OwnKey(CognitiveAccount account) =>
        account.Properties?.Encryption is { } encryption && encryption.KeySource.Is("Microsoft.KeyVault") ? Pass($"The key is {encryption.KeyVaultProperties?.KeyName ?? "in a vault"}.")
        : account.Properties?.Capabilities is not { } capabilities ? Unknown("The account does not say whether it could use a key of yours.")
        : capabilities.Any(capability => capability.Name.Is("CustomerManagedKey")) ? Fail("The key is Microsoft's.")
        : NotApplicable("This kind of account cannot use a key of yours.");

    [Repair("AZ-DATA-001", "azure/cognitive/Account", Needs = "-KmsKeyId", First = "AZ-IAM-003")]
    internal static IEnumerable<Wish> EncryptWithOwnKey(CognitiveAccount account, RepairChoices choices)
    {
        var key = VaultKeyName.Of(choices.Key);
        yield return CognitiveSettings.Account.Wish(account, new()
        {
            ["properties.encryption"] = new JsonObject { ["keySource"] = "Microsoft.KeyVault", ["keyVaultProperties"] = key.Account },
        }, "Unless the account's identity may wrap and unwrap with the key, the account stops.");
    }

    [Check("AZ-DATA-007", Severity.Low, "Account of AI services keeps data in your storage where it can",
        Risk = "Recordings and training data lie in storage that you can neither see nor empty.",
        Advice = "Connect storage of your own to the account.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/ai-services/speech-service/bring-your-own-storage-speech-resource")]
    [Command("""az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"userOwnedStorage":[{"resourceId":"STORAGE_ACCOUNT_ID"}]}}'""")]
    [Passes("""{ "properties": { "capabilities": [ { "name": "CustomerManagedStorage" } ], "userOwnedStorage": [ { "resourceId": "/subscriptions/s/sa" } ] } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "CustomerManagedStorage" } ], "userOwnedStorage": [] } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "CustomerManagedStorage" } ] } }""")]
    [Skips("""{ "properties": { "capabilities": [ { "name": "CustomerManagedKey" } ] } }""")]
    [CannotSay("""{ "properties": { } }""")]
    [Fails("""{ "properties": { "capabilities": [ { "name": "VirtualNetworks" }, { "name": "CustomerManagedStorage" } ] } }""")]
    public static Verdict OwnStorage(CognitiveAccount account) =>
        account.Properties?.UserOwnedStorage is [var storage, ..] ? Pass($"Data lie in {storage.ResourceId}.")
        : account.Properties?.Capabilities is not { } capabilities ? Unknown("The account does not say whether it could use storage of yours.")
        : capabilities.Any(capability => capability.Name.Is("CustomerManagedStorage")) ? Fail("Data lie in Microsoft's storage.")
        : NotApplicable("This kind of account cannot use storage of yours.");

    [Check("AZ-DATA-009", Severity.Medium, "Account of generative models does not store completions",
        Risk = "Prompts and answers, with whatever people typed, are kept where developers can list them.",
        Advice = "Disable stored completions unless somebody has agreed to them.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/stored-completions")]
    [Passes("""{ "kind": "OpenAI", "properties": { "storedCompletionsDisabled": true } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "storedCompletionsDisabled": false } }""")]
    [Fails("""{ "kind": "AIServices", "properties": { } }""", Because = "They can be stored unless that is disabled.")]
    [Skips("""{ "kind": "SpeechServices", "properties": { } }""")]
    public static Verdict NoStoredCompletions(CognitiveAccount account) =>
        !account.HasModels ? NotApplicable($"An account of kind {account.Kind ?? "none"} has no completions.")
        : account.Properties?.StoredCompletionsDisabled is true ? Pass("Completions cannot be stored.")
        : Fail("Callers may have their prompts and answers stored.");

    [Repair("AZ-DATA-009", "azure/cognitive/Account")]
    internal static IEnumerable<Wish> StoreNoCompletions(CognitiveAccount account) =>
        [CognitiveSettings.Account.Wish(account, new() { ["properties.storedCompletionsDisabled"] = true }, "Callers who ask for answers to be stored are refused, and what builds on stored answers ends.")];
}
