using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on storage accounts that AI services use.</summary>
internal static class StorageChecks
{
    [Check("AZ-NET-040", Severity.High, "Storage of an AI service is closed",
        Risk = "Whoever reads the storage has the training data; whoever writes to it decides what the model learns.",
        Advice = "Deny networks by default, forbid public containers, and refuse account keys.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM04, ML02", Atlas = "AML.T0020, AML.T0035",
        Link = "https://learn.microsoft.com/azure/storage/blobs/security-recommendations")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Passes("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "publicNetworkAccess": "Disabled" } }""", """CognitiveAccount { "properties": { "userOwnedStorage": [ { "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } ] } }""")]
    [Fails("""{ "properties": { "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "networkAcls": { "defaultAction": "Deny" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false, "networkAcls": { "defaultAction": "Allow" } } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""")]
    [Fails("""{ "properties": { "allowBlobPublicAccess": false, "allowSharedKeyAccess": false } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Storage/storageAccounts/example" } }""", Because = "No rules means all networks.")]
    [Skips("""{ "properties": { "allowBlobPublicAccess": true } }""", "MlWorkspace { }")]
    public static Verdict Closed(StorageAccount storage, AiUse use)
    {
        if (!use.Uses(storage))
        {
            return NotApplicable("No AI service uses the storage account.");
        }
        List<string> wrong = [];
        if (storage.Properties?.AllowBlobPublicAccess is not false)
        {
            wrong.Add("containers may be public");
        }
        if (!Networks.IsClosed(storage.Properties?.PublicNetworkAccess) && storage.Properties?.NetworkAcls?.DefaultAction.Is("Deny") is not true)
        {
            wrong.Add("all networks may come in");
        }
        if (storage.Properties?.AllowSharedKeyAccess is not false)
        {
            wrong.Add("account keys are taken");
        }
        return wrong.Count == 0 ? Pass("Containers are private, networks are denied by default and keys are refused.") : Fail($"Of storage that AI uses: {string.Join("; ", wrong)}.");
    }
}
