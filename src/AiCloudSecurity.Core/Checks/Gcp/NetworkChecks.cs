using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Gcp;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Gcp;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Checks on the networks that AI work lies in, and on what stands in front of models.</summary>
internal static class NetworkChecks
{
    private static readonly int[] s_ports = [22, 3389, 8080, 8888];

    [Check("GCP-NET-031", Severity.Medium, "AI project has no default network",
        Risk = "What names no network lands in one that is open inside and lets SSH and RDP in.",
        Advice = "Delete the default network with its rules, and enforce compute.skipDefaultNetworkCreation.",
        Tip = Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Atlas = "AML.T0049", Link = "https://cloud.google.com/vpc/docs/vpc#default-network")]
    [Command("gcloud compute firewall-rules list --filter network:default --project {Scope} && gcloud compute firewall-rules delete RULE_NAME --project {Scope} && gcloud compute networks delete default --project {Scope} && gcloud resource-manager org-policies enable-enforce compute.skipDefaultNetworkCreation --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """Network { "name": "ai", "autoCreateSubnetworks": true }""")]
    [Passes("{ }", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, """Network { "name": "default", "autoCreateSubnetworks": true }""")]
    [Passes("{ }", AiUse.Vertex, """Network { "name": "default" }""", Because = "Somebody made it, with subnets of his own.")]
    [Skips("{ }", """Network { "name": "default", "autoCreateSubnetworks": true }""")]
    public static Verdict NoDefaultNetwork(Project project, Inventory<Network> networks, AiUse use)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None)
            : networks.All.Any(network => network.AutoCreateSubnetworks && AiNetworks.IsDefault(network.Identity.Id)) ? Fail("The default network is still there.")
            : Pass("There is no default network.");
    }

    [Check("GCP-NET-032", Severity.High, "Firewall rule lets nobody from the internet reach notebooks",
        Risk = "SSH, RDP and Jupyter of the notebook can be tried by everybody.",
        Advice = "Disable the rule, or name the addresses that may come in.",
        Tip = Tip.PublicExposure | Tip.DefaultNetwork, Remedy = Remedy.MayBreak, Atlas = "AML.T0049", Link = "https://cloud.google.com/firewall/docs/firewalls")]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "direction": "INGRESS", "sourceRanges": [ "10.0.0.0/8" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open)]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "disabled": true, "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open)]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "direction": "EGRESS", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open)]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "443" ] }, { "IPProtocol": "udp" } ] }""", Open)]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "sourceTags": [ "bastion" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", Open)]
    [Fails("""{ "network": "https://www.googleapis.com/compute/v1/projects/ai-project/global/networks/ai", "direction": "INGRESS", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, Out, Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "::/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "8000-9000" ] } ] }""", Open, Net, OutSix, Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "10.0.0.0/8", "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "all" } ] }""", Open, Net, Out, Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "allowed": [ { "IPProtocol": "6", "ports": [ "3389" ] } ] }""", Open, Net, Out, Because = "Without a source it is everybody.", Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "targetTags": [ "jupyter" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", Open, Net, Out, Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "targetServiceAccounts": [ "nb@ai-project.iam.gserviceaccount.com" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", Open, Net, Out, Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/default", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", """WorkbenchInstance { "gceSetup": { } }""", """Network { "name": "default" }""", """Route { "network": "projects/ai-project/global/networks/default", "destRange": "0.0.0.0/0", "nextHopGateway": "projects/ai-project/global/gateways/default-internet-gateway" }""", Because = "A notebook that names no network is in the default one.", Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", """WorkbenchInstance { "gceSetup": { "disablePublicIp": true, "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ] } }""", Net, Out, Because = "It has no external address, which is milder.", Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/1", "128.0.0.0/1" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, Out, Because = "Two halves are the whole.", Severity = Severity.Medium)]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, Out, """Firewall { "network": "projects/ai-project/global/networks/ai", "priority": 900, "sourceRanges": [ "0.0.0.0/0" ], "denied": [ { "IPProtocol": "all" } ] }""", Because = "A rule before it denies.")]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, Out, """FirewallPolicy { "name": "organizations/1/firewallPolicies/9", "associations": [ { "attachmentTarget": "organizations/1" } ], "rules": [ { "priority": 1, "direction": "INGRESS", "action": "deny", "match": { "srcIpRanges": [ "0.0.0.0/0" ], "layer4Configs": [ { "ipProtocol": "tcp", "ports": [ "22" ] } ] } } ] }""", Because = "The organisation denies it first.")]
    [Passes("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, """Route { "network": "projects/ai-project/global/networks/ai", "destRange": "10.8.0.0/16", "nextHopGateway": "projects/ai-project/global/gateways/default-internet-gateway" }""", Because = "No route leads back to the internet.")]
    [CannotSay("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Because = "The network of the notebook was not found.")]
    [Skips("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "targetTags": [ "web" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", Open, Because = "It is about other machines.")]
    [Skips("""{ "network": "projects/ai-project/global/networks/web", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", Open)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, Net, Out, InPlace)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "allowed": [ { "IPProtocol": "tcp", "ports": [ "22" ] } ] }""", Open, """WorkbenchInstance { "gceSetup": { "disablePublicIp": true, "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ] } }""", Net, Out, InPlace, Because = "One of two has an external address.")]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "targetTags": [ "jupyter", "web" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", """WorkbenchInstance { "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/other" }, { "network": "projects/ai-project/global/networks/ai" } ], "tags": [ "lab", "jupyter" ] } }""", """Network { "name": "other" }""", Net, Out, Because = "One of its networks and one of its tags are meant.", Severity = Severity.Medium)]
    [Fails("""{ "network": "projects/ai-project/global/networks/ai", "sourceRanges": [ "0.0.0.0/0" ], "targetServiceAccounts": [ "nb@ai-project.iam.gserviceaccount.com" ], "allowed": [ { "IPProtocol": "tcp" } ] }""", """WorkbenchInstance { "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ], "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" }, { "email": "lab@ai-project.iam.gserviceaccount.com" } ] } }""", Net, Out, Severity = Severity.Medium)]
    public static Verdict NotFromInternet(Firewall rule, AiNetworks networks, GcpIngress ingress)
    {
        var meant = networks.Notebooks.Where(notebook => IsAbout(rule, notebook.Setup, networks)).ToList();
        if (meant.Count == 0)
        {
            return NotApplicable("The rule is about no notebook.");
        }
        var ports = GcpIngress.Admitted(rule).IsWholeInternet ? s_ports.Where(port => GcpIngress.IsAbout(rule, port)).ToList() : [];
        if (ports.Count == 0)
        {
            return Pass(rule.Disabled ? "The rule is disabled." : "The rule lets nobody from the internet reach SSH, RDP or Jupyter.");
        }
        // What other rules and routes leave of it, for the notebook as it is, and as it were with an external address.
        var ways = (from notebook in meant
                    from at in notebook.Setup.NetworkInterfaces is { Count: > 0 } interfaces ? interfaces : [new()]
                    let place = ingress.Place(at.Network, at.Subnet, notebook.Setup.Tags ?? [], notebook.Setup.ServiceAccounts is [var account, ..] ? account.Email : null, !notebook.Setup.DisablePublicIp)
                    where ingress.IsSame(rule.Network, place.Network)
                    from port in ports
                    select (notebook.Notebook.Identity.Name, Port: port, Now: ingress.Reaching(place, port), Then: ingress.Reaching(place with { HasExternalAddress = true, Addresses = AddressSet.All }, port))).ToList();
        var open = ways.Where(way => way.Then.Reach == Reach.Internet).ToList();
        if (open.Count == 0)
        {
            return ways.SelectMany(way => way.Then.Unseen).FirstOrDefault() is { } missing ? Unknown(missing) : Pass("The rule lets everybody in, but rules before it or routes do not.");
        }
        var outside = open.Exists(way => way.Now.Reach == Reach.Internet);
        return Fail($"Everybody may reach port {string.Join(", ", open.Select(way => way.Port).Distinct())} of {Names.Some(open.Select(way => way.Name))}{(outside ? "" : ", which has no external address")}.", outside ? Severity.High : Severity.Medium);
    }

