namespace AiCloudSecurity.Resources.Azure;

/// <summary>A model that an Azure OpenAI or AI Foundry account serves.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/deployments", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "OpenAI,AIServices")]
public sealed record AccountDeployment : Resource
{
    /// <summary>How it is served and paid for, as GlobalStandard, and how many thousand tokens a minute.</summary>
    public Sku? Sku { get; init; }

    /// <summary>What is set.</summary>
    public AccountDeploymentProperties? Properties { get; init; }
}

/// <summary>What is set on a deployment.</summary>
public sealed record AccountDeploymentProperties
{
    /// <summary>The model.</summary>
    public DeployedModel? Model { get; init; }

    /// <summary>OnceNewDefaultVersionAvailable (the default), OnceCurrentVersionExpired or NoAutoUpgrade.</summary>
    public string? VersionUpgradeOption { get; init; }

    /// <summary>The content policy; the service's default without.</summary>
    public string? RaiPolicyName { get; init; }

    /// <summary>Whether it may use more than its capacity while others leave some; false without.</summary>
    public bool? DynamicThrottlingEnabled { get; init; }

    /// <summary>The deployment that takes what this one cannot.</summary>
    public string? SpilloverDeploymentName { get; init; }

    /// <summary>Priority, where it pays more to be served first.</summary>
    public string? ServiceTier { get; init; }
}

/// <summary>A model that is served.</summary>
public sealed record DeployedModel
{
    /// <summary>As OpenAI.</summary>
    public string? Format { get; init; }

    /// <summary>As gpt-4.1.</summary>
    public string? Name { get; init; }

    /// <summary>As 2025-04-14.</summary>
    public string? Version { get; init; }

    /// <summary>Where it comes from, where that is not Microsoft's catalogue: the id of a model of a registry or of another account.</summary>
    public string? Source { get; init; }
}
