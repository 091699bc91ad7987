namespace AiCloudSecurity.Resources.Azure;

/// <summary>A registry of models and environments that workspaces share.</summary>
[AzureResource("Microsoft.MachineLearningServices/registries")]
public sealed record MlRegistry : Resource
{
    /// <summary>What is set.</summary>
    public MlRegistryProperties? Properties { get; init; }
}

/// <summary>What is set on a registry.</summary>
public sealed record MlRegistryProperties
{
    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? PublicNetworkAccess { get; init; }
}
