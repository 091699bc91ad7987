using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>The keys of vaults that encrypt data of AI services.</summary>
internal sealed class CustomerKeys(Inventory<KeyVault> vaults, Inventory<VaultKey> keys, Inventory<VaultKeyRotation> rotations, DateTimeOffset now)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    /// <summary>Whether a key works, will work, is rotated, and can be reached by the service.</summary>
    public Verdict Judge(string? vaultReference, string? name)
    {
        if (vaults.Find(vaultReference) is not { } vault)
        {
            return Unknown($"The vault {vaultReference} is not among those that were read.");
        }
        var key = keys.Of(vault).FirstOrDefault(known => known.Identity.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (key is null)
        {
            return Fail($"The vault {vault.Identity.Name} has no key {name}.");
        }
        var attributes = key.Properties?.Attributes;
        return Every.Of(
            () => attributes?.Enabled is false ? Fail($"The key {name} is disabled.") : Pass($"The key {name} may be used."),
            () => attributes?.Exp is { } end && end < now + s_soon ? Fail($"The key {name} holds until {end:yyyy-MM-dd}.") : Pass("It does not expire soon."),
            () => rotations.One(key)?.Properties?.RotationPolicy?.LifetimeActions?.Any(action => action.Action?.Type.Is("rotate") is true) is true ? Pass("It is rotated.") : Fail($"Nobody rotates the key {name}."),
            () => (Networks.IsClosed(vault.Properties?.PublicNetworkAccess) || vault.Properties?.NetworkAcls?.DefaultAction.Is("Deny") is true) && vault.Properties?.NetworkAcls?.Bypass.Is("None") is true
                ? Fail($"The firewall of the vault {vault.Identity.Name} lets no trusted services in.") : Pass("The service reaches the vault."));
    }
}

/// <summary>Checks on the customer's keys of AI services.</summary>
internal static class VaultKeyChecks
{
    private const string KeyCommand = "az keyvault key set-attributes --vault-name VAULT_NAME --name KEY_NAME --enabled true && az keyvault key rotation-policy update --vault-name VAULT_NAME --name KEY_NAME --value rotation.json && az keyvault update --name VAULT_NAME --bypass AzureServices --subscription {Scope}";

    private const string Account = """{ "properties": { "encryption": { "keySource": "Microsoft.KeyVault", "keyVaultProperties": { "keyVaultUri": "https://V.vault.azure.net", "keyName": "ai" } } } }""";
    private const string Vault = """KeyVault { "name": "v", "properties": { "vaultUri": "https://v.vault.azure.net/" } }""";
    private const string Key = """VaultKey { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "enabled": true } } }""";
    private const string Rotated = """VaultKeyRotation { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v/keys/ai", "properties": { "rotationPolicy": { "lifetimeActions": [ { "trigger": { "timeAfterCreate": "P90D" }, "action": { "type": "Rotate" } } ] } } }""";
    private const string Workspace = """{ "properties": { "encryption": { "status": "Enabled", "keyVaultProperties": { "keyVaultArmId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.KeyVault/vaults/v", "keyIdentifier": "https://v.vault.azure.net/keys/ai/0123" } } } }""";

    [Check("AZ-DATA-002", Severity.Medium, "Key of an account works, is rotated, and can be reached",
        Risk = "When the key expires or is shut off, the account and all its models stop.",
        Advice = "Enable the key, give it a rotation policy, and let trusted services through the firewall of its vault.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0029",
        Link = "https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation")]
    [Command(KeyCommand)]
    [Passes(Account, Vault, Key, Rotated)]
    [Passes(Account, """KeyVault { "name": "v", "properties": { "vaultUri": "https://v.vault.azure.net/", "publicNetworkAccess": "Disabled", "networkAcls": { "bypass": "AzureServices" } } }""", """VaultKey { "name": "AI", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "exp": 1893456000 } } }""", """VaultKeyRotation { "name": "AI", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v/keys/AI", "properties": { "rotationPolicy": { "lifetimeActions": [ { "action": { "type": "rotate" } } ] } } }""")]
    [Fails(Account, Vault, """VaultKey { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "enabled": false } } }""", Rotated)]
    [Fails(Account, Vault, """VaultKey { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "exp": 1764547200 } } }""", Rotated)]
    [Fails(Account, Vault, Key, """VaultKeyRotation { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v/keys/ai", "properties": { "rotationPolicy": { "lifetimeActions": [ { "action": { "type": "notify" } } ] } } }""")]
    [Fails(Account, Vault, Key, """VaultKeyRotation { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v/keys/ai", "properties": { } }""")]
    [Fails(Account, """KeyVault { "name": "v", "properties": { "vaultUri": "https://v.vault.azure.net/", "publicNetworkAccess": "Disabled", "networkAcls": { "bypass": "None" } } }""", Key, Rotated)]
    [Fails(Account, """KeyVault { "name": "v", "properties": { "vaultUri": "https://v.vault.azure.net/", "networkAcls": { "defaultAction": "Deny", "bypass": "none" } } }""", Key, Rotated)]
    [Fails(Account, Vault)]
    [CannotSay(Account)]
    [Skips("""{ "properties": { "encryption": { "keySource": "Microsoft.CognitiveServices" } } }""", Because = "AZ-DATA-001 says that the key is Microsoft's.")]
    [Passes(Account, Vault, """VaultKey { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "exp": 1796126400 } } }""", Rotated, Because = "It holds for 30 days to the second.")]
    [Passes(Account, Vault, Key, """VaultKeyRotation { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v/keys/ai", "properties": { "rotationPolicy": { "lifetimeActions": [ { "action": { "type": "Notify" } }, { "action": { "type": "Rotate" } } ] } } }""")]
    public static Verdict KeyOfAccount(CognitiveAccount account, CustomerKeys keys) =>
        account.Properties?.Encryption?.KeyVaultProperties is not { KeyVaultUri.Length: > 0 } key ? NotApplicable("The key is Microsoft's.") : keys.Judge(key.KeyVaultUri.TrimEnd('/'), key.KeyName);

    [Check("AZ-DATA-002", Severity.Medium, "Key of a workspace works, is rotated, and can be reached",
        Risk = "When the key expires or is shut off, experiments, models and jobs stop.",
        Advice = "Enable the key, give it a rotation policy, and let trusted services through the firewall of its vault.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0029",
        Link = "https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation")]
    [Command(KeyCommand)]
    [Passes(Workspace, Vault, Key, Rotated)]
    [Fails(Workspace, Vault, """VaultKey { "name": "ai", "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/v", "properties": { "attributes": { "enabled": false } } }""", Rotated)]
    [CannotSay(Workspace)]
    [CannotSay("""{ "properties": { "encryption": { "status": "Enabled", "keyVaultProperties": { "keyVaultArmId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.KeyVault/vaults/v" } } } }""", Vault, Key, Rotated, Because = "Which key it is, the workspace does not say.")]
    [Skips("""{ "properties": { } }""")]
    public static Verdict KeyOfWorkspace(MlWorkspace workspace, CustomerKeys keys) =>
        workspace.Properties?.Encryption?.KeyVaultProperties is not { KeyVaultArmId.Length: > 0 } key ? NotApplicable("The key is Microsoft's.")
        : key.KeyIdentifier?.Split('/') is [_, _, _, _, { Length: > 0 } name, ..] ? keys.Judge(key.KeyVaultArmId, name)
        : Unknown("The workspace does not say which key of the vault it is.");
}
