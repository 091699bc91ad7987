using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>What of a subscription serves AI: whether there is any, and which vaults and storage accounts it uses.</summary>
internal sealed class AiUse(Inventory<CognitiveAccount> accounts, Inventory<MlWorkspace> workspaces)
{
    private readonly Lazy<HashSet<string>> _storage = new(() => new(
        workspaces.All.Select(workspace => workspace.Properties?.StorageAccount)
            .Concat(accounts.All.SelectMany(account => account.Properties?.UserOwnedStorage ?? []).Select(storage => storage.ResourceId)).OfType<string>(), StringComparer.OrdinalIgnoreCase));

    private readonly Lazy<HashSet<string>> _vaults = new(() => new(
        workspaces.All.SelectMany(workspace => new[] { workspace.Properties?.KeyVault, workspace.Properties?.Encryption?.KeyVaultProperties?.KeyVaultArmId })
            .Concat(accounts.All.Select(account => account.Properties?.Encryption?.KeyVaultProperties?.KeyVaultUri?.TrimEnd('/'))).OfType<string>(), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether there is an AI service at all.</summary>
    public bool Any => accounts.All.Count > 0 || workspaces.All.Count > 0;

    /// <summary>Whether an AI service keeps its data there.</summary>
    public bool Uses(StorageAccount storage) => _storage.Value.Contains(storage.Identity.Id);

    /// <summary>Whether an AI service keeps its secrets or keys there.</summary>
    public bool Uses(KeyVault vault) => _vaults.Value.Contains(vault.Identity.Id) || vault.Properties?.VaultUri is { } address && _vaults.Value.Contains(address.TrimEnd('/'));
}
