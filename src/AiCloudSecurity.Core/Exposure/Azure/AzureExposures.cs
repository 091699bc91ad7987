using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Gateways;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>What all of Azure's exposures have in common: the public face of a service, its private endpoints, its perimeter.</summary>
internal sealed class AzureWays(AzureNetwork network, AzurePublicFace face, Inventory<PrivateEndpoint> endpoints, Inventory<PrivateDnsZoneGroup> zones)
{
    /// <summary>The networks.</summary>
    public AzureNetwork Network => network;

    /// <summary>What a service lets in by its public name.</summary>
    public Exposed Public(Exposed exposed, string host, string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules = null)
    {
        Entrance entrance;
        try
        {
            entrance = face.Of(exposed.Of, publicNetworkAccess, acls, ipRules);
        }
        catch (UnseenException unseen)
        {
            return exposed.Via(HopKind.Unseen, "?").Via(HopKind.Api, host).Unseen(unseen.Message);
        }
        exposed.Reach = entrance.Reach;
        exposed.By(entrance.From).From = entrance.All;
        if (entrance.Reach != Reach.None)
        {
            exposed.Via(HopKind.Source, entrance.From.HasInternet ? "internet" : entrance.Reach == Reach.PrivateNetwork ? "virtual network" : entrance.Others.Contains("trusted services of Azure") ? "trusted services of Azure" : "perimeter");
            if (entrance.Filter.Length > 0)
            {
                exposed.Via(HopKind.Filter, entrance.Filter, entrance.All);
            }
            exposed.Via(HopKind.Api, host);
        }
        return exposed.Because(entrance.Because);
    }

    /// <summary>The private endpoints that were let in, each a way of its own.</summary>
    public IEnumerable<Exposed> Private(Exposed like, IReadOnlyList<PrivateEndpointConnection>? connections)
    {
        foreach (var connection in (connections ?? []).Where(connection => Networks.StateOf(connection).Is("Approved")))
        {
            var exposed = new Exposed(like.Of, like.What, $"Private endpoint {Networks.NameOf(connection)}") { Authentication = like.Authentication, Egress = like.Egress, RateLimit = like.RateLimit, IsInference = like.IsInference, IsNotebook = like.IsNotebook, IsInDefaultNetwork = like.IsInDefaultNetwork };
            PrivateEndpoint? endpoint = null;
            try
            {
                endpoint = endpoints.Find(connection.Properties?.PrivateEndpoint?.Id);
                if (endpoint?.Properties?.Subnet?.Id is not { } subnet)
                {
                    exposed.Unseen($"The private endpoint {Networks.NameOf(connection)} is not in the estate: whose network it opens cannot be said.");
                }
                else
                {
                    var addresses = AddressSet.UnionOf((endpoint.Properties.CustomDnsConfigs ?? []).SelectMany(config => config.IpAddresses ?? []).Select(AddressSet.TryParse).OfType<AddressSet>());
                    exposed.By(network.Reaching(subnet, addresses.IsEmpty ? network.AddressesOf(subnet) : addresses, 443, isPublic: false, network.IsFilteredAtEndpoints(subnet)), "virtual network",
                        network.IsFilteredAtEndpoints(subnet) && network.FilterOf(subnet) is { } group ? [group] : [], 443);
                    exposed.Via(HopKind.PrivateEndpoint, endpoint.Identity.Name);
                    if (zones.Of(endpoint).Count == 0)
                    {
                        exposed.Because("No private DNS zone has its name: callers in the network go to the public address unless they have names of their own.");
                    }
                }
            }
            catch (UnseenException unseen)
            {
                exposed.Unseen(unseen.Message);
            }
            yield return exposed;
        }
    }

