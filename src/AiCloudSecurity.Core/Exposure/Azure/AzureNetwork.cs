using AiCloudSecurity.Checks.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>
/// The virtual networks of Azure: who can open a connection of TCP to a place in a subnet, and to where one can be opened from
/// there. Security groups, routes and peerings of both sides decide.
/// </summary>
internal sealed class AzureNetwork(AzureNets nets, AzureFilters filters, AzureRoutes routes)
{
    /// <summary>The subnet's addresses.</summary>
    /// <exception cref="UnseenException">It was not read or does not exist.</exception>
    public AddressSet AddressesOf(string subnetId) => AzureNets.Addresses(nets.Find(subnetId).Subnet);

    /// <summary>Whether a subnet is in a network that nobody planned, by its name: Azure makes none by itself.</summary>
    public bool IsDefault(string subnetId) => nets.Find(subnetId).Net.Network.Identity.Name.StartsWith("default", StringComparison.OrdinalIgnoreCase);

    /// <summary>The security group that filters for a subnet; null without one.</summary>
    public string? FilterOf(string subnetId) => nets.Find(subnetId).Subnet.Properties?.NetworkSecurityGroup?.Id is { } id ? Name(id) : null;

    /// <summary>Whether a subnet's security group looks at traffic to private endpoints: it does not unless it is told to.</summary>
    public bool IsFilteredAtEndpoints(string subnetId) => nets.Find(subnetId).Subnet.Properties?.PrivateEndpointNetworkPolicies.Is("Enabled", "NetworkSecurityGroupEnabled") is true;

    /// <summary>Who can open a connection to a port of an address in a subnet.</summary>
    /// <param name="subnetId">The subnet.</param>
    /// <param name="own">The address, or those that it may have.</param>
    /// <param name="port">The port.</param>
    /// <param name="isPublic">Whether a public address leads to it.</param>
    /// <param name="isFiltered">Whether the subnet's security group looks at what goes to it; it does not at private endpoints unless it is told to.</param>
    /// <param name="ownGroup">The security group of the machine's own interface, which must let pass, too; null without one.</param>
    public Connections Reaching(string subnetId, AddressSet own, int port, bool isPublic, bool isFiltered = true, string? ownGroup = null)
    {
        var (net, subnet) = nets.Find(subnetId);
        List<string> unseen = [.. net.Unseen];
        var admitted = isFiltered ? filters.Allowed(filters.GroupOf(subnet), "Inbound", port, own, fixesSource: false, net, unseen) : AddressSet.All;
        if (ownGroup is not null)
        {
            admitted = admitted.Intersect(filters.Allowed(filters.Group(ownGroup), "Inbound", port, own, fixesSource: false, net, unseen));
        }
        var ways = routes.WaysOf(net, subnet);
        var answered = routes.To(ways, "Internet");
        var internet = AddressSet.Empty;
        if (isPublic)
        {
            internet = AddressSet.Internet.Except(AzureFilters.LoadBalancer).Intersect(admitted).Except(net.Reachable);
            if (ways.FirstOrDefault(way => way.Hop == "VirtualAppliance" && way.To.Overlaps(internet)) is { To: not null } appliance)
            {
                unseen.Add($"Answers go through {appliance.At}, and what that lets pass is not in the estate.");
            }
            internet = internet.Intersect(answered).Intersect(SameFamily(own));
        }
        var network = From(net, net, "VnetLocal", own, admitted, ways, port, unseen);
        var peered = AddressSet.UnionOf(net.Peers.Select(peer => From(peer, net, "VirtualNetworkPeering", own, admitted, ways, port, unseen)));
        // What a gateway joins is in the tag VirtualNetwork, too, and nobody sees it from here.
        if (net.Subnets.Any(other => other.Name.Is("GatewaySubnet")) || (net.Network.Properties?.VirtualNetworkPeerings ?? []).Any(peering => peering.Properties?.UseRemoteGateways is true))
        {
            if (admitted.Overlaps(AddressSet.Of(AzureRoutes.Nowhere).Except(net.Reachable)) || AzureFilters.HasVirtualNetworkRule(filters.GroupOf(subnet), "Inbound"))
            {
                unseen.Add($"What the gateway of {net.Network.Identity.Name} joins is not in the estate.");
            }
        }
        return new() { Internet = internet, Network = network, Peered = peered, Unseen = [.. unseen.Distinct()] };
    }

