using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Gateways;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on the networks around AI services: names, security groups, ways out, and the gateway in front.</summary>
internal static class NetworkChecks
{
    private const string NoSubnets = "No AI service uses a subnet of it.";
    private const string Endpoint = """PrivateEndpoint { "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/Ai" }, "networkInterfaces": [ { "id": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Network/networkInterfaces/pe" } ], "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/a" } } ] } }""";
    private const string Notebook = """MlCompute { "properties": { "computeType": "ComputeInstance", "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai" } } } }""";
    private const string Agents = """CognitiveAccount { "properties": { "networkInjections": [ { "scenario": "agent", "subnetArmId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai" } ] } }""";
    private const string Filtered = """{ "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { "networkSecurityGroup": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Network/networkSecurityGroups/example" } } } ] } }""";
    private const string Bare = """{ "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { } } ] } }""";
    private const string Routed = """{ "name": "ai-spoke", "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { "routeTable": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Network/routeTables/example" } } } ] } }""";
    private const string Firewall = """RouteTable { "properties": { "routes": [ { "name": "out", "properties": { "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4" } } ] } }""";
    private const string ToAccount = """{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/Spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Search/searchServices/x", "groupIds": [ "searchService" ] } } ] } }""";
    private const string Zone = """PrivateDnsZone { "name": "privatelink.search.windows.net" }""";
    private const string Kept = """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Network/privateDnsZones/privatelink.search.windows.net" } } ] } }""";
    private const string Seen = """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/privatelink.search.windows.net", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""";
    private const string Served = """{ "kind": "OpenAI", "properties": { "endpoint": "https://m.openai.azure.com/", "customSubDomainName": "m", "publicNetworkAccess": "Disabled" } }""";

    // The zone of each kind of service; a service that is missing here is not judged by its name.
    private static readonly (string Service, string[] Zones)[] s_zones =
    [
        ("/Microsoft.CognitiveServices/accounts/", ["privatelink.cognitiveservices.", "privatelink.openai.", "privatelink.services.ai."]),
        ("/Microsoft.MachineLearningServices/", ["privatelink.api.azureml.", "privatelink.api.ml."]),
        ("/Microsoft.Search/searchServices/", ["privatelink.search."]),
        ("/Microsoft.BotService/botServices/", ["privatelink.directline.botframework.", "privatelink.token.botframework."]),
        ("/Microsoft.ApiManagement/service/", ["privatelink.azure-api."]),
    ];

    [Check("AZ-NET-026", Severity.Low, "Indexers of a closed search service reach data in private",
        Risk = "Data must stay open to the internet for the indexers to read them.",
        Advice = "Create shared private links from the search service to its data sources, and approve them.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0036",
        Link = "https://learn.microsoft.com/azure/search/search-indexer-howto-access-private")]
    [Command("""az rest --method put --url '{Id}/sharedPrivateLinkResources/NEW_LINK_NAME?api-version=2025-05-01' --body '{"properties":{"privateLinkResourceId":"DATA_SOURCE_ID","groupId":"blob","requestMessage":"Indexers of {Name}"}}' && az network private-endpoint-connection approve --id PRIVATE_ENDPOINT_CONNECTION_ID""")]
    [Passes("""{ "properties": { "publicNetworkAccess": "Disabled", "sharedPrivateLinkResources": [ { "properties": { "status": "approved" } } ] } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "disabled", "sharedPrivateLinkResources": [ { "name": "blob", "properties": { "status": "Pending" } } ] } }""")]
    [CannotSay("""{ "properties": { "publicNetworkAccess": "Disabled" } }""", Because = "Whether it has indexers only the service itself says.")]
    [Skips("""{ "properties": { "publicNetworkAccess": "Enabled" } }""", Because = "AZ-NET-014 says that it is open.")]
    [Skips("""{ "properties": { } }""")]
    [Fails("""{ "properties": { "publicNetworkAccess": "Disabled", "sharedPrivateLinkResources": [ { "properties": { "status": "Approved" } }, { "name": "blob" } ] } }""", Because = "One of two says nothing of being approved.")]
    public static Verdict IndexersInPrivate(SearchService service) =>
        !Networks.IsClosed(service.Properties?.PublicNetworkAccess) ? NotApplicable("The service is open.")
        : service.Properties?.SharedPrivateLinkResources is not { Count: > 0 } links ? Unknown("There is no shared private link. Whether indexers read data only the service itself says, which is not asked.")
        : links.Where(link => !link.Properties?.Status.Is("Approved") ?? true).ToList() is { Count: > 0 } waiting ? Fail($"{waiting.Count} of {links.Count} shared private links are not approved.")
        : Pass($"{links.Count} shared private links are approved.");