    /// <summary>How far something in a subnet reaches out.</summary>
    public void LeaveBy(Exposed exposed, string subnetId, bool isPublic = false)
    {
        try
        {
            exposed.IsInDefaultNetwork |= network.IsDefault(subnetId);
            exposed.Leave(network.Leaving(subnetId, network.AddressesOf(subnetId), 443, isPublic));
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    /// <summary>How far something in a network that Azure manages reaches out.</summary>
    public static void LeaveBy(Exposed exposed, ManagedNetwork? managed, string without)
    {
        exposed.Egress = managed?.IsolationMode.Is("AllowOnlyApprovedOutbound") is true ? Egress.Restricted : Egress.Internet;
        exposed.Because(exposed.Egress == Egress.Internet ? managed?.IsolationMode.Is("AllowInternetOutbound") is true ? "Its managed network lets everything out." : without
            : $"Its managed network lets out what {managed!.OutboundRules?.Count ?? 0} rules approve.");
    }
}

/// <summary>How the AI resources of Azure can be reached, and how far they reach out.</summary>
internal sealed class AzureExposures(
    AzureWays ways, ComputeShell shells, MachineNetwork machines, Inventory<AccountDeployment> deployments, Inventory<AccountManagedNetwork> managed, Inventory<MlWorkspace> workspaces, Inventory<OnlineDeployment> served,
    Inventory<Gateway> gateways, GatewayView view, Inventory<GatewaySubscription> keys, Inventory<GatewayOperation> operations, Inventory<OperationPolicy> policies) : ICloudExposures
{
    /// <inheritdoc/>
    public static IReadOnlyList<Type> Subjects { get; } =
        [typeof(CognitiveAccount), typeof(MlWorkspace), typeof(MlRegistry), typeof(MlCompute), typeof(OnlineEndpoint), typeof(ServerlessEndpoint), typeof(SearchService), typeof(Bot), typeof(GatewayApi), typeof(VirtualMachine)];

    /// <inheritdoc/>
    public IEnumerable<Exposed> Of(Resource resource) => resource switch
    {
        CognitiveAccount account => Of(account),
        MlWorkspace workspace => Of(workspace),
        MlRegistry registry => [ways.Public(new(registry, "registry", "Registry API") { Authentication = Authentication.Token }, "api.azureml.ms", registry.Properties?.PublicNetworkAccess, null)],
        MlCompute compute => Of(compute),
        OnlineEndpoint endpoint => Of(endpoint),
        ServerlessEndpoint endpoint => Of(endpoint),
        SearchService service => Of(service),
        Bot bot => Of(bot),
        GatewayApi api => Of(api),
        VirtualMachine machine => machines.Of(machine),
        _ => [],
    };

    private IEnumerable<Exposed> Of(CognitiveAccount account)
    {
        var properties = account.Properties;
        var exposed = new Exposed(account, account.HasModels ? "models" : "account", "Endpoint") { Authentication = properties?.DisableLocalAuth is true ? Authentication.Token : Authentication.Key, IsInference = account.HasModels };
        if (account.HasModels)
        {
            try
            {
                if (deployments.Of(account).Select(deployment => deployment.Properties is null ? null : deployment.Sku?.Capacity).Max() is { } most)
                {
                    exposed.RateLimit = $"{most}000 tokens/min, all callers together";
                }
            }
            catch (UnseenException)
            {
                exposed.RateLimit = "unknown";
            }
        }
        if (properties?.NetworkInjections?.FirstOrDefault(injection => injection.SubnetArmId is not null) is { SubnetArmId: { } subnet })
        {
            ways.LeaveBy(exposed, subnet);
        }
        else if (account.Kind.Is("AIServices") && managed.One(account)?.Properties?.ManagedNetwork is { } network)
        {
            AzureWays.LeaveBy(exposed, network, "Its agents work from a network of Azure with the internet open.");
        }
        else
        {
            exposed.Egress = properties?.RestrictOutboundNetworkAccess is true ? Egress.Restricted : Egress.Internet;
            exposed.Because(exposed.Egress == Egress.Restricted ? $"It calls {properties!.AllowedFqdnList?.Count ?? 0} named hosts only." : "What it may call is not limited: that is the default.");
        }
        return Faces(exposed, Host(properties?.Endpoint) ?? "cognitiveservices.azure.com", properties?.PublicNetworkAccess, properties?.NetworkAcls, null, properties?.PrivateEndpointConnections);
    }

    private IEnumerable<Exposed> Of(MlWorkspace workspace)
    {
        var properties = workspace.Properties;
        var exposed = new Exposed(workspace, "workspace", "Studio") { Authentication = Authentication.Token };
        AzureWays.LeaveBy(exposed, properties?.ManagedNetwork, "It has no managed network, so its computes use networks with the internet open: that is the default.");
        var access = properties?.AllowPublicAccessWhenBehindVnet is true ? "Enabled" : properties?.PublicNetworkAccess;
        foreach (var face in Faces(exposed, "api.azureml.ms", access, null, null, properties?.PrivateEndpointConnections))
        {
            yield return face;
        }
        if (!workspace.IsProject)
        {
            // What people make in a workspace without saying more.
            var made = new Exposed(workspace, "workspace", "Notebooks made in it") { Authentication = Authentication.Token, IsNotebook = true, IsTemplate = true };
            AzureWays.LeaveBy(made, properties?.ManagedNetwork, "It has no managed network, so its computes use networks with the internet open: that is the default.");
            yield return ways.Public(made, "instances.azureml.ms", access, null).Because(properties?.ServerlessComputeSettings?.ServerlessComputeNoPublicIP is true ? null : "Serverless computes get public addresses: that is the default.");
        }
    }

    private IEnumerable<Exposed> Of(MlCompute compute)
    {
        if (compute.Properties?.Properties is not { } settings || !compute.IsInstance && !compute.IsCluster)
        {
            yield break;
        }
        var workspace = workspaces.Find(compute.Identity.Parent) ?? throw new UnseenException("Its workspace is not in the estate.");
        var what = compute.IsInstance ? "compute instance" : "compute cluster";
        var subnet = settings.Subnet?.Id;
        var isPublic = settings.EnableNodePublicIp is not false;
        void Leave(Exposed exposed)
        {
            if (subnet is not null)
            {
                ways.LeaveBy(exposed, subnet, isPublic);
            }
            else
            {
                AzureWays.LeaveBy(exposed, workspace.Properties?.ManagedNetwork, "It stands on a network of Azure with the internet open: that is the default.");
            }
        }
        if (compute.IsInstance)
        {
            var notebook = new Exposed(compute, what, "Notebook URL") { Authentication = Authentication.Token, IsNotebook = true };
            Leave(notebook);
            yield return ways.Public(notebook, "instances.azureml.ms", workspace.Properties?.AllowPublicAccessWhenBehindVnet is true ? "Enabled" : workspace.Properties?.PublicNetworkAccess, null);
        }
        if (shells.Of(compute) is { } by)
        {
            var shell = new Exposed(compute, what, "SSH") { Authentication = Authentication.Key, IsNotebook = compute.IsInstance };
            Leave(shell);
            if (subnet is not null)
            {
                shell.By(by, "virtual network", ways.Network.FilterOf(subnet) is { } group ? [group] : [], ComputeShell.Port);
            }
            else if (by.Reach == Reach.Internet)
            {
                shell.ByEverybody().Because("SSH is open, and no network of the customer's filters it.");
            }
            yield return shell.Via(HopKind.Api, "SSH");
        }
        else if (compute.IsCluster)
        {
            var cluster = new Exposed(compute, what, "none") { Authentication = Authentication.Token };
            Leave(cluster);
            yield return cluster.Because("Nothing leads into its nodes.");
        }
    }

    private IEnumerable<Exposed> Of(OnlineEndpoint endpoint)
    {
        var exposed = new Exposed(endpoint, "endpoint", "Scoring URL") { Authentication = endpoint.Properties?.AuthMode switch { null => Authentication.Unknown, var mode => mode.Is("Key") ? Authentication.Key : Authentication.Token }, IsInference = true };
        var workspace = workspaces.Find(AzureIdentity.Whole(endpoint.Identity.Id, "onlineEndpoints")) ?? throw new UnseenException("Its workspace is not in the estate.");
        LeaveBy(exposed, endpoint, workspace);
        var properties = workspace.Properties;
        yield return ways.Public(exposed, "inference.ml.azure.com", endpoint.Properties?.PublicNetworkAccess, null);
        foreach (var other in ways.Private(exposed, properties?.PrivateEndpointConnections))
        {
            yield return other;
        }
    }

    // Deployments have a switch of their own, beside the workspace's managed network.
    private void LeaveBy(Exposed exposed, OnlineEndpoint endpoint, MlWorkspace workspace)
    {
        AzureWays.LeaveBy(exposed, workspace.Properties?.ManagedNetwork, "No managed network limits what its models call.");
        if (exposed.Egress != Egress.Internet)
        {
            return;
        }
        try
        {
            if (served.All.Where(deployment => endpoint.Identity.Id.Equals(AzureIdentity.Whole(deployment.Identity.Id, "deployments"), StringComparison.OrdinalIgnoreCase)).ToList() is { Count: > 0 } all && all.TrueForAll(deployment => deployment.Properties?.EgressPublicNetworkAccess.Is("Disabled") is true))
            {
                exposed.Egress = Egress.Restricted;
                exposed.Because("Public egress of all its deployments is off.");
            }
        }
        catch (UnseenException unseen)
        {
            exposed.Egress = Egress.Unknown;
            exposed.Because($"How far it reaches out is not known: {unseen.Message}");
        }
    }

    private IEnumerable<Exposed> Of(ServerlessEndpoint endpoint)
    {
        var exposed = new Exposed(endpoint, "serverless model", "Inference URL") { Authentication = endpoint.Properties?.AuthMode switch { null => Authentication.Unknown, var mode => mode.Is("AAD") ? Authentication.Token : Authentication.Key }, IsInference = true };
        // The workspace's flag decides about its serverless endpoints.
        var workspace = workspaces.Find(AzureIdentity.Whole(endpoint.Identity.Id, "serverlessEndpoints")) ?? throw new UnseenException("Its workspace is not in the estate.");
        yield return ways.Public(exposed, "models.ai.azure.com", workspace.Properties?.PublicNetworkAccess, null);
    }

    private IEnumerable<Exposed> Of(SearchService service)
    {
        var properties = service.Properties;
        var exposed = new Exposed(service, "search service", "Endpoint") { Authentication = properties?.DisableLocalAuth is true ? Authentication.Token : Authentication.Key };
        exposed.Egress = properties?.DataExfiltrationProtections is { Count: > 0 } ? Egress.Restricted : Egress.Internet;
        exposed.Because(exposed.Egress == Egress.Restricted ? "Indexers and skills call nothing that is not approved." : "What indexers and skills call is not limited: that is the default.");
        return Faces(exposed, "search.windows.net", properties?.PublicNetworkAccess, null, properties?.NetworkRuleSet?.IpRules ?? [], properties?.PrivateEndpointConnections);
    }

    private IEnumerable<Exposed> Of(Bot bot)
    {
        var exposed = new Exposed(bot, "bot", "Channels") { Authentication = bot.Properties?.DisableLocalAuth is true ? Authentication.Token : Authentication.Key };
        return Faces(exposed, "botframework.com", bot.Properties?.PublicNetworkAccess, null, null, bot.Properties?.PrivateEndpointConnections);
    }

    // With the keys of each product, and past them; an operation with a policy of its own is a way of its own.
    private IEnumerable<Exposed> Of(GatewayApi api)
    {
        if (!view.IsOfModels(api))
        {
            yield break;
        }
        var gateway = gateways.Find(api.Identity.Parent) ?? throw new UnseenException("Its gateway is not in the estate.");
        var found = view.WaysTo(api, keys, [.. operations.Of(api).Select(operation => (operation, policies.One(operation)))]);
        if (found.Count == 0)
        {
            yield return new Exposed(api, "API", $"Gateway path {api.Properties?.Path}") { Authentication = Authentication.Key }.Because("No product and no key leads to it.");
        }
        foreach (var exposed in found.SelectMany(way => Of(api, gateway, way)))
        {
            yield return exposed;
        }
    }

    private IEnumerable<Exposed> Of(GatewayApi api, Gateway gateway, GatewayWay way)
    {
        var limit = PolicyNode.Sometimes(way.Inbound, node => node.Is("llm-token-limit", "azure-openai-token-limit") && (node["tokens-per-minute"] ?? node["token-quota"]) is not null).FirstOrDefault()
            ?? PolicyNode.Sometimes(way.Inbound, node => node.Is("rate-limit", "rate-limit-by-key") && node["calls"] is not null).FirstOrDefault();
        var exposed = new Exposed(api, "API", $"Gateway path {api.Properties?.Path}{(way.Name.Length > 0 ? $" ({way.Name})" : "")}")
        {
            Authentication = PolicyNode.Always(way.Inbound, node => node.Is("validate-jwt", "validate-azure-ad-token")) ? Authentication.Token
                : PolicyNode.Always(way.Inbound, node => node.Is("validate-client-certificate")) ? Authentication.Mtls
                : way.NeedsKey ? Authentication.Key : Authentication.None,
            Gateway = $"API Management {gateway.Identity.Name}{(limit is null ? "" : limit.Is("rate-limit", "rate-limit-by-key") ? " with a rate limit" : " with a token limit")}",
            RateLimit = limit is null ? Exposed.Nothing : limit["tokens-per-minute"] is { } tokens ? $"{tokens} tokens/min for each caller"
                : limit["token-quota"] is { } quota ? $"{quota} tokens {limit["token-quota-period"]} for each caller" : $"{limit["calls"]} calls in {limit["renewal-period"]} s for each caller",
            IsInference = true,
        };
        var properties = gateway.Properties;
        if (properties?.VirtualNetworkType.Is("Internal") is true)
        {
            if (properties.VirtualNetworkConfiguration?.SubnetResourceId is { } subnet)
            {
                exposed.By(ways.Network.Reaching(subnet, ways.Network.AddressesOf(subnet), 443, isPublic: false), "virtual network", ways.Network.FilterOf(subnet) is { } group ? [group] : [], 443);
            }
            else
            {
                exposed.Unseen("The subnet of the gateway is not in the estate.");
            }
        }
        else if (properties?.VirtualNetworkType.Is("External") is true && properties.VirtualNetworkConfiguration?.SubnetResourceId is { } subnet)
        {
            exposed.By(ways.Network.Reaching(subnet, ways.Network.AddressesOf(subnet), 443, isPublic: true), "virtual network", ways.Network.FilterOf(subnet) is { } group ? [group] : [], 443);
        }
        else
        {
            ways.Public(exposed, Host(properties?.GatewayUrl) ?? "azure-api.net", properties?.PublicNetworkAccess, null);
        }
        if (PolicyNode.Sometimes(way.Inbound, node => node.Is("ip-filter")).Any())
        {
            exposed.Because("A policy filters addresses, too.");
        }
        yield return exposed.Via(HopKind.Front, $"API Management {gateway.Identity.Name}", exposed.RateLimit == Exposed.Nothing ? "no limit" : exposed.RateLimit).Because("It leads to models.");
        foreach (var other in ways.Private(exposed, properties?.PrivateEndpointConnections))
        {
            other.Gateway = exposed.Gateway;
            yield return other;
        }
    }

    private IEnumerable<Exposed> Faces(Exposed exposed, string host, string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules, IReadOnlyList<PrivateEndpointConnection>? connections)
    {
        yield return ways.Public(exposed, host, publicNetworkAccess, acls, ipRules);
        foreach (var other in ways.Private(exposed, connections))
        {
            yield return other;
        }
    }

    private static string? Host(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Host : null;
}
