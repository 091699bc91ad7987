namespace AiCloudSecurity.Resources.Azure;

/// <summary>A perimeter around services: what may come in and go out is said there, not at each of them.</summary>
[AzureResource("Microsoft.Network/networkSecurityPerimeters", Supporting = true)]
public sealed record NetworkSecurityPerimeter : Resource;

/// <summary>A service within a perimeter.</summary>
[AzureResource("Microsoft.Network/networkSecurityPerimeters/resourceAssociations", Of = typeof(NetworkSecurityPerimeter), ApiVersion = "2024-10-01", Supporting = true)]
public sealed record PerimeterAssociation : Resource
{
    /// <summary>What is set.</summary>
    public PerimeterAssociationProperties? Properties { get; init; }
}

/// <summary>A service within a perimeter.</summary>
public sealed record PerimeterAssociationProperties
{
    /// <summary>The service.</summary>
    public ArmReference? PrivateLinkResource { get; init; }

    /// <summary>The rules that hold for it.</summary>
    public ArmReference? Profile { get; init; }

    /// <summary>Enforced; Learning (the default) or Audit, where rules are only looked at.</summary>
    public string? AccessMode { get; init; }
}

/// <summary>A set of rules of a perimeter.</summary>
[AzureResource("Microsoft.Network/networkSecurityPerimeters/profiles", Of = typeof(NetworkSecurityPerimeter), ApiVersion = "2024-10-01", Supporting = true)]
public sealed record PerimeterProfile : Resource;

/// <summary>A rule of a perimeter.</summary>
[AzureResource("Microsoft.Network/networkSecurityPerimeters/profiles/accessRules", Of = typeof(PerimeterProfile), ApiVersion = "2024-10-01", Supporting = true)]
public sealed record PerimeterRule : Resource
{
    /// <summary>What is set.</summary>
    public PerimeterRuleProperties? Properties { get; init; }
}

/// <summary>What may come in or go out.</summary>
public sealed record PerimeterRuleProperties
{
    /// <summary>Inbound or Outbound.</summary>
    public string? Direction { get; init; }

    /// <summary>Addresses that may come in.</summary>
    public IReadOnlyList<string>? AddressPrefixes { get; init; }

    /// <summary>Hosts that may be called.</summary>
    public IReadOnlyList<string>? FullyQualifiedDomainNames { get; init; }

    /// <summary>Subscriptions that may come in.</summary>
    public IReadOnlyList<ArmReference>? Subscriptions { get; init; }

    /// <summary>Service tags that may come in.</summary>
    public IReadOnlyList<string>? ServiceTags { get; init; }
}
