namespace AiCloudSecurity.Resources.Azure;

/// <summary>What filters the traffic of subnets and network interfaces.</summary>
[AzureResource("Microsoft.Network/networkSecurityGroups", Supporting = true)]
public sealed record NetworkSecurityGroup : Resource
{
    /// <summary>What is set.</summary>
    public NetworkSecurityGroupProperties? Properties { get; init; }
}

/// <summary>What is set in a security group.</summary>
public sealed record NetworkSecurityGroupProperties
{
    /// <summary>The customer's rules.</summary>
    public IReadOnlyList<SecurityRule>? SecurityRules { get; init; }

    /// <summary>Azure's rules, which come after them.</summary>
    public IReadOnlyList<SecurityRule>? DefaultSecurityRules { get; init; }
}

/// <summary>A rule of a security group.</summary>
public sealed record SecurityRule
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What is set.</summary>
    public SecurityRuleProperties? Properties { get; init; }
}

/// <summary>What is set in a rule.</summary>
public sealed record SecurityRuleProperties
{
    /// <summary>Allow or Deny.</summary>
    public string? Access { get; init; }

    /// <summary>Inbound or Outbound.</summary>
    public string? Direction { get; init; }

    /// <summary>Rules of lower numbers come first; the first that matches decides.</summary>
    public int? Priority { get; init; }

    /// <summary>Tcp, Udp, Icmp, Esp, Ah or *.</summary>
    public string? Protocol { get; init; }

    /// <summary>Where traffic comes from: a range, a service tag as Internet, or *.</summary>
    public string? SourceAddressPrefix { get; init; }

    /// <summary>Several of them.</summary>
    public IReadOnlyList<string>? SourceAddressPrefixes { get; init; }

    /// <summary>Groups of machines that it comes from.</summary>
    public IReadOnlyList<ArmReference>? SourceApplicationSecurityGroups { get; init; }

    /// <summary>Where it goes.</summary>
    public string? DestinationAddressPrefix { get; init; }

    /// <summary>Several of them.</summary>
    public IReadOnlyList<string>? DestinationAddressPrefixes { get; init; }

    /// <summary>Groups of machines that it goes to.</summary>
    public IReadOnlyList<ArmReference>? DestinationApplicationSecurityGroups { get; init; }

    /// <summary>A port, a range of ports, or *.</summary>
    public string? DestinationPortRange { get; init; }

    /// <summary>Several of them.</summary>
    public IReadOnlyList<string>? DestinationPortRanges { get; init; }
}
