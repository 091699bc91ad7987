using AiCloudSecurity.Checks.Azure;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Exposure.Azure;

/// <summary>Who may come in by a service's public name.</summary>
/// <param name="Reach">From how far.</param>
/// <param name="From">The addresses.</param>
/// <param name="Others">Subnets, services and members of a perimeter that may come in beside them.</param>
/// <param name="Filter">What lets them in; empty where nothing narrows.</param>
/// <param name="Because">The deciding fact.</param>
internal sealed record Entrance(Reach Reach, AddressSet From, IReadOnlyList<string> Others, string Filter, string Because)
{
    /// <summary>Whether the service's own rules count; an enforced perimeter decides alone.</summary>
    public bool OfItself { get; init; } = true;

    /// <summary>Why it is not sure that a perimeter does not narrow it; null where it is.</summary>
    public string? Missing { get; init; }

    /// <summary>All of them in one line.</summary>
    public string All => string.Join(", ", Others.Distinct(StringComparer.OrdinalIgnoreCase).Prepend(From.ToString()).Where(text => text.Length > 0));
}

/// <summary>
/// The public face of Azure's services: public network access, their own network rules, and the network security perimeter that
/// they are in. Rules: Azure documentation, "Transition to a network security perimeter", "Configure Azure AI services virtual networks".
/// </summary>
internal sealed class AzurePublicFace(
    Inventory<NetworkSecurityPerimeter> perimeters, Inventory<PerimeterAssociation> associations, Inventory<PerimeterProfile> profiles, Inventory<PerimeterRule> rules)
{
    private Dictionary<string, List<PerimeterAssociation>>? _associations;

    /// <summary>What a service lets in by its own rules, as if it were in no perimeter.</summary>
    /// <param name="publicNetworkAccess">Enabled (the default), Disabled or SecuredByPerimeter.</param>
    /// <param name="acls">Its network rules, where it has a default for whom no rule names.</param>
    /// <param name="ipRules">Its ranges, where it has no default: the first one closes it to everybody else.</param>
    /// <exception cref="UnseenException">A range is not understood.</exception>
    public static Entrance Own(string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules = null)
    {
        if (publicNetworkAccess.Is("Disabled", "SecuredByPerimeter"))
        {
            return new(Reach.None, AddressSet.Empty, [], "", publicNetworkAccess.Is("Disabled") ? "Public network access is off." : "Only a perimeter may let somebody in, and it is in none.");
        }
        ipRules ??= acls?.IpRules;
        if (acls is null ? ipRules is not { Count: > 0 } : !acls.DefaultAction.Is("Deny"))
        {
            return new(Reach.Internet, AddressSet.All, [], "", acls is null ? "Public network access is on, and no rule narrows it: that is the default." : "Public network access is on, and the default of its rules is to let in.");
        }
        var from = AddressSet.UnionOf((ipRules ?? []).Select(rule => Range(rule.Value)));
        var subnets = (acls?.VirtualNetworkRules ?? []).Select(rule => rule.Id).OfType<string>().Select(Name).ToList();
        var isTrusted = acls?.Bypass?.Contains("AzureServices", StringComparison.OrdinalIgnoreCase) is true;
        var reach = from.IsWholeInternet ? Reach.Internet : from.HasInternet ? Reach.InternetRestricted : isTrusted ? Reach.Organisation : subnets.Count > 0 ? Reach.PrivateNetwork : Reach.None;
        var entrance = new Entrance(reach, from, [.. subnets, .. isTrusted ? (IEnumerable<string>)["trusted services of Azure"] : []], "network rules", "");
        return entrance with { Because = reach == Reach.None ? "Its network rules let nobody in." : $"Its network rules let in {entrance.All}." };
    }

    /// <summary>What a service lets in, where that is sure.</summary>
    /// <exception cref="UnseenException">It could not be seen, or a perimeter that was not read may narrow it.</exception>
    public Entrance Sure(Resource resource, string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules = null) =>
        Of(resource, publicNetworkAccess, acls, ipRules) is var entrance && entrance.Missing is { } missing ? throw new UnseenException(missing) : entrance;

    /// <summary>What a service lets in; where a perimeter that was not read may narrow it, the wider.</summary>
    /// <exception cref="UnseenException">It could not be seen.</exception>
    public Entrance Of(Resource resource, string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules = null)
    {
        // A file without any perimeter says nothing of them, unless the service leaves it to one.
        if (perimeters.IsLeftOut && !publicNetworkAccess.Is("SecuredByPerimeter"))
        {
            var alone = Own(publicNetworkAccess, acls, ipRules);
            return alone with { Because = $"{alone.Because} Perimeters are not in the file." };
        }
        PerimeterAssociation? association;
        try
        {
            association = AssociationOf(resource);
        }
        catch (UnseenException unseen) when (Own(publicNetworkAccess, acls, ipRules) is { Reach: Reach.Internet } open)
        {
            // A perimeter may open what is closed, and only narrow what is open.
            return open with { Because = $"{open.Because} Whether a perimeter narrows that was not read.", Missing = unseen.Message };
        }
        if (association is null)
        {
            return Own(publicNetworkAccess, acls, ipRules);
        }
        var by = ByPerimeter(association);
        // An enforced perimeter decides alone; before that its rules come first, and then those of a service that is not closed.
        if (association.Properties?.AccessMode.Is("Enforced") is true || publicNetworkAccess.Is("Disabled", "SecuredByPerimeter"))
        {
            return by with { OfItself = false };
        }
        var own = Own(publicNetworkAccess, acls, ipRules);
        return own.Reach == Reach.Internet ? own : new((Reach)Math.Max((int)own.Reach, (int)by.Reach), own.From.Union(by.From), [.. by.Others, .. own.Others], by.Filter, $"{by.Because} {own.Because}");
    }

    private PerimeterAssociation? AssociationOf(Resource resource)
    {
        _associations ??= perimeters.All.SelectMany(associations.Of).Where(association => association.Properties?.PrivateLinkResource?.Id is not null)
            .GroupBy(association => association.Properties!.PrivateLinkResource!.Id!, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.OrdinalIgnoreCase);
        var held = _associations.GetValueOrDefault(resource.Identity.Id);
        return held?.Find(association => association.Properties?.AccessMode.Is("Enforced") is true) ?? held?[0];
    }

    private Entrance ByPerimeter(PerimeterAssociation association)
    {
        var name = Name(association.Identity.Parent ?? "");
        var profile = association.Properties?.Profile?.Id is not { } id ? null : profiles.Find(id) ?? throw new UnseenException($"The profile {Name(id)} of the perimeter {name} is not in the estate.");
        var inbound = profile is null ? [] : rules.Of(profile).Where(rule => rule.Properties?.Direction.Is("Inbound") is true).Select(rule => rule.Properties!).ToList();
        var from = AddressSet.UnionOf(inbound.SelectMany(rule => rule.AddressPrefixes ?? []).Select(Range));
        var others = inbound.SelectMany(rule => (rule.Subscriptions ?? []).Select(subscription => subscription.Id).OfType<string>().Select(Name).Concat(rule.ServiceTags ?? [])).Append($"members of {name}").ToList();
        var entrance = new Entrance(from.IsWholeInternet ? Reach.Internet : from.HasInternet ? Reach.InternetRestricted : Reach.Organisation, from, others, $"perimeter {name}", "");
        return entrance with { Because = $"The perimeter {name} lets in {entrance.All}." };
    }

    private static AddressSet Range(string? range) => AddressSet.TryParse(range) ?? throw new UnseenException($"The range {Display.Safe(range)} is not understood.");

    private static string Name(string id) => id[(id.LastIndexOf('/') + 1)..];
}
