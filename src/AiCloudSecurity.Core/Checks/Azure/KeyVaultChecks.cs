using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on key vaults that AI services use.</summary>
internal static class KeyVaultChecks
{
    [Check("AZ-IAM-028", Severity.Medium, "Vault of an AI service goes by roles and cannot be emptied for good",
        Risk = "Whoever may write access policies reads every secret; whoever deletes the key makes all data unreadable.",
        Advice = "Switch the vault to role-based access, and purge protection on.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/key-vault/general/best-practices")]
    [Command("""az rest --method patch --url '{Id}?api-version=2023-07-01' --body '{"properties":{"enableRbacAuthorization":true,"enablePurgeProtection":true}}'""")]
    [Passes("""{ "properties": { "enableRbacAuthorization": true, "enablePurgeProtection": true } }""", """MlWorkspace { "properties": { "keyVault": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.KeyVault/vaults/example" } }""")]
    [Fails("""{ "properties": { "enableRbacAuthorization": false, "enablePurgeProtection": true } }""", """MlWorkspace { "properties": { "keyVault": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/example" } }""")]
    [Fails("""{ "properties": { "enableRbacAuthorization": true } }""", """MlWorkspace { "properties": { "encryption": { "keyVaultProperties": { "keyVaultArmId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/example" } } } }""")]
    [Fails("""{ "properties": { "vaultUri": "https://v.vault.azure.net/", "enablePurgeProtection": true } }""", """CognitiveAccount { "properties": { "encryption": { "keyVaultProperties": { "keyVaultUri": "https://V.vault.azure.net" } } } }""")]
    [Fails("""{ "properties": { "enableRbacAuthorization": true, "enablePurgeProtection": true, "enableSoftDelete": false } }""", """MlWorkspace { "properties": { "keyVault": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.KeyVault/vaults/example" } }""")]
    [Skips("""{ "properties": { } }""", "MlWorkspace { }")]
    public static Verdict Guarded(KeyVault vault, AiUse use)
    {
        if (!use.Uses(vault))
        {
            return NotApplicable("No AI service uses the vault.");
        }
        List<string> wrong = [];
        if (vault.Properties?.EnableRbacAuthorization is not true)
        {
            wrong.Add("access policies decide, not roles");
        }
        if (vault.Properties?.EnablePurgeProtection is not true)
        {
            wrong.Add("purge protection is off");
        }
        if (vault.Properties?.EnableSoftDelete is false)
        {
            wrong.Add("soft delete is off");
        }
        return wrong.Count == 0 ? Pass("Roles decide, and purge protection is on.") : Fail($"Of a vault that AI uses: {string.Join("; ", wrong)}.");
    }

    [Repair("AZ-IAM-028", "azure/keyvault/Vault")]
    internal static IEnumerable<Wish> GoByRoles(KeyVault vault) =>
        // Purge protection and soft delete cannot be switched off again: where one of them is missing, too, it is a person's.
        vault.Properties is { EnablePurgeProtection: true, EnableSoftDelete: not false }
            ? [DataSettings.Vault.Wish(vault, new() { ["properties.enableRbacAuthorization"] = true }, "Whoever comes in by an access policy of the vault, and has no role on it, is refused, a service that reads its key there, too.")] : [];
}
