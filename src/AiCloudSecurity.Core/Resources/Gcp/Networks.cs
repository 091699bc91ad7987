namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A subnet.</summary>
[GcpResource("compute.googleapis.com/Subnetwork", Supporting = true)]
public sealed record Subnetwork : Resource
{
    /// <summary>Machines without external address reach services of Google.</summary>
    public bool PrivateIpGoogleAccess { get; init; }

    /// <summary>Its network.</summary>
    public string? Network { get; init; }

    /// <summary>Its addresses of IPv4.</summary>
    public string? IpCidrRange { get; init; }

    /// <summary>Its addresses of IPv6 that the internet reaches; absent where it has none.</summary>
    public string? ExternalIpv6Prefix { get; init; }

    /// <summary>Its private addresses of IPv6; absent where it has none.</summary>
    public string? InternalIpv6Prefix { get; init; }

    /// <summary>Further addresses of IPv4, as of pods.</summary>
    public IReadOnlyList<SecondaryRange>? SecondaryIpRanges { get; init; }
}

/// <summary>Further addresses of a subnet.</summary>
public sealed record SecondaryRange
{
    /// <summary>In CIDR notation.</summary>
    public string? IpCidrRange { get; init; }
}

/// <summary>A firewall rule of a network.</summary>
[GcpResource("compute.googleapis.com/Firewall", Supporting = true)]
public sealed record Firewall : Resource
{
    /// <summary>Its network.</summary>
    public string? Network { get; init; }

    /// <summary>INGRESS (the default) or EGRESS.</summary>
    public string? Direction { get; init; }

    /// <summary>It does not count.</summary>
    public bool Disabled { get; init; }

    /// <summary>From which addresses.</summary>
    public IReadOnlyList<string>? SourceRanges { get; init; }

    /// <summary>From which machines.</summary>
    public IReadOnlyList<string>? SourceTags { get; init; }

    /// <summary>To which machines, by their tags; all of the network without.</summary>
    public IReadOnlyList<string>? TargetTags { get; init; }

    /// <summary>To which machines, by what they run as.</summary>
    public IReadOnlyList<string>? TargetServiceAccounts { get; init; }

    /// <summary>From machines that run as these.</summary>
    public IReadOnlyList<string>? SourceServiceAccounts { get; init; }

    /// <summary>To which addresses, of what leaves; to all without.</summary>
    public IReadOnlyList<string>? DestinationRanges { get; init; }

    /// <summary>Rules of lower numbers come first, of equal ones those that deny; 1000 without.</summary>
    public int? Priority { get; init; }

    /// <summary>What may pass.</summary>
    public IReadOnlyList<FirewallTraffic>? Allowed { get; init; }

    /// <summary>What may not.</summary>
    public IReadOnlyList<FirewallTraffic>? Denied { get; init; }
}

/// <summary>Traffic of a protocol.</summary>
public sealed record FirewallTraffic
{
    /// <summary>tcp, udp, all, or a number.</summary>
    public string? IPProtocol { get; init; }

    /// <summary>As 22 or 8000-9000; all without.</summary>
    public IReadOnlyList<string>? Ports { get; init; }
}

/// <summary>A policy of Cloud Armor.</summary>
[GcpResource("compute.googleapis.com/SecurityPolicy", Supporting = true)]
public sealed record SecurityPolicy : Resource
{
    /// <summary>Its rules.</summary>
    public IReadOnlyList<SecurityPolicyRule>? Rules { get; init; }
}

/// <summary>A rule of Cloud Armor.</summary>
public sealed record SecurityPolicyRule
{
    /// <summary>allow, deny(403), throttle, rate_based_ban and others.</summary>
    public string? Action { get; init; }

    /// <summary>It is tried without being enforced.</summary>
    public bool Preview { get; init; }

    /// <summary>How much one caller may ask.</summary>
    public RateLimitOptions? RateLimitOptions { get; init; }
}

/// <summary>How much one caller may ask.</summary>
public sealed record RateLimitOptions
{
    /// <summary>The limit.</summary>
    public RateLimitThreshold? RateLimitThreshold { get; init; }
}

/// <summary>A limit.</summary>
public sealed record RateLimitThreshold
{
    /// <summary>Requests.</summary>
    public int? Count { get; init; }

    /// <summary>In how many seconds.</summary>
    public int? IntervalSec { get; init; }
}

/// <summary>A gateway of API Gateway.</summary>
[GcpResource("apigateway.googleapis.com/Gateway", Supporting = true)]
public sealed record ApiGateway : Resource
{
    /// <summary>ACTIVE and others.</summary>
    public string? State { get; init; }
}
