using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A Machine Learning workspace, hub or project.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces", ApiVersion = "2025-06-01")]
public sealed record MlWorkspace : Resource
{
    /// <summary>Default, Hub, Project or FeatureStore.</summary>
    public string? Kind { get; init; }

    /// <summary>The identity that it acts as.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>Names and values that its owner gave it.</summary>
    public IReadOnlyDictionary<string, string?>? Tags { get; init; }

    /// <summary>What is set.</summary>
    public MlWorkspaceProperties? Properties { get; init; }

    /// <summary>A project takes network and encryption from its hub.</summary>
    [JsonIgnore]
    public bool IsProject => Kind is not null && Kind.Equals("Project", StringComparison.OrdinalIgnoreCase);
}

/// <summary>What is set on a workspace.</summary>
public sealed record MlWorkspaceProperties
{
    /// <summary>The vault of its secrets.</summary>
    [Refers(typeof(KeyVault))]
    public string? KeyVault { get; init; }

    /// <summary>The storage account of its data.</summary>
    [Refers(typeof(StorageAccount))]
    public string? StorageAccount { get; init; }

    /// <summary>The key that its data are encrypted with.</summary>
    public MlEncryption? Encryption { get; init; }

    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Lets the public in although there are private endpoints; false without.</summary>
    public bool? AllowPublicAccessWhenBehindVnet { get; init; }

    /// <summary>Private endpoints.</summary>
    public IReadOnlyList<PrivateEndpointConnection>? PrivateEndpointConnections { get; init; }

    /// <summary>The network of serverless computes.</summary>
    public ServerlessComputeSettings? ServerlessComputeSettings { get; init; }

    /// <summary>The network that Microsoft manages for it.</summary>
    public ManagedNetwork? ManagedNetwork { get; init; }

    /// <summary>The user-assigned identity that it uses first.</summary>
    public string? PrimaryUserAssignedIdentity { get; init; }

    /// <summary>Whether less is told to Microsoft and local disks are encrypted; false without.</summary>
    public bool? HbiWorkspace { get; init; }

    /// <summary>AccessKey (the default), Identity or UserDelegationSAS.</summary>
    public string? SystemDatastoresAuthMode { get; init; }
}

/// <summary>The key that a workspace's data are encrypted with.</summary>
public sealed record MlEncryption
{
    /// <summary>Enabled, where it is the customer's.</summary>
    public string? Status { get; init; }

    /// <summary>The key.</summary>
    public MlKey? KeyVaultProperties { get; init; }
}

/// <summary>A key in a vault.</summary>
public sealed record MlKey
{
    /// <summary>The vault.</summary>
    [Refers(typeof(KeyVault))]
    public string? KeyVaultArmId { get; init; }

    /// <summary>The key's address, as https://vault.vault.azure.net/keys/name/version.</summary>
    public string? KeyIdentifier { get; init; }
}

/// <summary>The network of serverless computes.</summary>
public sealed record ServerlessComputeSettings
{
    /// <summary>Whether they have no public address; false without.</summary>
    public bool? ServerlessComputeNoPublicIP { get; init; }
}
