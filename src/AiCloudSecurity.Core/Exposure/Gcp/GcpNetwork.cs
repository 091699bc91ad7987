using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Exposure.Gcp;

/// <summary>Where a machine stands in a VPC network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Subnet">The subnet; null where it is not known.</param>
/// <param name="Addresses">Its addresses; those that it may have, where they are not known.</param>
/// <param name="Tags">Its network tags.</param>
/// <param name="ServiceAccount">What it runs as.</param>
/// <param name="HasExternalAddress">Whether it has an external address of IPv4.</param>
internal sealed record GcpPlace(string Network, string? Subnet, AddressSet Addresses, IReadOnlyList<string> Tags, string? ServiceAccount, bool HasExternalAddress);

/// <summary>
/// The VPC networks of Google Cloud: who can open a connection of TCP to a machine, and to where one can be opened from it,
/// with Cloud NAT for those without an external address. Rules: Google Cloud documentation, "Cloud NAT".
/// </summary>
internal sealed class GcpNetwork(GcpIngress ingress, Inventory<Router> routers)
{
    /// <summary>Who can open a connection to a machine.</summary>
    public GcpIngress Ingress => ingress;

    /// <summary>Where on the internet a connection to a port can be opened from a machine.</summary>
    public Connections Leaving(GcpPlace place, int port)
    {
        var sending = ingress.Sending(place, port);
        var nat = place.HasExternalAddress ? null : routers.All.FirstOrDefault(router => ingress.IsSame(router.Network, place.Network) && (router.Nats ?? []).Any(gateway => Serves(gateway, router, place)));
        var families = GcpIngress.Routable(place).Union(nat is null ? AddressSet.Empty : GcpIngress.SameFamily(place).Intersect(AddressSet.AllFour));
        return sending with
        {
            Internet = sending.Internet.Intersect(families),
            Through = place.HasExternalAddress ? ["its external address"] : nat is not null ? [$"Cloud NAT of {nat.Identity.Name}"] : [],
        };
    }

    private bool Serves(RouterNat nat, Router router, GcpPlace place) => nat.Kind is not "PRIVATE"
        && (place.Subnet is null || router.Region is null || GcpIdentity.After(place.Subnet, "regions") == router.Region[(router.Region.LastIndexOf('/') + 1)..])
        && (nat.SourceSubnetworkIpRangesToNat is not "LIST_OF_SUBNETWORKS" || place.Subnet is not null && (nat.Subnetworks ?? []).Any(subnet => ingress.IsSame(subnet.Name, place.Subnet)));
}
