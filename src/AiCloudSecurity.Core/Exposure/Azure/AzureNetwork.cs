using System.Globalization;
using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>
/// The virtual networks of Azure: who can open a connection of TCP to a place in a subnet, and to where one can be opened from
/// there. Security groups (which keep state), routes and peerings decide. Rules: Azure documentation, "Network security
/// groups", "Virtual network service tags", "Virtual network traffic routing", "Virtual network peering".
/// </summary>
internal sealed class AzureNetwork(Inventory<VirtualNetwork> networks, Inventory<NetworkSecurityGroup> groups, Inventory<RouteTable> tables)
{
    private static readonly AddressSet s_loadBalancer = AddressSet.Of("168.63.129.16");

    // What Azure does not route to the internet unless a network has it.
    private static readonly string[] s_nowhere = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

    private readonly Dictionary<string, Net> _nets = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Subnet, IReadOnlyList<(string Hop, string? At, AddressSet To)>> _ways = new(ReferenceEqualityComparer.Instance);

    // A network, the networks that it is joined with, and all their addresses.
    private sealed record Net(VirtualNetwork Network, AddressSet Own, IReadOnlyList<Net> Peers, IReadOnlyList<string> Unseen)
    {
        public AddressSet Reachable => AddressSet.UnionOf(Peers.Select(peer => peer.Own).Append(Own));

        public IReadOnlyList<Subnet> Subnets => Network.Properties?.Subnets ?? [];
    }

    /// <summary>The subnet's addresses.</summary>
    /// <exception cref="UnseenException">It was not read or does not exist.</exception>
    public AddressSet AddressesOf(string subnetId) => Addresses(Find(subnetId).Subnet);

    /// <summary>The security group that filters for a subnet; null without one.</summary>
    public string? FilterOf(string subnetId) => Find(subnetId).Subnet.Properties?.NetworkSecurityGroup?.Id is { } id ? Name(id) : null;

    /// <summary>Whether a subnet's security group looks at traffic to private endpoints: it does not unless it is told to.</summary>
    public bool IsFilteredAtEndpoints(string subnetId) => Find(subnetId).Subnet.Properties?.PrivateEndpointNetworkPolicies.Is("Enabled", "NetworkSecurityGroupEnabled") is true;

    /// <summary>Who can open a connection to a port of an address in a subnet.</summary>
    /// <param name="subnetId">The subnet.</param>
    /// <param name="own">The address, or those that it may have.</param>
    /// <param name="port">The port.</param>
    /// <param name="isPublic">Whether a public address leads to it.</param>
    /// <param name="isFiltered">Whether the subnet's security group looks at what goes to it; it does not at private endpoints unless it is told to.</param>
    public Connections Reaching(string subnetId, AddressSet own, int port, bool isPublic, bool isFiltered = true)
    {
        var (net, subnet) = Find(subnetId);
        List<string> unseen = [.. net.Unseen];
        var admitted = isFiltered ? Allowed(GroupOf(subnet), "Inbound", port, own, fixesSource: false, net, unseen) : AddressSet.All;
        var ways = WaysOf(net, subnet);
        var answered = To(ways, "Internet");
        var internet = AddressSet.Empty;
        if (isPublic)
        {
            internet = AddressSet.Internet.Except(s_loadBalancer).Intersect(admitted).Except(net.Reachable);
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
            if (admitted.Overlaps(AddressSet.Of(s_nowhere).Except(net.Reachable)) || HasVirtualNetworkRule(GroupOf(subnet), "Inbound"))
            {
                unseen.Add($"What the gateway of {net.Network.Identity.Name} joins is not in the estate.");
            }
        }
        return new() { Internet = internet, Network = network, Peered = peered, Unseen = [.. unseen.Distinct()] };
    }

