using System.Text.Json.Nodes;
using AiCloudSecurity.Exposure.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on storage accounts that AI services use.</summary>
internal static class StorageChecks
{
    private const string Own = """{ "properties": { "encryption": { "keySource": "Microsoft.KeyVault" } } }""";
    private const string Used = """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" } }""";

    [Check("AZ-NET-040", Severity.High, "Storage of an AI service is closed",
        Risk = "Whoever reads the storage has the training data; whoever writes to it decides what the model learns.",
        Advice = "Deny networks by default, forbid public containers, and refuse account keys.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM04, ML02", Atlas = "AML.T0020, AML.T0035",
        Link = "https://learn.microsoft.com/azure/storage/blobs/security-recommendations")]
    [Command("""az rest --method get --url '{Id}?api-version=2024-01-01' && az rest --method patch --url '{Id}?api-version=2024-01-01' --body '{"properties":{"allowBlobPublicAccess":false,"allowSharedKeyAccess":false,"networkAcls":{"defaultAction":"Deny","ipRules":[{"value":"ADDRESS_RANGE"}]}}}'""")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "Disabled" } }""", """CognitiveAccount { "properties": { "userOwnedStorage": [ { "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } ] } }""")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "SecuredByPerimeter" } }""", Used, "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "SecuredByPerimeter" } }""", Used, "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Deny", "ipRules": [ { "value": "0.0.0.0/1" }, { "value": "128.0.0.0/1" } ] } } }""", Used, Because = "Two halves are the whole.")]
    [Fails("""{ "properties": { "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Allow" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""", Because = "No rules means all networks.")]
    [Skips("""{ "properties": { "allowBlobPublicAccess": true } }""", "MlWorkspace { }")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "Disabled" } }""", Used, "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "0.0.0.0/0" ] } }""", Because = "A perimeter opens what the account has closed.")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false } }""", Used, "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Enforced", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""", Because = "An enforced perimeter decides alone.")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false } }""", Used, "NetworkSecurityPerimeter { }", """PerimeterAssociation { "properties": { "accessMode": "Learning", "privateLinkResource": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" }, "profile": { "id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Network/networkSecurityPerimeters/example/profiles/example" } } }""", "PerimeterProfile { }", """PerimeterRule { "properties": { "direction": "Inbound", "addressPrefixes": [ "203.0.113.0/24" ] } }""")]
    public static Verdict Closed(StorageAccount storage, AiUse use, AzurePublicFace face) =>
        !use.Uses(storage) ? NotApplicable("No AI service uses the storage account.") : Every.Of(
            () => storage.Properties?.AllowBlobPublicAccess is false ? Pass("Containers are private.") : Fail("Containers may be public."),
            () => Networks.NotOpen(face, storage, storage.Properties?.PublicNetworkAccess, storage.Properties?.NetworkAcls),
            () => storage.Properties?.AllowSharedKeyAccess is false ? Pass("Account keys are refused.") : Fail("Account keys are taken."));

    [Repair("AZ-NET-040", "azure/storage/Account")]
    internal static IEnumerable<Wish> Close(StorageAccount storage) =>
        [DataSettings.Storage.Wish(storage, storage.Identity.Id, state =>
        {
            state ??= [];
            (state["properties.allowBlobPublicAccess"], state["properties.allowSharedKeyAccess"]) = (false, false);
            if (!Networks.IsClosed(storage.Properties?.PublicNetworkAccess))
            {
                state["properties.networkAcls"] = DataSettings.DenyingOthers(state["properties.networkAcls"]);
            }
            return state;
        }, "Whoever signs in with the account's key, reads a public container, or comes from a network that no rule names is shut out.")];

    [Check("AZ-DATA-008", Severity.Medium, "Storage of an AI service has a key of yours, and keeps what is overwritten",
        Risk = "Poisoned or deleted training data cannot be had back, and what lies there cannot be locked by you.",
        Advice = "Encrypt the storage with a key of a vault of yours, and switch soft delete and versioning of blobs on.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM04, ML02", Atlas = "AML.T0020, AML.T0035",
        Link = "https://learn.microsoft.com/azure/storage/blobs/data-protection-overview")]
    [Command("""az rest --method patch --url '{Id}?api-version=2024-01-01' --body '{"properties":{"encryption":{"keySource":"Microsoft.Keyvault","keyvaultproperties":{"keyname":"KEY_NAME","keyvaulturi":"KEY_VAULT_URI"}}}}' && az rest --method put --url '{Id}/blobServices/default?api-version=2024-01-01' --body '{"properties":{"deleteRetentionPolicy":{"enabled":true,"days":30},"containerDeleteRetentionPolicy":{"enabled":true,"days":30},"isVersioningEnabled":true}}'""")]
    [Passes(Own, Used, """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true, "days": 7 }, "isVersioningEnabled": true } }""")]
    [Passes(Own, "MlWorkspace { }", """MlDatastore { "properties": { "accountName": "EXAMPLE" } }""", """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true }, "isVersioningEnabled": true } }""")]
    [Passes(Own, """CognitiveAccount { "properties": { "userOwnedStorage": [ { "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } ] } }""", """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true }, "isVersioningEnabled": true } }""")]
    [Fails("""{ "properties": { "encryption": { "keySource": "Microsoft.Storage" } } }""", Used, """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true }, "isVersioningEnabled": true } }""")]
    [Fails("""{ "properties": { } }""", Used, """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true }, "isVersioningEnabled": true } }""")]
    [Fails(Own, Used, """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": false }, "isVersioningEnabled": true } }""")]
    [Fails(Own, Used, """BlobService { "properties": { "deleteRetentionPolicy": { "enabled": true } } }""", Because = "Versioning is off unless somebody switches it on.")]
    [Skips(Own, "MlWorkspace { }", """MlDatastore { "properties": { "accountName": "other" } }""")]
    [Fails("""{ "properties": { } }""", "MlWorkspace { }", """MlDatastore { "name": "other", "properties": { "accountName": "other" } }""", """MlDatastore { "properties": { "accountName": "example" } }""", Because = "One of two datastores lies in it.")]
    public static Verdict Recoverable(StorageAccount storage, AiUse use, Inventory<MlDatastore> datastores, Inventory<BlobService> blobs)
    {
        if (!use.Uses(storage) && !datastores.All.Any(datastore => datastore.Properties?.AccountName.Is(storage.Identity.Name) is true))
        {
            return NotApplicable("No AI service uses the storage account.");
        }
        List<string> wrong = [];
        if (storage.Properties?.Encryption?.KeySource.Is("Microsoft.Keyvault") is not true)
        {
            wrong.Add("the key is Microsoft's");
        }
        // Files and queues alone have no blobs to keep.
        if (blobs.One(storage)?.Properties is { } kept)
        {
            if (kept.DeleteRetentionPolicy?.Enabled is not true)
            {
                wrong.Add("deleted blobs are gone at once");
            }
            if (kept.IsVersioningEnabled is not true)
            {
                wrong.Add("overwritten blobs are gone at once");
            }
        }
        return wrong.Count == 0 ? Pass("The key is yours, and blobs can be had back.") : Fail($"Of storage that AI uses: {string.Join("; ", wrong)}.");
    }

    // The key is a person's choice: which vault, which identity, who else reads.
    [Repair("AZ-DATA-008", "azure/storage/Blobs")]
    internal static IEnumerable<Wish> KeepBlobs(StorageAccount storage, Inventory<BlobService> blobs)
    {
        const int Days = 7;
        if (blobs.One(storage) is { } kept)
        {
            JsonObject members = [];
            if (kept.Properties?.DeleteRetentionPolicy?.Enabled is not true)
            {
                members["properties.deleteRetentionPolicy"] = new JsonObject { ["enabled"] = true, ["days"] = Days };
            }
            if (kept.Properties?.IsVersioningEnabled is not true)
            {
                members["properties.isVersioningEnabled"] = true;
            }
            if (members.Count > 0)
            {
                yield return DataSettings.Blobs.Wish(storage, kept.Identity.Id, Wish.With(members));
            }
        }
    }
}
