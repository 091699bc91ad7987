using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>To where something in a VPC can open a connection: through internet gateways, egress-only ones and NAT gateways. Rules: Amazon VPC User Guide, "NAT gateways", "Block public access to VPCs and subnets".</summary>
internal sealed class AwsEgress(AwsRules rules, Inventory<NatGateway> nats, TransitPlan transit)
{
    /// <summary>The rules.</summary>
    public AwsRules Rules => rules;

    /// <summary>Where on the internet a connection to a port can be opened from a place, and through what; of networks, only whether there are some.</summary>
    public Connections Leaving(VpcPlace place, int port)
    {
        if (rules.Subnet(place.SubnetId) is not { } subnet)
        {
            return new() { Unseen = [$"The subnet {place.SubnetId} is not in this account."] };
        }
        List<string> unseen = [];
        List<string> through = [];
        var filters = place.Groups.Select(group => rules.Filter(group, egress: true, port, unseen)).ToList();
        var admitted = AddressSet.UnionOf(filters.Select(filter => filter.Ranges));
        var plan = rules.PlanOf(subnet);
        var acl = rules.AclOf(subnet);
        var passing = admitted.Intersect(acl.Leaving(port));
        var internet = AddressSet.Empty;
        foreach (var (route, to) in plan.Ways.Where(way => !RoutePlan.IsDropped(way.Route)))
        {
            var wanted = to.Intersect(passing).Intersect(AwsRules.SameFamily(place.Addresses));
            if (AwsRules.IsInternet(route) || route.EgressOnlyInternetGatewayId is not null || route.NatGatewayId is not null)
            {
                wanted = wanted.Intersect(AddressSet.Internet);
            }
            if (wanted.IsEmpty || route.GatewayId is "local")
            {
                continue;
            }
            var reached = AwsRules.IsInternet(route) ? (AwsRules.ModeOf(subnet) is not (null or "off") ? AddressSet.Empty : wanted.Intersect(AwsRules.Routable(place)))
                : route.EgressOnlyInternetGatewayId is not null ? (AwsRules.ModeOf(subnet) is "block-bidirectional" ? AddressSet.Empty : wanted.Intersect(AddressSet.AllSix).Intersect(AwsRules.Routable(place)))
                : route.NatGatewayId is { } id ? ThroughNat(id, place, subnet, acl, wanted, port)
                : null;
            if (reached is null)
            {
                if (route.TransitGatewayId is { } gateway)
                {
                    // To other networks it leads as the gateway's tables say; what these pass on is seen from there only.
                    foreach (var (vpc, beyond) in transit.Beyond(gateway, subnet.VpcId, wanted, unseen).Where(way => way.To.HasInternet))
                    {
                        unseen.Add($"What {vpc}, to which {gateway} leads {beyond}, passes on to the internet is not followed.");
                    }
                }
                else if (route.VpcPeeringConnectionId is null && !AwsRules.IsService(route))
                {
                    unseen.Add($"What lies behind {route.Target}, to which {to} is routed, is not in the estate.");
                }
                continue;
            }
            if (!reached.IsEmpty)
            {
                through.Add(route.Target);
            }
            internet = internet.Union(reached);
        }
        var named = filters.Exists(filter => filter.Groups.Count > 0);
        return new() { Internet = internet, Network = named ? rules.NetOf(subnet.VpcId).Addresses : rules.NetOf(subnet.VpcId).Addresses.Intersect(admitted), Unseen = unseen, Through = through };
    }

    // A NAT gateway passes on what its own subnet routes to the internet, and the network ACLs of both subnets let pass.
    private AddressSet ThroughNat(string id, VpcPlace place, Subnet subnet, AclFilter acl, AddressSet wanted, int port)
    {
        if (nats.Find(id) is not { } nat)
        {
            throw new UnseenException($"The NAT gateway {id} is not in this account.");
        }
        if (nat.ConnectivityType is "private" || nat.State is not (null or "available"))
        {
            return AddressSet.Empty;
        }
        wanted = wanted.Intersect(AddressSet.AllFour);
        if (nat.SubnetId is null || rules.Subnet(nat.SubnetId) is not { } beyond)
        {
            // A regional one has no subnet, and routes of AWS's own.
            return nat.SubnetId is null ? wanted : throw new UnseenException($"The subnet {nat.SubnetId} of the NAT gateway {id} is not in this account.");
        }
        if (AwsRules.ModeOf(beyond) is "block-bidirectional")
        {
            return AddressSet.Empty;
        }
        var outer = rules.AclOf(beyond);
        var reached = wanted.Intersect(rules.PlanOf(beyond).To(AwsRules.IsInternet)).Intersect(outer.Leaving(port));
        if (beyond.Identity.Id == subnet.Identity.Id)
        {
            return reached;
        }
        var own = place.Addresses.Intersect(AddressSet.AllFour);
        return outer.Allowed(egress: false, port).Overlaps(own) ? reached.Intersect(Answered(acl, outer, own)) : AddressSet.Empty;
    }

    // Whom the answers to a place come from, past the filters of its own subnet and of the NAT gateway's.
    private static AddressSet Answered(AclFilter inner, AclFilter outer, AddressSet own) =>
        AddressSet.UnionOf(inner.ClientPorts(egress: false).Concat(outer.ClientPorts(egress: true)).Distinct()
            .Where(client => outer.Allowed(egress: true, client).Overlaps(own)).Select(client => inner.Allowed(egress: false, client)));
}
