namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A VPC network.</summary>
[GcpResource("compute.googleapis.com/Network", Supporting = true)]
public sealed record Network : Resource
{
    /// <summary>Google makes a subnet in each region, as in the default network.</summary>
    public bool AutoCreateSubnetworks { get; init; }

    /// <summary>Networks that it is joined with.</summary>
    public IReadOnlyList<NetworkPeering>? Peerings { get; init; }

    /// <summary>BEFORE_CLASSIC_FIREWALL or AFTER_CLASSIC_FIREWALL, which is the default: when its firewall policy is asked.</summary>
    public string? NetworkFirewallPolicyEnforcementOrder { get; init; }
}

/// <summary>A network that a network is joined with.</summary>
public sealed record NetworkPeering
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>The other network.</summary>
    public string? Network { get; init; }

    /// <summary>ACTIVE where both sides have agreed.</summary>
    public string? State { get; init; }
}
