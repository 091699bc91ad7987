using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>Where packets go in the VPCs of a region, and past which filters: routes, network ACLs and security groups. Rules: Amazon VPC User Guide, "Route priority", "Network ACL rules", "Security group rules".</summary>
internal sealed class AwsRules(Inventory<Subnet> subnets, Inventory<RouteTable> tables, Inventory<NetworkAcl> acls, Inventory<SecurityGroup> groups, Inventory<PrefixList> lists, Inventory<PrefixListEntry> entries)
{
    private static readonly AddressSet s_publicSix = AddressSet.Internet.Intersect(AddressSet.AllSix);
    private readonly Dictionary<string, Net> _nets = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Group, bool Egress, int Port), GroupFilter> _filters = [];
    private readonly Dictionary<string, AddressSet> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<RouteTable, RoutePlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Subnet, AddressSet> _addresses = new(ReferenceEqualityComparer.Instance);
    private Dictionary<string, AclFilter>? _acls;
    private Dictionary<string, RouteTable>? _tables;
    private ILookup<string, RouteTable>? _mains;
    private ILookup<string, RouteTable>? _edges;
    private ILookup<string, Subnet>? _subnetsByVpc;

    /// <summary>What rules of a security group let pass: ranges, and whoever holds one of these groups.</summary>
    public sealed record GroupFilter(AddressSet Ranges, IReadOnlyList<string> Groups);

    /// <summary>A VPC's subnets with their addresses.</summary>
    public sealed record Net(string VpcId, AddressSet Addresses, IReadOnlyList<Subnet> Subnets);

    /// <summary>The subnet; null where it no longer exists.</summary>
    public Subnet? Subnet(string? id) => subnets.Find(id);

    /// <summary>Whether a security group is in the account.</summary>
    public bool Knows(string group) => groups.Find(group) is not null;

    /// <summary>Places of what has no address that is known, one in each subnet, with any of its addresses.</summary>
    public IReadOnlyList<VpcPlace> Places(IEnumerable<string> subnetIds, IReadOnlyList<string> groupIds, bool isPublic = false) =>
        [.. subnetIds.Distinct(StringComparer.Ordinal).Select(id => new VpcPlace(id, groupIds, subnets.Find(id) is { } subnet ? AddressesOf(subnet) : AddressSet.Empty, isPublic))];

    /// <summary>The tables that route what comes in by a gateway.</summary>
    public IEnumerable<RoutePlan> Edges(string gateway)
    {
        _edges ??= (from table in tables.All from association in table.Associations ?? [] where association.GatewayId is not null select (association.GatewayId, table)).ToLookup(pair => pair.GatewayId!, pair => pair.table, StringComparer.Ordinal);
        return _edges[gateway].Select(Plan);
    }

    /// <summary>A VPC with its subnets.</summary>
    public Net NetOf(string? vpcId)
    {
        var id = vpcId ?? "";
        if (!_nets.TryGetValue(id, out var net))
        {
            _subnetsByVpc ??= subnets.All.ToLookup(subnet => subnet.VpcId ?? "", StringComparer.Ordinal);
            var of = _subnetsByVpc[id].ToList();
            _nets[id] = net = new(id, AddressSet.UnionOf(of.Select(AddressesOf)), of);
        }
        return net;
    }

    /// <summary>A subnet's addresses.</summary>
    public AddressSet AddressesOf(Subnet subnet) => _addresses.TryGetValue(subnet, out var known) ? known : _addresses[subnet] = AddressSet.UnionOf(
        (subnet.Ipv6CidrBlockAssociationSet ?? []).Select(block => block.InUse).Append(subnet.CidrBlock).Select(AddressSet.TryParse).OfType<AddressSet>());

    /// <summary>Where a subnet's packets go.</summary>
    public RoutePlan PlanOf(Subnet subnet)
    {
        _tables ??= (from table in tables.All from association in table.Associations ?? [] where association.SubnetId is not null select (association.SubnetId, table))
            .GroupBy(pair => pair.SubnetId!, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.First().table, StringComparer.Ordinal);
        _mains ??= tables.All.Where(table => table.Associations?.Any(association => association.Main is true) is true).ToLookup(table => table.VpcId ?? "", StringComparer.Ordinal);
        return Plan(_tables.GetValueOrDefault(subnet.SubnetId ?? "") ?? _mains[subnet.VpcId ?? ""].FirstOrDefault()
            ?? throw new UnseenException($"Which route table routes for {subnet.SubnetId} is not in this account."));
    }

    private RoutePlan Plan(RouteTable table) => _plans.TryGetValue(table, out var plan) ? plan : _plans[table] = new RoutePlan(table, list => EntriesOf(list).Select(entry => entry.Cidr));

    /// <summary>The network ACL at a subnet's border.</summary>
    public AclFilter AclOf(Subnet subnet)
    {
        _acls ??= (from acl in acls.All from association in acl.Associations ?? [] where association.SubnetId is not null select (association.SubnetId, acl))
            .GroupBy(pair => pair.SubnetId!, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => new AclFilter(pairs.First().acl), StringComparer.Ordinal);
        return _acls.GetValueOrDefault(subnet.SubnetId ?? "") ?? throw new UnseenException($"Which network ACL filters for {subnet.SubnetId} is not in this account.");
    }

    /// <summary>What a security group lets pass to or from a port.</summary>
    public GroupFilter Filter(string id, bool egress, int port, List<string> unseen)
    {
        if (_filters.TryGetValue((id, egress, port), out var known))
        {
            return known;
        }
        if (groups.Find(id) is not { } group)
        {
            unseen.Add($"The security group {id} is not in this account.");
            return new(AddressSet.Empty, []);
        }
        var rules = ((egress ? group.IpPermissionsEgress : group.IpPermissions) ?? []).Where(rule => rule.Covers(port)).ToList();
        var ranges = rules.SelectMany(rule => (rule.IpRanges ?? []).Select(range => range.CidrIp).Concat((rule.Ipv6Ranges ?? []).Select(range => range.CidrIpv6)))
            .Select(range => AddressSet.TryParse(range) ?? throw new UnseenException($"A rule of the security group {id} has a range that is not understood."))
            .Concat(rules.SelectMany(rule => rule.PrefixListIds ?? []).Select(list => list.PrefixListId).OfType<string>().Select(Ranges));
        return _filters[(id, egress, port)] = new(AddressSet.UnionOf(ranges), [.. rules.SelectMany(rule => rule.UserIdGroupPairs ?? []).Select(pair => pair.GroupId).OfType<string>().Distinct(StringComparer.Ordinal)]);
    }

    private AddressSet Ranges(string list)
    {
        if (!_lists.TryGetValue(list, out var known))
        {
            _lists[list] = known = AddressSet.UnionOf(EntriesOf(list).Select(entry => AddressSet.TryParse(entry.Cidr)).OfType<AddressSet>());
        }
        return known;
    }

    private IReadOnlyList<PrefixListEntry> EntriesOf(string list) =>
        entries.Of(lists.Find(list) ?? throw new UnseenException($"The list of addresses {list} is not in this account."));

    /// <summary>Whether a route leads to the internet gateway.</summary>
    public static bool IsInternet(Route route) => route.GatewayId is ['i', 'g', 'w', '-', ..];

    /// <summary>Whether it leads to an endpoint for S3 or DynamoDB; one without a list of addresses leads through an appliance.</summary>
    public static bool IsService(Route route) => route.GatewayId is ['v', 'p', 'c', 'e', '-', ..] && route.DestinationPrefixListId is not null;

    /// <summary>The families in which a place is on the internet: IPv4 needs a public address; addresses of IPv6 are public unless they come from a private range.</summary>
    public static AddressSet Routable(VpcPlace place) =>
        (place.HasPublicAddress ? AddressSet.AllFour : AddressSet.Empty).Union(place.Addresses.Overlaps(s_publicSix) ? AddressSet.AllSix : AddressSet.Empty);

    /// <summary>All addresses of the families that some addresses have.</summary>
    public static AddressSet SameFamily(AddressSet addresses) =>
        (addresses.Overlaps(AddressSet.AllFour) ? AddressSet.AllFour : AddressSet.Empty).Union(addresses.Overlaps(AddressSet.AllSix) ? AddressSet.AllSix : AddressSet.Empty);

    /// <summary>What VPC block public access does to a subnet.</summary>
    public static string? ModeOf(Subnet subnet) => subnet.BlockPublicAccessStates?.InternetGatewayBlockMode;
}
