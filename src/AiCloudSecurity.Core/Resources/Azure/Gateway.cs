using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A service of API Management: a gateway that may stand in front of models.</summary>
[AzureResource("Microsoft.ApiManagement/service", ApiVersion = "2024-05-01", Supporting = true)]
public sealed record Gateway : Resource
{
    /// <summary>The tier, as Developer, Premium, StandardV2, Consumption.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The identity that it acts as; absent where it has none.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>What is set.</summary>
    public GatewayProperties? Properties { get; init; }
}

/// <summary>What is set on a gateway.</summary>
public sealed record GatewayProperties
{
    /// <summary>Where it answers.</summary>
    public string? GatewayUrl { get; init; }

    /// <summary>None (the default), External (in a network, with a public address) or Internal.</summary>
    public string? VirtualNetworkType { get; init; }

    /// <summary>The subnet that it is in, or that it calls from.</summary>
    public GatewayNetwork? VirtualNetworkConfiguration { get; init; }

    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Private endpoints.</summary>
    public IReadOnlyList<PrivateEndpointConnection>? PrivateEndpointConnections { get; init; }

    /// <summary>Addresses that it calls from.</summary>
    public IReadOnlyList<string>? OutboundPublicIPAddresses { get; init; }

    /// <summary>Addresses that it answers at.</summary>
    public IReadOnlyList<string>? PublicIPAddresses { get; init; }

    /// <summary>Host names of its own.</summary>
    public IReadOnlyList<GatewayHost>? HostnameConfigurations { get; init; }

    /// <summary>Certificates.</summary>
    public IReadOnlyList<GatewayCertificate>? Certificates { get; init; }
}

/// <summary>The subnet of a gateway.</summary>
public sealed record GatewayNetwork
{
    /// <summary>The subnet's id. What it refers to is its network.</summary>
    [Refers(typeof(VirtualNetwork))]
    public string? SubnetResourceId { get; init; }
}

/// <summary>A host name of a gateway.</summary>
public sealed record GatewayHost
{
    /// <summary>Proxy, where APIs answer, and others.</summary>
    public string? Type { get; init; }

    /// <summary>The name.</summary>
    public string? HostName { get; init; }

    /// <summary>A certificate with its key.</summary>
    [Sensitive]
    public string? EncodedCertificate { get; init; }

    /// <summary>Its password.</summary>
    [Sensitive]
    public string? CertificatePassword { get; init; }
}

/// <summary>A certificate of a gateway.</summary>
public sealed record GatewayCertificate
{
    /// <summary>The certificate with its key.</summary>
    [Sensitive]
    public string? EncodedCertificate { get; init; }

    /// <summary>Its password.</summary>
    [Sensitive]
    public string? CertificatePassword { get; init; }
}

/// <summary>An API that a gateway offers.</summary>
[AzureResource("Microsoft.ApiManagement/service/apis", Of = typeof(Gateway), ApiVersion = "2024-05-01")]
public sealed record GatewayApi : Resource, IReadWhereUsed
{
    /// <summary>What is set.</summary>
    public GatewayApiProperties? Properties { get; init; }

    /// <summary>Whether callers reach this revision without naming it.</summary>
    [JsonIgnore]
    public bool IsCurrent => Properties?.IsCurrent is not false;

    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) => Gateways.ModelRoutes.Of(this, all).LeadsToModels;
}

/// <summary>What is set on an API.</summary>
public sealed record GatewayApiProperties
{
    /// <summary>The name that people know it by.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Where it answers, below the gateway.</summary>
    public string? Path { get; init; }

    /// <summary>What is called, unless a policy says something else.</summary>
    public string? ServiceUrl { get; init; }

    /// <summary>Whether callers need a subscription's key; true without.</summary>
    public bool? SubscriptionRequired { get; init; }

    /// <summary>Whether it is the revision that is called.</summary>
    public bool? IsCurrent { get; init; }
}

