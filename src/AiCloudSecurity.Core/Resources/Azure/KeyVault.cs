namespace AiCloudSecurity.Resources.Azure;

/// <summary>A key vault.</summary>
[AzureResource("Microsoft.KeyVault/vaults", Supporting = true)]
public sealed record KeyVault : Resource
{
    /// <summary>What is set.</summary>
    public KeyVaultProperties? Properties { get; init; }
}

/// <summary>What is set on a vault.</summary>
public sealed record KeyVaultProperties
{
    /// <summary>Its address.</summary>
    public string? VaultUri { get; init; }

    /// <summary>Whether roles decide who may use it; access policies without.</summary>
    public bool? EnableRbacAuthorization { get; init; }

    /// <summary>Whether nobody can destroy what was deleted; false without.</summary>
    public bool? EnablePurgeProtection { get; init; }

    /// <summary>Whether what is deleted can be had back; true without.</summary>
    public bool? EnableSoftDelete { get; init; }
}