    [Repair("GCP-NET-032", "gcp/compute/Firewall")]
    internal static IEnumerable<Wish> Disable(Firewall rule) =>
        [PlatformSettings.Firewall.Wish(rule, new() { ["disabled"] = true }, "Nobody comes in by the rule any more, from wherever it lets in now.")];

    [Check("GCP-NET-033", Severity.Low, "Subnet of AI work reaches Google privately",
        Risk = "Machines need an external address to call Google's services, and get one.",
        Advice = "Switch Private Google Access on for the subnet.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Safe, Link = "https://cloud.google.com/vpc/docs/configure-private-google-access")]
    [Passes("""{ "name": "projects/ai-project/regions/europe-west4/subnetworks/ai", "privateIpGoogleAccess": true }""", InSubnet)]
    [Fails("""{ "name": "projects/ai-project/regions/europe-west4/subnetworks/ai" }""", InSubnet)]
    [Fails("""{ "name": "projects/ai-project/regions/europe-west4/subnetworks/ai" }""", """NotebookRuntimeTemplate { "networkSpec": { "subnetwork": "projects/123456789012/regions/europe-west4/subnetworks/ai" } }""")]
    [Skips("""{ "name": "projects/ai-project/regions/europe-west4/subnetworks/web" }""", InSubnet)]
    [Fails("""{ "name": "projects/ai-project/regions/europe-west4/subnetworks/ai" }""", InSubnet, """NotebookRuntimeTemplate { "networkSpec": { "subnetwork": "projects/ai-project/regions/europe-west4/subnetworks/web" } }""", Because = "One of two works in it.")]
    public static Verdict PrivateAccess(Subnetwork subnet, AiNetworks networks, Inventory<NotebookRuntimeTemplate> templates) =>
        !networks.Notebooks.SelectMany(notebook => notebook.Setup.NetworkInterfaces ?? []).Select(network => network.Subnet).Concat(templates.All.Select(template => template.NetworkSpec?.Subnetwork))
            .OfType<string>().Any(name => networks.Same(name, subnet.Identity.Id)) ? NotApplicable("No notebook and no runtime works in it.")
        : subnet.PrivateIpGoogleAccess ? Pass("Private Google Access is on.") : Fail("Private Google Access is off.");

    [Repair("GCP-NET-033", "gcp/compute/PrivateGoogleAccess")]
    internal static IEnumerable<Wish> ReachPrivately(Subnetwork subnet) => [PlatformSettings.PrivateAccess.Wish(subnet, new() { ["privateIpGoogleAccess"] = true })];

    [Check("GCP-NET-036", Severity.Low, "Google's secure AI posture is deployed",
        Risk = "Drift from what was agreed for AI is noticed by nobody.",
        Advice = "Deploy the predefined posture secure AI, extended, on the organisation or folder.", SecureAiPosture = true,
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Safe, Link = "https://cloud.google.com/security-command-center/docs/security-posture-extended-secure-ai-template")]
    [Command("gcloud scc postures create organizations/ORGANIZATION_ID/locations/global/postures/secure-ai --posture-from-file posture.yaml && gcloud scc posture-deployments create organizations/ORGANIZATION_ID/locations/global/postureDeployments/secure-ai --posture-name organizations/ORGANIZATION_ID/locations/global/postures/secure-ai --posture-revision-id REVISION_ID --target-resource projects/PROJECT_NUMBER")]
    [Passes("{ }", AiUse.Vertex, """PostureDeployment { "state": "ACTIVE", "categories": [ "AI" ], "targetResource": "organizations/1" }""")]
    [Passes("{ }", AiUse.Vertex, """PostureDeployment { "state": "ACTIVE", "postureId": "organizations/1/locations/global/postures/secure_ai_extended", "targetResource": "folders/2" }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, """PostureDeployment { "state": "CREATE_FAILED", "categories": [ "AI" ], "targetResource": "organizations/1" }""")]
    [Fails("{ }", AiUse.Vertex, """PostureDeployment { "state": "ACTIVE", "categories": [ "GCP" ], "postureId": "organizations/1/locations/global/postures/cis", "targetResource": "organizations/1" }""")]
    [Fails("{ }", AiUse.Vertex, """PostureDeployment { "state": "ACTIVE", "categories": [ "AI" ], "targetResource": "folders/22" }""", Because = "It is for another folder.")]
    [Skips("{ }", """PostureDeployment { "state": "ACTIVE", "categories": [ "AI" ], "targetResource": "organizations/1" }""")]
    public static Verdict PostureIsDeployed(Project project, Inventory<PostureDeployment> deployments, AiUse use, Scope scope)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None)
            : deployments.All.FirstOrDefault(deployment => deployment.State is "ACTIVE"
                && (deployment.Categories?.Contains("AI") is true || deployment.PostureId?.Replace('-', '_').Contains("secure_ai", StringComparison.OrdinalIgnoreCase) is true)
                && Hierarchy.Holds(scope, deployment.TargetResource ?? "projects/")) is { } active
                ? Pass($"A posture for AI is deployed on {active.TargetResource}.") : Fail("No posture for AI is deployed on the project or above it.");
    }

    [Check("GCP-NET-037", Severity.Medium, "Public models stand behind something that limits callers",
        Risk = "Nobody stops a caller who asks until he has copied the model or spent the budget.",
        Advice = "Let callers reach the model through a gateway or load balancer that limits each of them.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05", Atlas = "AML.T0029, AML.T0046", Link = "https://cloud.google.com/armor/docs/rate-limiting-overview")]
    [Command("gcloud compute security-policies rules create 1000 --security-policy POLICY_NAME --src-ip-ranges 0.0.0.0/0 --action throttle --rate-limit-threshold-count 100 --rate-limit-threshold-interval-sec 60 --conform-action allow --exceed-action deny-429 --enforce-on-key IP --project {Scope}")]
    [Passes("{ }", """Endpoint { "network": "projects/1/global/networks/ai", "deployedModels": [ { "id": "1" } ] }""")]
    [Fails("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""")]
    [Fails("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""", """SecurityPolicy { "rules": [ { "action": "deny(403)" }, { "action": "throttle", "preview": true } ] }""", """ApiGateway { "state": "FAILED" }""")]
    [CannotSay("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""", """SecurityPolicy { "rules": [ { "action": "throttle" } ] }""", Because = "Whether callers must pass it nothing says.")]
    [CannotSay("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""", """SecurityPolicy { "rules": [ { "action": "rate_based_ban" } ] }""")]
    [CannotSay("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""", """ApiGateway { "state": "ACTIVE" }""")]
    [Skips("{ }", """Endpoint { }""")]
    [CannotSay("{ }", """Endpoint { "deployedModels": [ { "id": "1" } ] }""", """SecurityPolicy { "rules": [ { "action": "deny(403)" }, { "action": "throttle" } ] }""")]
    public static Verdict BehindGateway(Project project, Inventory<Endpoint> endpoints, Inventory<SecurityPolicy> policies, Inventory<ApiGateway> gateways)
    {
        _ = project;
        var serving = endpoints.All.Where(endpoint => endpoint.DeployedModels is { Count: > 0 }).ToList();
        var open = serving.Where(endpoint => !endpoint.IsPrivate).Select(endpoint => endpoint.Identity.Name).ToList();
        return serving.Count == 0 ? NotApplicable("No model is deployed.")
            : open.Count == 0 ? Pass("No endpoint is public.")
            : policies.All.FirstOrDefault(policy => policy.Rules?.Any(rule => !rule.Preview && (rule.Action is "throttle" or "rate_based_ban")) is true) is { } policy
                ? Unknown($"The policy {policy.Identity.Name} limits callers; whether they must pass it to reach {Names.Some(open)} is not seen.")
            : gateways.All.FirstOrDefault(gateway => gateway.State is "ACTIVE") is { } gateway
                ? Unknown($"There is the gateway {gateway.Identity.Name}; whether callers must pass it to reach {Names.Some(open)} is not seen.")
            : Fail($"Nothing limits the callers of {Names.Some(open)}.");
    }

    private const string InPlace = """Subnetwork { "name": "projects/ai-project/regions/europe-west4/subnetworks/ai", "network": "projects/ai-project/global/networks/ai", "ipCidrRange": "10.0.0.0/24" }""";
    private const string Net = """Network { "name": "ai" }""";
    private const string Out = """Route { "network": "projects/ai-project/global/networks/ai", "destRange": "0.0.0.0/0", "nextHopGateway": "projects/ai-project/global/gateways/default-internet-gateway" }""";
    private const string OutSix = """Route { "network": "projects/ai-project/global/networks/ai", "destRange": "::/0", "nextHopGateway": "projects/ai-project/global/gateways/default-internet-gateway" }""";
    private const string Open = """WorkbenchInstance { "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai" } ], "tags": [ "jupyter" ], "serviceAccounts": [ { "email": "nb@ai-project.iam.gserviceaccount.com" } ] } }""";
    private const string InSubnet = """WorkbenchInstance { "gceSetup": { "networkInterfaces": [ { "network": "projects/ai-project/global/networks/ai", "subnet": "https://www.googleapis.com/compute/v1/projects/ai-project/regions/europe-west4/subnetworks/ai" } ] } }""";

    private static bool IsAbout(Firewall rule, GceSetup setup, AiNetworks networks) =>
        (setup.NetworkInterfaces is { Count: > 0 } own ? own.Any(network => AiNetworks.IsDefault(network.Network) ? AiNetworks.IsDefault(rule.Network) : networks.Same(network.Network!, rule.Network ?? "")) : AiNetworks.IsDefault(rule.Network))
        && (rule.TargetTags is not { Count: > 0 } tags || setup.Tags?.Any(tags.Contains) is true)
        && (rule.TargetServiceAccounts is not { Count: > 0 } accounts || setup.ServiceAccounts?.Any(account => accounts.Contains(account.Email)) is true);
}
