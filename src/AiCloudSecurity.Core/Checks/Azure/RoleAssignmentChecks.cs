using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on who has which role on AI services.</summary>
internal static class RoleAssignmentChecks
{
    private const string Elsewhere = "It reaches no AI service.";
    private const string NotHere = "It is set at a management group that the subscription is not in.";
    private static readonly string[] s_work = ["Microsoft.MachineLearningServices/workspaces/jobs/write", "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action"];
    private static readonly AzureAction[] s_uses = [.. AzureActions.All.Where(action => action is { IsAi: true, IsData: true } || s_work.Contains(action.Name))];

    [Check("AZ-IAM-004", Severity.High, "No user administers an AI service or its resource group directly",
        Risk = "One stolen session of that user rules the service, its keys and its logs, at any time.",
        Advice = "Replace the role by a narrower one, or let the user take it by Privileged Identity Management.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/role-based-access-control/best-practices")]
    [Command("az role assignment create --role 'Cognitive Services User' --assignee-object-id {properties.principalId} --assignee-principal-type {properties.principalType} --scope NARROW_SCOPE && az role assignment delete --ids {Id}")]
    [Passes("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", Owner, "Subscription { }")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI" } }""", "MlWorkspace { }", Owner, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/access", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Search/searchServices/example" } }""", "SearchService { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/access", "properties": { "roleName": "User Access Administrator", "permissions": [ { "actions": [ "*/read", "Microsoft.Authorization/*" ] } ] } }""", "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", Owner, "Subscription { }", Because = "Who rules the subscription is no matter of AI.")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web" } }""", "CognitiveAccount { }", Owner, "Subscription { }")]
    [CannotSay("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", Owner, "Subscription { }")]
    [CannotSay("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/gone", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", "Subscription { }")]
    public static Verdict NotByUsers(RoleAssignment assignment, AssignedRoles roles, AiTargets targets)
    {
        if (roles.By(assignment) is not { } role)
        {
            return NotApplicable(NotHere);
        }
        return !targets.IsAt(role.Scope) ? NotApplicable("It is set neither at an AI service nor at the resource group of one.")
            : role.Unseen is { } unseen ? Unknown(unseen)
            : !role.Administers ? Pass($"{role.Name} does not administer.")
            : role.PrincipalType.Is("User") ? Fail($"The user {role.Principal} has {role.Name} at {role.Scope}.")
            : role.PrincipalType is null ? Unknown("Azure does not say whether that is a user.")
            : Pass($"{role.Name} is given to a {role.PrincipalType}.");
    }

    [Check("AZ-IAM-005", Severity.High, "Only administrators can read keys of AI services",
        Risk = "A key is everything that the service can do, for whoever holds it, under nobody's name.",
        Advice = "Give a role of data actions instead, as Cognitive Services OpenAI User, or switch keys off.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10, ML05", Atlas = "AML.T0055, AML.T0012",
        Link = "https://learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control")]
    [Command("az role assignment create --role 'Cognitive Services OpenAI User' --assignee-object-id {properties.principalId} --assignee-principal-type {properties.principalType} --scope NARROW_SCOPE && az role assignment delete --ids {Id}")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", Owner, "Subscription { }")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", """CognitiveAccount { "properties": { "disableLocalAuth": true } }""", User, "Subscription { }", Because = "The account takes no keys.")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/openai", "properties": { "roleName": "Cognitive Services OpenAI User", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/*/read" ], "dataActions": [ "Microsoft.CognitiveServices/accounts/OpenAI/*" ] } ] } }""", "Subscription { }")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", User, "Subscription { }",
        """DenyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "permissions": [ { "actions": [ "*/listKeys/action" ] } ], "principals": [ { "id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined" } ] } }""")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/providers/Microsoft.Management/managementGroups/root" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/search", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "SearchService { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/search", "properties": { "permissions": [ { "actions": [ "Microsoft.Search/searchServices/*" ] } ] } }""", "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/ml", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "MlWorkspace { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/ml", "properties": { "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/*/action" ], "notActions": [ "Microsoft.MachineLearningServices/workspaces/listKeys/action" ] } ] } }""", "Subscription { }", Because = "Keys of endpoints and secrets of connections are left.")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/providers/Microsoft.Management/managementGroups/other" } }""", "CognitiveAccount { }", User, """Subscription { "properties": { "managementGroupAncestorsChain": [ { "name": "root" } ] } }""")]
    [CannotSay("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "condition": "@Resource[" } }""", "CognitiveAccount { }", User, "Subscription { }", Because = "The condition is malformed.")]
    public static Verdict NoKeys(RoleAssignment assignment, SubscriptionAccess access, AiTargets targets)
    {
        if (access.Roles.By(assignment) is not { } role)
        {
            return NotApplicable(NotHere);
        }
        if (!targets.Below(role.Scope).Any())
        {
            return NotApplicable(Elsewhere);
        }
        if (role.Unseen is { } unseen)
        {
            return Unknown(unseen);
        }
        if (role.Administers)
        {
            return Pass($"{role.Name} is an administrator's.");
        }
        var open = (from target in targets.Below(role.Scope)
                    let key = AiTargets.Keys(target).FirstOrDefault(key => access.Ask(role, key, target.Identity.Id).Exists)
                    where key is not null
                    select (target.Identity.Name, key)).ToList();
        return open.Count == 0 ? Pass($"{role.Name} reads no key that a service takes.")
            : Fail($"{role.Principal} ({role.PrincipalType}) can use {open[0].key.Name} on {open[0].Name}{(open.Count > 1 ? $" and {open.Count - 1} more" : "")}, by {role.Name} at {role.Scope}.");
    }

    [Check("AZ-IAM-006", Severity.Medium, "Roles that use AI services are given at the service, not for all",
        Risk = "Whoever needs one model can use every one, those of other teams and those still to come, too.",
        Advice = "Give the role at the service or its resource group, and delete the wide assignment.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/role-based-access-control/scope-overview")]
    [Command("az role assignment create --role ROLE_ID --assignee-object-id {properties.principalId} --assignee-principal-type {properties.principalType} --scope NARROW_SCOPE && az role assignment delete --ids {Id}")]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/providers/Microsoft.Management/managementGroups/root" } }""", "SearchService { }", User, """Subscription { "properties": { "managementGroupAncestorsChain": [ { "name": "root" } ] } }""")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/ml", "scope": "/" } }""", "MlWorkspace { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/ml", "properties": { "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/*/write" ] } ] } }""", "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", Owner, "Subscription { }", Because = "Administration is judged elsewhere.")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/reader", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }",
        """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/reader", "properties": { "permissions": [ { "actions": [ "*/read" ] } ] } }""", "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", User, "Subscription { }", Because = "There is no AI service.")]
    [CannotSay("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/gone", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/asker", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "MlWorkspace { }", """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/asker", "properties": { "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/score/action" ] } ] } }""", "Subscription { }")]
    public static Verdict Narrow(RoleAssignment assignment, SubscriptionAccess access, AiTargets targets)
    {
        if (access.Roles.By(assignment) is not { } role)
        {
            return NotApplicable(NotHere);
        }
        if (!targets.Below(role.Scope).Any() && !targets.IsAt(role.Scope))
        {
            return NotApplicable(Elsewhere);
        }
        if (role.Unseen is { } unseen)
        {
            return Unknown(unseen);
        }
        if (role.Administers || Array.Find(s_uses, action => access.Ask(role, action, role.Scope).Exists) is not { } use)
        {
            return NotApplicable($"{role.Name} is no role for using AI services.");
        }
        return AzureScope.IsWide(role.Scope)
            ? Fail($"{role.Principal} ({role.PrincipalType}) has {role.Name} at {role.Scope}: it can use {use.Name} on each of {targets.Below(role.Scope).Count()} AI services of this subscription.")
            : Pass($"{role.Name} is given at {role.Scope}.");
    }

    [Check("AZ-IAM-008", Severity.High, "No guest, foreign group or deleted principal has a role on AI services",
        Risk = "A guest's account is kept by others; a role of somebody deleted waits for whoever is made under his id.",
        Advice = "Delete the assignment.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#symptom---role-assignments-with-identity-not-found")]
    [Command("az role assignment delete --ids {Id}")]
    [Passes("""{ "properties": { "principalId": "s", "principalType": "ServicePrincipal", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Identity)]
    [Passes("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Member)]
    [Passes("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Team, """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "Member", "@Parent": "g" }""")]
    [Fails("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Guest)]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Team, """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "guest", "@Parent": "g" }""")]
    [Fails("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", """DirectoryPrincipal { "id": "g", "@odata.type": "#microsoft.graph.group", "membershipRule": "(user.objectId -ne null)" }""", Because = "It holds whoever is in the directory.")]
    [Fails("""{ "properties": { "principalId": "s", "principalType": "ServicePrincipal", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Because = "The directory does not know it any more.")]
    [Fails("""{ "properties": { "principalId": "s", "principalType": "Unknown", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "s", "principalType": "ForeignGroup", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.MachineLearningServices/workspaces/example" } }""", "MlWorkspace { }", User, "Subscription { }")]
    [CannotSay("""{ "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", """DirectoryPrincipal { "id": "u", "@odata.type": "#microsoft.graph.user" }""", Because = "An old account need not say what it is.")]
    [CannotSay("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "SearchService { }", User, "Subscription { }", """DirectoryPrincipal { "id": "g", "@odata.type": "#microsoft.graph.group", "visibility": "HiddenMembership" }""")]
    [CannotSay("""{ "properties": { "principalId": "g", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Team, """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "@Parent": "g" }""", Because = "The reader may see groups, and no users.")]
    [Skips("""{ "properties": { "principalId": "s", "principalType": "Unknown", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "f", "principalType": "ForeignGroup", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", """CognitiveAccount { }""", User, """Subscription { }""", """DirectoryPrincipal { "id": "f", "@odata.type": "#microsoft.graph.servicePrincipal" }""", Because = "Whatever the directory knows by that id.")]
    [Passes("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", """CognitiveAccount { }""", User, """Subscription { }""", Team, """GroupMember { "id": "s", "@odata.type": "#microsoft.graph.servicePrincipal", "@Parent": "g" }""", """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "Member", "@Parent": "g" }""", Because = "An application in it is no guest.")]
    [Fails("""{ "properties": { "principalId": "s", "principalType": "Unknown", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", """DirectoryPrincipal { "id": "s", "@odata.type": "#microsoft.graph.servicePrincipal" }""", Because = "Azure says that it is gone.")]
    [CannotSay("""{ "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", "CognitiveAccount { }", User, "Subscription { }", Team, """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "Member", "@Parent": "g" }""", """GroupMember { "id": "v", "@odata.type": "#microsoft.graph.user", "@Parent": "g" }""", Because = "One of two does not say what it is.")]
    public static Verdict Known(RoleAssignment assignment, AssignedRoles roles, AiTargets targets, EntraDirectory directory)
    {
        if (roles.By(assignment) is not { } role)
        {
            return NotApplicable(NotHere);
        }
        if (!targets.IsAt(role.Scope))
        {
            return NotApplicable("It is set neither at an AI service nor at the resource group of one.");
        }
        if (role.PrincipalType is { } type && (type.Is("ForeignGroup") || type.Is("Unknown")))
        {
            return Fail(type.Is("Unknown") ? $"The directory does not know {role.Principal}, which has {role.Name} at {role.Scope}." : $"{role.Principal}, a group of another tenant, has {role.Name} at {role.Scope}.");
        }
        if (directory.Find(role.Principal) is not { } principal)
        {
            return Fail($"The directory does not know {role.Principal}, which has {role.Name} at {role.Scope}.");
        }
        if (principal.IsUser)
        {
            return principal.UserType is not { Length: > 0 } kind ? Unknown($"The directory does not say whether the user {role.Principal} is a guest. Grant Directory.Read.All; an account of before 2014 may have no type.")
                : kind.Is("Guest") ? Fail($"The guest {role.Principal} has {role.Name} at {role.Scope}.") : Pass($"{role.Principal} is a user of the tenant's own.");
        }
        if (!principal.IsGroup)
        {
            return Pass("It is given to an application or a resource.");
        }
        if (EntraDirectory.HoldsEverybody(principal))
        {
            return Fail($"The directory puts everybody into the group {role.Principal}, which has {role.Name} at {role.Scope}.");
        }
        var users = directory.MembersOf(role.Principal).Where(member => member.IsUser).ToList();
        var guests = users.Where(member => member.UserType.Is("Guest")).ToList();
        return guests.Count > 0 ? Fail($"{guests.Count} {(guests.Count == 1 ? "guest is" : "guests are")} in the group {role.Principal}, which has {role.Name} at {role.Scope}: {string.Join(", ", guests.Take(3).Select(guest => guest.Id))}{(guests.Count > 3 ? " and others" : "")}.")
            : users.Exists(member => string.IsNullOrEmpty(member.UserType)) ? Unknown($"The directory does not say who in the group {role.Principal} is a guest. Grant Directory.Read.All.")
            : Pass($"None of {users.Count} users in the group is a guest.");
    }

    [Check("AZ-IAM-101", Severity.Low, "The right to take an administrator's role over AI services ends",
        Risk = "Whoever once needed the role can take it for ever.",
        Advice = "Set an end for the eligibility.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/providers/Microsoft.Authorization/roleEligibilityScheduleRequests/NEW_GUID?api-version=2020-10-01' --body '{"properties":{"principalId":"{properties.principalId}","roleDefinitionId":"{properties.roleDefinitionId}","requestType":"AdminUpdate","scheduleInfo":{"startDateTime":"START_TIME","expiration":{"type":"AfterDuration","duration":"P180D"}}}}'""")]
    [Passes("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "endDateTime": "2027-01-01T00:00:00Z" } }""", "CognitiveAccount { }", Owner, "Subscription { }")]
    [Fails("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "MlWorkspace { }", Owner, "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/user", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", User, "Subscription { }")]
    [Skips("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web" } }""", "SearchService { }", Owner, "Subscription { }")]
    [CannotSay("""{ "properties": { "principalId": "u", "roleDefinitionId": "/r/gone", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", "CognitiveAccount { }", "Subscription { }")]
    public static Verdict Ends(RoleEligibility eligibility, Inventory<RoleDefinition> definitions, AiTargets targets)
    {
        var set = eligibility.Properties;
        var role = new HeldRole(eligibility, set?.PrincipalId, set?.PrincipalType, set?.Scope, set?.RoleDefinitionId, set?.Condition, definitions.Find(RoleDefinition.GuidOf(set?.RoleDefinitionId ?? "")));
        return !targets.Below(role.Scope).Any() ? NotApplicable(Elsewhere)
            : role.Unseen is { } unseen ? Unknown(unseen)
            : !role.Administers ? NotApplicable($"{role.Name} does not administer.")
            : set?.EndDateTime is { } end ? Pass($"{role.Principal} can take {role.Name} until {end:yyyy-MM-dd}.")
            : Fail($"{role.Principal} can take {role.Name} at {role.Scope} for ever.");
    }

    private const string Identity = """DirectoryPrincipal { "id": "s", "@odata.type": "#microsoft.graph.servicePrincipal", "servicePrincipalType": "ManagedIdentity" }""";
    private const string Member = """DirectoryPrincipal { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "Member" }""";
    private const string Guest = """DirectoryPrincipal { "id": "u", "@odata.type": "#microsoft.graph.user", "userType": "Guest" }""";
    private const string Team = """DirectoryPrincipal { "id": "g", "@odata.type": "#microsoft.graph.group" }""";
    private const string Owner = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/owner", "properties": { "roleName": "Owner", "type": "BuiltInRole", "permissions": [ { "actions": [ "*" ] } ] } }""";
    private const string User = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/user", "properties": { "roleName": "Cognitive Services User", "type": "BuiltInRole", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/*/read", "Microsoft.CognitiveServices/accounts/listkeys/action" ], "dataActions": [ "Microsoft.CognitiveServices/*" ] } ] } }""";
}
