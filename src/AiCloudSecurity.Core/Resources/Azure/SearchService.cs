using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A service of Azure AI Search.</summary>
[AzureResource("Microsoft.Search/searchServices", ApiVersion = "2025-05-01")]
public sealed record SearchService : Resource
{
    /// <summary>The tier, as free, basic, standard.</summary>
    public Sku? Sku { get; init; }

    /// <summary>The identity that it acts as; absent where it has none.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>What is set.</summary>
    public SearchServiceProperties? Properties { get; init; }
}

/// <summary>What is set on a search service.</summary>
public sealed record SearchServiceProperties
{
    /// <summary>Enabled (the default), Disabled or SecuredByPerimeter; lower case in old answers.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Addresses that may come in; all without.</summary>
    public SearchNetworkRules? NetworkRuleSet { get; init; }

    /// <summary>BlockAll, where data cannot leave through the service.</summary>
    public IReadOnlyList<string>? DataExfiltrationProtections { get; init; }

    /// <summary>Whether customer keys are demanded.</summary>
    public SearchEncryption? EncryptionWithCmk { get; init; }

    /// <summary>Whether keys are refused; false without.</summary>
    public bool? DisableLocalAuth { get; init; }

    /// <summary>How callers sign in.</summary>
    public SearchAuthOptions? AuthOptions { get; init; }

    /// <summary>Private endpoints.</summary>
    public IReadOnlyList<PrivateEndpointConnection>? PrivateEndpointConnections { get; init; }

    /// <summary>Private ways from its indexers to data.</summary>
    public IReadOnlyList<SharedPrivateLink>? SharedPrivateLinkResources { get; init; }
}

/// <summary>Addresses that may come in.</summary>
public sealed record SearchNetworkRules
{
    /// <summary>Addresses; none means no limit.</summary>
    public IReadOnlyList<IpRule>? IpRules { get; init; }
}

/// <summary>Whether customer keys are demanded.</summary>
public sealed record SearchEncryption
{
    /// <summary>Enabled, Disabled or Unspecified (the default).</summary>
    public string? Enforcement { get; init; }

    /// <summary>Compliant or NonCompliant.</summary>
    public string? EncryptionComplianceStatus { get; init; }
}

/// <summary>How callers sign in.</summary>
public sealed record SearchAuthOptions
{
    /// <summary>There, where only keys are taken.</summary>
    public System.Text.Json.JsonElement? ApiKeyOnly { get; init; }

    /// <summary>There, where tokens are taken, too.</summary>
    public SearchTokenOptions? AadOrApiKey { get; init; }
}

/// <summary>What is answered to a bad token.</summary>
public sealed record SearchTokenOptions
{
    /// <summary>http403 or http401WithBearerChallenge.</summary>
    public string? AadAuthFailureMode { get; init; }
}

/// <summary>A private way from indexers to data.</summary>
public sealed record SharedPrivateLink
{
    /// <summary>What is set.</summary>
    public SharedPrivateLinkProperties? Properties { get; init; }
}

/// <summary>A private way from indexers to data.</summary>
public sealed record SharedPrivateLinkProperties
{
    /// <summary>What it leads to.</summary>
    public string? PrivateLinkResourceId { get; init; }

    /// <summary>Pending, Approved, Rejected or Disconnected.</summary>
    public string? Status { get; init; }
}
