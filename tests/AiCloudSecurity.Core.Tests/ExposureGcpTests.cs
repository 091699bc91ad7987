using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

public sealed class ExposureGcpTests
{
    private const string Net = """Network { "name": "ai" }""";
    private const string Subnet = """Subnetwork { "name": "projects/ai-project/regions/europe-west4/subnetworks/s", "network": "projects/ai-project/global/networks/ai", "ipCidrRange": "10.0.0.0/24" }""";
    private const string Internet = """Route { "name": "default", "network": "projects/ai-project/global/networks/ai", "destRange": "0.0.0.0/0", "nextHopGateway": "projects/ai-project/global/gateways/default-internet-gateway" }""";

    [Theory]
    [InlineData("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": ["0.0.0.0/0"], "allowed": [{ "IPProtocol": "tcp", "ports": ["22"] }] }""", "", Reach.Internet)]
    [InlineData("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": ["203.0.113.0/24"], "allowed": [{ "IPProtocol": "all" }] }""", "", Reach.InternetRestricted)]
    [InlineData("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": ["0.0.0.0/0"], "allowed": [{ "IPProtocol": "tcp", "ports": ["22"] }] }""", "\"disablePublicIp\": true,", Reach.PrivateNetwork)]
    [InlineData("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": ["0.0.0.0/0"], "targetTags": ["other"], "allowed": [{ "IPProtocol": "tcp", "ports": ["22"] }] }""", "", Reach.None)]
    public void SSH_of_a_notebook_is_reached_as_firewall_rules_and_addresses_say(string rule, string address, Reach reach)
    {
        var shell = Assert.Single(Exposures.Of(Gcp(Net, Subnet, Internet, $$"""WorkbenchInstance { "name": "nb", "gceSetup": { {{address}} "networkInterfaces": [{ "network": "projects/ai-project/global/networks/ai", "subnet": "projects/ai-project/regions/europe-west4/subnetworks/s" }] } }""", $"Firewall {rule}")),
            exposure => exposure is { ResourceName: "nb", Entry: "SSH" });
        Assert.Equal((reach, Authentication.Key), (shell.Reach, shell.Authentication));
    }

    [Theory]
    [InlineData("\"disablePublicIp\": true,", "", Egress.Restricted)]
    [InlineData("\"disablePublicIp\": true,", """Router { "name": "projects/ai-project/regions/europe-west4/routers/r", "network": "projects/ai-project/global/networks/ai", "nats": [{ "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES" }] }""", Egress.Internet)]
    [InlineData("", "", Egress.Internet)]
    [InlineData("", """Firewall { "network": "projects/ai-project/global/networks/ai", "direction": "EGRESS", "priority": 1, "denied": [{ "IPProtocol": "all" }] }""", Egress.None)]
    public void A_notebook_reaches_out_as_its_address_and_Cloud_NAT_say(string address, string more, Egress egress)
    {
        var proxy = Assert.Single(Exposures.Of(Gcp([Net, Subnet, Internet, $$"""WorkbenchInstance { "name": "nb", "gceSetup": { {{address}} "networkInterfaces": [{ "network": "projects/ai-project/global/networks/ai", "subnet": "projects/ai-project/regions/europe-west4/subnetworks/s" }] } }""", .. more.Length > 0 ? (string[])[more] : []])),
            exposure => exposure is { ResourceName: "nb", Entry: "Proxy URL" });
        Assert.Equal((Reach.Internet, Authentication.Iam, egress), (proxy.Reach, proxy.Authentication, proxy.Egress));
    }

    [Theory]
    [InlineData("""{ "name": "e" }""", "", Reach.Internet)]
    [InlineData("""{ "name": "e" }""", """ServicePerimeter { "name": "organizations/1/servicePerimeters/p", "title": "p", "status": { "resources": ["projects/123456789012"], "restrictedServices": ["aiplatform.googleapis.com"] } }""", Reach.Organisation)]
    [InlineData("""{ "name": "e" }""", """ServicePerimeter { "name": "organizations/1/servicePerimeters/p", "title": "p", "spec": { "resources": ["projects/123456789012"], "restrictedServices": ["aiplatform.googleapis.com"] } }""", Reach.Internet)]
    [InlineData("""{ "name": "e" }""", """ServicePerimeter { "name": "organizations/1/servicePerimeters/p", "title": "p", "status": { "resources": ["projects/123456789012"], "restrictedServices": ["aiplatform.googleapis.com"], "ingressPolicies": [{ "ingressFrom": { "sources": [{ "accessLevel": "*" }] }, "ingressTo": { "operations": [{ "serviceName": "aiplatform.googleapis.com" }] } }] } }""", Reach.Internet)]
    [InlineData("""{ "name": "e" }""", """ServicePerimeter { "name": "organizations/1/servicePerimeters/p", "title": "p", "status": { "resources": ["projects/123456789012"], "restrictedServices": ["aiplatform.googleapis.com"], "ingressPolicies": [{ "ingressFrom": { "sources": [{ "accessLevel": "accessPolicies/1/accessLevels/l" }] }, "ingressTo": { "operations": [{ "serviceName": "aiplatform.googleapis.com" }] } }] } }""", Reach.Unknown)]
    [InlineData("""{ "name": "e", "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": ["ai-project"] } }""", "", Reach.PrivateNetwork)]
    [InlineData("""{ "name": "e", "privateServiceConnectConfig": { "enablePrivateServiceConnect": true, "projectAllowlist": ["other"] } }""", "", Reach.PeeredNetwork)]
    [InlineData("""{ "name": "e", "network": "projects/ai-project/global/networks/ai" }""", "", Reach.PeeredNetwork)]
    public void An_endpoint_is_reached_as_its_network_and_the_perimeter_say(string endpoint, string more, Reach reach)
    {
        var exposures = Exposures.Of(Gcp([Net, $"Endpoint {endpoint}", .. more.Length > 0 ? (string[])[more] : []])).ToList();
        Assert.Equal(reach, Assert.Single(exposures, exposure => exposure is { ResourceType: "aiplatform.googleapis.com/Endpoint", ResourceName: not "*" }).Reach);
    }

    [Fact]
    public void No_refused_read_makes_a_reach_narrower()
    {
        string[] texts = [Net, Subnet, Internet, """WorkbenchInstance { "name": "nb", "gceSetup": { "networkInterfaces": [{ "network": "projects/ai-project/global/networks/ai", "subnet": "projects/ai-project/regions/europe-west4/subnetworks/s" }] } }""",
            """Firewall { "network": "projects/ai-project/global/networks/ai", "sourceRanges": ["203.0.113.0/24"], "allowed": [{ "IPProtocol": "tcp" }] }""", """Endpoint { "name": "e" }"""];
        var whole = Exposures.Of(Gcp(texts)).ToDictionary(exposure => (exposure.ResourceId, exposure.Entry));
        foreach (var type in Exposures.Types(Cloud.Gcp))
        {
            foreach (var exposure in Exposures.Of(ExposureEstate.Of(Cloud.Gcp, type.Record, texts)))
            {
                Assert.True(!whole.TryGetValue((exposure.ResourceId, exposure.Entry), out var before) || exposure.Reach >= before.Reach, $"Without {type.Name} {exposure.ResourceId} is {exposure.Reach}: {exposure.Because}");
            }
        }
    }

    private static Estate Gcp(params IEnumerable<string> texts) => ExposureEstate.Of(Cloud.Gcp, texts);
}
