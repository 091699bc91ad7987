using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>An account of Azure AI services: Azure OpenAI, AI Foundry (AIServices), Language, Speech and others.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts", ApiVersion = "2025-12-01")]
public sealed record CognitiveAccount : Resource
{
    /// <summary>OpenAI, AIServices, TextAnalytics and so on.</summary>
    public string? Kind { get; init; }

    /// <summary>The identity that the account acts as; absent where it has none.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>What is set.</summary>
    public CognitiveAccountProperties? Properties { get; init; }

    /// <summary>Whether it serves generative models: not every account of this type is OpenAI.</summary>
    [JsonIgnore]
    public bool HasModels => Kind is not null && (Kind.Equals("OpenAI", StringComparison.OrdinalIgnoreCase) || Kind.Equals("AIServices", StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is set on an account.</summary>
public sealed record CognitiveAccountProperties
{
    /// <summary>Where it answers.</summary>
    public string? Endpoint { get; init; }

    /// <summary>What the service can do for this account: CustomerManagedKey, ContentLogging.</summary>
    public IReadOnlyList<AccountCapability>? Capabilities { get; init; }

    /// <summary>The name of its own host; without one it takes no Entra tokens.</summary>
    public string? CustomSubDomainName { get; init; }

    /// <summary>Who may come in; everybody without.</summary>
    public NetworkAcls? NetworkAcls { get; init; }

    /// <summary>The key that data at rest is encrypted with; Microsoft's without.</summary>
    public AccountEncryption? Encryption { get; init; }

    /// <summary>Storage of the customer's.</summary>
    public IReadOnlyList<OwnedStorage>? UserOwnedStorage { get; init; }

    /// <summary>Private endpoints.</summary>
    public IReadOnlyList<PrivateEndpointConnection>? PrivateEndpointConnections { get; init; }

    /// <summary>Enabled (the default), Disabled or SecuredByPerimeter.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Whether the account calls listed hosts only; false without.</summary>
    public bool? RestrictOutboundNetworkAccess { get; init; }

    /// <summary>The hosts that it may call.</summary>
    public IReadOnlyList<string>? AllowedFqdnList { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? DateCreated { get; init; }

    /// <summary>Whether keys are refused; false without.</summary>
    public bool? DisableLocalAuth { get; init; }

    /// <summary>Whether completions cannot be stored; false without.</summary>
    public bool? StoredCompletionsDisabled { get; init; }

    /// <summary>What Microsoft did about abuse; absent where there was none.</summary>
    public AbusePenalty? AbusePenalty { get; init; }

    /// <summary>Where users who abuse the model are recorded.</summary>
    public RaiMonitorConfig? RaiMonitorConfig { get; init; }

    /// <summary>The networks that agents run in.</summary>
    public IReadOnlyList<NetworkInjection>? NetworkInjections { get; init; }

    /// <summary>Whether it is an AI Foundry resource with projects; false without.</summary>
    public bool? AllowProjectManagement { get; init; }

    /// <summary>Settings of single services.</summary>
    public AccountApiProperties? ApiProperties { get; init; }
}

/// <summary>What the service can do for an account.</summary>
public sealed record AccountCapability
{
    /// <summary>As CustomerManagedKey.</summary>
    public string? Name { get; init; }

    /// <summary>Its value, where it has one.</summary>
    public string? Value { get; init; }
}

/// <summary>The key that data at rest is encrypted with.</summary>
public sealed record AccountEncryption
{
    /// <summary>Microsoft.CognitiveServices or Microsoft.KeyVault.</summary>
    public string? KeySource { get; init; }

    /// <summary>The customer's key.</summary>
    public AccountKey? KeyVaultProperties { get; init; }
}

/// <summary>A key in a vault.</summary>
public sealed record AccountKey
{
    /// <summary>The vault's address.</summary>
    [Refers(typeof(KeyVault))]
    public string? KeyVaultUri { get; init; }

    /// <summary>The key's name.</summary>
    public string? KeyName { get; init; }
}

/// <summary>A storage account of the customer's.</summary>
public sealed record OwnedStorage
{
    /// <summary>Its id.</summary>
    [Refers(typeof(StorageAccount))]
    public string? ResourceId { get; init; }
}

/// <summary>What Microsoft did about abuse.</summary>
public sealed record AbusePenalty
{
    /// <summary>Throttle or Block.</summary>
    public string? Action { get; init; }
}

/// <summary>Where users who abuse the model are recorded.</summary>
public sealed record RaiMonitorConfig
{
    /// <summary>The Data Explorer's storage.</summary>
    public string? AdxStorageResourceId { get; init; }
}

/// <summary>A network that something of the account runs in.</summary>
public sealed record NetworkInjection
{
    /// <summary>agent, or none.</summary>
    public string? Scenario { get; init; }

    /// <summary>The customer's subnet. What it refers to is its network.</summary>
    [Refers(typeof(VirtualNetwork))]
    public string? SubnetArmId { get; init; }

    /// <summary>Whether Microsoft manages the network.</summary>
    public bool? UseMicrosoftManagedNetwork { get; init; }
}

/// <summary>Settings of single services. They hold secrets.</summary>
public sealed record AccountApiProperties
{
    /// <summary>A key of Azure AI Search.</summary>
    [Sensitive]
    public string? QnaAzureSearchEndpointKey { get; init; }

    /// <summary>A connection string.</summary>
    [Sensitive]
    public string? EventHubConnectionString { get; init; }

    /// <summary>A connection string.</summary>
    [Sensitive]
    public string? StorageAccountConnectionString { get; init; }
}
