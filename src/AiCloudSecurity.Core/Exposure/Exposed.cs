namespace AiCloudSecurity.Exposure;

/// <summary>An exposure in the making: what a model of a cloud found out about one resource and one way in.</summary>
/// <param name="Of">The resource.</param>
/// <param name="What">What it is in a word, as endpoint.</param>
/// <param name="Entry">The way in.</param>
internal sealed record Exposed(Resource Of, string What, string Entry)
{
    /// <summary>What stands where there is no gateway and no limit.</summary>
    public const string Nothing = "none";

    private readonly List<(HopKind Kind, string Name, string Detail)> _hops = [];
    private readonly List<string> _because = [];

    public Reach Reach { get; set; }

    public string From { get; set; } = "";

    /// <summary>The addresses that <see cref="From"/> speaks of; null where it speaks of something else.</summary>
    public AddressSet? Addresses { get; set; }

    public Authentication Authentication { get; set; } = Authentication.Unknown;

    public string Gateway { get; set; } = Nothing;

    public string RateLimit { get; set; } = Nothing;

    public Egress Egress { get; set; } = Egress.None;

    /// <summary>Whether a model answers there.</summary>
    public bool IsInference { get; set; }

    /// <summary>Whether it is a notebook, or what notebooks are made by.</summary>
    public bool IsNotebook { get; set; }

    /// <summary>Whether it is a default or a template, by which such things are made.</summary>
    public bool IsTemplate { get; set; }

    /// <summary>Whether it stands in a network that the cloud made by itself.</summary>
    public bool IsInDefaultNetwork { get; set; }

    /// <summary>Reached from these addresses.</summary>
    public Exposed By(AddressSet addresses)
    {
        Addresses = addresses;
        From = addresses.ToString();
        return this;
    }

    /// <summary>Reached from the whole internet.</summary>
    public Exposed ByEverybody()
    {
        Reach = Reach.Internet;
        return By(AddressSet.All).Via(HopKind.Source, "internet");
    }

    /// <summary>Reached as a network's rules say.</summary>
    /// <param name="by">Who reaches it.</param>
    /// <param name="network">What its own network is called: VPC, virtual network.</param>
    /// <param name="filters">The groups and rules that filter.</param>
    /// <param name="port">The port.</param>
    public Exposed By(Connections by, string network, IEnumerable<string> filters, int port) => By(by, network, filters, port.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Reached as a network's rules say.</summary>
    /// <param name="by">Who reaches it.</param>
    /// <param name="network">What its own network is called: VPC, virtual network.</param>
    /// <param name="filters">The groups and rules that filter.</param>
    /// <param name="port">The port, or several.</param>
    public Exposed By(Connections by, string network, IEnumerable<string> filters, string port)
    {
        Reach = by.Reach;
        var from = Reach switch
        {
            Reach.Internet or Reach.InternetRestricted => by.Internet,
            Reach.PeeredNetwork => by.Peered.Union(by.Network),
            _ => by.All,
        };
        By(from);
        if (!from.IsEmpty)
        {
            Via(HopKind.Source, Reach is Reach.Internet or Reach.InternetRestricted ? "internet" : network);
        }
        foreach (var hop in by.Through)
        {
            Via(HopKind.Gateway, hop);
        }
        foreach (var filter in filters.Distinct(StringComparer.Ordinal).Take(4))
        {
            Via(HopKind.Filter, filter, from.IsEmpty ? $"nobody:{port}" : $"{from}:{port}");
        }
        foreach (var missing in by.Unseen)
        {
            _ = Reach == Reach.Unknown ? Via(HopKind.Unseen, "?").Unseen(missing) : Because(missing);
        }
        return Because(from.IsEmpty ? $"Routes and filters let nobody in on port {port}." : $"Routes and filters let {from} in on port {port}.");
    }

    /// <summary>Reaches out as a network's rules say.</summary>
    public Exposed Leave(Connections by)
    {
        Egress = by.Egress;
        return Because(Egress switch
        {
            Egress.Internet => $"It reaches the internet through {string.Join(", ", by.Through)}.",
            Egress.Unknown => $"How far it reaches out is not known: {by.Unseen[0]}",
            Egress.Restricted => by.Internet.IsEmpty ? "It reaches out to its networks only." : $"It reaches {by.Internet} through {string.Join(", ", by.Through)}.",
            _ => "It reaches nothing outside.",
        });
    }

    /// <summary>Puts a hop at the end of the way.</summary>
    public Exposed Via(HopKind kind, string? name, string detail = "")
    {
        _hops.Add((kind, name ?? "", detail));
        return this;
    }

    /// <summary>Adds a fact.</summary>
    public Exposed Because(string? fact)
    {
        if (!string.IsNullOrEmpty(fact) && !_because.Contains(fact))
        {
            _because.Add(fact);
        }
        return this;
    }

    /// <summary>What could not be seen makes the reach unknown, and the way shows where.</summary>
    public Exposed Unseen(string missing)
    {
        Reach = Reach.Unknown;
        _because.Remove(missing);
        _because.Insert(0, missing);
        return this;
    }

    /// <summary>The finished exposure.</summary>
    public AiExposure Finish(Scope scope)
    {
        var identity = Of.Identity;
        var id = Display.Id(identity.Id);
        if (Reach == Reach.Unknown && !_hops.Exists(hop => hop.Kind == HopKind.Unseen))
        {
            _hops.Add((HopKind.Unseen, "?", ""));
        }
        _hops.Add((HopKind.Resource, $"{What} {identity.Name}", ""));
        var hops = _hops.Select((hop, index) => new AiExposureHop
        {
            ResourceId = id, Entry = Display.Safe(Entry), Number = index + 1, Kind = hop.Kind, Name = Display.Safe(hop.Name), Detail = Display.Safe(hop.Detail),
        }).ToList();
        return new AiExposure
        {
            Cloud = scope.Cloud,
            Scope = Display.Safe(scope.Id),
            Region = Display.Safe(identity.Region),
            ResourceType = Of.Type.Name,
            ResourceName = Display.Safe(identity.Name),
            ResourceId = id,
            Entry = Display.Safe(Entry),
            Reach = Reach,
            From = Display.Safe(From),
            Authentication = Authentication,
            Gateway = Display.Safe(Gateway),
            RateLimit = Display.Safe(RateLimit),
            Egress = Egress,
            Path = Display.Safe(string.Join(" → ", hops)),
            Because = Display.Safe(string.Join(' ', _because)),
            Concerns = Concerns(),
        }.With(hops, Addresses);
    }

    private ExposureConcerns Concerns()
    {
        var isOutside = Reach is Reach.Internet or Reach.InternetRestricted;
        var isCalled = IsInference && Reach is not (Reach.None or Reach.Unknown);
        var concerns = (isOutside ? ExposureConcerns.Undeclared : ExposureConcerns.None)
            | (IsInDefaultNetwork ? ExposureConcerns.DefaultNetwork : ExposureConcerns.None)
            | (isCalled && Gateway == Nothing ? ExposureConcerns.NoGateway : ExposureConcerns.None)
            | (isCalled && RateLimit == Nothing ? ExposureConcerns.NoLimit : ExposureConcerns.None)
            | (IsNotebook && isOutside ? ExposureConcerns.NotebookReached : ExposureConcerns.None)
            | (IsNotebook && Egress == Egress.Internet ? ExposureConcerns.NotebookReaches : ExposureConcerns.None);
        return IsTemplate && concerns != ExposureConcerns.None ? concerns | ExposureConcerns.Template : concerns;
    }
}
