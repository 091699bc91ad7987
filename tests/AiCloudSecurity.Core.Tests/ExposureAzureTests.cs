using AiCloudSecurity.Exposure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Core.Tests;

public sealed class ExposureAzureTests
{
    private const string Root = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers";
    private const string Vnet = $"{Root}/Microsoft.Network/virtualNetworks/vnet";

    [Theory]
    [InlineData("""{ }""", Reach.Internet, Authentication.Key)]
    [InlineData("""{ "disableLocalAuth": true }""", Reach.Internet, Authentication.Token)]
    [InlineData("""{ "publicNetworkAccess": "Disabled" }""", Reach.None, Authentication.Key)]
    [InlineData("""{ "publicNetworkAccess": "Enabled", "networkAcls": { "defaultAction": "Allow", "ipRules": [{ "value": "198.51.100.0/24" }] } }""", Reach.Internet, Authentication.Key)]
    [InlineData("""{ "networkAcls": { "defaultAction": "Deny", "ipRules": [{ "value": "198.51.100.0/24" }] } }""", Reach.InternetRestricted, Authentication.Key)]
    [InlineData("""{ "networkAcls": { "defaultAction": "Deny", "ipRules": [{ "value": "0.0.0.0/1" }, { "value": "128.0.0.0/1" }] } }""", Reach.Internet, Authentication.Key)]
    [InlineData("""{ "networkAcls": { "defaultAction": "Deny", "bypass": "AzureServices" } }""", Reach.Organisation, Authentication.Key)]
    [InlineData("""{ "networkAcls": { "defaultAction": "Deny", "virtualNetworkRules": [{ "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/virtualNetworks/vnet/subnets/s" }] } }""", Reach.PrivateNetwork, Authentication.Key)]
    [InlineData("""{ "networkAcls": { "defaultAction": "Deny" } }""", Reach.None, Authentication.Key)]
    [InlineData("""{ "publicNetworkAccess": "SecuredByPerimeter" }""", Reach.None, Authentication.Key)]
    public void An_account_is_reached_as_its_network_rules_say(string properties, Reach reach, Authentication authentication)
    {
        var account = ExposureEstate.One(Azure($$"""CognitiveAccount { "name": "ai", "kind": "TextAnalytics", "properties": {{properties}} }"""), "ai");
        Assert.Equal((reach, authentication), (account.Reach, account.Authentication));
    }

    [Theory]
    [InlineData("Enforced", """, "addressPrefixes": ["203.0.113.0/24"]""", Reach.InternetRestricted)]
    [InlineData("Enforced", """, "subscriptions": [{ "id": "/subscriptions/2" }]""", Reach.Organisation)]
    [InlineData("Learning", """, "subscriptions": [{ "id": "/subscriptions/2" }]""", Reach.Internet)]
    [InlineData("Learning", """, "addressPrefixes": ["203.0.113.0/24"]""", Reach.InternetRestricted, "Disabled")]
    [InlineData("Learning", """, "addressPrefixes": ["0.0.0.0/0"]""", Reach.Internet, "Disabled")]
    [InlineData("Enforced", """, "addressPrefixes": ["0.0.0.0/0"]""", Reach.Internet, "Disabled")]
    [InlineData("Learning", """, "addressPrefixes": ["203.0.113.0/24"]""", Reach.InternetRestricted, "SecuredByPerimeter")]
    public void A_perimeter_decides_where_it_is_enforced_and_opens_what_is_closed_before(string mode, string rule, Reach reach, string access = "Enabled")
    {
        const string perimeter = $"{Root}/Microsoft.Network/networkSecurityPerimeters/nsp";
        var account = ExposureEstate.One(Azure($$"""CognitiveAccount { "name": "ai", "kind": "TextAnalytics", "properties": { "publicNetworkAccess": "{{access}}" } }""",
            """NetworkSecurityPerimeter { "name": "nsp" }""",
            $$"""PerimeterAssociation { "@Parent": "{{perimeter}}", "name": "a", "properties": { "accessMode": "{{mode}}", "privateLinkResource": { "id": "{{Root}}/microsoft.cognitiveservices/accounts/AI" }, "profile": { "id": "{{perimeter}}/profiles/p" } } }""",
            $$"""PerimeterProfile { "@Parent": "{{perimeter}}", "name": "p" }""",
            $$"""PerimeterRule { "@Parent": "{{perimeter}}/profiles/p", "name": "r", "properties": { "direction": "Inbound" {{rule}} } }"""), "ai");
        Assert.Equal(reach, account.Reach);
    }

