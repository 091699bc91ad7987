using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Which VPC a subnet is in.</summary>
internal sealed class VpcView(Inventory<Subnet> subnets, Inventory<Vpc> vpcs)
{
    /// <summary>The VPC of a subnet; null where one of them no longer exists.</summary>
    public Vpc? Of(string? subnetId) => vpcs.Find(subnets.Find(subnetId)?.VpcId);
}

/// <summary>How a subnet's traffic is routed.</summary>
internal sealed class Routing(Inventory<RouteTable> tables)
{
    private ILookup<string, RouteTable>? _bySubnet;
    private ILookup<string, RouteTable>? _mainByVpc;

    /// <summary>The table that routes for a subnet: its own, or the main one of its VPC.</summary>
    public RouteTable? Of(Subnet subnet)
    {
        _bySubnet ??= By(association => association.SubnetId);
        _mainByVpc ??= tables.All.Where(table => table.Associations?.Any(association => association.Main is true) is true)
            .ToLookup(table => table.VpcId ?? "", StringComparer.Ordinal);
        return _bySubnet[subnet.SubnetId ?? ""].FirstOrDefault() ?? _mainByVpc[subnet.VpcId ?? ""].FirstOrDefault();
    }

    private ILookup<string, RouteTable> By(Func<RouteTableAssociation, string?> key) =>
        (from table in tables.All
         from association in table.Associations ?? []
         let name = key(association)
         where name is not null
         select (name, table)).ToLookup(pair => pair.name, pair => pair.table, StringComparer.Ordinal);
}
