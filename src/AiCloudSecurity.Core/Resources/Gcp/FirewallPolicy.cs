namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A policy of firewall rules: of an organisation or folder, for all networks below; or of a project, for networks that it is associated with.</summary>
[GcpResource("compute.googleapis.com/FirewallPolicy", Supporting = true, Inherited = true)]
public sealed record FirewallPolicy : Resource
{
    /// <summary>What people call it, where it is an organisation's.</summary>
    public string? ShortName { get; init; }

    /// <summary>Where it holds.</summary>
    public IReadOnlyList<FirewallPolicyAssociation>? Associations { get; init; }

    /// <summary>The rules.</summary>
    public IReadOnlyList<FirewallPolicyRule>? Rules { get; init; }
}

/// <summary>Where a firewall policy holds.</summary>
public sealed record FirewallPolicyAssociation
{
    /// <summary>A network, as https://www.googleapis.com/compute/v1/projects/p/global/networks/n; a folder, as folders/1; or an organisation.</summary>
    public string? AttachmentTarget { get; init; }
}

/// <summary>A rule of a firewall policy.</summary>
public sealed record FirewallPolicyRule
{
    /// <summary>Rules of lower numbers come first; the first that matches decides.</summary>
    public int? Priority { get; init; }

    /// <summary>INGRESS or EGRESS.</summary>
    public string? Direction { get; init; }

    /// <summary>allow, deny, goto_next (the next policy decides) or apply_security_profile_group (an inspection decides).</summary>
    public string? Action { get; init; }

    /// <summary>It does not count.</summary>
    public bool Disabled { get; init; }

    /// <summary>What it is about.</summary>
    public FirewallPolicyMatch? Match { get; init; }

    /// <summary>The networks that it is about, of an organisation's policy; all without.</summary>
    public IReadOnlyList<string>? TargetResources { get; init; }

    /// <summary>The machines that it is about, by what they run as; all without.</summary>
    public IReadOnlyList<string>? TargetServiceAccounts { get; init; }

    /// <summary>The machines that it is about, by their secure tags; all without.</summary>
    public IReadOnlyList<SecureTag>? TargetSecureTags { get; init; }
}

/// <summary>A secure tag.</summary>
public sealed record SecureTag
{
    /// <summary>As tagValues/1.</summary>
    public string? Name { get; init; }
}

/// <summary>What a rule of a firewall policy is about.</summary>
public sealed record FirewallPolicyMatch
{
    /// <summary>From which addresses.</summary>
    public IReadOnlyList<string>? SrcIpRanges { get; init; }

    /// <summary>To which addresses.</summary>
    public IReadOnlyList<string>? DestIpRanges { get; init; }

    /// <summary>From machines with these secure tags.</summary>
    public IReadOnlyList<SecureTag>? SrcSecureTags { get; init; }

    /// <summary>From which countries.</summary>
    public IReadOnlyList<string>? SrcRegionCodes { get; init; }

    /// <summary>From addresses that Google knows as bad, or as its own.</summary>
    public IReadOnlyList<string>? SrcThreatIntelligences { get; init; }

    /// <summary>From groups of addresses.</summary>
    public IReadOnlyList<string>? SrcAddressGroups { get; init; }

    /// <summary>From which names.</summary>
    public IReadOnlyList<string>? SrcFqdns { get; init; }

    /// <summary>To which countries.</summary>
    public IReadOnlyList<string>? DestRegionCodes { get; init; }

    /// <summary>To groups of addresses.</summary>
    public IReadOnlyList<string>? DestAddressGroups { get; init; }

    /// <summary>To which names.</summary>
    public IReadOnlyList<string>? DestFqdns { get; init; }

    /// <summary>Protocols and ports.</summary>
    public IReadOnlyList<FirewallPolicyTraffic>? Layer4Configs { get; init; }
}

/// <summary>Traffic of a protocol.</summary>
public sealed record FirewallPolicyTraffic
{
    /// <summary>tcp, udp, all, or a number.</summary>
    public string? IpProtocol { get; init; }

    /// <summary>As 22 or 8000-9000; all without.</summary>
    public IReadOnlyList<string>? Ports { get; init; }
}

/// <summary>A route of a network.</summary>
[GcpResource("compute.googleapis.com/Route", Supporting = true)]
public sealed record Route : Resource
{
    /// <summary>Its network.</summary>
    public string? Network { get; init; }

    /// <summary>For which addresses.</summary>
    public string? DestRange { get; init; }

    /// <summary>Of routes to the same addresses the one with the lowest number counts; 1000 without.</summary>
    public int? Priority { get; init; }

    /// <summary>For which machines; all without.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The internet's gateway, where it leads there.</summary>
    public string? NextHopGateway { get; init; }

    /// <summary>The network itself, of a subnet.</summary>
    public string? NextHopNetwork { get; init; }

    /// <summary>A network that is joined.</summary>
    public string? NextHopPeering { get; init; }
}

/// <summary>A router of a network, with what it does for machines without an external address.</summary>
[GcpResource("compute.googleapis.com/Router", Supporting = true)]
public sealed record Router : Resource
{
    /// <summary>Its network.</summary>
    public string? Network { get; init; }

    /// <summary>Its region.</summary>
    public string? Region { get; init; }

    /// <summary>Cloud NAT.</summary>
    public IReadOnlyList<RouterNat>? Nats { get; init; }
}

/// <summary>A gateway of Cloud NAT.</summary>
public sealed record RouterNat
{
    /// <summary>PUBLIC, which is the default, or PRIVATE: from one network to another.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("type")]
    public string? Kind { get; init; }

    /// <summary>ALL_SUBNETWORKS_ALL_IP_RANGES, ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES or LIST_OF_SUBNETWORKS.</summary>
    public string? SourceSubnetworkIpRangesToNat { get; init; }

    /// <summary>The subnets of a list.</summary>
    public IReadOnlyList<NatSubnet>? Subnetworks { get; init; }
}

/// <summary>A subnet of Cloud NAT.</summary>
public sealed record NatSubnet
{
    /// <summary>The subnet.</summary>
    public string? Name { get; init; }
}
