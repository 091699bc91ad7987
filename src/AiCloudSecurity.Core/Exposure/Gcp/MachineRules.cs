using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Exposure.Gcp;

/// <summary>Which machines of Compute Engine run AI, and where they stand. Those of Workbench are notebooks of their own.</summary>
internal sealed class MachineRules(GcpNetwork network, Inventory<WorkbenchInstance> notebooks)
{
    private HashSet<string>? _notebooks;

    /// <summary>What shows that a machine runs AI; null where nothing does, where it does not run, and where it is Workbench's.</summary>
    public string? SignOf(Machine machine) => !machine.IsRunning || (_notebooks ??= [.. notebooks.Known.Select(notebook => notebook.Identity.Name)]).Contains(machine.Identity.Name) ? null : machine.Sign;

    /// <summary>The place of an interface.</summary>
    /// <exception cref="UnseenException">Its network is not in the estate.</exception>
    public GcpPlace Place(Machine machine, MachineInterface card)
    {
        var place = network.Ingress.Place(card.Network, card.Subnetwork, machine.Tags?.Items ?? [], machine.ServiceAccounts is [var account, ..] ? account.Email : null, card.AccessConfigs is { Count: > 0 });
        var own = AddressSet.UnionOf((card.Ipv6AccessConfigs ?? []).Select(access => access.ExternalIpv6).Append(card.NetworkIP).Select(AddressSet.TryParse).OfType<AddressSet>());
        return own.IsEmpty ? place : place with { Addresses = own };
    }
}

/// <summary>From which addresses callers have an access level. Rules: Access Context Manager, "Access level attributes".</summary>
internal sealed class AccessLevels(Inventory<AccessLevel> levels)
{
    /// <summary>The addresses; people and devices that it asks for narrow it further.</summary>
    /// <param name="name">As accessPolicies/1/accessLevels/office.</param>
    /// <exception cref="UnseenException">It was not read, or what it asks for is not addresses.</exception>
    public AddressSet Of(string name) => Of(name, 0);

    private AddressSet Of(string name, int depth)
    {
        var last = name[(name.LastIndexOf('/') + 1)..];
        var level = levels.Known.FirstOrDefault(level => level.Name == name || level.Identity.Id.EndsWith($"/{name}", StringComparison.Ordinal)) ?? throw new UnseenException($"What the access level {last} asks for is not in the estate.");
        if (level.Basic is not { } basic || depth > 16)
        {
            throw new UnseenException($"The access level {last} is an expression, which is not evaluated.");
        }
        var sets = (basic.Conditions ?? []).Select(condition =>
        {
            if (condition.Regions is { Count: > 0 } || condition.VpcNetworkSources is { Count: > 0 })
            {
                throw new UnseenException($"The access level {last} asks for countries or networks, whose addresses are not in the estate.");
            }
            var set = condition.IpSubnetworks is { Count: > 0 } ranges ? AddressSet.UnionOf(ranges.Select(range => AddressSet.TryParse(range) ?? throw new UnseenException($"A range of the access level {last} is not understood."))) : AddressSet.All;
            set = (condition.RequiredAccessLevels ?? []).Aggregate(set, (sum, required) => sum.Intersect(Of(required, depth + 1)));
            // What is asked of people and devices as well may fail anywhere, so a negation then leaves out nowhere.
            return !condition.Negate ? set : condition.Members is { Count: > 0 } || condition.DevicePolicy is not null ? AddressSet.All : AddressSet.All.Except(set);
        }).ToList();
        return basic.CombiningFunction is "OR" ? AddressSet.UnionOf(sets) : sets.Aggregate(AddressSet.All, (sum, set) => sum.Intersect(set));
    }
}
