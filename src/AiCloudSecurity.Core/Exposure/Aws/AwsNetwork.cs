namespace AiCloudSecurity.Exposure.Aws;

/// <summary>Where something stands in a VPC.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="Groups">The security groups of its interface.</param>
/// <param name="Addresses">Its addresses; those that it may have, where they are not known.</param>
/// <param name="HasPublicAddress">Whether a public address of IPv4 leads to it.</param>
/// <param name="IsUnfiltered">Whether it may be without security groups, as network load balancers are, and lets everybody in then.</param>
internal sealed record VpcPlace(string SubnetId, IReadOnlyList<string> Groups, AddressSet Addresses, bool HasPublicAddress, bool IsUnfiltered = false);

/// <summary>Who reaches a place in a VPC, or what is reached from it.</summary>
internal sealed record Connections
{
    /// <summary>Addresses of the internet.</summary>
    public AddressSet Internet { get; init; } = AddressSet.Empty;

    /// <summary>Addresses of its own VPC.</summary>
    public AddressSet Network { get; init; } = AddressSet.Empty;

    /// <summary>Addresses of VPCs that are peered with it.</summary>
    public AddressSet Peered { get; init; } = AddressSet.Empty;

    /// <summary>What could not be seen, each as a sentence.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];

    /// <summary>What the way leads through, as igw-1.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>All addresses.</summary>
    public AddressSet All => Internet.Union(Network).Union(Peered);

    /// <summary>What several places have together.</summary>
    public static Connections Of(IReadOnlyList<Connections> all) => all is [var one] ? one : new()
    {
        Internet = AddressSet.UnionOf(all.Select(one => one.Internet)),
        Network = AddressSet.UnionOf(all.Select(one => one.Network)),
        Peered = AddressSet.UnionOf(all.Select(one => one.Peered)),
        Unseen = [.. all.SelectMany(one => one.Unseen).Distinct()],
        Through = [.. all.SelectMany(one => one.Through).Distinct()],
    };
}

/// <summary>The VPCs of a region.</summary>
internal sealed class AwsNetwork(AwsIngress ingress, AwsEgress egress)
{
    /// <summary>Places of what has no address that is known, one in each subnet, with any of its addresses.</summary>
    public IReadOnlyList<VpcPlace> Places(IEnumerable<string> subnetIds, IReadOnlyList<string> groupIds, bool isPublic = false) => ingress.Rules.Places(subnetIds, groupIds, isPublic);

    /// <summary>Who can open a connection to a port of a place.</summary>
    public Connections Reaching(VpcPlace place, int port) => ingress.Reaching(place, port);

    /// <summary>Where a connection to a port can be opened from a place.</summary>
    public Connections Leaving(VpcPlace place, int port) => egress.Leaving(place, port);
}