    [Fact]
    public void A_private_endpoint_opens_its_network_and_what_is_joined_with_it()
    {
        string[] texts = [
            $$"""CognitiveAccount { "name": "ai", "kind": "TextAnalytics", "properties": { "publicNetworkAccess": "Disabled", "privateEndpointConnections": [{ "properties": { "privateEndpoint": { "id": "{{Root}}/Microsoft.Network/privateEndpoints/pe" }, "privateLinkServiceConnectionState": { "status": "STATUS" } } }] } }""",
            $$"""PrivateEndpoint { "name": "pe", "properties": { "subnet": { "id": "{{Vnet}}/subnets/s" }, "customDnsConfigs": [{ "fqdn": "ai", "ipAddresses": ["10.0.0.5"] }] } }"""];
        string[] networks = [Network("vnet", "10.0.0.0", "other"), Network("other", "10.1.0.0", "vnet")];
        var approved = Exposures.Of(Azure([.. texts.Select(text => text.Replace("STATUS", "Approved", StringComparison.Ordinal)), .. networks])).Where(exposure => exposure.ResourceName == "ai").ToList();
        Assert.Equal([Reach.None, Reach.PeeredNetwork], approved.Select(exposure => exposure.Reach));
        Assert.Contains("10.1.0.0/24", approved[1].From, StringComparison.Ordinal);
        Assert.Contains("No private DNS zone", approved[1].Because, StringComparison.Ordinal);
        Assert.Single(Exposures.Of(Azure([.. texts.Select(text => text.Replace("STATUS", "Pending", StringComparison.Ordinal)), .. networks])), exposure => exposure.ResourceName == "ai");
        var alone = Exposures.Of(Azure([.. texts.Select(text => text.Replace("STATUS", "Approved", StringComparison.Ordinal)), networks[0]])).Last(exposure => exposure.ResourceName == "ai");
        Assert.Equal(Reach.Unknown, alone.Reach);
        Assert.Contains("other", alone.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "Internet", "destinationAddressPrefix": "*", "destinationPortRange": "22" } }""", Reach.Internet)]
    [InlineData("""{ "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "203.0.113.7", "destinationAddressPrefix": "*", "destinationPortRanges": ["20-25"] } }""", Reach.InternetRestricted)]
    [InlineData("""{ "properties": { "access": "Deny", "direction": "Inbound", "priority": 90, "protocol": "*", "sourceAddressPrefix": "*", "destinationAddressPrefix": "*", "destinationPortRange": "*" } }, { "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "Internet", "destinationAddressPrefix": "*", "destinationPortRange": "22" } }""", Reach.None)]
    [InlineData("""{ "properties": { "access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": "AzureMachineLearning", "destinationAddressPrefix": "*", "destinationPortRange": "22" } }""", Reach.Unknown)]
    public void SSH_of_a_compute_instance_is_reached_as_its_subnets_security_group_says(string rules, Reach reach)
    {
        var shell = Exposures.Of(Azure("""MlWorkspace { "name": "example", "properties": { "publicNetworkAccess": "Enabled" } }""",
            $$"""MlCompute { "name": "ci", "properties": { "computeType": "ComputeInstance", "properties": { "enableNodePublicIp": true, "subnet": { "id": "{{Vnet}}/subnets/s" }, "sshSettings": { "sshPublicAccess": "Enabled" } } } }""",
            Network("vnet", "10.0.0.0", null, $$""" "networkSecurityGroup": { "id": "{{Root}}/Microsoft.Network/networkSecurityGroups/nsg" }, """), $$"""NetworkSecurityGroup { "name": "nsg", "properties": { "securityRules": [{{rules}}] } }"""))
            .Single(exposure => exposure is { ResourceName: "ci", Entry: "SSH" });
        Assert.Equal(reach, shell.Reach);
        Assert.Equal(Egress.Internet, shell.Egress);
    }

    [Theory]
    [InlineData("Disabled", Egress.Restricted)]
    [InlineData("Enabled", Egress.Internet)]
    public void An_online_endpoint_reaches_out_where_one_of_its_deployments_does(string access, Egress egress)
    {
        const string workspace = $"{Root}/Microsoft.MachineLearningServices/workspaces/lab";
        var endpoint = ExposureEstate.One(Azure($$"""MlWorkspace { "@Id": "{{workspace}}", "name": "lab", "properties": { } }""",
            $$"""OnlineEndpoint { "@Id": "{{workspace}}/onlineEndpoints/score", "name": "score", "properties": { "authMode": "Key" } }""",
            $$"""OnlineDeployment { "@Id": "{{workspace}}/onlineEndpoints/score/deployments/blue", "name": "blue", "properties": { "egressPublicNetworkAccess": "Disabled" } }""",
            $$"""OnlineDeployment { "@Id": "{{workspace}}/onlineEndpoints/score/deployments/green", "name": "green", "properties": { "egressPublicNetworkAccess": "{{access}}" } }"""), "score");
        Assert.Equal((Reach.Internet, egress), (endpoint.Reach, endpoint.Egress));
    }

    [Fact]
    public void What_leaves_through_an_appliance_is_unknown()
    {
        var account = ExposureEstate.One(Azure(
            $$"""CognitiveAccount { "name": "ai", "kind": "AIServices", "properties": { "networkInjections": [{ "scenario": "agent", "subnetArmId": "{{Vnet}}/subnets/s" }] } }""",
            Network("vnet", "10.0.0.0", null, $$""" "routeTable": { "id": "{{Root}}/Microsoft.Network/routeTables/rt" }, """),
            """RouteTable { "name": "rt", "properties": { "routes": [{ "properties": { "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.9.0.4" } }] } }"""), "ai");
        Assert.Equal(Egress.Unknown, account.Egress);
        Assert.Contains("10.9.0.4", account.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("None", "<llm-token-limit counter-key=\\\"@(context.Subscription.Id)\\\" tokens-per-minute=\\\"5000\\\" />", Reach.Internet, "5000 tokens/min for each caller")]
    [InlineData("None", "", Reach.Internet, "none")]
    [InlineData("Internal", "<rate-limit calls=\\\"10\\\" renewal-period=\\\"60\\\" />", Reach.PrivateNetwork, "10 calls in 60 s for each caller")]
    public void An_api_in_front_of_models_is_reached_and_limited_as_its_gateway_says(string mode, string policy, Reach reach, string limit)
    {
        const string gateway = $"{Root}/Microsoft.ApiManagement/service/apim";
        var api = ExposureEstate.One(Azure(
            $$"""Gateway { "name": "apim", "properties": { "gatewayUrl": "https://apim.azure-api.net", "virtualNetworkType": "{{mode}}", "virtualNetworkConfiguration": { "subnetResourceId": "{{Vnet}}/subnets/s" } } }""",
            $$"""GatewayApi { "@Parent": "{{gateway}}", "name": "chat", "properties": { "path": "chat", "serviceUrl": "https://ai.openai.azure.com/openai", "subscriptionRequired": true } }""",
            $$"""ApiPolicy { "@Parent": "{{gateway}}/apis/chat", "name": "policy", "properties": { "value": "<policies><inbound><base />{{policy}}</inbound></policies>" } }""",
            Network("vnet", "10.0.0.0", null)), "chat");
        Assert.Equal((reach, Authentication.Key, limit), (api.Reach, api.Authentication, api.RateLimit));
    }

    [Theory]
    [InlineData("Enabled", Reach.Internet)]
    [InlineData("Disabled", Reach.Unknown)]
    public void A_perimeter_that_was_not_read_could_open_what_is_closed_and_only_narrow_what_is_open(string access, Reach reach)
    {
        var account = ExposureEstate.One(ExposureEstate.Of(Cloud.Azure, typeof(NetworkSecurityPerimeter), $$"""CognitiveAccount { "name": "ai", "kind": "TextAnalytics", "properties": { "publicNetworkAccess": "{{access}}" } }"""), "ai");
        Assert.Equal(reach, account.Reach);
    }

    [Fact]
    public void An_api_is_limited_with_the_keys_of_a_product_and_not_past_it()
    {
        const string gateway = $"{Root}/Microsoft.ApiManagement/service/apim";
        var ways = Exposures.Of(Azure(
            """Gateway { "name": "apim", "properties": { "gatewayUrl": "https://apim.azure-api.net" } }""",
            $$"""GatewayApi { "@Parent": "{{gateway}}", "name": "chat", "properties": { "path": "chat", "serviceUrl": "https://ai.openai.azure.com/openai", "subscriptionRequired": true } }""",
            $$"""GatewayProduct { "@Parent": "{{gateway}}", "name": "gold", "properties": { "subscriptionRequired": true } }""",
            $$"""GatewayProductApi { "@Parent": "{{gateway}}/products/gold", "name": "chat", "properties": { "apiId": "{{gateway}}/apis/chat" } }""",
            $$"""ProductPolicy { "@Parent": "{{gateway}}/products/gold", "name": "policy", "properties": { "value": "<policies><inbound><base /><llm-token-limit counter-key=\"@(context.Subscription.Id)\" token-quota=\"10000\" token-quota-period=\"Daily\" /></inbound></policies>" } }""",
            $$"""GatewaySubscription { "@Parent": "{{gateway}}", "name": "k", "properties": { "scope": "{{gateway}}/apis/chat", "state": "active" } }""")).Where(exposure => exposure.ResourceName == "chat").ToList();
        Assert.Equal([("Gateway path chat", "none", true), ("Gateway path chat (product gold)", "10000 tokens Daily for each caller", false)],
            ways.Select(way => (way.Entry, way.RateLimit, way.Concerns.HasFlag(ExposureConcerns.NoLimit))));
    }

    [Fact]
    public void No_refused_read_makes_a_reach_narrower()
    {
        string[] texts = ["""MlWorkspace { "name": "example", "properties": { "publicNetworkAccess": "Enabled" } }""",
            $$"""MlCompute { "name": "ci", "properties": { "computeType": "ComputeInstance", "properties": { "subnet": { "id": "{{Vnet}}/subnets/s" }, "sshSettings": { "sshPublicAccess": "Enabled" } } } }""",
            """CognitiveAccount { "name": "ai", "kind": "TextAnalytics", "properties": { "networkAcls": { "defaultAction": "Deny", "ipRules": [{ "value": "198.51.100.0/24" }] } } }""", Network("vnet", "10.0.0.0", null)];
        var whole = Exposures.Of(Azure(texts)).ToDictionary(exposure => (exposure.ResourceId, exposure.Entry));
        foreach (var type in Exposures.Types(Cloud.Azure))
        {
            foreach (var exposure in Exposures.Of(ExposureEstate.Of(Cloud.Azure, type.Record, texts)))
            {
                Assert.True(!whole.TryGetValue((exposure.ResourceId, exposure.Entry), out var before) || exposure.Reach >= before.Reach, $"Without {type.Name} {exposure.ResourceId} is {exposure.Reach}: {exposure.Because}");
            }
        }
    }

    private static string Network(string name, string at, string? joined, string subnet = "") => $$"""
        VirtualNetwork { "name": "{{name}}", "properties": { "addressSpace": { "addressPrefixes": ["{{at}}/16"] },
            "subnets": [{ "id": "{{Root}}/Microsoft.Network/virtualNetworks/{{name}}/subnets/s", "name": "s", "properties": { {{subnet}} "addressPrefix": "{{at}}/24" } }],
            "virtualNetworkPeerings": [{{(joined is null ? "" : $$"""{ "properties": { "remoteVirtualNetwork": { "id": "{{Root}}/Microsoft.Network/virtualNetworks/{{joined}}" }, "peeringState": "Connected" } }""")}}] } }
        """;

    private static Estate Azure(params IEnumerable<string> texts) => ExposureEstate.Of(Cloud.Azure, texts);
}
