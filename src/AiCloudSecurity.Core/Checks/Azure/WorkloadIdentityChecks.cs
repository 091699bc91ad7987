using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on what AI workloads can do beyond their work.</summary>
internal static class WorkloadIdentityChecks
{
    private const string NarrowCommand = "az role assignment list --assignee PRINCIPAL_ID --all --subscription {Scope} && az role assignment create --role ROLE_NAME --assignee-object-id PRINCIPAL_ID --assignee-principal-type ServicePrincipal --scope NARROW_SCOPE && az role assignment delete --ids ROLE_ASSIGNMENT_ID";

    private const string Risk = "Whoever makes the model, an agent or a job do his bidding has the identity's rights, too.";
    private const string Advice = "Give the identity narrow roles on the resources that it uses, and delete the wide ones.";
    private const string Link = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations";
    private const string Contributor = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/contributor", "properties": { "roleName": "Contributor", "permissions": [ { "actions": [ "*" ], "notActions": [ "Microsoft.Authorization/*/Write" ] } ] } }""";
    private const string Blob = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/blob", "properties": { "roleName": "Storage Blob Data Contributor", "permissions": [ { "dataActions": [ "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write" ] } ] } }""";
    private const string Reader = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/reader", "properties": { "roleName": "Reader", "permissions": [ { "actions": [ "*/read" ] } ] } }""";
    private const string Rules = """RoleAssignment { "properties": { "principalId": "P", "roleDefinitionId": "/r/contributor", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data" } }""";
    private const string Wide = """RoleAssignment { "properties": { "principalId": "p", "roleDefinitionId": "/r/blob", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""";
    private const string Narrow = """RoleAssignment { "properties": { "principalId": "p", "roleDefinitionId": "/r/blob", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/training" } }""";

    private const string Rulers = """RoleAssignment { "properties": { "principalId": "rulers", "principalType": "Group", "roleDefinitionId": "/r/contributor", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data" } }""";
    private const string Group = """DirectoryPrincipal { "id": "rulers", "@odata.type": "#microsoft.graph.group" }""";
    private const string InIt = """GroupMember { "id": "P", "@odata.type": "#microsoft.graph.servicePrincipal", "@Parent": "rulers" }""";

