using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>
/// Who can open a connection of TCP to a place in the VPCs of a region. Routes both ways, network ACLs (of both directions, as
/// they keep no state), security groups that name ranges, lists and each other, public addresses and peerings decide; what
/// lies behind a hop that is not in the estate is said to be unseen.
/// </summary>
internal sealed class AwsIngress(AwsRules rules, Inventory<Vpc> vpcs, Inventory<NetworkInterface> interfaces, Inventory<VpcPeering> peerings, TransitPlan transit)
{
    private ILookup<string, Standing>? _standing;
    private Dictionary<string, AddressSet>? _members;

    // Interfaces of a subnet that hold the same groups, and so may do the same.
    private sealed record Standing(string SubnetId, IReadOnlyList<string> Groups, AddressSet Addresses);

    /// <summary>The rules.</summary>
    public AwsRules Rules => rules;

    /// <summary>Whether one of some subnets is in a VPC that AWS made by itself.</summary>
    public bool IsDefault(IEnumerable<string> subnetIds) => subnetIds.Any(id => rules.Subnet(id) is { } subnet && vpcs.Find(subnet.VpcId)?.IsDefault is true);

    /// <summary>The place of a network interface.</summary>
    public static VpcPlace PlaceOf(NetworkInterface @interface) => new(@interface.SubnetId ?? "", [.. (@interface.Groups ?? []).Select(group => group.GroupId).OfType<string>()], Addresses(@interface), @interface.IsPublic);

    /// <summary>Who can open a connection to a port of a place.</summary>
    public Connections Reaching(VpcPlace place, int port)
    {
        if (rules.Subnet(place.SubnetId) is not { } subnet)
        {
            return new() { Unseen = [$"The subnet {place.SubnetId} is not in this account."] };
        }
        List<string> unseen = [];
        List<string> through = [];
        var filters = place.Groups.Select(group => rules.Filter(group, egress: false, port, unseen)).ToList();
        var admitted = place is { IsUnfiltered: true, Groups: [] } ? AddressSet.All : AddressSet.UnionOf(filters.Select(filter => filter.Ranges));
        var members = AddressSet.UnionOf(filters.SelectMany(filter => filter.Groups).Distinct(StringComparer.Ordinal).Select(group => Members(group, unseen)));
        var plan = rules.PlanOf(subnet);
        var acl = rules.AclOf(subnet);

        var internet = FromInternet(place, subnet, plan, acl, admitted, port, unseen, through);
        var own = rules.NetOf(subnet.VpcId);
        var network = FromSubnets(own, plan.Local, static (other, _) => other.Local, place, subnet, acl, admitted.Union(members), port);
        var peered = AddressSet.Empty;
        foreach (var (route, to) in plan.Ways.Where(way => !RoutePlan.IsDropped(way.Route)))
        {
            var wanted = to.Intersect(admitted.Union(members)).Intersect(AwsRules.SameFamily(place.Addresses));
            if (wanted.IsEmpty || AwsRules.IsInternet(route) || route.GatewayId is "local" || route.NatGatewayId is not null || route.EgressOnlyInternetGatewayId is not null)
            {
                continue;
            }
            if (route.VpcPeeringConnectionId is { } peering)
            {
                if (Beyond(peering, subnet.VpcId, out var why) is { } net)
                {
                    var from = FromSubnets(net, to, (other, _) => other.To(route => route.VpcPeeringConnectionId == peering), place, subnet, acl, admitted.Union(members), port);
                    if (!from.IsEmpty)
                    {
                        through.Add(peering);
                    }
                    peered = peered.Union(from);
                }
                else if (why is not null && !wanted.Intersect(acl.Passing(port)).IsEmpty)
                {
                    unseen.Add(why);
                }
            }
            else if (route.TransitGatewayId is { } gateway)
            {
                var from = ThroughTransit(gateway, wanted.Intersect(acl.Passing(port)), place, subnet, acl, admitted, members, port, unseen);
                if (!from.IsEmpty)
                {
                    through.Add(gateway);
                }
                peered = peered.Union(from);
            }
            else if (!AwsRules.IsService(route) && !wanted.Intersect(acl.Passing(port)).IsEmpty)
            {
                unseen.Add($"What lies behind {route.Target}, to which {to} is routed, is not in the estate.");
            }
        }
        return new() { Internet = internet, Network = network, Peered = peered, Unseen = unseen, Through = through };
    }

