namespace AiCloudSecurity.Exposure.Aws;

/// <summary>Where something stands in a VPC.</summary>
/// <param name="SubnetId">The subnet.</param>
/// <param name="Groups">The security groups of its interface.</param>
/// <param name="Addresses">Its addresses; those that it may have, where they are not known.</param>
/// <param name="HasPublicAddress">Whether a public address of IPv4 leads to it.</param>
/// <param name="IsUnfiltered">Whether it may be without security groups, as network load balancers are, and lets everybody in then.</param>
internal sealed record VpcPlace(string SubnetId, IReadOnlyList<string> Groups, AddressSet Addresses, bool HasPublicAddress, bool IsUnfiltered = false);

/// <summary>The VPCs of a region.</summary>
internal sealed class AwsNetwork(AwsIngress ingress, AwsEgress egress)
{
    /// <summary>Places of what has no address that is known, one in each subnet, with any of its addresses.</summary>
    public IReadOnlyList<VpcPlace> Places(IEnumerable<string> subnetIds, IReadOnlyList<string> groupIds, bool isPublic = false) => ingress.Rules.Places(subnetIds, groupIds, isPublic);

    /// <summary>Whether one of some subnets is in a VPC that AWS made by itself.</summary>
    public bool IsDefault(IEnumerable<string> subnetIds) => ingress.IsDefault(subnetIds);

    /// <summary>Who can open a connection to a port of a place.</summary>
    public Connections Reaching(VpcPlace place, int port) => ingress.Reaching(place, port);

    /// <summary>Where a connection to a port can be opened from a place.</summary>
    public Connections Leaving(VpcPlace place, int port) => egress.Leaving(place, port);
}