    /// <summary>Where on the internet a connection to a port can be opened from an address in a subnet.</summary>
    public Connections Leaving(string subnetId, AddressSet own, int port, bool isPublic = false, string? ownGroup = null)
    {
        var (net, subnet) = nets.Find(subnetId);
        List<string> unseen = [];
        var admitted = filters.Allowed(filters.GroupOf(subnet), "Outbound", port, own, fixesSource: true, net, unseen).Intersect(SameFamily(own));
        if (ownGroup is not null)
        {
            admitted = admitted.Intersect(filters.Allowed(filters.Group(ownGroup), "Outbound", port, own, fixesSource: true, net, unseen));
        }
        var ways = routes.WaysOf(net, subnet);
        var wanted = admitted.Intersect(AddressSet.Internet).Except(net.Reachable);
        if (ways.FirstOrDefault(way => way.Hop is "VirtualAppliance" or "VirtualNetworkGateway" && way.To.Overlaps(wanted)) is { To: not null } appliance)
        {
            unseen.Add($"It leaves through {appliance.At ?? "the network's gateway"}, and what that lets pass is not in the estate.");
        }
        var through = isPublic ? "its public address" : subnet.Properties?.NatGateway?.Id is { } nat ? Name(nat) : subnet.Properties?.DefaultOutboundAccess is not false ? "default outbound access" : null;
        return new()
        {
            Internet = through is null ? AddressSet.Empty : wanted.Intersect(routes.To(ways, "Internet")),
            Network = admitted.Intersect(net.Reachable),
            Unseen = unseen,
            Through = through is null ? [] : [through],
        };
    }

    // Who of a network's subnets reaches an address, where both sides route to each other and both security groups let pass.
    private AddressSet From(AzureNet net, AzureNet targets, string hop, AddressSet own, AddressSet admitted, IReadOnlyList<(string Hop, string? At, AddressSet To)> back, int port, List<string> unseen)
    {
        var all = AddressSet.Empty;
        foreach (var subnet in net.Subnets)
        {
            var from = AzureNets.Addresses(subnet).Intersect(admitted).Intersect(SameFamily(own));
            if (from.IsEmpty)
            {
                continue;
            }
            foreach (var family in (AddressSet[])[AddressSet.AllFour, AddressSet.AllSix])
            {
                var (to, candidates) = (own.Intersect(family), from.Intersect(family));
                if (to.IsEmpty || candidates.IsEmpty)
                {
                    continue;
                }
                candidates = candidates.Intersect(filters.Allowed(filters.GroupOf(subnet), "Outbound", port, to, fixesSource: false, net, []));
                var there = routes.WaysOf(net, subnet);
                if (there.FirstOrDefault(way => way.Hop is "VirtualAppliance" && way.To.Overlaps(to)) is { To: not null } appliance && !candidates.IsEmpty)
                {
                    unseen.Add($"{subnet.Name} is led through {appliance.At}, and what that lets pass is not in the estate.");
                }
                if (back.FirstOrDefault(way => way.Hop is "VirtualAppliance" && way.To.Overlaps(candidates)) is { To: not null } behind)
                {
                    unseen.Add($"Answers go through {behind.At}, and what that lets pass is not in the estate.");
                }
                all = all.Union(routes.To(there, hop).Overlaps(to) ? candidates.Intersect(routes.To(back, hop)) : AddressSet.Empty);
            }
        }
        return all;
    }

    private static AddressSet SameFamily(AddressSet addresses) =>
        (addresses.Overlaps(AddressSet.AllFour) ? AddressSet.AllFour : AddressSet.Empty).Union(addresses.Overlaps(AddressSet.AllSix) ? AddressSet.AllSix : AddressSet.Empty);

    private static string Name(string id) => id[(id.LastIndexOf('/') + 1)..];
}
