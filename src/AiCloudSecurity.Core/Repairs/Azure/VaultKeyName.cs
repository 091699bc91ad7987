using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>A key of a vault, by its address: https://vault.vault.azure.net/keys/name, with a version or without.</summary>
/// <param name="Vault">The vault's address.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Version">Its version; empty for the newest.</param>
internal sealed record VaultKeyName(string Vault, string Name, string Version)
{
    /// <summary>What an account of AI services is told.</summary>
    public JsonObject Account => Version.Length == 0
        ? new() { ["keyVaultUri"] = Vault, ["keyName"] = Name }
        : new() { ["keyVaultUri"] = Vault, ["keyName"] = Name, ["keyVersion"] = Version };

    /// <summary>Reads an address.</summary>
    /// <exception cref="ChoiceNeededException">It is none.</exception>
    public static VaultKeyName Of(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == "https" && uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["keys", var name, .. var rest] && rest.Length <= 1
            ? new($"https://{uri.Host}", name, rest.Length == 1 ? rest[0] : "")
            : throw new ChoiceNeededException("-KmsKeyId (https://vault.vault.azure.net/keys/name)");
}