    [Check("AZ-IAM-009", Severity.High, "Account of AI services acts as an identity of few rights", Risk = Risk, Advice = Advice, Link = Link,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0012")]
    [Command(NarrowCommand)]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Narrow, Blob, "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "other" } }""", Rules, Contributor, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rules, Contributor, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Wide, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", """RoleAssignment { "properties": { "principalId": "p", "roleDefinitionId": "/r/reader", "scope": "/providers/Microsoft.Management/managementGroups/root" } }""", Reader, "Subscription { }", Because = "It can read every resource; that is Low.", Severity = Severity.Low)]
    [Fails("""{ "identity": { "type": "SystemAssigned,UserAssigned", "principalId": "other", "userAssignedIdentities": { "/id": { "principalId": "p" } } } }""", Rules, Contributor, "Subscription { }")]
    [CannotSay("""{ "identity": { "type": "SystemAssigned" } }""", "Subscription { }")]
    [CannotSay("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Narrow, "Subscription { }", Because = "The role was not found.")]
    [Skips("""{ "identity": { "type": "None" } }""", "Subscription { }")]
    [Skips("{ }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, InIt)]
    public static Verdict OfAccount(CognitiveAccount account, WorkloadIdentities identities) => identities.Judge(account.ActsAs);

    [Check("AZ-IAM-009", Severity.High, "AI Foundry project acts as an identity of few rights", Risk = Risk, Advice = Advice, Link = Link,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0012")]
    [Command(NarrowCommand)]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Narrow, Blob, "Subscription { }", "CognitiveAccount { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rules, Contributor, "Subscription { }", "CognitiveAccount { }")]
    [Skips("{ }", "Subscription { }", "CognitiveAccount { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, "CognitiveAccount { }", Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, InIt, "CognitiveAccount { }")]
    public static Verdict OfProject(FoundryProject project, WorkloadIdentities identities) => identities.Judge(project.ActsAs);

    [Check("AZ-IAM-009", Severity.High, "Machine Learning workspace acts as an identity of few rights", Risk = Risk, Advice = Advice, Link = Link,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0012")]
    [Command(NarrowCommand)]
    [Passes("""{ "identity": { "type": "UserAssigned", "userAssignedIdentities": { "/id": { "principalId": "p" } } } }""", Narrow, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "UserAssigned", "userAssignedIdentities": { "/id": { "principalId": "p" } } } }""", Rules, Contributor, "Subscription { }")]
    [CannotSay("""{ "identity": { "type": "UserAssigned" } }""", "Subscription { }")]
    [Skips("{ }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "UserAssigned", "userAssignedIdentities": { "/id": { "principalId": "p" } } } }""", Rulers, Contributor, "Subscription { }", Group, Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "UserAssigned", "userAssignedIdentities": { "/id": { "principalId": "p" } } } }""", Rulers, Contributor, "Subscription { }", Group, InIt)]
    public static Verdict OfWorkspace(MlWorkspace workspace, WorkloadIdentities identities) => identities.Judge(workspace.ActsAs);

    [Check("AZ-IAM-009", Severity.High, "Search service acts as an identity of few rights", Risk = Risk, Advice = Advice, Link = Link,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0012")]
    [Command(NarrowCommand)]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Narrow, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rules, Contributor, "Subscription { }")]
    [Skips("{ }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, InIt)]
    public static Verdict OfSearch(SearchService service, WorkloadIdentities identities) => identities.Judge(service.ActsAs);

    [Check("AZ-IAM-009", Severity.High, "Online endpoint acts as an identity of few rights", Risk = Risk, Advice = Advice, Link = Link,
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0053, AML.T0012")]
    [Command(NarrowCommand)]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Narrow, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rules, Contributor, "Subscription { }")]
    [Skips("{ }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Rulers, Contributor, "Subscription { }", Group, InIt)]
    public static Verdict OfEndpoint(OnlineEndpoint endpoint, WorkloadIdentities identities) => identities.Judge(endpoint.ActsAs);

    [Check("AZ-IAM-019", Severity.Medium, "Notebook VM or cluster acts within its workspace and runs no unseen scripts",
        Risk = "Whoever opens a notebook there, or changes its script, acts as the identity, far beyond the workspace.",
        Advice = "Give the compute an identity with roles in its workspace alone, and keep scripts in the workspace's storage.",
        Tip = Tip.NotebookSharing, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0050",
        Link = "https://learn.microsoft.com/azure/machine-learning/how-to-customize-compute-instance")]
    [Command("""az rest --method get --url '{Id}?api-version=2025-06-01' && az rest --method put --url '{Id}?api-version=2025-06-01' --body '{"location":"{location}","identity":{"type":"UserAssigned","userAssignedIdentities":{"IDENTITY_ID":{}}},"properties":{"computeType":"{properties.computeType}","properties":{"vmSize":"{properties.properties.vmSize}"}}}' && az role assignment create --role 'AzureML Data Scientist' --assignee-object-id IDENTITY_PRINCIPAL_ID --assignee-principal-type ServicePrincipal --scope {ParentId}""")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance" } }""", "MlWorkspace { }", "Subscription { }")]
    [Passes("""{ "properties": { "computeType": "ComputeInstance", "properties": { "setupScripts": { "scripts": { "startupScript": { "scriptSource": "workspaceStorage" }, "creationScript": { "scriptSource": "workspaceStorage" } } } } } }""", "MlWorkspace { }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""", """MlWorkspace { "properties": { "storageAccount": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/training" } }""", Narrow, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""", "MlWorkspace { }", Narrow, Blob, "Subscription { }")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "ComputeInstance" } }""", "MlWorkspace { }", Rules, Contributor, "Subscription { }")]
    [Fails("""{ "properties": { "computeType": "computeInstance", "properties": { "setupScripts": { "scripts": { "startupScript": { "scriptSource": "inline" } } } } } }""", "MlWorkspace { }", "Subscription { }")]
    [Fails("""{ "properties": { "computeType": "ComputeInstance", "properties": { "setupScripts": { "scripts": { "creationScript": { "scriptSource": "Inline" } } } } } }""", "MlWorkspace { }", "Subscription { }")]
    [Skips("""{ "properties": { "computeType": "Kubernetes" } }""", "MlWorkspace { }", "Subscription { }")]
    [CannotSay("""{ "identity": { "type": "SystemAssigned" }, "properties": { "computeType": "AmlCompute" } }""", "MlWorkspace { }", "Subscription { }")]
    [Passes("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""", Rulers, Contributor, "Subscription { }", Group, "MlWorkspace { }", Because = "It is not in that group.")]
    [Fails("""{ "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""", Rulers, Contributor, "Subscription { }", Group, InIt, "MlWorkspace { }")]
    public static Verdict OfCompute(MlCompute compute, Inventory<MlWorkspace> workspaces, WorkloadIdentities identities)
    {
        if (!compute.IsInstance && !compute.IsCluster)
        {
            return Verdict.NotApplicable("It is only attached.");
        }
        var workspace = workspaces.Find(compute.Identity.Parent);
        string?[] own = [compute.Identity.Parent, workspace?.Properties?.StorageAccount, workspace?.Properties?.KeyVault];
        var scripts = compute.Properties?.Properties?.SetupScripts?.Scripts;
        return Every.Of(
            () => identities.Within(compute.ActsAs, [.. own.OfType<string>()]) is { Status: not Status.NotApplicable } verdict ? verdict : Verdict.Pass("Code on it acts as no identity of the compute."),
            () => scripts?.StartupScript?.ScriptSource.Is("inline") is true || scripts?.CreationScript?.ScriptSource.Is("inline") is true
                ? Verdict.Fail("A script in its settings runs as root; nobody sees it in the workspace.")
                : Verdict.Pass("No script stands in its settings."));
    }
}
