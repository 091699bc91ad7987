namespace AiCloudSecurity.Resources.Azure;

/// <summary>The network that Microsoft manages for the agents of an AI Foundry account.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/managedNetworks", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Path = "managedNetworks/default",
    IsSetting = true, Kinds = "AIServices", None = "ResourceNotFound, NotFound")]
public sealed record AccountManagedNetwork : Resource
{
    /// <summary>What is set.</summary>
    public AccountManagedNetworkProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record AccountManagedNetworkProperties
{
    /// <summary>The network.</summary>
    public ManagedNetwork? ManagedNetwork { get; init; }
}

/// <summary>A network that Microsoft manages.</summary>
public sealed record ManagedNetwork
{
    /// <summary>Disabled (the default), AllowInternetOutbound or AllowOnlyApprovedOutbound.</summary>
    public string? IsolationMode { get; init; }

    /// <summary>Where what runs in it may connect to, by name of the rule.</summary>
    public IReadOnlyDictionary<string, OutboundRule>? OutboundRules { get; init; }
}

/// <summary>Where what runs in a managed network may connect to.</summary>
public sealed record OutboundRule
{
    /// <summary>FQDN, ServiceTag or PrivateEndpoint.</summary>
    public string? Type { get; init; }

    /// <summary>A host name, or an object of the service tag.</summary>
    public System.Text.Json.JsonElement? Destination { get; init; }
}