    private AddressSet FromInternet(VpcPlace place, Subnet subnet, RoutePlan plan, AclFilter acl, AddressSet admitted, int port, List<string> unseen, List<string> through)
    {
        if (AwsRules.ModeOf(subnet) is not (null or "off"))
        {
            return AddressSet.Empty;
        }
        // Who calls from the internet is answered through the internet gateway only: NAT would answer from another address.
        var reached = plan.Internet.Intersect(admitted).Intersect(AwsRules.Routable(place)).Intersect(acl.Passing(port));
        if (reached.IsEmpty)
        {
            return reached;
        }
        var gateways = plan.Ways.Where(way => AwsRules.IsInternet(way.Route) && way.To.Overlaps(reached)).Select(way => way.Route.GatewayId!).Distinct(StringComparer.Ordinal).ToList();
        foreach (var gateway in gateways)
        {
            // A table of the gateway's own may lead what comes in through an appliance first.
            if (rules.Edges(gateway).SelectMany(plan => plan.Ways).FirstOrDefault(way => way.Route.GatewayId is not "local" && way.To.Overlaps(place.Addresses)) is { Route: { } appliance })
            {
                unseen.Add($"What {appliance.Target}, through which {gateway} leads what comes in, lets pass is not in the estate.");
                return AddressSet.Empty;
            }
        }
        through.AddRange(gateways);
        return reached;
    }

    // Whom a transit gateway leads to a place, and back to them.
    private AddressSet ThroughTransit(string gateway, AddressSet wanted, VpcPlace place, Subnet subnet, AclFilter acl, AddressSet admitted, AddressSet members, int port, List<string> unseen)
    {
        var all = AddressSet.Empty;
        foreach (var (vpc, to) in transit.Beyond(gateway, subnet.VpcId, wanted, unseen))
        {
            if (vpcs.Find(vpc) is null)
            {
                unseen.Add($"The VPC {vpc} behind {gateway} is not in the estate.");
                continue;
            }
            var from = From(vpc, to, admitted);
            all = all.Union(from);
            // A gateway says by a setting of its own whether groups may name those of other VPCs.
            if (!From(vpc, to, admitted.Union(members)).Equals(from))
            {
                unseen.Add($"Whether {gateway} lets security groups name those of {vpc} is not in the estate.");
            }
        }
        return all;

        AddressSet From(string vpc, AddressSet to, AddressSet whom) => FromSubnets(rules.NetOf(vpc), to,
            (other, own) => AddressSet.UnionOf(transit.Beyond(gateway, vpc, other.To(route => route.TransitGatewayId == gateway).Intersect(own), unseen).Where(way => way.VpcId == subnet.VpcId).Select(way => way.To)),
            place, subnet, acl, whom, port);
    }

