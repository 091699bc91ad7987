using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>Where subnets of Azure send packets. Rules: Azure documentation, "Virtual network traffic routing".</summary>
internal sealed class AzureRoutes(Inventory<RouteTable> tables)
{
    /// <summary>What Azure does not route to the internet unless a network has it.</summary>
    public static readonly IReadOnlyList<string> Nowhere = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"];

    // Ways of a subnet are one object.
    private readonly Dictionary<(object Ways, string Hop), AddressSet> _to = [];
    private readonly Dictionary<Subnet, IReadOnlyList<(string Hop, string? At, AddressSet To)>> _ways = new(ReferenceEqualityComparer.Instance);

    /// <summary>The kinds of next hop, where each is, and the addresses that each is taken for. Of the routes that know an address, the one with the longest prefix decides; of equal ones, the customer's.</summary>
    /// <exception cref="UnseenException">The subnet's table is not in the estate.</exception>
    public IReadOnlyList<(string Hop, string? At, AddressSet To)> WaysOf(AzureNet net, Subnet subnet)
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
        routes.AddRange(Nowhere.Select(prefix => ((string?)prefix, "None", (string?)null, 2)));
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

    /// <summary>The addresses to which packets take a kind of hop.</summary>
    public AddressSet To(IReadOnlyList<(string Hop, string? At, AddressSet To)> ways, string hop) => _to.TryGetValue((ways, hop), out var known) ? known
        : _to[(ways, hop)] = AddressSet.UnionOf(ways.Where(way => way.Hop == hop).Select(way => way.To));

    private RouteTable Table(string id) => tables.Find(id) ?? throw new UnseenException($"The route table {id[(id.LastIndexOf('/') + 1)..]} is not in the estate.");
}