/// <summary>What a gateway calls.</summary>
[AzureResource("Microsoft.ApiManagement/service/backends", Of = typeof(Gateway), ApiVersion = "2024-05-01")]
public sealed record GatewayBackend : Resource
{
    /// <summary>What is set.</summary>
    public GatewayBackendProperties? Properties { get; init; }
}

/// <summary>What is set on a backend.</summary>
public sealed record GatewayBackendProperties
{
    /// <summary>Single (the default) or Pool.</summary>
    public string? Type { get; init; }

    /// <summary>What is called.</summary>
    public string? Url { get; init; }

    /// <summary>The backends of a pool.</summary>
    public BackendPool? Pool { get; init; }

    /// <summary>How the gateway signs in.</summary>
    public BackendCredentials? Credentials { get; init; }

    /// <summary>A proxy on the way.</summary>
    public BackendProxy? Proxy { get; init; }
}

/// <summary>The backends of a pool.</summary>
public sealed record BackendPool
{
    /// <summary>By id.</summary>
    public IReadOnlyList<ArmReference>? Services { get; init; }
}

/// <summary>How a gateway signs in to a backend.</summary>
public sealed record BackendCredentials
{
    /// <summary>Headers that it sends, as api-key.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Header { get; init; }

    /// <summary>Parameters that it sends.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Query { get; init; }

    /// <summary>An Authorization header.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Authorization { get; init; }
}

/// <summary>A proxy between a gateway and a backend.</summary>
public sealed record BackendProxy
{
    /// <summary>Its password.</summary>
    [Sensitive]
    public string? Password { get; init; }
}

/// <summary>A set of APIs that callers subscribe to.</summary>
[AzureResource("Microsoft.ApiManagement/service/products", Of = typeof(Gateway), ApiVersion = "2024-05-01")]
public sealed record GatewayProduct : Resource
{
    /// <summary>What is set.</summary>
    public GatewayProductProperties? Properties { get; init; }
}

/// <summary>What is set on a product.</summary>
public sealed record GatewayProductProperties
{
    /// <summary>Whether callers need a subscription's key; true without.</summary>
    public bool? SubscriptionRequired { get; init; }

    /// <summary>published, or notPublished.</summary>
    public string? State { get; init; }
}

/// <summary>An API of a product.</summary>
[AzureResource("Microsoft.ApiManagement/service/products/apiLinks", Of = typeof(GatewayProduct), ApiVersion = "2024-05-01")]
public sealed record GatewayProductApi : Resource
{
    /// <summary>What is set.</summary>
    public GatewayProductApiProperties? Properties { get; init; }
}

/// <summary>An API of a product.</summary>
public sealed record GatewayProductApiProperties
{
    /// <summary>The API's id.</summary>
    public string? ApiId { get; init; }
}

/// <summary>A key for callers: of all APIs, of a product or of an API.</summary>
[AzureResource("Microsoft.ApiManagement/service/subscriptions", Of = typeof(Gateway), ApiVersion = "2024-05-01")]
public sealed record GatewaySubscription : Resource
{
    /// <summary>What is set.</summary>
    public GatewaySubscriptionProperties? Properties { get; init; }
}

/// <summary>What is set on a key for callers.</summary>
public sealed record GatewaySubscriptionProperties
{
    /// <summary>What it opens: …/apis (all), …/apis/name or …/products/name.</summary>
    public string? Scope { get; init; }

    /// <summary>active, suspended and others.</summary>
    public string? State { get; init; }

    /// <summary>The key.</summary>
    [Sensitive]
    public string? PrimaryKey { get; init; }

    /// <summary>The other key.</summary>
    [Sensitive]
    public string? SecondaryKey { get; init; }
}

/// <summary>An operation of an API. Only those of APIs in front of models are read.</summary>
[AzureResource("Microsoft.ApiManagement/service/apis/operations", Of = typeof(GatewayApi), ApiVersion = "2024-05-01", WhereUsed = true)]
public sealed record GatewayOperation : Resource;
