namespace AiCloudSecurity.Resources.Azure;

/// <summary>A key vault.</summary>
[AzureResource("Microsoft.KeyVault/vaults", Supporting = true)]
public sealed record KeyVault : Resource, IReadWhereUsed, INamedOtherwise
{
    // Accounts name it by its address, with a slash at its end or not.
    IEnumerable<string> INamedOtherwise.OtherNames => Properties?.VaultUri is { Length: > 0 } address ? [address.TrimEnd('/'), $"{address.TrimEnd('/')}/"] : [];

    /// <summary>What is set.</summary>
    public KeyVaultProperties? Properties { get; init; }

    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) =>
        all[ResourceType.Of<MlWorkspace>()].Cast<MlWorkspace>().Any(workspace => Identity.Id.Equals(workspace.Properties?.Encryption?.KeyVaultProperties?.KeyVaultArmId, StringComparison.OrdinalIgnoreCase))
        || Properties?.VaultUri?.TrimEnd('/') is { } address && all[ResourceType.Of<CognitiveAccount>()].Cast<CognitiveAccount>()
            .Any(account => address.Equals(account.Properties?.Encryption?.KeyVaultProperties?.KeyVaultUri?.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
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

    /// <summary>Enabled (the default), Disabled or SecuredByPerimeter.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Who may come in; everybody without.</summary>
    public NetworkAcls? NetworkAcls { get; init; }
}
