using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>The identity that a resource acts as.</summary>
public sealed record ManagedIdentity
{
    /// <summary>None, SystemAssigned, UserAssigned, or both with a comma (with a space after it or not).</summary>
    public string? Type { get; init; }

    /// <summary>The object id of the one that lives and dies with the resource.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>Those that the customer made, by their ids.</summary>
    public IReadOnlyDictionary<string, UserAssignedIdentity>? UserAssignedIdentities { get; init; }

    /// <summary>Whether there is one.</summary>
    [JsonIgnore]
    public bool IsAssigned => Type?.Contains("Assigned", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Whether one of them is made by the customer.</summary>
    [JsonIgnore]
    public bool IsUserAssigned => Type?.Contains("UserAssigned", StringComparison.OrdinalIgnoreCase) is true;
}

/// <summary>An identity that the customer made.</summary>
public sealed record UserAssignedIdentity
{
    /// <summary>Its object id.</summary>
    public string? PrincipalId { get; init; }
}

/// <summary>The size that is paid for.</summary>
public sealed record Sku
{
    /// <summary>As S0, free, GlobalStandard.</summary>
    public string? Name { get; init; }

    /// <summary>Units; of a deployment thousands of tokens a minute.</summary>
    public int? Capacity { get; init; }
}

/// <summary>Who may come in over the network.</summary>
public sealed record NetworkAcls
{
    /// <summary>Allow or Deny, for whom no rule names.</summary>
    public string? DefaultAction { get; init; }

    /// <summary>AzureServices, where trusted services of Microsoft may come in; None where not.</summary>
    public string? Bypass { get; init; }

    /// <summary>Addresses that may come in.</summary>
    public IReadOnlyList<IpRule>? IpRules { get; init; }

    /// <summary>Subnets that may come in.</summary>
    public IReadOnlyList<VirtualNetworkRule>? VirtualNetworkRules { get; init; }
}

/// <summary>A subnet that may come in.</summary>
public sealed record VirtualNetworkRule
{
    /// <summary>The subnet's id. What it refers to is its network.</summary>
    [Refers(typeof(VirtualNetwork))]
    public string? Id { get; init; }

    /// <summary>Whether the rule stands although the subnet has no service endpoint, so that it does nothing.</summary>
    public bool? IgnoreMissingVnetServiceEndpoint { get; init; }
}

/// <summary>Addresses that may come in.</summary>
public sealed record IpRule
{
    /// <summary>An address or a range in CIDR notation.</summary>
    public string? Value { get; init; }
}

/// <summary>A private endpoint's connection to a resource.</summary>
public sealed record PrivateEndpointConnection
{
    /// <summary>What is set.</summary>
    public PrivateEndpointConnectionProperties? Properties { get; init; }
}

/// <summary>A private endpoint's connection to a resource.</summary>
public sealed record PrivateEndpointConnectionProperties
{
    /// <summary>The endpoint.</summary>
    public ArmReference? PrivateEndpoint { get; init; }

    /// <summary>Whether the resource's owner let it in.</summary>
    public ConnectionState? PrivateLinkServiceConnectionState { get; init; }

    /// <summary>The same, as registries call it.</summary>
    public ConnectionState? RegistryPrivateLinkServiceConnectionState { get; init; }
}

/// <summary>Whether a connection was let in.</summary>
public sealed record ConnectionState
{
    /// <summary>Pending, Approved, Rejected or Disconnected.</summary>
    public string? Status { get; init; }
}

/// <summary>A resource by its id.</summary>
public sealed record ArmReference
{
    /// <summary>The id.</summary>
    public string? Id { get; init; }
}
