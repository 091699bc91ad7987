using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>An address in a network by which a service is reached in private.</summary>
[AzureResource("Microsoft.Network/privateEndpoints", Supporting = true)]
public sealed record PrivateEndpoint : Resource, IPartlyRead
{
    private static readonly string[] s_ai =
        ["/Microsoft.CognitiveServices/accounts/", "/Microsoft.MachineLearningServices/", "/Microsoft.Search/searchServices/", "/Microsoft.BotService/botServices/", "/Microsoft.ApiManagement/service/"];

    /// <summary>What is set.</summary>
    public PrivateEndpointProperties? Properties { get; init; }

    /// <summary>What it leads to, by id.</summary>
    [JsonIgnore]
    public IEnumerable<string> Services =>
        (Properties?.PrivateLinkServiceConnections ?? []).Concat(Properties?.ManualPrivateLinkServiceConnections ?? [])
            .Select(connection => connection.Properties?.PrivateLinkServiceId).OfType<string>();

    /// <summary>Whether it leads to an AI service, or to a gateway that may stand in front of one.</summary>
    [JsonIgnore]
    public bool LeadsToAi => Services.Any(service => s_ai.Any(type => service.Contains(type, StringComparison.OrdinalIgnoreCase)));

    bool IPartlyRead.HasParts => LeadsToAi;
}

/// <summary>What is set on a private endpoint.</summary>
public sealed record PrivateEndpointProperties
{
    /// <summary>Where its address lies.</summary>
    public SubnetReference? Subnet { get; init; }

    /// <summary>What it leads to.</summary>
    public IReadOnlyList<PrivateLinkConnection>? PrivateLinkServiceConnections { get; init; }

    /// <summary>What it leads to, where somebody else had to let it in.</summary>
    public IReadOnlyList<PrivateLinkConnection>? ManualPrivateLinkServiceConnections { get; init; }

    /// <summary>Its network interfaces.</summary>
    public IReadOnlyList<ArmReference>? NetworkInterfaces { get; init; }

    /// <summary>The names that should lead to its addresses.</summary>
    public IReadOnlyList<CustomDnsConfig>? CustomDnsConfigs { get; init; }
}

/// <summary>What a private endpoint leads to.</summary>
public sealed record PrivateLinkConnection
{
    /// <summary>What is set.</summary>
    public PrivateLinkConnectionProperties? Properties { get; init; }
}

/// <summary>What a private endpoint leads to.</summary>
public sealed record PrivateLinkConnectionProperties
{
    /// <summary>The service.</summary>
    public string? PrivateLinkServiceId { get; init; }

    /// <summary>The part of it, as account, amlworkspace, searchService.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>Whether its owner let it in.</summary>
    public ConnectionState? PrivateLinkServiceConnectionState { get; init; }
}

/// <summary>A name that should lead to a private endpoint.</summary>
public sealed record CustomDnsConfig
{
    /// <summary>The name.</summary>
    public string? Fqdn { get; init; }

    /// <summary>The addresses.</summary>
    public IReadOnlyList<string>? IpAddresses { get; init; }
}

/// <summary>The zones in which the name of a private endpoint is kept.</summary>
[AzureResource("Microsoft.Network/privateEndpoints/privateDnsZoneGroups", Of = typeof(PrivateEndpoint), ApiVersion = "2024-10-01", Supporting = true)]
public sealed record PrivateDnsZoneGroup : Resource
{
    /// <summary>What is set.</summary>
    public PrivateDnsZoneGroupProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record PrivateDnsZoneGroupProperties
{
    /// <summary>The zones.</summary>
    public IReadOnlyList<PrivateDnsZoneConfig>? PrivateDnsZoneConfigs { get; init; }
}

/// <summary>A zone of a group.</summary>
public sealed record PrivateDnsZoneConfig
{
    /// <summary>What is set.</summary>
    public PrivateDnsZoneConfigProperties? Properties { get; init; }
}

/// <summary>A zone of a group.</summary>
public sealed record PrivateDnsZoneConfigProperties
{
    /// <summary>The zone.</summary>
    [Refers(typeof(PrivateDnsZone))]
    public string? PrivateDnsZoneId { get; init; }
}

/// <summary>Names that networks see and nobody else.</summary>
[AzureResource("Microsoft.Network/privateDnsZones", Supporting = true)]
public sealed record PrivateDnsZone : Resource, IPartlyRead
{
    // Others than those of private endpoints say nothing of AI.
    bool IPartlyRead.HasParts => Identity.Name.StartsWith("privatelink.", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A network that sees the names of a zone.</summary>
[AzureResource("Microsoft.Network/privateDnsZones/virtualNetworkLinks", Of = typeof(PrivateDnsZone), ApiVersion = "2024-06-01", Supporting = true)]
public sealed record VirtualNetworkLink : Resource
{
    /// <summary>What is set.</summary>
    public VirtualNetworkLinkProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record VirtualNetworkLinkProperties
{
    /// <summary>The network.</summary>
    public ArmReference? VirtualNetwork { get; init; }
}
