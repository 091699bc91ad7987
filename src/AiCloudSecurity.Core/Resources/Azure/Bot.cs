namespace AiCloudSecurity.Resources.Azure;

/// <summary>A bot of Azure AI Bot Service.</summary>
[AzureResource("Microsoft.BotService/botServices")]
public sealed record Bot : Resource
{
    /// <summary>What is set.</summary>
    public BotProperties? Properties { get; init; }
}

/// <summary>What is set on a bot.</summary>
public sealed record BotProperties
{
    /// <summary>Where the bot's code answers.</summary>
    public string? Endpoint { get; init; }

    /// <summary>UserAssignedMSI, SingleTenant or MultiTenant.</summary>
    public string? MsaAppType { get; init; }

    /// <summary>Whether a key of the customer's encrypts its data; false without.</summary>
    public bool? IsCmekEnabled { get; init; }

    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Whether keys are refused; false without.</summary>
    public bool? DisableLocalAuth { get; init; }

    /// <summary>Private endpoints.</summary>
    public IReadOnlyList<PrivateEndpointConnection>? PrivateEndpointConnections { get; init; }

    /// <summary>A key.</summary>
    [Sensitive]
    public string? DeveloperAppInsightKey { get; init; }

    /// <summary>A key.</summary>
    [Sensitive]
    public string? DeveloperAppInsightsApiKey { get; init; }

    /// <summary>A key.</summary>
    [Sensitive]
    public string? LuisKey { get; init; }

    /// <summary>Credentials.</summary>
    [Sensitive]
    public string? PublishingCredentials { get; init; }
}