    // Who of a network's subnets reaches a place, where both sides route to each other and all filters let pass.
    private AddressSet FromSubnets(AwsRules.Net net, AddressSet routed, Func<RoutePlan, AddressSet, AddressSet> there, VpcPlace place, Subnet subnet, AclFilter acl, AddressSet admitted, int port)
    {
        var all = AddressSet.Empty;
        var (four, six) = (place.Addresses.Intersect(AddressSet.AllFour), place.Addresses.Intersect(AddressSet.AllSix));
        foreach (var other in net.Subnets)
        {
            var candidates = rules.AddressesOf(other).Intersect(routed).Intersect(admitted);
            if (candidates.IsEmpty)
            {
                continue;
            }
            foreach (var (own, family) in ((AddressSet, AddressSet)[])[(four, AddressSet.AllFour), (six, AddressSet.AllSix)])
            {
                if (own.IsEmpty || candidates.Intersect(family) is not { IsEmpty: false } from)
                {
                    continue;
                }
                var to = own.Intersect(there(rules.PlanOf(other), own));
                if (to.IsEmpty)
                {
                    continue;
                }
                if (other.Identity.Id != subnet.Identity.Id)
                {
                    // Network ACLs look at what crosses a subnet's border only.
                    var outer = rules.AclOf(other);
                    if (!outer.Allowed(egress: true, port).Overlaps(to))
                    {
                        continue;
                    }
                    from = from.Intersect(acl.Allowed(egress: false, port)).Intersect(AddressSet.UnionOf(acl.ClientPorts(egress: true).Concat(outer.ClientPorts(egress: false)).Distinct()
                        .Where(client => outer.Allowed(egress: false, client).Overlaps(to)).Select(client => acl.Allowed(egress: true, client))));
                }
                if (!from.IsEmpty)
                {
                    all = all.Union(from.Except(Held(other, from, to, place.Groups, port)));
                }
            }
        }
        return all;
    }

    // Those who stand there and whose own security groups do not let them out to a place.
    private AddressSet Held(Subnet subnet, AddressSet from, AddressSet to, IReadOnlyList<string> targetGroups, int port)
    {
        _standing ??= (from @interface in interfaces.All
                       let place = PlaceOf(@interface)
                       group place by (place.SubnetId, Groups: string.Join(',', place.Groups.Order(StringComparer.Ordinal))) into same
                       select new Standing(same.Key.SubnetId, same.First().Groups, AddressSet.UnionOf(same.Select(place => place.Addresses)))).ToLookup(standing => standing.SubnetId, StringComparer.Ordinal);
        var held = AddressSet.Empty;
        foreach (var standing in _standing[subnet.SubnetId ?? ""])
        {
            if (standing.Addresses.Overlaps(from) && !standing.Groups.Any(group => rules.Filter(group, egress: true, port, []) is { } filter
                && (filter.Ranges.Overlaps(to) || filter.Groups.Any(named => targetGroups.Contains(named)))))
            {
                held = held.Union(standing.Addresses);
            }
        }
        return held;
    }

    private AwsRules.Net? Beyond(string peeringId, string? vpcId, out string? why)
    {
        why = null;
        if (peerings.Find(peeringId) is not { } peering)
        {
            why = $"The peering {peeringId} is not in the estate.";
            return null;
        }
        if (peering.Status?.Code is not (null or "active"))
        {
            return null;
        }
        var other = peering.Beyond(vpcId);
        if (other?.VpcId is { } id && vpcs.Find(id) is not null)
        {
            return rules.NetOf(id);
        }
        why = $"The VPC {other?.VpcId} of account {other?.OwnerId}, which {peeringId} joins, is not in the estate.";
        return null;
    }

    private static AddressSet Addresses(NetworkInterface @interface) => AddressSet.UnionOf(
        (@interface.PrivateIpAddresses ?? []).Select(address => address.PrivateIpAddress).Concat((@interface.Ipv6Addresses ?? []).Select(address => address.Ipv6Address)).Select(AddressSet.TryParse).OfType<AddressSet>());

    private AddressSet Members(string group, List<string> unseen)
    {
        _members ??= (from @interface in interfaces.All
                      let place = PlaceOf(@interface)
                      from id in place.Groups
                      group place.Addresses by id).ToDictionary(held => held.Key, AddressSet.UnionOf, StringComparer.Ordinal);
        if (!_members.TryGetValue(group, out var members))
        {
            if (!rules.Knows(group))
            {
                unseen.Add($"Who holds the security group {group} is not known: it is not in this account.");
            }
            return AddressSet.Empty;
        }
        return members;
    }
}
