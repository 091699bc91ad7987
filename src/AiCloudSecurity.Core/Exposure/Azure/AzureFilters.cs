using System.Globalization;
using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>Whom network security groups, which keep state, let pass. Rules: Azure documentation, "Network security groups", "Virtual network service tags".</summary>
internal sealed class AzureFilters(Inventory<NetworkSecurityGroup> groups, Inventory<NetworkInterface> interfaces)
{
    private Dictionary<string, AddressSet>? _members;

    /// <summary>The address of Azure's own load balancer, which every network has.</summary>
    public static readonly AddressSet LoadBalancer = AddressSet.Of("168.63.129.16");

    /// <summary>The security group that filters for a subnet; null without one.</summary>
    /// <exception cref="UnseenException">It is not in the estate.</exception>
    public NetworkSecurityGroup? GroupOf(Subnet subnet) =>
        Group(subnet.Properties?.NetworkSecurityGroup?.Id);

    /// <summary>The security group of that id; null without one.</summary>
    /// <exception cref="UnseenException">It is not in the estate.</exception>
    public NetworkSecurityGroup? Group(string? id) =>
        id is not { Length: > 0 } ? null : groups.Find(id) ?? throw new UnseenException($"The security group {id[(id.LastIndexOf('/') + 1)..]} is not in the estate.");

    /// <summary>The addresses in an application security group; null where it is not known who is.</summary>
    private AddressSet? Members(string? id)
    {
        try
        {
            _members ??= (from card in interfaces.All
                          from address in card.Properties?.IpConfigurations ?? []
                          from held in address.Properties?.ApplicationSecurityGroups ?? []
                          where held.Id is not null
                          group AddressSet.TryParse(address.Properties!.PrivateIpAddress) ?? AddressSet.Empty by held.Id).ToDictionary(same => same.Key, AddressSet.UnionOf, StringComparer.OrdinalIgnoreCase);
            return _members.GetValueOrDefault(id ?? "", AddressSet.Empty);
        }
        catch (UnseenException)
        {
            return null;
        }
    }

    /// <summary>The port by which a security group lets the whole internet into a subnet, and what it lets in there; null where there is none. What tags of services mean is not the whole internet.</summary>
    /// <exception cref="UnseenException">There may be one, for machines of a group of which the members were not read.</exception>
    public (string Port, AddressSet From)? Opening(NetworkSecurityGroup group, AzureNet net, Subnet subnet)
    {
        var own = AzureNets.Addresses(subnet);
        string? unsure = null;
        // Between the bounds of rules all ports are alike.
        var ports = Rules(group, "Inbound").SelectMany(rule => (rule.DestinationPortRanges ?? []).Append(rule.DestinationPortRange)).OfType<string>().SelectMany(range => range.Split('-'))
            .SelectMany(bound => int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (int[])[port, port + 1] : []).Append(0).Where(port => port <= 65_535).Distinct().Order().ToList();
        foreach (var protocol in (ReadOnlySpan<string>)["Tcp", "Udp"])
        {
            foreach (var port in ports)
            {
                List<string> hidden = [];
                AddressSet From(bool withHidden) => Allowed(group, "Inbound", port, own.IsEmpty ? AddressSet.All : own, fixesSource: false, net, hidden, protocol, withHidden).Intersect(AddressSet.Internet);
                if (From(withHidden: false) is { IsWholeInternet: true } from)
                {
                    return (protocol == "Tcp" ? port.ToString(CultureInfo.InvariantCulture) : $"{port}/UDP", from);
                }
                hidden.Clear();
                unsure ??= From(withHidden: true).IsWholeInternet ? hidden.FirstOrDefault() : null;
            }
        }
        if (unsure is not null)
        {
            throw new UnseenException(unsure);
        }
        return null;
    }

