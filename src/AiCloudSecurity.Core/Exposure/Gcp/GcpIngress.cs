using System.Globalization;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Exposure.Gcp;

/// <summary>
/// Who can open a connection of TCP to a machine in a VPC network of Google Cloud, and what firewalls and routes let out of it.
/// Policies of the organisation and its folders, firewall rules with their priorities and targets, policies of the network,
/// routes and peerings decide. Rules: Google Cloud documentation, "Firewall policies and rules: evaluation order",
/// "VPC firewall rules", "Routes", "VPC Network Peering".
/// </summary>
internal sealed class GcpIngress(
    Scope scope, Inventory<Network> networks, Inventory<Subnetwork> subnets, Inventory<Firewall> firewalls, Inventory<FirewallPolicy> policies, Inventory<Route> routes)
{
    private readonly Dictionary<string, Net> _nets = new(StringComparer.Ordinal);
    private ILookup<string, Subnetwork>? _subnets;

    // A network with what decides in it.
    private sealed record Net(Network Network, AddressSet Addresses, IReadOnlyList<IReadOnlyList<Rule>> Layers, IReadOnlyList<Route> Routes, IReadOnlyList<string> SourceTags, IReadOnlyList<string> SourceAccounts);

    // A rule of whatever kind: whether it lets pass, denies, or leaves it to the next layer (null); what it is about.
    private sealed record Rule(string Name, bool IsIngress, bool? Allows, int Priority, Func<int, bool> Covers, Func<GcpPlace, bool> Targets, AddressSet Other, IReadOnlyList<string> SourceTags, IReadOnlyList<string> SourceAccounts, string? Unknown);

    /// <summary>The machine's network, subnet and addresses.</summary>
    /// <exception cref="UnseenException">They are not in the estate.</exception>
    public GcpPlace Place(string? network, string? subnet, IReadOnlyList<string> tags, string? serviceAccount, bool hasExternalAddress)
    {
        var name = Relative(string.IsNullOrEmpty(network) ? $"projects/{scope.Id}/global/networks/default" : network.Contains('/', StringComparison.Ordinal) ? network : $"projects/{scope.Id}/global/networks/{network}");
        var net = NetOf(name);
        var found = string.IsNullOrEmpty(subnet) ? null : subnets.Find(subnet) ?? throw new UnseenException($"The subnet {Last(subnet)} is not in the estate.");
        return new(name, found is null ? null : Relative(found.Identity.Id), (found is null ? net.Addresses : Addresses(found)).Intersect(AddressSet.AllFour), tags, serviceAccount, hasExternalAddress);
    }

    /// <summary>Who can open a connection to a port of a machine. Of machines in its network nobody knows what they may send and which tags they can be given, so all are taken to do what some could.</summary>
    public Connections Reaching(GcpPlace place, int port)
    {
        var net = NetOf(place.Network);
        List<string> unseen = [];
        var admitted = Allowed(net, place, isIngress: true, port, null, null, unseen);
        var ways = Ways(net, place);
        var internet = admitted.Intersect(AddressSet.Internet).Intersect(Routable(place)).Except(net.Addresses).Intersect(To(ways, IsInternet));
        var inside = AddressSet.UnionOf(net.SourceTags.Select(tag => Allowed(net, place, isIngress: true, port, tag, null, unseen))
            .Concat(net.SourceAccounts.Select(account => Allowed(net, place, isIngress: true, port, null, account, unseen))).Append(admitted));
        var peered = AddressSet.Empty;
        foreach (var peering in (net.Network.Peerings ?? []).Where(peering => peering.State is "ACTIVE"))
        {
            if (Find(peering.Network) is { } other)
            {
                peered = peered.Union(NetOf(Relative(other.Identity.Id)).Addresses.Intersect(admitted));
            }
            else if (!admitted.Except(AddressSet.Internet).Except(net.Addresses).IsEmpty)
            {
                unseen.Add($"The network {Last(peering.Network)}, which {net.Network.Identity.Name} is joined with, is not in the estate.");
            }
        }
        if (ways.FirstOrDefault(way => IsElsewhere(way.Route) && way.To.Overlaps(admitted.Except(AddressSet.Internet))) is { Route: { } elsewhere })
        {
            unseen.Add($"What the route {elsewhere.Identity.Name} leads to is not in the estate.");
        }
        return new() { Internet = internet, Network = inside.Intersect(net.Addresses).Intersect(SameFamily(place)), Peered = peered.Intersect(SameFamily(place)), Unseen = [.. unseen.Distinct()] };
    }

    /// <summary>What may be sent from a machine to a port: of the internet what firewalls and routes let out, whatever its address is translated to.</summary>
    public Connections Sending(GcpPlace place, int port)
    {
        var net = NetOf(place.Network);
        List<string> unseen = [];
        var admitted = Allowed(net, place, isIngress: false, port, null, null, unseen);
        var ways = Ways(net, place);
        var wanted = admitted.Intersect(AddressSet.Internet).Except(net.Addresses);
        if (ways.FirstOrDefault(way => IsElsewhere(way.Route) && way.To.Overlaps(wanted)) is { Route: { } elsewhere })
        {
            unseen.Add($"What the route {elsewhere.Identity.Name} leads to is not in the estate.");
        }
        return new() { Internet = wanted.Intersect(To(ways, IsInternet)), Network = admitted.Intersect(net.Addresses), Unseen = unseen };
    }

    /// <summary>The addresses that a firewall rule lets in, whatever other rules say; empty where it lets nobody in.</summary>
    /// <exception cref="UnseenException">A range is not understood.</exception>
    public static AddressSet Admitted(Firewall rule) => rule.Disabled || RuleOf(rule) is not { IsIngress: true, Allows: true } read ? AddressSet.Empty : read.Other;

    /// <summary>Whether a firewall rule is about a port.</summary>
    public static bool IsAbout(Firewall rule, int port) => RuleOf(rule).Covers(port);

    /// <summary>The names of the firewall rules that let somebody in on a port.</summary>
    public IEnumerable<string> Openings(GcpPlace place, int port) =>
        NetOf(place.Network).Layers.SelectMany(layer => layer).Where(rule => rule is { IsIngress: true, Allows: true } && rule.Covers(port) && rule.Targets(place)).Select(rule => rule.Name);

    // ---- rules ----

    // The other side's addresses that pass: each layer in turn, in each the first rule that matches; what no rule knows may leave but not come in.
    private static AddressSet Allowed(Net net, GcpPlace place, bool isIngress, int port, string? tag, string? account, List<string> unseen)
    {
        var (allowed, remaining) = (AddressSet.Empty, AddressSet.All);
        foreach (var layer in net.Layers)
        {
            var open = remaining;
            foreach (var rule in layer.Where(rule => rule.IsIngress == isIngress && rule.Covers(port) && rule.Targets(place)))
            {
                var match = tag is not null && rule.SourceTags.Contains(tag) || account is not null && rule.SourceAccounts.Contains(account) ? AddressSet.All : rule.Other;
                match = match.Intersect(open);
                if (rule.Unknown is not null && rule.Allows is true)
                {
                    unseen.Add($"Which {rule.Unknown} in {rule.Name} is not in the estate.");
                }
                if (rule.Allows is { } allows)
                {
                    allowed = allows ? allowed.Union(match) : allowed;
                    remaining = remaining.Except(match);
                }
                open = open.Except(match);
            }
        }
        return isIngress ? allowed : allowed.Union(remaining);
    }

    private Net NetOf(string name)
    {
        if (_nets.TryGetValue(name, out var known))
        {
            return known;
        }
        var network = networks.Find(name) ?? throw new UnseenException($"The network {Last(name)} is not in the estate.");
        _subnets ??= subnets.All.ToLookup(subnet => Relative(subnet.Network ?? ""), StringComparer.Ordinal);
        List<IReadOnlyList<Rule>> layers = [];
        var above = policies.All.Where(policy => policy.Associations?.Any(at => at.AttachmentTarget is { } target && !IsNetwork(target)) is true).ToList();
        if (above.Count > 0 && scope.Ancestors is null)
        {
            throw new UnseenException($"Which folders and organisation stand above {scope.Id}, whose firewall policies hold first, was not read (cloudasset:assets.list).");
        }
        // The organisation's policy first, then each folder's down to the project.
        foreach (var node in (scope.Ancestors ?? []).Reverse())
        {
            layers.AddRange(above.Where(policy => policy.Associations!.Any(at => at.AttachmentTarget is { } target && (target == node || target.EndsWith($"/{node}", StringComparison.Ordinal)))).Select(policy => RulesOf(policy, name)));
        }
        var own = firewalls.All.Where(rule => !rule.Disabled && Relative(rule.Network ?? "") == name).ToList();
        var classic = own.Select(RuleOf).OrderBy(rule => rule.Priority).ThenBy(rule => rule.Allows).ToList();
        var ofNetwork = policies.All.Where(policy => policy.Associations?.Any(at => at.AttachmentTarget is { } target && IsNetwork(target) && Relative(target) == name) is true).Select(policy => RulesOf(policy, name)).ToList();
        layers.AddRange(network.NetworkFirewallPolicyEnforcementOrder is "BEFORE_CLASSIC_FIREWALL" ? [.. ofNetwork, classic] : [classic, .. ofNetwork]);
        return _nets[name] = new(network, AddressSet.UnionOf(_subnets[name].Select(Addresses)), layers,
            [.. routes.All.Where(route => Relative(route.Network ?? "") == name)],
            [.. own.SelectMany(rule => rule.SourceTags ?? []).Distinct(StringComparer.Ordinal)], [.. own.SelectMany(rule => rule.SourceServiceAccounts ?? []).Distinct(StringComparer.Ordinal)]);
    }

    private static Rule RuleOf(Firewall rule)
    {
        var isIngress = rule.Direction is not "EGRESS";
        var ranges = isIngress ? rule.SourceRanges : rule.DestinationRanges;
        var isOpen = ranges is not { Count: > 0 } && (!isIngress || rule.SourceTags is not { Count: > 0 } && rule.SourceServiceAccounts is not { Count: > 0 });
        return new(rule.Identity.Name, isIngress, rule.Denied is not { Count: > 0 }, rule.Priority ?? 1000,
            port => (rule.Denied is { Count: > 0 } denied ? denied : rule.Allowed ?? []).Any(traffic => Covers(traffic.IPProtocol, traffic.Ports, port)),
            place => rule.TargetTags is { Count: > 0 } tags ? tags.Any(tag => place.Tags.Contains(tag)) : rule.TargetServiceAccounts is not { Count: > 0 } accounts || place.ServiceAccount is { } account && accounts.Contains(account),
            isOpen ? AddressSet.AllFour : Ranges(ranges, rule.Identity.Name), isIngress ? rule.SourceTags ?? [] : [], isIngress ? rule.SourceServiceAccounts ?? [] : [], null);
    }

    private List<Rule> RulesOf(FirewallPolicy policy, string network) =>
        [.. (policy.Rules ?? []).Where(rule => !rule.Disabled).OrderBy(rule => rule.Priority).Select(rule =>
        {
            var isIngress = rule.Direction is not "EGRESS";
            var match = rule.Match;
            // Which machines have secure tags is not read: a rule for some of them may be about this one where it lets in, and is not where it denies.
            var isOfSome = rule.TargetSecureTags is { Count: > 0 };
            var addresses = isIngress
                ? match is { SrcSecureTags.Count: > 0 } ? "secure tags" : match is { SrcRegionCodes.Count: > 0 } ? "countries" : match is { SrcThreatIntelligences.Count: > 0 } ? "Google's lists" : match is { SrcAddressGroups.Count: > 0 } ? "address groups" : match is { SrcFqdns.Count: > 0 } ? "names" : null
                : match is { DestRegionCodes.Count: > 0 } ? "countries" : match is { DestAddressGroups.Count: > 0 } ? "address groups" : match is { DestFqdns.Count: > 0 } ? "names" : null;
            var unknown = isOfSome ? "machines are meant by secure tags" : addresses is null ? null : $"addresses are meant by {addresses}";
            var ranges = isIngress ? match?.SrcIpRanges : match?.DestIpRanges;
            return new Rule($"{policy.ShortName ?? policy.Identity.Name} {(rule.Priority ?? 0).ToString(CultureInfo.InvariantCulture)}", isIngress,
                rule.Action is "allow" or "apply_security_profile_group" ? true : rule.Action is "goto_next" ? null : false, rule.Priority ?? 0,
                port => match?.Layer4Configs?.Any(traffic => Covers(traffic.IpProtocol, traffic.Ports, port)) is true,
                place => (rule.TargetResources is not { Count: > 0 } only || only.Any(target => Relative(target) == network))
                    && (rule.TargetServiceAccounts is not { Count: > 0 } accounts || place.ServiceAccount is { } account && accounts.Contains(account))
                    && (!isOfSome || rule.Action is "allow"),
                isOfSome ? AddressSet.Empty : ranges is { Count: > 0 } ? Ranges(ranges, policy.Identity.Name) : unknown is null ? AddressSet.All : AddressSet.Empty, [], [], unknown);
        })];

    private static bool IsNetwork(string target) => target.Contains("/networks/", StringComparison.Ordinal);

    private static bool Covers(string? protocol, IReadOnlyList<string>? ports, int port) =>
        protocol is "all" or "tcp" or "6" && (ports is not { Count: > 0 } || ports.Any(range => range.Split('-') is [var first, .. var rest]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from <= port
            && int.TryParse(rest is [var last] ? last : first, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && port <= to));

    private static AddressSet Ranges(IReadOnlyList<string>? ranges, string rule) =>
        AddressSet.UnionOf((ranges ?? []).Select(range => AddressSet.TryParse(range) ?? throw new UnseenException($"The range {Display.Safe(range)} of {rule} is not understood.")));

    // ---- routes ----

    // Subnets' own routes cannot be overridden; of others the longest prefix decides, then the lowest priority.
    private static List<(Route Route, AddressSet To)> Ways(Net net, GcpPlace place)
    {
        List<(Route, AddressSet)> ways = [];
        var decided = net.Addresses;
        foreach (var route in net.Routes.Where(route => (route.Tags is not { Count: > 0 } tags || tags.Any(tag => place.Tags.Contains(tag))) && AddressSet.PrefixLength(route.DestRange) >= 0)
            .OrderByDescending(route => AddressSet.PrefixLength(route.DestRange)).ThenBy(route => route.Priority ?? 1000))
        {
            var to = AddressSet.TryParse(route.DestRange)!;
            var left = to.Except(decided);
            if (!left.IsEmpty)
            {
                ways.Add((route, left));
                decided = decided.Union(to);
            }
        }
        return ways;
    }

    private static AddressSet To(List<(Route Route, AddressSet To)> ways, Func<Route, bool> such) => AddressSet.UnionOf(ways.Where(way => such(way.Route)).Select(way => way.To));

    private static bool IsInternet(Route route) => route.NextHopGateway?.EndsWith("/default-internet-gateway", StringComparison.Ordinal) is true;

    private static bool IsElsewhere(Route route) => !IsInternet(route) && route.NextHopNetwork is null && route.NextHopPeering is null;

    /// <summary>The families in which a machine is on the internet.</summary>
    public static AddressSet Routable(GcpPlace place) => (place.HasExternalAddress && place.Addresses.Overlaps(AddressSet.AllFour) ? AddressSet.AllFour : AddressSet.Empty).Union(place.Addresses.Overlaps(AddressSet.Internet.Intersect(AddressSet.AllSix)) ? AddressSet.AllSix : AddressSet.Empty);

    /// <summary>All addresses of the families that a machine has addresses of.</summary>
    public static AddressSet SameFamily(GcpPlace place) =>
        (place.Addresses.Overlaps(AddressSet.AllFour) ? AddressSet.AllFour : AddressSet.Empty).Union(place.Addresses.Overlaps(AddressSet.AllSix) ? AddressSet.AllSix : AddressSet.Empty);

    private Network? Find(string? network)
    {
        try
        {
            return networks.Find(network);
        }
        catch (UnseenException)
        {
            return null;
        }
    }

    /// <summary>Whether a reference means a network or subnet of that relative name.</summary>
    public bool IsSame(string? reference, string name) => Relative(reference ?? "") == name;

    private static AddressSet Addresses(Subnetwork subnet) => AddressSet.UnionOf(new[] { subnet.IpCidrRange, subnet.ExternalIpv6Prefix, subnet.InternalIpv6Prefix }.Concat((subnet.SecondaryIpRanges ?? []).Select(range => range.IpCidrRange)).Select(AddressSet.TryParse).OfType<AddressSet>());

    private string Relative(string name) => GcpIdentity.Relative(name, scope);

    private static string Last(string? name) => name is null ? "" : name[(name.LastIndexOf('/') + 1)..];
}
