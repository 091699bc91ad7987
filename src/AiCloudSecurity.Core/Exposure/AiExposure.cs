namespace AiCloudSecurity.Exposure;

/// <summary>From how far an AI resource can be reached, narrowest first; what could not be seen comes last.</summary>
public enum Reach
{
    /// <summary>From nowhere.</summary>
    None,
    /// <summary>From its own private network.</summary>
    PrivateNetwork,
    /// <summary>From networks that are joined to its own, or let in by name.</summary>
    PeeredNetwork,
    /// <summary>From inside the organisation or the cloud's own trusted services, whatever the network.</summary>
    Organisation,
    /// <summary>From some addresses of the internet.</summary>
    InternetRestricted,
    /// <summary>From the whole internet.</summary>
    Internet,
    /// <summary>A hop could not be seen; it may be wider than what was seen.</summary>
    Unknown,
}

/// <summary>The least that a caller must show.</summary>
public enum Authentication
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>A key or password that works for whoever has it.</summary>
    Key,
    /// <summary>A token of an identity provider.</summary>
    Token,
    /// <summary>An identity of the cloud, allowed by policy.</summary>
    Iam,
    /// <summary>A client certificate.</summary>
    Mtls,
    /// <summary>It could not be seen.</summary>
    Unknown,
}

/// <summary>How far an AI resource reaches out.</summary>
public enum Egress
{
    /// <summary>Nowhere.</summary>
    None,
    /// <summary>To some places only: its networks, named services or named hosts.</summary>
    Restricted,
    /// <summary>To the whole internet.</summary>
    Internet,
    /// <summary>It could not be seen.</summary>
    Unknown,
}

/// <summary>What is worth a second look at how an AI resource is reached; several may hold at once.</summary>
[Flags]
public enum ExposureConcerns
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>It is reached from the internet, and nobody has declared that it is meant to be.</summary>
    Undeclared = 1,
    /// <summary>It stands in a network that was there before anybody planned one.</summary>
    DefaultNetwork = 2,
    /// <summary>A model is called past every gateway.</summary>
    NoGateway = 4,
    /// <summary>Nothing limits how often a model is called.</summary>
    NoLimit = 8,
    /// <summary>A notebook is reached from the internet.</summary>
    NotebookReached = 16,
    /// <summary>A notebook reaches the whole internet.</summary>
    NotebookReaches = 32,
    /// <summary>It is a default or a template, and what is made by it is reached like this.</summary>
    Template = 64,
}

/// <summary>How one AI resource can be reached by one entry: flat and scalar, ready for CSV. Every text in it is safe to show.</summary>
public sealed record AiExposure
{
    /// <summary>The cloud.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The AWS account, Azure subscription or GCP project.</summary>
    public required string Scope { get; init; }

    /// <summary>The region, or <see cref="ResourceIdentity.Global"/>.</summary>
    public required string Region { get; init; }

    /// <summary>The cloud's own name of the kind of resource.</summary>
    public required string ResourceType { get; init; }

    /// <summary>The name that people know it by.</summary>
    public required string ResourceName { get; init; }

    /// <summary>What identifies it.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The way in: its API, a URL, a gateway, a private endpoint, a port of a machine.</summary>
    public required string Entry { get; init; }

    /// <summary>From how far it can be reached.</summary>
    public required Reach Reach { get; init; }

    /// <summary>The widest sources, as address ranges, networks or principals; empty where there are none.</summary>
    public required string From { get; init; }

    /// <summary>The least that a caller must show.</summary>
    public required Authentication Authentication { get; init; }

    /// <summary>What stands in front of it; none where nothing does.</summary>
    public required string Gateway { get; init; }

    /// <summary>How much one caller may ask, with the unit; none where nothing limits it.</summary>
    public required string RateLimit { get; init; }

    /// <summary>How far it reaches out.</summary>
    public required Egress Egress { get; init; }

    /// <summary>The way in one line, hop by hop.</summary>
    public required string Path { get; init; }

    /// <summary>The facts that decide; with an unknown reach, the read that is missing.</summary>
    public required string Because { get; init; }

    /// <summary>What is worth a second look.</summary>
    public ExposureConcerns Concerns { get; init; }

    /// <summary>
    /// How bad that is, by the reach and by what a caller must show: a signed interface on the internet is no open one. What could
    /// not be seen counts as the whole internet.
    /// </summary>
    public Severity Severity => (Reach, Authentication) switch
    {
        (Reach.None, _) => Severity.Info,
        (Reach.Internet or Reach.Unknown, Authentication.None) => Severity.Critical,
        (Reach.Internet or Reach.Unknown, Authentication.Key or Authentication.Unknown) => Severity.High,
        (Reach.Internet or Reach.Unknown, Authentication.Token) => Severity.Medium,
        (Reach.Internet or Reach.Unknown, _) => Severity.Low,
        (Reach.InternetRestricted, Authentication.None) => Severity.High,
        (Reach.InternetRestricted, Authentication.Key or Authentication.Unknown) => Severity.Medium,
        (Reach.InternetRestricted, _) => Severity.Low,
        (Reach.Organisation or Reach.PeeredNetwork, Authentication.None) => Severity.Medium,
        (_, Authentication.None or Authentication.Key or Authentication.Unknown) => Severity.Low,
        _ => Severity.Info,
    };

    // Not a property that Export-Csv would see.
    private IReadOnlyList<AiExposureHop> _hops = [];

    /// <summary>The hops of the path, from the widest source to the resource.</summary>
    public IReadOnlyList<AiExposureHop> Hops() => _hops;

    // The addresses that From speaks of; null where it speaks of something else.
    private AddressSet? _addresses;

    /// <summary>Whether it is reached from the internet, and only from these addresses of it.</summary>
    public bool IsWithin(AddressSet addresses)
    {
        ArgumentNullException.ThrowIfNull(addresses);
        return Reach is Reach.Internet or Reach.InternetRestricted && _addresses is not null && addresses.Covers(_addresses.Intersect(AddressSet.Internet));
    }

    internal AiExposure With(IReadOnlyList<AiExposureHop> hops, AddressSet? addresses) => this with { _hops = hops, _addresses = addresses };
}

/// <summary>What a hop is.</summary>
public enum HopKind
{
    /// <summary>Where callers are.</summary>
    Source,
    /// <summary>What joins two networks: an internet gateway, a peering, a transit gateway.</summary>
    Gateway,
    /// <summary>What stands in front and lets through by its own rules: an API gateway, a firewall of web requests, a load balancer.</summary>
    Front,
    /// <summary>Rules that let through by address: a security group, a network ACL, a firewall.</summary>
    Filter,
    /// <summary>An endpoint in a private network.</summary>
    PrivateEndpoint,
    /// <summary>The cloud's own interface.</summary>
    Api,
    /// <summary>The resource.</summary>
    Resource,
    /// <summary>What could not be seen.</summary>
    Unseen,
}

/// <summary>One hop of the way to an AI resource. Every text in it is safe to show.</summary>
public sealed record AiExposureHop
{
    /// <summary>The resource to which the way leads.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The way in.</summary>
    public required string Entry { get; init; }

    /// <summary>Its place on the way, from one.</summary>
    public required int Number { get; init; }

    /// <summary>What it is.</summary>
    public required HopKind Kind { get; init; }

    /// <summary>Its name, as sg-2.</summary>
    public required string Name { get; init; }

    /// <summary>What lets through there, as 0.0.0.0/0:443; empty where nothing is to be said.</summary>
    public required string Detail { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Detail.Length == 0 ? Name : $"{Name} ({Detail})";
}