    /// <summary>The other side's addresses that rules of a direction let pass, where one side is known, and with what rules may mean that nobody can see. Azure's own rules come last; without a security group all pass.</summary>
    public AddressSet Allowed(NetworkSecurityGroup? group, string direction, int port, AddressSet known, bool fixesSource, AzureNet net, List<string> unseen, string protocol = "Tcp", bool withHidden = true)
    {
        if (group is null)
        {
            return AddressSet.All;
        }
        var (allowed, decided) = (AddressSet.Empty, AddressSet.Empty);
        if (!net.Understood.TryGetValue((group.Identity.Id, direction), out var rules))
        {
            net.Understood[(group.Identity.Id, direction)] = rules = [.. Rules(group, direction).OrderBy(rule => rule.Priority).Select(rule => new UnderstoodRule(rule,
                Side(rule.SourceAddressPrefix, rule.SourceAddressPrefixes, rule.SourceApplicationSecurityGroups, net, out var unknownSource), unknownSource,
                Side(rule.DestinationAddressPrefix, rule.DestinationAddressPrefixes, rule.DestinationApplicationSecurityGroups, net, out var unknownDestination), unknownDestination))];
        }
        foreach (var (rule, source, unknownSource, destination, unknownDestination) in rules)
        {
            if (!Covers(rule, port, protocol))
            {
                continue;
            }
            var allows = rule.Access.Is("Allow");
            var (own, other) = fixesSource ? (source, destination) : (destination, source);
            var (unknownOwn, unknownOther) = fixesSource ? (unknownSource, unknownDestination) : (unknownDestination, unknownSource);
            // A tag of a service is no address of a network. Of groups that nobody can see, a permission may be about this one, and a denial is not.
            var isAboutIt = allows ? own.Overlaps(known) : own.Covers(known);
            if (!isAboutIt && !(allows && withHidden && unknownOwn is ApplicationGroup))
            {
                continue;
            }
            if (allows && (isAboutIt ? unknownOther : unknownOther ?? unknownOwn) is { } hidden && !(hidden == unknownOther && other.Equals(AddressSet.All)))
            {
                unseen.Add($"Which addresses are meant by {hidden} in {group.Identity.Name} is not in the estate.");
            }
            if (allows)
            {
                allowed = allowed.Union(other.Except(decided));
            }
            decided = decided.Union(other);
        }
        return allowed;
    }

    private static IEnumerable<SecurityRuleProperties> Rules(NetworkSecurityGroup group, string direction)
    {
        var own = (group.Properties?.SecurityRules ?? []).Select(rule => rule.Properties);
        var azure = group.Properties?.DefaultSecurityRules is { Count: > 0 } given ? given.Select(rule => rule.Properties) : direction == "Inbound"
            ? [Default("Allow", 65000, "VirtualNetwork", "VirtualNetwork"), Default("Allow", 65001, "AzureLoadBalancer", "*"), Default("Deny", 65500, "*", "*")]
            : [Default("Allow", 65000, "VirtualNetwork", "VirtualNetwork"), Default("Allow", 65001, "*", "Internet"), Default("Deny", 65500, "*", "*")];
        return own.Concat(azure).OfType<SecurityRuleProperties>().Where(rule => rule.Direction.Is(direction));

        SecurityRuleProperties Default(string access, int priority, string source, string destination) =>
            new() { Access = access, Direction = direction, Priority = priority, Protocol = "*", SourceAddressPrefix = source, DestinationAddressPrefix = destination, DestinationPortRange = "*" };
    }

    /// <summary>Whether the first rule about the network itself, or about everybody, lets pass.</summary>
    public static bool HasVirtualNetworkRule(NetworkSecurityGroup? group, string direction) =>
        group is null || Rules(group, direction).Where(rule => rule.SourceAddressPrefix.Is("VirtualNetwork", "*", "Any")).MinBy(rule => rule.Priority)?.Access.Is("Allow") is true;

    private static bool Covers(SecurityRuleProperties rule, int port, string protocol) =>
        rule.Protocol.Is("*", protocol) && (rule.DestinationPortRanges ?? []).Append(rule.DestinationPortRange).OfType<string>().Any(range => range == "*"
            || range.Split('-') is [var first, .. var rest] && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from) && from <= port
                && int.TryParse(rest is [var last] ? last : first, NumberStyles.None, CultureInfo.InvariantCulture, out var to) && port <= to);

    private const string ApplicationGroup = "an application security group";

    private AddressSet Side(string? prefix, IReadOnlyList<string>? prefixes, IReadOnlyList<ArmReference>? applicationGroups, AzureNet net, out string? unknown)
    {
        unknown = null;
        var set = AddressSet.Empty;
        foreach (var members in (applicationGroups ?? []).Select(application => Members(application.Id)))
        {
            set = set.Union(members ?? AddressSet.Empty);
            unknown = members is null ? ApplicationGroup : unknown;
        }
        foreach (var text in (prefixes ?? []).Append(prefix).OfType<string>().Where(text => text.Length > 0))
        {
            if (AddressSet.TryParse(text) is { } range)
            {
                set = set.Union(range);
            }
            else if (text.Is("*", "Any"))
            {
                set = AddressSet.All;
            }
            else if (text.Is("VirtualNetwork"))
            {
                set = set.Union(net.Reachable).Union(LoadBalancer);
            }
            else if (text.Is("Internet"))
            {
                set = set.Union(net.Internet);
            }
            else if (text.Is("AzureLoadBalancer"))
            {
                set = set.Union(LoadBalancer);
            }
            else
            {
                unknown ??= $"the tag {text}";
            }
        }
        return set;
    }
}
