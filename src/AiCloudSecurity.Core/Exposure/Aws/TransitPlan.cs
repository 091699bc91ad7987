using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>
/// Where transit gateways lead: what is attached, which table routes for it, and the routes. Of a gateway of another account only
/// the own attachments are seen, not its tables. Rules: Amazon VPC Transit Gateways, "Route evaluation order".
/// </summary>
internal sealed class TransitPlan(Inventory<TransitGatewayAttachment> attachments, Inventory<TransitGatewayRouteTable> tables, Inventory<TransitGatewayRoute> routes)
{
    private readonly Dictionary<(string Gateway, string Vpc), Plan> _plans = [];

    // Where what comes from a VPC goes; what cannot be seen of it.
    private sealed record Plan(IReadOnlyList<(TransitGatewayHop Hop, AddressSet To)> Ways, string? Unseen);

    /// <summary>The VPCs to which a gateway leads what comes from one, and the addresses for each.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="vpcId">Where it comes from.</param>
    /// <param name="to">The addresses of interest.</param>
    /// <param name="unseen">Takes what lies behind a hop that is not in the estate.</param>
    public IEnumerable<(string VpcId, AddressSet To)> Beyond(string gateway, string? vpcId, AddressSet to, List<string> unseen)
    {
        var plan = PlanOf(gateway, vpcId ?? "");
        if (plan.Unseen is { } missing && !to.IsEmpty)
        {
            unseen.Add(missing);
            yield break;
        }
        foreach (var (hop, known) in plan.Ways)
        {
            var here = known.Intersect(to);
            if (here.IsEmpty)
            {
                continue;
            }
            if (hop is { ResourceType: "vpc", ResourceId: { } vpc })
            {
                yield return (vpc, here);
            }
            else
            {
                unseen.Add($"What lies behind {hop.TransitGatewayAttachmentId} ({hop.ResourceType ?? "of a kind that is not said"}) of {gateway}, to which {here} is routed, is not in the estate.");
            }
        }
    }

    private Plan PlanOf(string gateway, string vpcId)
    {
        if (_plans.TryGetValue((gateway, vpcId), out var known))
        {
            return known;
        }
        try
        {
            return _plans[(gateway, vpcId)] = Read(gateway, vpcId);
        }
        catch (UnseenException unseen)
        {
            // What other ways lead to is seen all the same.
            return _plans[(gateway, vpcId)] = new([], unseen.Message);
        }
    }

    private Plan Read(string gateway, string vpcId)
    {
        // Two attachments of one VPC to one gateway are not possible.
        var from = attachments.All.FirstOrDefault(one => one.TransitGatewayId == gateway && one.ResourceId == vpcId && one is { ResourceType: "vpc", State: null or "available" });
        if (from?.Association is not { TransitGatewayRouteTableId: { } id, State: null or "associated" })
        {
            return from is null ? new([], $"How {vpcId} is attached to {gateway} is not in the estate.") : new([], null);
        }
        if (tables.Find(id) is not { } table)
        {
            return new([], $"The table {id}, by which {gateway} routes for {vpcId}, is not in this account.");
        }
        List<(TransitGatewayHop, AddressSet)> ways = [];
        var decided = AddressSet.Empty;
        foreach (var route in routes.Of(table).OrderByDescending(route => AddressSet.PrefixLength(route.DestinationCidrBlock)).ThenBy(route => route.Kind is "static" ? 0 : 1))
        {
            var to = AddressSet.TryParse(route.DestinationCidrBlock) ?? throw new UnseenException($"A route of {id} has a range that is not understood.");
            var own = to.Except(decided);
            if (!own.IsEmpty && route.State is null or "active")
            {
                ways.AddRange((route.TransitGatewayAttachments ?? []).Select(hop => (hop, own)));
            }
            decided = decided.Union(to);
        }
        return new(ways, null);
    }
}
