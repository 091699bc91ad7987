using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>Where a route table sends packets: of the routes that know an address, the one with the longest prefix decides.</summary>
internal sealed class RoutePlan
{
    private readonly List<(Route Route, AddressSet To)> _ways = [];

    /// <summary>The plan of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="ranges">The ranges of a prefix list.</param>
    public RoutePlan(RouteTable table, Func<string, IEnumerable<string?>> ranges)
    {
        var routes = from route in table.Routes ?? []
                     from range in RangesOf(route, ranges)
                     let length = AddressSet.PrefixLength(range)
                     where length >= 0
                     // Of equal prefixes, what the VPC itself has comes first, and what a VPN told comes last.
                     orderby length descending, route.GatewayId is "local" ? 0 : route.Origin is "EnableVgwRoutePropagation" ? 2 : 1, route.DestinationPrefixListId is null ? 0 : 1
                     select (Route: route, To: AddressSet.TryParse(range)!);
        var known = AddressSet.Empty;
        foreach (var (route, to) in routes)
        {
            var own = to.Except(known);
            if (!own.IsEmpty)
            {
                _ways.Add((route, own));
                known = known.Union(to);
            }
        }
    }

    /// <summary>The routes and the addresses that each is taken for; a route that leads nowhere is taken, too, and drops.</summary>
    public IReadOnlyList<(Route Route, AddressSet To)> Ways => _ways;

    /// <summary>The addresses of the VPC itself.</summary>
    public AddressSet Local => field ??= To(static route => route.GatewayId is "local");

    /// <summary>The addresses to which packets go through the internet gateway.</summary>
    public AddressSet Internet => field ??= To(AwsRules.IsInternet).Intersect(AddressSet.Internet);

    /// <summary>The addresses to which packets take such a route.</summary>
    public AddressSet To(Func<Route, bool> such) => AddressSet.UnionOf(_ways.Where(way => !IsDropped(way.Route) && such(way.Route)).Select(way => way.To));

    /// <summary>Whether a route leads nowhere, because what it led to is gone.</summary>
    public static bool IsDropped(Route route) => route.State is not (null or "active");

    private static IEnumerable<string?> RangesOf(Route route, Func<string, IEnumerable<string?>> ranges) =>
        route.DestinationPrefixListId is { } list ? ranges(list) : [route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock];
}

/// <summary>What a network ACL lets pass: of its rules, by number, the first that knows a packet decides.</summary>
internal sealed class AclFilter(NetworkAcl acl)
{
    // Ports from which clients call: a client of Windows begins at 49152, a NAT gateway at 1024.
    private const int FirstEphemeral = 1024;

    private readonly Dictionary<(bool Egress, int Port), AddressSet> _known = [];
    private readonly Dictionary<bool, AddressSet> _answered = [];
    private readonly Dictionary<int, AddressSet> _passing = [];
    private readonly Dictionary<bool, int[]> _clients = [];

    /// <summary>The addresses with which TCP passes to a port: inbound, from them to a port of the subnet; outbound, to a port of theirs.</summary>
    public AddressSet Allowed(bool egress, int port) => _known.TryGetValue((egress, port), out var known) ? known : _known[(egress, port)] = Evaluate(egress, port);

    /// <summary>Who gets through to a port and is answered.</summary>
    public AddressSet Passing(int port) => _passing.TryGetValue(port, out var known) ? known : _passing[port] = Allowed(egress: false, port).Intersect(Answered(egress: true));

    /// <summary>Whom one gets through to, with an answer.</summary>
    public AddressSet Leaving(int port) => Allowed(egress: true, port).Intersect(Answered(egress: false));

    /// <summary>Ports of clients, one for each stretch that rules of a direction do not tell apart.</summary>
    public IReadOnlyList<int> ClientPorts(bool egress) => _clients.TryGetValue(egress, out var known) ? known : _clients[egress] =
        [.. (acl.Entries ?? []).Where(entry => entry.Egress == egress && entry.PortRange is not null)
            .SelectMany(entry => new[] { entry.PortRange!.From ?? 0, (entry.PortRange.To ?? 65_535) + 1 }).Where(port => port is > FirstEphemeral and <= 65_535).Append(FirstEphemeral).Distinct()];

    // With whom answers pass, to or from some port of a client.
    private AddressSet Answered(bool egress) => _answered.TryGetValue(egress, out var known) ? known
        : _answered[egress] = AddressSet.UnionOf(ClientPorts(egress).Select(client => Allowed(egress, client)));

    private AddressSet Evaluate(bool egress, int port)
    {
        var (allowed, decided) = (AddressSet.Empty, AddressSet.Empty);
        foreach (var entry in (acl.Entries ?? []).Where(entry => entry.Egress == egress && Covers(entry, port)).OrderBy(entry => entry.RuleNumber))
        {
            var whom = AddressSet.TryParse(entry.CidrBlock ?? entry.Ipv6CidrBlock)
                ?? throw new UnseenException($"A rule of the network ACL {acl.NetworkAclId} has a range that is not understood.");
            if (entry.RuleAction is "allow")
            {
                allowed = allowed.Union(whom.Except(decided));
            }
            decided = decided.Union(whom);
        }
        return allowed;
    }

    private static bool Covers(NetworkAclEntry entry, int port) =>
        entry.Protocol is "-1" || entry.Protocol is "6" or "tcp" && (entry.PortRange is not { } range || (range.From ?? 0) <= port && port <= (range.To ?? 65_535));
}
