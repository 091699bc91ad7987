using System.Globalization;
using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>Whom network security groups, which keep state, let pass. Rules: Azure documentation, "Network security groups", "Virtual network service tags".</summary>
internal sealed class AzureFilters(Inventory<NetworkSecurityGroup> groups)
{
    /// <summary>The address of Azure's own load balancer, which every network has.</summary>
    public static readonly AddressSet LoadBalancer = AddressSet.Of("168.63.129.16");

    /// <summary>The security group that filters for a subnet; null without one.</summary>
    /// <exception cref="UnseenException">It is not in the estate.</exception>
    public NetworkSecurityGroup? GroupOf(Subnet subnet) =>
        subnet.Properties?.NetworkSecurityGroup?.Id is not { Length: > 0 } id ? null : groups.Find(id) ?? throw new UnseenException($"The security group {id[(id.LastIndexOf('/') + 1)..]} is not in the estate.");

    /// <summary>The port by which a security group lets the whole internet into a subnet, and what it lets in there; null where there is none. What tags of services mean is not the whole internet.</summary>
    public static (string Port, AddressSet From)? Opening(NetworkSecurityGroup group, AzureNet net, Subnet subnet)
    {
        var own = AzureNets.Addresses(subnet);
        // Between the bounds of rules all ports are alike.
        var ports = Rules(group, "Inbound").SelectMany(rule => (rule.DestinationPortRanges ?? []).Append(rule.DestinationPortRange)).OfType<string>().SelectMany(range => range.Split('-'))
            .SelectMany(bound => int.TryParse(bound, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (int[])[port, port + 1] : []).Append(0).Where(port => port <= 65_535).Distinct().Order().ToList();
        foreach (var protocol in (ReadOnlySpan<string>)["Tcp", "Udp"])
        {
            foreach (var port in ports)
            {
                var from = Allowed(group, "Inbound", port, own.IsEmpty ? AddressSet.All : own, fixesSource: false, net, [], protocol).Intersect(AddressSet.Internet);
                if (from.IsWholeInternet)
                {
                    return (protocol == "Tcp" ? port.ToString(CultureInfo.InvariantCulture) : $"{port}/UDP", from);
                }
            }
        }
        return null;
    }

    /// <summary>The other side's addresses that rules of a direction let pass, where one side is known. Azure's own rules come last; without a security group all pass.</summary>
    public static AddressSet Allowed(NetworkSecurityGroup? group, string direction, int port, AddressSet known, bool fixesSource, AzureNet net, List<string> unseen, string protocol = "Tcp")
    {
        if (group is null)
        {
            return AddressSet.All;
        }
        var (allowed, decided) = (AddressSet.Empty, AddressSet.Empty);
        foreach (var rule in Rules(group, direction).Where(rule => Covers(rule, port, protocol)).OrderBy(rule => rule.Priority))
        {
            var source = Side(rule.SourceAddressPrefix, rule.SourceAddressPrefixes, rule.SourceApplicationSecurityGroups, net, out var unknownSource);
            var destination = Side(rule.DestinationAddressPrefix, rule.DestinationAddressPrefixes, null, net, out var unknownDestination);
            var allows = rule.Access.Is("Allow");
            var (own, other) = fixesSource ? (source, destination) : (destination, source);
            var unknownOther = fixesSource ? unknownDestination : unknownSource;
            // Of what a rule means that nobody can see, a permission may let in more, and a denial takes nothing away.
            if ((fixesSource ? unknownSource : unknownDestination) is null ? !(allows ? own.Overlaps(known) : own.Covers(known)) : !allows)
            {
                continue;
            }
            if (allows && unknownOther is not null)
            {
                unseen.Add($"Which addresses are meant by {unknownOther} in {group.Identity.Name} is not in the estate.");
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

    private static AddressSet Side(string? prefix, IReadOnlyList<string>? prefixes, IReadOnlyList<ArmReference>? applicationGroups, AzureNet net, out string? unknown)
    {
        unknown = applicationGroups is { Count: > 0 } ? "an application security group" : null;
        var set = AddressSet.Empty;
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
                set = set.Union(AddressSet.Internet.Except(net.Reachable));
            }
            else if (text.Is("AzureLoadBalancer"))
            {
                set = set.Union(LoadBalancer);
            }
            else
            {
                unknown = $"the tag {text}";
            }
        }
        return set;
    }
}
