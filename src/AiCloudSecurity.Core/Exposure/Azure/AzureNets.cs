using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>A rule of a security group, with the addresses that it means; what of them nobody can see.</summary>
internal sealed record UnderstoodRule(SecurityRuleProperties Rule, AddressSet Source, string? UnknownSource, AddressSet Destination, string? UnknownDestination);

/// <summary>A network, the networks that it is joined with, and all their addresses.</summary>
internal sealed record AzureNet(VirtualNetwork Network, AddressSet Own, IReadOnlyList<AzureNet> Peers, IReadOnlyList<string> Unseen)
{
    /// <summary>All addresses that are the network's or a joined one's.</summary>
    public AddressSet Reachable => field ??= AddressSet.UnionOf(Peers.Select(peer => peer.Own).Append(Own));

    /// <summary>The internet, as rules in this network mean it: without its own addresses and those of joined ones.</summary>
    public AddressSet Internet => field ??= AddressSet.Internet.Except(Reachable);

    /// <summary>Rules of security groups as they are understood in this network, by group and direction.</summary>
    public Dictionary<(string Group, string Direction), IReadOnlyList<UnderstoodRule>> Understood { get; } = [];

    /// <summary>The network's subnets.</summary>
    public IReadOnlyList<Subnet> Subnets => Network.Properties?.Subnets ?? [];
}

/// <summary>The virtual networks of Azure, with what they are joined with. Rules: Azure documentation, "Virtual network peering".</summary>
internal sealed class AzureNets(Inventory<VirtualNetwork> networks)
{
    private readonly Dictionary<string, AzureNet> _nets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A subnet with its network.</summary>
    /// <exception cref="UnseenException">It was not read or does not exist.</exception>
    public (AzureNet Net, Subnet Subnet) Find(string subnetId)
    {
        var at = subnetId.IndexOf("/subnets/", StringComparison.OrdinalIgnoreCase);
        var net = at < 0 ? null : Of(subnetId[..at]);
        return net?.Subnets.FirstOrDefault(subnet => subnet.Id.Is(subnetId) || subnet.Name.Is(subnetId[(at + "/subnets/".Length)..])) is { } found
            ? (net, found) : throw new UnseenException($"The subnet {Name(subnetId)} is not in the estate.");
    }

    /// <summary>A network; null where there is none of that id.</summary>
    /// <exception cref="UnseenException">It was not read.</exception>
    public AzureNet? Of(string id)
    {
        if (_nets.TryGetValue(id, out var known))
        {
            return known;
        }
        if (networks.Find(id) is not { } network)
        {
            return null;
        }
        List<AzureNet> peers = [];
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

    /// <summary>A subnet's addresses.</summary>
    public static AddressSet Addresses(Subnet subnet) => AddressSet.UnionOf((subnet.Properties?.AddressPrefixes ?? []).Append(subnet.Properties?.AddressPrefix).Select(AddressSet.TryParse).OfType<AddressSet>());

    private static AddressSet Space(VirtualNetwork network) => AddressSet.UnionOf((network.Properties?.AddressSpace?.AddressPrefixes ?? []).Select(AddressSet.TryParse).OfType<AddressSet>());

    private static string Name(string id) => id[(id.LastIndexOf('/') + 1)..];
}
