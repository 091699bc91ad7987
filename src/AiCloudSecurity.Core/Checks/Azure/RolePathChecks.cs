using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on where a role leads, step by step.</summary>
internal static class RolePathChecks
{
    [Check("AZ-IAM-102", Severity.High, "Role is no first step to a stronger identity or to more rights",
        Risk = "Code in a job, behind an endpoint or in an agent acts as the identity that is attached to it, whoever wrote it.",
        Advice = "Take the first step away, or give what runs AI work identities that may do no more than who uses it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012, AML.T0053",
        Link = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations")]
    [Command("az role assignment delete --ids {Id}")]
    [Passes(Scientist, Jobs, Contributor, "Subscription { }", "MlWorkspace { }", """MlCompute { "properties": { "computeType": "AmlCompute" } }""", Because = "The cluster acts as nobody.")]
    [Passes(Scientist, Jobs, Contributor, "Subscription { }", "MlWorkspace { }", Cluster, Because = "Its identity has no role.")]
    [Passes(Scientist, Jobs, Contributor, "Subscription { }", "MlWorkspace { }", Cluster, Strong, """DenyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/jobs/*", "Microsoft.MachineLearningServices/workspaces/schedules/*" ] } ], "principals": [ { "id": "u", "type": "User" } ] } }""")]
    [Passes(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Reader of jobs", "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/*" ], "notActions": [ "Microsoft.MachineLearningServices/workspaces/*/write" ] } ] } }""", Contributor, "Subscription { }", "MlWorkspace { }", Cluster, Strong)]
    [Fails(Scientist, Jobs, Contributor, "Subscription { }", "MlWorkspace { }", Cluster, Strong)]
    [Fails(Scientist, Jobs, Contributor, "Subscription { }", "MlWorkspace { }", """OnlineEndpoint { "@Parent": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example", "@Id": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example/onlineEndpoints/scoring", "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Strong)]
    [Fails(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Agent maker", "permissions": [ { "dataActions": [ "Microsoft.CognitiveServices/accounts/AIServices/*" ] } ] } }""", Contributor, "Subscription { }", "CognitiveAccount { }", """FoundryProject { "identity": { "type": "SystemAssigned", "principalId": "p" } }""", Strong, Severity = Severity.Medium)]
    [Fails(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Identity keeper", "permissions": [ { "actions": [ "Microsoft.ManagedIdentity/userAssignedIdentities/*" ] } ] } }""", Contributor, "Subscription { }", "SearchService { }", Trainer, Strong, Because = "A federated credential makes tokens of elsewhere count.")]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/scientist", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", Jobs, Contributor, "Subscription { }", "MlWorkspace { }", Cluster,
        """RoleAssignment { "properties": { "principalId": "rulers", "principalType": "Group", "roleDefinitionId": "/r/contributor", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data" } }""",
        """DirectoryPrincipal { "id": "rulers", "@odata.type": "#microsoft.graph.group" }""", """GroupMember { "id": "p", "@odata.type": "#microsoft.graph.servicePrincipal", "@Parent": "rulers" }""", """DirectoryPrincipal { "id": "g", "@odata.type": "#microsoft.graph.group" }""", Because = "The cluster's identity has its role by a group.")]
    [Fails(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "User Access Administrator", "permissions": [ { "actions": [ "*/read", "Microsoft.Authorization/*" ] } ] } }""", "Subscription { }", "CognitiveAccount { }")]
    [Passes(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Gives one role", "permissions": [ { "actions": [ "Microsoft.Authorization/roleAssignments/write" ], "condition": "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] GuidEquals 53ca6127-db72-4b80-b1b0-d745d6d5456d" } ] } }""", "Subscription { }", "CognitiveAccount { }")]
    [Fails(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Cognitive Services Contributor", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/*" ] } ] } }""", "Subscription { }", "CognitiveAccount { }", Severity = Severity.Medium)]
    [Passes(Scientist, """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "Cognitive Services Contributor", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/*" ] } ] } }""", "Subscription { }", """CognitiveAccount { "properties": { "disableLocalAuth": true } }""")]
    [CannotSay(Scientist, Jobs, "Subscription { }", "MlWorkspace { }", Cluster, Strong, Because = "What the identity's role gives was not found.")]
    [CannotSay(Scientist, Jobs, "Subscription { }", "MlWorkspace { }", """MlCompute { "identity": { "type": "SystemAssigned" }, "properties": { "computeType": "AmlCompute" } }""")]
    [CannotSay(Scientist, "Subscription { }", "MlWorkspace { }")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", """RoleDefinition { "id": "/r/owner", "properties": { "roleName": "Owner", "permissions": [ { "actions": [ "*" ] } ] } }""", "Subscription { }", "MlWorkspace { }", Cluster, Because = "Who administers the subscription gains nothing.")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/scientist", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web" } }""", Jobs, "Subscription { }", "MlWorkspace { }")]
    [Skips(Scientist, Jobs, "Subscription { }", Because = "There is no AI service.")]
    public static Verdict NoFirstStep(RoleAssignment assignment, SubscriptionAccess access, AiTargets targets, AzurePaths paths)
    {
        if (access.Roles.By(assignment) is not { } role)
        {
            return NotApplicable("It is set at a management group that the subscription is not in.");
        }
        if (targets.All.Count == 0)
        {
            return NotApplicable("The subscription has no AI services.");
        }
        if (!paths.Reaches(role))
        {
            return NotApplicable("It reaches no AI service and no identity that could be attached to one.");
        }
        if (role.Unseen is { } unknown)
        {
            return Unknown(unknown);
        }
        if (paths.IsAdministrator(role.Principal))
        {
            return NotApplicable($"{role.Principal} administers the subscription.");
        }
        var found = paths.Of(role.Principal, out var unseen).Where(path => path.First.Source.Identity.Id.Equals(assignment.Identity.Id, StringComparison.OrdinalIgnoreCase)).Select(path => path.Path).ToList();
        return found.Count > 0 ? Fail($"{role.Principal}: {string.Join(" ", found.Take(3))}{(found.Count > 3 ? $" {found.Count - 3} more such paths are left out." : "")}", found[0].Severity)
            : unseen is not null ? Unknown(unseen)
            : Pass($"{role.Name} of {role.Principal} leads to nothing that it was not given.");
    }

    private const string Scientist = """{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/scientist", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""";
    private const string Jobs = """RoleDefinition { "id": "/r/scientist", "properties": { "roleName": "AzureML Data Scientist", "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/*" ] } ] } }""";
    private const string Contributor = """RoleDefinition { "id": "/r/contributor", "properties": { "roleName": "Contributor", "permissions": [ { "actions": [ "*" ], "notActions": [ "Microsoft.Authorization/*/Write" ] } ] } }""";
    private const string Cluster = """MlCompute { "identity": { "type": "SystemAssigned", "principalId": "p" }, "properties": { "computeType": "AmlCompute" } }""";
    private const string Trainer = """AssignableIdentity { "name": "trainer", "properties": { "principalId": "p" } }""";
    private const string Strong = """RoleAssignment { "properties": { "principalId": "p", "principalType": "ServicePrincipal", "roleDefinitionId": "/r/contributor", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/data" } }""";
}