    /// <summary>Where on the internet a connection to a port can be opened from an address in a subnet.</summary>
    public Connections Leaving(string subnetId, AddressSet own, int port, bool isPublic = false)
    {
        var (net, subnet) = Find(subnetId);
        List<string> unseen = [];
        var admitted = Allowed(GroupOf(subnet), "Outbound", port, own, fixesSource: true, net, unseen).Intersect(SameFamily(own));
        var ways = WaysOf(net, subnet);
        var wanted = admitted.Intersect(AddressSet.Internet).Except(net.Reachable);
        if (ways.FirstOrDefault(way => way.Hop is "VirtualAppliance" or "VirtualNetworkGateway" && way.To.Overlaps(wanted)) is { To: not null } appliance)
        {
            unseen.Add($"It leaves through {appliance.At ?? "the network's gateway"}, and what that lets pass is not in the estate.");
        }
        var through = isPublic ? "its public address" : subnet.Properties?.NatGateway?.Id is { } nat ? Name(nat) : subnet.Properties?.DefaultOutboundAccess is not false ? "default outbound access" : null;
        return new()
        {
            Internet = through is null ? AddressSet.Empty : wanted.Intersect(To(ways, "Internet")),
            Network = admitted.Intersect(net.Reachable),
            Unseen = unseen,
            Through = through is null ? [] : [through],
        };
    }

    // ---- rules ----

    // The other side's addresses that rules of a direction let pass, where one side is known. Azure's own rules come last.
    private static AddressSet Allowed(NetworkSecurityGroup? group, string direction, int port, AddressSet known, bool fixesSource, Net net, List<string> unseen)
    {
        if (group is null)
        {
            return AddressSet.All;
        }
        var (allowed, decided) = (AddressSet.Empty, AddressSet.Empty);
        foreach (var rule in Rules(group, direction).Where(rule => Covers(rule, port)).OrderBy(rule => rule.Priority))
        {
            var source = Side(rule.SourceAddressPrefix, rule.SourceAddressPrefixes, rule.SourceApplicationSecurityGroups, net, out var unknownSource);
            var destination = Side(rule.DestinationAddressPrefix, rule.DestinationAddressPrefixes, null, net, out var unknownDestination);
            var allows = rule.Access.Is("Allow");
            var (own, other) = fixesSource ? (source, destination) : (destination, source);
            var unknownOther = fixesSource ? unknownDestination : unknownSource;
            // Of what a rule means that nobody can see, a permission may let in more, and a denial takes nothing away.
            if ((fixesSource ? unknownSource : unknownDestination) is null ? !(allows ? own.Overlaps(known) : own.Covers(known)) : !allows)
            {
                continue;
            }
            if (allows && unknownOther is not null)
            {
                unseen.Add($"Which addresses are meant by {unknownOther} in {group.Identity.Name} is not in the estate.");
            }
            if (allows)
            {
                allowed = allowed.Union(other.Except(decided));
            }
            decided = decided.Union(other);
        }
        return allowed;
    }

    private static IEnumerable<SecurityRuleProperties> Rules(NetworkSecurityGroup group, string direction)
    {
        var own = (group.Properties?.SecurityRules ?? []).Select(rule => rule.Properties);
        var azure = group.Properties?.DefaultSecurityRules is { Count: > 0 } given ? given.Select(rule => rule.Properties) : direction == "Inbound"
            ? [Default("Allow", 65000, "VirtualNetwork", "VirtualNetwork"), Default("Allow", 65001, "AzureLoadBalancer", "*"), Default("Deny", 65500, "*", "*")]
            : [Default("Allow", 65000, "VirtualNetwork", "VirtualNetwork"), Default("Allow", 65001, "*", "Internet"), Default("Deny", 65500, "*", "*")];
        return own.Concat(azure).OfType<SecurityRuleProperties>().Where(rule => rule.Direction.Is(direction));

        SecurityRuleProperties Default(string access, int priority, string source, string destination) =>
            new() { Access = access, Direction = direction, Priority = priority, Protocol = "*", SourceAddressPrefix = source, DestinationAddressPrefix = destination, DestinationPortRange = "*" };
    }

    private static bool HasVirtualNetworkRule(NetworkSecurityGroup? group, string direction) =>
        group is null || Rules(group, direction).Where(rule => rule.SourceAddressPrefix.Is("VirtualNetwork", "*", "Any")).MinBy(rule => rule.Priority)?.Access.Is("Allow") is true;

    private static bool Covers(SecurityRuleProperties rule, int port) =>
        rule.Protocol.Is("*", "Tcp") && (rule.DestinationPortRanges ?? []).Append(rule.DestinationPortRange).OfType<string>().Any(range => range == "*"
            || range.Split('-') is [var first, .. var rest] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from <= port
                && int.TryParse(rest is [var last] ? last : first, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && port <= to);

    private static AddressSet Side(string? prefix, IReadOnlyList<string>? prefixes, IReadOnlyList<ArmReference>? applicationGroups, Net net, out string? unknown)
    {
        unknown = applicationGroups is { Count: > 0 } ? "an application security group" : null;
        var set = AddressSet.Empty;
        foreach (var text in (prefixes ?? []).Append(prefix).OfType<string>().Where(text => text.Length > 0))
        {
            if (AddressSet.TryParse(text) is { } range)
            {
                set = set.Union(range);
            }
            else if (text.Is("*", "Any"))
            {
                set = AddressSet.All;
            }
            else if (text.Is("VirtualNetwork"))
            {
                set = set.Union(net.Reachable).Union(s_loadBalancer);
            }
            else if (text.Is("Internet"))
            {
                set = set.Union(AddressSet.Internet.Except(net.Reachable));
            }
            else if (text.Is("AzureLoadBalancer"))
            {
                set = set.Union(s_loadBalancer);
            }
            else
            {
                unknown = $"the tag {text}";
            }
        }
        return set;
    }

    // ---- routes and networks ----

    // Who of a network's subnets reaches an address, where both sides route to each other and both security groups let pass.
    private AddressSet From(Net net, Net targets, string hop, AddressSet own, AddressSet admitted, IReadOnlyList<(string Hop, string? At, AddressSet To)> back, int port, List<string> unseen)
    {
        var all = AddressSet.Empty;
        foreach (var subnet in net.Subnets)
        {
            var from = Addresses(subnet).Intersect(admitted).Intersect(SameFamily(own));
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
                candidates = candidates.Intersect(Allowed(GroupOf(subnet), "Outbound", port, to, fixesSource: false, net, []));
                var there = WaysOf(net, subnet);
                if (there.FirstOrDefault(way => way.Hop is "VirtualAppliance" && way.To.Overlaps(to)) is { To: not null } appliance && !candidates.IsEmpty)
                {
                    unseen.Add($"{subnet.Name} is led through {appliance.At}, and what that lets pass is not in the estate.");
                }
                if (back.FirstOrDefault(way => way.Hop is "VirtualAppliance" && way.To.Overlaps(candidates)) is { To: not null } behind)
                {
                    unseen.Add($"Answers go through {behind.At}, and what that lets pass is not in the estate.");
                }
                all = all.Union(To(there, hop).Overlaps(to) ? candidates.Intersect(To(back, hop)) : AddressSet.Empty);
            }
        }
        return all;
    }

    private static AddressSet To(IReadOnlyList<(string Hop, string? At, AddressSet To)> ways, string hop) => AddressSet.UnionOf(ways.Where(way => way.Hop == hop).Select(way => way.To));

    // Of the routes that know an address, the one with the longest prefix decides; of equal ones, the customer's.
    private IReadOnlyList<(string Hop, string? At, AddressSet To)> WaysOf(Net net, Subnet subnet)
    {
        if (_ways.TryGetValue(subnet, out var known))
        {
            return known;
        }
        List<(string? Prefix, string Hop, string? At, int Rank)> routes = [];
        if (subnet.Properties?.RouteTable?.Id is { } id)
        {
            routes.AddRange((Table(id).Properties?.Routes ?? []).Select(route => (route.Properties?.AddressPrefix, route.Properties?.NextHopType ?? "", route.Properties?.NextHopIpAddress, 0)));
        }
        routes.AddRange((net.Network.Properties?.AddressSpace?.AddressPrefixes ?? []).Select(prefix => ((string?)prefix, "VnetLocal", (string?)null, 1)));
        routes.AddRange(net.Peers.SelectMany(peer => peer.Network.Properties?.AddressSpace?.AddressPrefixes ?? []).Select(prefix => ((string?)prefix, "VirtualNetworkPeering", (string?)null, 1)));
        routes.AddRange(s_nowhere.Select(prefix => ((string?)prefix, "None", (string?)null, 2)));
        routes.AddRange([("0.0.0.0/0", "Internet", null, 2), ("::/0", "Internet", null, 2)]);
        List<(string, string?, AddressSet)> ways = [];
        var decided = AddressSet.Empty;
        // Service tags as destinations are not known here; they lead to Azure's own services.
        foreach (var (prefix, hop, at, _) in routes.Where(route => AddressSet.PrefixLength(route.Prefix) >= 0).OrderByDescending(route => AddressSet.PrefixLength(route.Prefix)).ThenBy(route => route.Rank))
        {
            var to = AddressSet.TryParse(prefix)!;
            var left = to.Except(decided);
            if (!left.IsEmpty)
            {
                ways.Add((Hop(hop), at, left));
                decided = decided.Union(to);
            }
        }
        return _ways[subnet] = ways;

        static string Hop(string hop) => hop.Is("VirtualAppliance") ? "VirtualAppliance" : hop.Is("VnetLocal") ? "VnetLocal" : hop.Is("Internet") ? "Internet" : hop.Is("VirtualNetworkGateway") ? "VirtualNetworkGateway" : hop.Is("VirtualNetworkPeering") ? "VirtualNetworkPeering" : "None";
    }

    private (Net Net, Subnet Subnet) Find(string subnetId)
    {
        var at = subnetId.IndexOf("/subnets/", StringComparison.OrdinalIgnoreCase);
        var net = at < 0 ? null : NetOf(subnetId[..at]);
        return net?.Subnets.FirstOrDefault(subnet => subnet.Id.Is(subnetId) || subnet.Name.Is(subnetId[(at + "/subnets/".Length)..])) is { } found
            ? (net, found) : throw new UnseenException($"The subnet {Name(subnetId)} is not in the estate.");
    }

    private Net? NetOf(string id)
    {
        if (_nets.TryGetValue(id, out var known))
        {
            return known;
        }
        if (networks.Find(id) is not { } network)
        {
            return null;
        }
        List<Net> peers = [];
        List<string> unseen = [];
        foreach (var peering in (network.Properties?.VirtualNetworkPeerings ?? []).Where(IsOpen))
        {
            var remote = peering.Properties!.RemoteVirtualNetwork?.Id ?? "";
            VirtualNetwork? other = null;
            try
            {
                other = networks.Find(remote);
            }
            catch (UnseenException)
            {
                // Said below.
            }
            if (other is null)
            {
                unseen.Add($"The network {Name(remote)}, which {network.Identity.Name} is joined with, is not in the estate.");
            }
            else if ((other.Properties?.VirtualNetworkPeerings ?? []).Any(back => IsOpen(back) && back.Properties!.RemoteVirtualNetwork?.Id.Is(network.Identity.Id) is true))
            {
                peers.Add(new(other, Space(other), [], []));
            }
        }
        // A peer's own joins are no way on: peerings are not transitive.
        peers = [.. peers.Select(peer => peer with { Peers = [new(network, Space(network), [], [])] })];
        return _nets[id] = new(network, Space(network), peers, unseen);

        static bool IsOpen(VirtualNetworkPeering peering) => peering.Properties is { AllowVirtualNetworkAccess: not false } properties && properties.PeeringState is null or "Connected";
    }

    private RouteTable Table(string id) => tables.Find(id) ?? throw new UnseenException($"The route table {Name(id)} is not in the estate.");

    private NetworkSecurityGroup? GroupOf(Subnet subnet) =>
        subnet.Properties?.NetworkSecurityGroup?.Id is not { } id ? null : groups.Find(id) ?? throw new UnseenException($"The security group {Name(id)} is not in the estate.");

    private static AddressSet Space(VirtualNetwork network) => AddressSet.UnionOf((network.Properties?.AddressSpace?.AddressPrefixes ?? []).Select(AddressSet.TryParse).OfType<AddressSet>());

    private static AddressSet Addresses(Subnet subnet) => AddressSet.UnionOf((subnet.Properties?.AddressPrefixes ?? []).Append(subnet.Properties?.AddressPrefix).Select(AddressSet.TryParse).OfType<AddressSet>());

    private static AddressSet SameFamily(AddressSet addresses) =>
        (addresses.Overlaps(AddressSet.AllFour) ? AddressSet.AllFour : AddressSet.Empty).Union(addresses.Overlaps(AddressSet.AllSix) ? AddressSet.AllSix : AddressSet.Empty);

    private static string Name(string id) => id[(id.LastIndexOf('/') + 1)..];
}