    [Check("AZ-NET-029", Severity.High, "Models of an account are called through a gateway",
        Risk = "Who calls the model directly is held back by nobody, and can copy it by asking.",
        Advice = "Put API Management in front of the account, and close the account to everybody else.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML03, ML05", Atlas = "AML.T0040, AML.T0029, AML.T0034",
        Link = "https://learn.microsoft.com/azure/api-management/genai-gateway-capabilities")]
    [Command("""az rest --method put --url 'GATEWAY_ID/backends/{Name}?api-version=2024-05-01' --body '{"properties":{"protocol":"http","url":"{properties.endpoint}"}}' && az rest --method patch --url '{Id}?api-version=2025-12-01' --body '{"properties":{"publicNetworkAccess":"Disabled"}}'""")]
    [Passes(Served, "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://M.openai.azure.com/openai" } }""")]
    [Passes(Served, "AccountDeployment { }", "Gateway { }", """GatewayApi { "properties": { "serviceUrl": "https://m.cognitiveservices.azure.com/openai" } }""")]
    [Passes(Served, "AccountDeployment { }", "Gateway { }", """GatewayApi { "properties": { } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><set-backend-service base-url=\"https://m.openai.azure.com\" /></inbound></policies>" } }""")]
    [Passes("""{ "kind": "AIServices", "properties": { "customSubDomainName": "m", "networkAcls": { "defaultAction": "Deny" } } }""", "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://m.services.ai.azure.com/models" } }""")]
    [Fails("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "m" } }""", "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://m.openai.azure.com/openai" } }""", Because = "There is a gateway, and everybody may go past it.")]
    [Fails("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "m", "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "0.0.0.0/1" }, { "value": "128.0.0.0/1" } ] } } }""", "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://m.openai.azure.com/openai" } }""", Because = "Two halves are everybody.")]
    [Fails(Served, "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://other.openai.azure.com/openai" } }""")]
    [Fails(Served, "AccountDeployment { }")]
    [Fails(Served, "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://M.openai.azure.com/openai" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "A perimeter lets everybody go past it.")]
    [Passes("""{ "kind": "OpenAI", "properties": { "customSubDomainName": "m" } }""", "AccountDeployment { }", "Gateway { }", """GatewayBackend { "properties": { "url": "https://m.openai.azure.com/openai" } }""", "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Enforced", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""")]
    [Skips(Served, Because = "Nothing is deployed.")]
    [Skips("""{ "kind": "TextAnalytics", "properties": { } }""")]
    [Passes(Served, "AccountDeployment { }", "Gateway { }", """GatewayApi { "properties": { } }""", """ApiPolicy { "properties": { "value": "<policies><inbound><choose><when condition=\"@(true)\"><set-backend-service base-url=\"https://m.openai.azure.com\" /></when><otherwise><set-backend-service base-url=\"https://other.openai.azure.com\" /></otherwise></choose></inbound></policies>" } }""", Because = "One of two ways leads to it.")]
    public static Verdict ThroughGateway(CognitiveAccount account, Inventory<AccountDeployment> deployments, Inventory<GatewayBackend> backends, Inventory<GatewayApi> apis, Inventory<ApiPolicy> policies, AzurePublicFace face)
    {
        if (!account.HasModels || deployments.Of(account).Count == 0)
        {
            return NotApplicable("The account serves no models.");
        }
        if (face.Sure(account, account.Properties?.PublicNetworkAccess, account.Properties?.NetworkAcls).Reach == Reach.Internet)
        {
            return Fail("Everybody may call the account directly.");
        }
        bool Leads(string? text) => text is not null && ModelHosts.In(text).Any(host => ModelHosts.IsOf(host, account));
        var front = backends.Known.FirstOrDefault(backend => Leads(backend.Properties?.Url))?.Identity ?? apis.Known.FirstOrDefault(api => Leads(api.Properties?.ServiceUrl))?.Identity
            ?? policies.Known.FirstOrDefault(policy => Leads(policy.Properties?.Value))?.Identity;
        if (front is not null)
        {
            return Pass($"The gateway calls it by {front.Name}.");
        }
        // What was not read could lead there: each throws then.
        _ = (backends.All, apis.All, policies.All);
        return Fail("No gateway that was read leads to the account.");
    }

    [Check("AZ-NET-037", Severity.Medium, "Name of a private endpoint to an AI service leads to it",
        Risk = "Callers get the public address, fail, and somebody opens the service to the internet.",
        Advice = "Create the private DNS zone, link it to the network of the endpoint, and add a zone group to the endpoint.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/private-link/private-endpoint-dns")]
    [Command("az network private-dns zone create --resource-group {resourceGroups} --name ZONE_NAME --subscription {Scope} && az network private-dns link vnet create --resource-group {resourceGroups} --zone-name ZONE_NAME --name NEW_LINK_NAME --virtual-network VNET_ID --registration-enabled false --subscription {Scope} && az network private-endpoint dns-zone-group create --resource-group {resourceGroups} --endpoint-name {Name} --name default --private-dns-zone ZONE_NAME --zone-name account --subscription {Scope}")]
    [Passes(ToAccount, Kept, Zone, Seen)]
    [Fails(ToAccount, Zone, Seen, Because = "Without a zone group nobody writes the name into the zone.")]
    [Fails(ToAccount, Kept, Because = "The zone is gone.")]
    [Fails(ToAccount, Kept, Zone, Because = "No network sees the zone.")]
    [Fails(ToAccount, Kept, Zone, """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/privatelink.search.windows.net", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/other" } } }""")]
    [Fails(ToAccount, """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net" } } ] } }""", """PrivateDnsZone { "name": "privatelink.blob.core.windows.net" }""", Because = "It is another service's zone.")]
    [CannotSay(ToAccount, """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/dns/providers/Microsoft.Network/privateDnsZones/privatelink.search.windows.net" } } ] } }""", Because = "The zone lies in a subscription that was not read.")]
    [Skips("""{ "properties": { "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/x" } } ] } }""")]
    [Passes("""{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/x" } } ] } }""", """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH" } } ] } }""", """PrivateDnsZone { "name": "EACH" }""", """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""", Each = ["privatelink.cognitiveservices.azure.com", "privatelink.openai.azure.com", "privatelink.services.ai.azure.com"])]
    [Passes("""{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/x" } } ] } }""", """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH" } } ] } }""", """PrivateDnsZone { "name": "EACH" }""", """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""", Each = ["privatelink.api.azureml.ms", "privatelink.api.ml.azure.cn"])]
    [Passes("""{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.BotService/botServices/x" } } ] } }""", """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH" } } ] } }""", """PrivateDnsZone { "name": "EACH" }""", """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""", Each = ["privatelink.directline.botframework.com", "privatelink.token.botframework.com"])]
    [Passes("""{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.ApiManagement/service/x" } } ] } }""", """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH" } } ] } }""", """PrivateDnsZone { "name": "EACH" }""", """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/EACH", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""", Each = ["privatelink.azure-api.net"])]
    [Passes("""{ "properties": { "subnet": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke/subnets/ai" }, "privateLinkServiceConnections": [ { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Search/searchServices/x" } }, { "properties": { "privateLinkServiceId": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/x" } } ] } }""", Kept, Zone, Seen, Because = "One of two services is of AI.")]
    [Fails(ToAccount, """PrivateDnsZoneGroup { "properties": { "privateDnsZoneConfigs": [ { "properties": { "privateDnsZoneId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net" } } ] } }""", """PrivateDnsZone { "name": "privatelink.blob.core.windows.net" }""", """VirtualNetworkLink { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net", "properties": { "virtualNetwork": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/spoke" } } }""", Because = "The network sees another service's zone.")]
    public static Verdict NameLeadsToIt(PrivateEndpoint endpoint, Inventory<PrivateDnsZoneGroup> groups, Inventory<PrivateDnsZone> zones, Inventory<VirtualNetworkLink> links)
    {
        var wanted = s_zones.Where(known => endpoint.Services.Any(service => service.Contains(known.Service, StringComparison.OrdinalIgnoreCase))).SelectMany(known => known.Zones).ToList();
        if (wanted.Count == 0)
        {
            return NotApplicable("It leads to no AI service.");
        }
        var named = groups.Of(endpoint).SelectMany(group => group.Properties?.PrivateDnsZoneConfigs ?? []).Select(zone => zone.Properties?.PrivateDnsZoneId).OfType<string>()
            .Where(id => wanted.Any(start => id[(id.LastIndexOf('/') + 1)..].StartsWith(start, StringComparison.OrdinalIgnoreCase))).ToList();
        if (named.Count == 0)
        {
            return Fail("No zone group keeps its name in a zone of the service.");
        }
        var network = AzureIdentity.Whole(endpoint.Properties?.Subnet?.Id, "subnets");
        return Every.Of(named.Select<string, Func<Verdict>>(id => () =>
            zones.Find(id) is not { } zone ? Fail($"The zone {id} is not there.")
            : links.Of(zone).Any(link => network is not null && network.Equals(link.Properties?.VirtualNetwork?.Id, StringComparison.OrdinalIgnoreCase)) ? Pass($"The zone {zone.Identity.Name} is linked to the network.")
            : Fail($"The zone {zone.Identity.Name} is not linked to the network of the endpoint.")));
    }

    [Check("AZ-NET-038", Severity.High, "Subnets of AI services have a security group that lets no internet in",
        Risk = "Notebooks, clusters and agents answer to the internet, or to everything beside them.",
        Advice = "Give each subnet a network security group, and remove inbound rules for the internet.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049",
        Link = "https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview")]
    [Command("az network nsg create --name NEW_GROUP_NAME --resource-group {resourceGroups} --subscription {Scope} && az network vnet subnet update --vnet-name {Name} --name SUBNET_NAME --resource-group {resourceGroups} --network-security-group NEW_GROUP_NAME --subscription {Scope}")]
    [Passes(Filtered, Endpoint, "NetworkSecurityGroup { }")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "in", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "VirtualNetwork", "protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } }""")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "out", "properties": { "access": "Allow", "direction": "Outbound", "priority": 100, "sourceAddressPrefix": "*", "protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } }""")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "in", "properties": { "access": "Allow", "direction": "Inbound", "priority": 200, "sourceAddressPrefix": "*", "protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } }, { "name": "none", "properties": { "access": "Deny", "direction": "Inbound", "priority": 100, "protocol": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } }""", Because = "A rule before it denies everything.")]
    [Fails(Filtered, Notebook, """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "in", "properties": { "access": "allow", "direction": "inbound", "priority": 100, "sourceAddressPrefix": "internet", "protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } }, { "name": "none", "properties": { "access": "Deny", "direction": "Inbound", "priority": 200, "protocol": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } }""")]
    [Fails(Filtered, Agents, """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "in", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefixes": [ "10.0.0.0/8", "0.0.0.0/0" ], "protocol": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } } ] } }""")]
    [Fails(Filtered, Notebook, """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "low", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "0.0.0.0/1", "protocol": "Tcp", "destinationAddressPrefix": "*", "destinationPortRange": "8888" } }, { "name": "high", "properties": { "access": "Allow", "direction": "Inbound", "priority": 110, "sourceAddressPrefix": "128.0.0.0/1", "protocol": "Tcp", "destinationAddressPrefix": "*", "destinationPortRange": "8000-9000" } } ] } }""", Because = "Two halves are the whole.")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "ssh", "properties": { "access": "Allow", "direction": "Inbound", "priority": 200, "sourceAddressPrefix": "*", "protocol": "Tcp", "destinationAddressPrefix": "*", "destinationPortRange": "22" } }, { "name": "none", "properties": { "access": "Deny", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "Internet", "destinationAddressPrefix": "*", "destinationPortRange": "20-30" } } ] } }""", Because = "A rule before it denies that port.")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "service", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "AzureMachineLearning", "protocol": "Tcp", "destinationAddressPrefix": "*", "destinationPortRange": "44224" } } ] } }""", Because = "The service itself may come in.")]
    [Fails(Filtered, Notebook, """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "web", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "Internet", "protocol": "Tcp", "destinationApplicationSecurityGroups": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/applicationSecurityGroups/web" } ], "destinationPortRange": "443" } } ] } }""", """NetworkInterface { "properties": { "ipConfigurations": [ { "properties": { "privateIPAddress": "10.0.0.4", "applicationSecurityGroups": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/applicationSecurityGroups/web" } ] } } ] } }""", Because = "A machine is in the group that the rule is for.")]
    [Passes(Filtered, Notebook, "MlWorkspace { }", """NetworkSecurityGroup { "properties": { "securityRules": [ { "name": "web", "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "sourceAddressPrefix": "Internet", "protocol": "Tcp", "destinationApplicationSecurityGroups": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/applicationSecurityGroups/web" } ], "destinationPortRange": "443" } } ] } }""", Because = "Nobody is in the group that the rule is for.")]
    [Fails(Bare, Notebook)]
    [Fails(Bare, Endpoint)]
    [Fails(Filtered, Notebook, Because = "The security group is gone.")]
    [Skips(Bare)]
    public static Verdict Filtering(VirtualNetwork network, AiSubnets subnets, AzureNets nets, AzureFilters filters, Inventory<NetworkSecurityGroup> groups)
    {
        var used = subnets.Of(network);
        return used.Count == 0 ? NotApplicable(NoSubnets) : Every.Of(used.Select<Subnet, Func<Verdict>>(subnet => () =>
            subnet.Properties?.NetworkSecurityGroup?.Id is not { Length: > 0 } id || groups.Find(id) is not { } group ? Fail($"The subnet {subnet.Name} has no security group.")
            : filters.Opening(group, nets.Of(network.Identity.Id)!, subnet) is { } opening ? Fail($"{group.Identity.Name} lets {opening.From} into the subnet {subnet.Name}, on port {opening.Port}.")
            : Pass($"{group.Identity.Name} lets no internet into the subnet {subnet.Name}.")));
    }

    [Check("AZ-NET-039", Severity.Low, "AI services have subnets of their own, with a firewall on the way out",
        Risk = "What breaks into one machine is beside the models, and everything they know leaves unseen.",
        Advice = "Give AI services subnets of their own, and route what leaves them to a firewall.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-secure-workspace-vnet")]
    [Command("az network vnet subnet create --vnet-name {Name} --name NEW_SUBNET_NAME --resource-group {resourceGroups} --address-prefixes ADDRESS_PREFIX --network-security-group GROUP_NAME --route-table ROUTE_TABLE_ID --subscription {Scope}")]
    [Passes(Routed, Notebook, "MlWorkspace { }", Firewall)]
    [Passes("""{ "name": "spoke", "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { "ipConfigurations": [ { "id": "/subscriptions/s/resourceGroups/ai/providers/Microsoft.Network/networkInterfaces/PE/ipConfigurations/1" } ] } } ] } }""", Endpoint, Because = "Nothing leaves through a private endpoint.")]
    [Passes(Routed, Notebook, "MlWorkspace { }", """RouteTable { "properties": { "routes": [ { "name": "low", "properties": { "addressPrefix": "0.0.0.0/1", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4" } }, { "name": "high", "properties": { "addressPrefix": "128.0.0.0/1", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4" } } ] } }""", Because = "Two halves are the whole.")]
    [Fails(Routed, Notebook, """RouteTable { "properties": { "routes": [ { "name": "out", "properties": { "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.0.0.4" } }, { "name": "low", "properties": { "addressPrefix": "0.0.0.0/1", "nextHopType": "Internet" } }, { "name": "high", "properties": { "addressPrefix": "128.0.0.0/1", "nextHopType": "Internet" } } ] } }""", Because = "Longer prefixes lead all of it past the firewall.")]
    [Fails(Routed, Notebook, """RouteTable { "properties": { "routes": [ { "name": "out", "properties": { "addressPrefix": "0.0.0.0/0", "nextHopType": "Internet" } } ] } }""")]
    [Fails(Routed, Agents, """RouteTable { "properties": { "routes": [ { "name": "out", "properties": { "addressPrefix": "10.0.0.0/8", "nextHopType": "VirtualAppliance" } } ] } }""")]
    [Fails(Bare, Notebook)]
    [Fails("""{ "name": "default-vnet", "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai" } ] } }""", Endpoint)]
    [Fails("""{ "name": "spoke", "properties": { "subnets": [ { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/example/subnets/ai", "name": "ai", "properties": { "ipConfigurations": [ { "id": "/subscriptions/s/resourceGroups/web/providers/Microsoft.Network/networkInterfaces/vm/ipConfigurations/1" } ] } } ] } }""", Endpoint)]
    [Skips(Bare)]
    [Passes(Routed, Notebook, "MlWorkspace { }", """RouteTable { "properties": { "routes": [ { "name": "nowhere", "properties": { "addressPrefix": "0.0.0.0/0", "nextHopType": "None" } } ] } }""", Because = "Nothing goes out.")]
    public static Verdict OwnSubnets(VirtualNetwork network, AiSubnets subnets, AzureNets nets, AzureRoutes routes)
    {
        var used = subnets.Of(network);
        return used.Count == 0 ? NotApplicable(NoSubnets) : Every.Of(used.Select<Subnet, Func<Verdict>>(subnet => () =>
        {
            if (subnets.Others(subnet).FirstOrDefault() is { } other && !subnets.RunsCode(subnet))
            {
                return Fail($"The subnet {subnet.Name} holds {other[(other.LastIndexOf('/') + 1)..]}, too, which is no AI service's.");
            }
            if (!subnets.RunsCode(subnet))
            {
                return Pass($"The subnet {subnet.Name} holds private endpoints only.");
            }
            var ways = routes.WaysOf(nets.Of(network.Identity.Id)!, subnet);
            var hasSix = AzureNets.Addresses(subnet).Overlaps(AddressSet.AllSix);
            return routes.To(ways, "Internet").Intersect(hasSix ? AddressSet.All : AddressSet.AllFour).IsWholeInternet ? Fail($"What leaves the subnet {subnet.Name} goes to no firewall.")
                : ways.FirstOrDefault(way => way.Hop is "VirtualAppliance" or "VirtualNetworkGateway" && way.To.HasInternet) is { To: not null } firewall
                    ? Pass($"What leaves the subnet {subnet.Name} goes to a firewall ({firewall.At ?? "the network's gateway"}).")
                : Pass($"Nothing that leaves the subnet {subnet.Name} reaches the internet.");
        }).Prepend(() => network.Identity.Name.StartsWith("default", StringComparison.OrdinalIgnoreCase) ? Fail($"The network is called {network.Identity.Name}: nobody made it for AI.") : NotApplicable("")));
    }
}
