namespace AiCloudSecurity.Exposure;

/// <summary>Who reaches a place in a network, or what is reached from it.</summary>
internal sealed record Connections
{
    /// <summary>Addresses of the internet.</summary>
    public AddressSet Internet { get; init; } = AddressSet.Empty;

    /// <summary>Addresses of its own network.</summary>
    public AddressSet Network { get; init; } = AddressSet.Empty;

    /// <summary>Addresses of networks that are joined with it.</summary>
    public AddressSet Peered { get; init; } = AddressSet.Empty;

    /// <summary>What could not be seen, each as a sentence.</summary>
    public IReadOnlyList<string> Unseen { get; init; } = [];

    /// <summary>What the way leads through, as igw-1.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];

    /// <summary>All addresses.</summary>
    public AddressSet All => Internet.Union(Network).Union(Peered);

    /// <summary>How far that is: what could not be seen may be wider than what was.</summary>
    public Reach Reach =>
        Internet.IsWholeInternet ? Reach.Internet
        : Unseen.Count > 0 ? Reach.Unknown
        : Internet.HasInternet ? Reach.InternetRestricted
        : !Peered.IsEmpty ? Reach.PeeredNetwork
        : !Network.IsEmpty ? Reach.PrivateNetwork
        : Reach.None;

    /// <summary>How far one gets that way.</summary>
    public Egress Egress => Internet.IsWholeInternet ? Egress.Internet : Unseen.Count > 0 ? Egress.Unknown : All.IsEmpty ? Egress.None : Egress.Restricted;

    /// <summary>What several places have together.</summary>
    public static Connections Of(IReadOnlyList<Connections> all) => all is [var one] ? one : new()
    {
        Internet = AddressSet.UnionOf(all.Select(one => one.Internet)),
        Network = AddressSet.UnionOf(all.Select(one => one.Network)),
        Peered = AddressSet.UnionOf(all.Select(one => one.Peered)),
        Unseen = [.. all.SelectMany(one => one.Unseen).Distinct()],
        Through = [.. all.SelectMany(one => one.Through).Distinct()],
    };
}
