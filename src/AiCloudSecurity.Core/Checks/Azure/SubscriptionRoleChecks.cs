using System.IO.Enumeration;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on what holds in a whole subscription with AI services: who works in test and production, and which policies are enforced.</summary>
internal static class SubscriptionRoleChecks
{
    private const string NoAi = "The subscription has no AI services.";

    // The operations by which somebody changes an AI service, by its type.
    private static readonly Dictionary<string, AzureAction> s_change = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.CognitiveServices/accounts"] = AzureActions.Find("Microsoft.CognitiveServices/accounts/deployments/write")!,
        ["Microsoft.MachineLearningServices/workspaces"] = AzureActions.Find("Microsoft.MachineLearningServices/workspaces/jobs/write")!,
        ["Microsoft.Search/searchServices"] = AzureActions.Find("Microsoft.Search/searchServices/write")!,
    };

    // Policies that refuse keys or public access where they are enforced, and sets of them.
    private static readonly (string Start, string What)[] s_policies =
    [
        ("71ef260a", "no keys for AI services"), ("55eff01b", "no keys for AI services"), ("14de9e63", "no keys for AI services"),
        ("037eea7a", "no public access to AI services"), ("438c38d2", "no public access to workspaces"), ("a10ee784", "no public access to workspaces"),
        ("e3ec7e09", "guardrails for Azure OpenAI"), ("Enforce-Guardrails-OpenAI", "guardrails for Azure OpenAI"), ("Enforce-Guardrails-CognitiveServices", "guardrails for AI services"), ("Enforce-Guardrails-MachineLearning", "guardrails for Machine Learning"),
    ];

    private static readonly string[] s_enforcing = ["Deny", "Modify", "DeployIfNotExists"];

    [Check("AZ-IAM-010", Severity.Medium, "Nobody changes AI services of both test and production",
        Risk = "What gets out of hand in an experiment, or is stolen from it, reaches production's models and data.",
        Advice = "Give people and workloads a role in one environment, at its resource group, and tag resources with their environment.",
        Tip = Tip.Segregation, Remedy = Remedy.MayBreak, Owasp = "LLM04, ML02", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/cloud-adoption-framework/ready/considerations/environments")]
    [Command("az role assignment list --all --subscription {Scope} && az role assignment create --role ROLE_NAME --assignee-object-id PRINCIPAL_ID --assignee-principal-type PRINCIPAL_TYPE --scope /subscriptions/{Scope}/resourceGroups/RESOURCE_GROUP && az role assignment delete --ids ROLE_ASSIGNMENT_ID")]
    [Passes("{ }", Production, Test, Role, """RoleAssignment { "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/live" } }""")]
    [Fails("{ }", Production, Test, Role, """RoleAssignment { "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""")]
    [Fails("{ }", Production, """MlWorkspace { "name": "lab", "tags": { "env": "test" } }""", Role, """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/ml", "properties": { "permissions": [ { "actions": [ "Microsoft.MachineLearningServices/workspaces/*" ] } ] } }""",
        """RoleAssignment { "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", """RoleAssignment { "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/ml", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""")]
    [Passes("{ }", Production, """SearchService { "name": "index", "tags": { "stage": "dev" } }""", Role, """RoleAssignment { "properties": { "principalId": "u", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", Because = "The role does not change the search service.")]
    [Passes("{ }", Production, Test, """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/owner", "properties": { "roleName": "Owner", "permissions": [ { "actions": [ "*" ] } ] } }""",
        """RoleAssignment { "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", Because = "Who administers the subscription reaches all of it.")]
    [Passes("{ }", Production, Test, Role, OnTest, OnProduction, Team, Because = "Who changes production is not in that group.")]
    [Fails("{ }", Production, Test, Role, OnTest, OnProduction, Team, """GroupMember { "id": "U", "@odata.type": "#microsoft.graph.user", "@Parent": "g" }""")]
    [Passes("{ }", Production, Role, OnProduction, Beside, """DirectoryPrincipal { "id": "u", "@odata.type": "#microsoft.graph.user" }""", Because = "It is somebody else who changes test in the other subscription.")]
    [Fails("{ }", Production, Role, OnProduction, BesideToo)]
    [Fails("{ }", Production, Role, OnProduction, BesideByGroup, Team, """GroupMember { "id": "u", "@odata.type": "#microsoft.graph.user", "@Parent": "g" }""")]
    [CannotSay("{ }", Production, Role, OnProduction, """SiblingSubscriptions { "services": [ { "id": "/subscriptions/2/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/lab", "name": "lab", "subscription": "Sandbox" } ], "assignments": [ { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/gone", "scope": "/subscriptions/2/resourceGroups/x" } ] }""")]
    [CannotSay("{ }", Production, Role, OnProduction, """SiblingSubscriptions { "services": [ { "id": "/subscriptions/2/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/lab", "name": "lab", "subscription": "Sandbox" } ], "assignments": [ { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/2/resourceGroups/x" } ], "roles": { "openai": { "permissions": [ { "actions": [ "*" ] } ] } }, "denied": [ "/subscriptions/2" ] }""", Because = "What is denied there may take it.")]
    [Skips("{ }", Production, Role)]
    [Skips("{ }", """CognitiveAccount { }""")]
    [CannotSay("{ }", Production, Test, """RoleAssignment { "properties": { "principalId": "u", "roleDefinitionId": "/r/gone", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""")]
    [Skips("{ }", Production, """CognitiveAccount { "name": "x" }""", Role, Because = "Nothing says what the other is.")]
    [Skips("{ }", Production, Role, """SiblingSubscriptions { "services": [ { "id": "/subscriptions/2/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/x", "name": "x", "subscription": "y" } ] }""", Because = "Nothing says what the other is.")]
    [Skips("{ }", """CognitiveAccount { "name": "a", "tags": { "team": "prod" } }""", Test, Role, Because = "That tag does not say where it stands.")]
    [Passes("{ }", Production, Test, Role, """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/owner", "properties": { "roleName": "Owner", "permissions": [ { "actions": [ "*" ] } ] } }""", """RoleAssignment { "name": "1", "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/owner", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001" } }""", """RoleAssignment { "name": "2", "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" } }""", Because = "Who administers the subscription reaches all of it, whatever else he has.")]
    [Fails("{ }", Production, Test, Role, """RoleAssignment { "name": "1", "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai", "condition": "@Environment[isPrivateLink] BoolEquals true", "conditionVersion": "2.0" } }""", Because = "Whether the condition holds is not known, and it may.")]
    [Skips("{ }", Production, """CognitiveAccount { "name": "x", "tags": EACH }""", Role, Each = ["null", "[]", "{ \"env\": 1 }"], Because = "Tags of that shape say nothing.")]
    public static Verdict Segregated(Subscription subscription, AiTargets targets, PrincipalRoles principals, SiblingAccess siblings, Scope scope, JudgeSettings settings)
    {
        if (targets.All.Count == 0)
        {
            return NotApplicable(NoAi);
        }
        var known = targets.All.Select(target => (Target: target, IsProduction: IsProduction(target.Identity.Id, target.Identity.Name, Tags(target), scope.Name, scope.Id, settings))).Where(target => target.IsProduction is not null).ToList();
        var elsewhere = siblings.ServicesBeside(subscription).Select(service => (Service: service, IsProduction: IsProduction(service.Id ?? "", service.Name ?? "", [.. (service.Tags ?? new Dictionary<string, string>()).Select(tag => (tag.Key, tag.Value))],
            service.Subscription ?? "", AzureIdentity.SubscriptionOf(service.Id ?? "") ?? "", settings))).Where(service => service.IsProduction is not null).ToList();
        if (known.Count == 0 || known.Select(target => target.IsProduction).Concat(elsewhere.Select(service => service.IsProduction)).Distinct().Count() < 2)
        {
            return NotApplicable(known.Count == 0 ? "Nothing says which AI services are production." : $"All AI services of which it is known, in all subscriptions that were read, are {(known[0].IsProduction is true ? "production" : "not production")}.");
        }
        List<(string Principal, string Text)> both = [];
        string? unseen = null;
        foreach (var principal in principals.All)
        {
            var held = principals.Of(principal).ToList();
            // Who is in a group that changes both is told with the group.
            if (held.Exists(role => AzureScope.IsWide(role.Scope) && role.Administers) || held.Exists(role => both.Exists(group => group.Principal.Equals(role.Principal, StringComparison.OrdinalIgnoreCase))))
            {
                continue;
            }
            bool ChangesHere(bool production) => known.Any(target => target.IsProduction == production
                && s_change.TryGetValue(AzureScope.TypeOf(target.Target.Identity.Id) ?? "", out var change) && Answer(principal, change, target.Target).Decision >= Decision.Conditional);
            string? ChangesBeside(bool production) => elsewhere.Where(service => service.IsProduction == production && s_change.TryGetValue(AzureScope.TypeOf(service.Service.Id ?? "") ?? "", out var change)
                && siblings.Changes(principal, change, service.Service, subscription, ref unseen)).Select(service => $"{service.Service.Name} in {service.Service.Subscription}").FirstOrDefault();
            var (here, there) = (ChangesHere(true), ChangesHere(false));
            var beside = here == there ? null : ChangesBeside(!here);
            if (here && there || beside is not null)
            {
                both.Add((principal, $"{principal} (by {string.Join(" and ", held.Select(role => role.Name).Distinct().Take(2))}{(beside is null ? "" : $"; {Display.Safe(beside)}, too")})"));
            }
        }
        return both.Count > 0 ? Fail($"{both.Count} {(both.Count == 1 ? "principal changes" : "principals change")} both: {string.Join(", ", both.Take(3).Select(one => one.Text))}{(both.Count > 3 ? " and others" : "")}.")
            : unseen is not null ? Unknown(unseen)
            : Pass("Nobody but the subscription's administrators changes both.");

        RoleAnswer Answer(string principal, AzureAction action, Resource target)
        {
            var answer = principals.Ask(principal, action, target.Identity.Id);
            unseen ??= answer.Unseen;
            return answer;
        }
    }

    [Check("AZ-IAM-030", Severity.Medium, "A policy refuses keys or public access of AI services",
        Risk = "Each new service starts with keys and open to the internet until somebody notices.",
        Advice = "Assign the built-in policies on key access and network access with the effect Deny, first as Audit.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/ai-services/policy-reference")]
    [Command("""az policy assignment create --name ai-no-keys --policy 71ef260a-8f18-47b7-abcb-62d0673d94dc --scope /subscriptions/{Scope} --enforcement-mode DoNotEnforce --params '{"effect":{"value":"Deny"}}' && az policy assignment create --name ai-no-open-network --policy 037eea7a-bd0a-46c5-9a66-03aea78705d3 --scope /subscriptions/{Scope} --enforcement-mode DoNotEnforce --params '{"effect":{"value":"Deny"}}'""")]
    [Passes("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc", "parameters": { "effect": { "value": "deny" } } } }""")]
    [Passes("{ }", "MlWorkspace { }", """PolicyAssignment { "properties": { "scope": "/providers/Microsoft.Management/managementGroups/root", "enforcementMode": "Default", "policyDefinitionId": "/providers/Microsoft.Management/managementGroups/root/providers/Microsoft.Authorization/policySetDefinitions/Enforce-Guardrails-OpenAI" } }""")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc", "parameters": { "effect": { "value": "Audit" } } } }""")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc" } }""", Because = "Without the parameter it only audits.")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "enforcementMode": "DoNotEnforce", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc", "parameters": { "effect": { "value": "Deny" } } } }""")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/037eea7a-bd0a-46c5-9a66-03aea78705d3", "parameters": { "effect": { "value": "Deny" } } } }""", Because = "It holds in one resource group.")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/providers/Microsoft.Management/managementGroups/root", "notScopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/037eea7a-bd0a-46c5-9a66-03aea78705d3", "parameters": { "effect": { "value": "Deny" } } } }""")]
    [Fails("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/00000000", "parameters": { "effect": { "value": "Deny" } } } }""")]
    [Fails("{ }", "CognitiveAccount { }")]
    [Skips("{ }")]
    [Passes("{ }", "CognitiveAccount { }", """PolicyAssignment { "properties": { "scope": "/subscriptions/00000000-0000-0000-0000-000000000001", "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/71ef260a-8f18-47b7-abcb-62d0673d94dc", "parameters": { "effect": { "value": "EACH" } } } }""", Each = ["Modify", "DeployIfNotExists"])]
    public static Verdict Enforced(Subscription subscription, AiUse use, Inventory<PolicyAssignment> policies)
    {
        if (!use.Any)
        {
            return NotApplicable(NoAi);
        }
        var named = (from policy in policies.All
                     let set = policy.Properties
                     let definition = set?.PolicyDefinitionId ?? ""
                     let known = Array.Find(s_policies, known => definition[(definition.LastIndexOf('/') + 1)..].StartsWith(known.Start, StringComparison.OrdinalIgnoreCase))
                     where known.Start is not null && AzureScope.Covers(set!.Scope ?? AzureScope.OfExtension(policy.Identity.Id), subscription.Identity.Id)
                     select (policy.Identity.Name, known.What, IsEnforced: IsEnforced(set!, definition, subscription))).ToList();
        return named.Find(policy => policy.IsEnforced) is { What: { } what, Name: var name } ? Pass($"{name} enforces it: {what}.")
            : named.Count > 0 ? Fail($"{named[0].Name} only reports.") : Fail("No policy that is assigned to the subscription or above it refuses keys or public access.");
    }

    [Repair("AZ-IAM-030", "azure/policy/Assignment")]
    internal static IEnumerable<Wish> Guard(Subscription subscription, RepairChoices choices) => PolicySettings.Guard(subscription, choices.Enforce);

    private static bool IsEnforced(PolicyAssignmentProperties set, string definition, Subscription subscription) =>
        !set.EnforcementMode.Is("DoNotEnforce") && !(set.NotScopes ?? []).Any(scope => AzureScope.Covers(scope, subscription.Identity.Id))
        && (Effect(set) is { } effect ? effect.Is(s_enforcing) : definition.Contains("/policySetDefinitions/", StringComparison.OrdinalIgnoreCase));

    private static string? Effect(PolicyAssignmentProperties set) => set.Parameters?.FirstOrDefault(parameter => parameter.Key.Is("effect")).Value?.Value is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    // As in AWS: the pattern that whoever judges gave, else a tag, else a word of a name.
    private static bool? IsProduction(string id, string name, List<(string Name, string Value)> tags, string subscription, string subscriptionId, JudgeSettings settings)
    {
        string[] names = [name, .. id.Split('/') is [_, _, _, _, var group, ..] ? [group] : Array.Empty<string>(), subscription];
        return settings.ProductionPattern.Count > 0
            ? settings.ProductionPattern.Any(pattern => names.Append(subscriptionId).Any(name => FileSystemName.MatchesSimpleExpression(pattern, name)))
            : tags.Where(tag => EnvironmentWords.IsLabel(tag.Name)).Select(tag => EnvironmentWords.OfValue(tag.Value)).FirstOrDefault(known => known is not null)
                ?? names.Select(EnvironmentWords.OfName).FirstOrDefault(known => known is not null);
    }

    private static List<(string Name, string Value)> Tags(Resource resource)
    {
        using var document = JsonDocument.Parse(resource.Wire);
        return document.RootElement.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Object
            ? [.. tags.EnumerateObject().Where(tag => tag.Value.ValueKind == JsonValueKind.String).Select(tag => (tag.Name, tag.Value.GetString()!))] : [];
    }

    private const string SiblingStart = """SiblingSubscriptions { "services": [ { "id": "/subscriptions/2/resourceGroups/x/providers/Microsoft.CognitiveServices/accounts/lab", "name": "lab", "subscription": "Sandbox" } ], "roles": { "openai": { "roleName": "Cognitive Services OpenAI Contributor", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/accounts/deployments/write" ] } ] } }, "assignments": [ { "scope": "/subscriptions/2/resourceGroups/x", "roleDefinitionId": "/r/openai", """;
    private const string Beside = SiblingStart + """ "principalId": "other", "principalType": "User" } ] }""";
    private const string BesideToo = SiblingStart + """ "principalId": "U", "principalType": "User" } ] }""";
    private const string BesideByGroup = SiblingStart + """ "principalId": "g", "principalType": "Group" } ] }""";
    private const string OnTest = """RoleAssignment { "properties": { "principalId": "g", "principalType": "Group", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/lab" } }""";
    private const string OnProduction = """RoleAssignment { "properties": { "principalId": "u", "principalType": "User", "roleDefinitionId": "/r/openai", "scope": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/live" } }""";
    private const string Team = """DirectoryPrincipal { "id": "g", "@odata.type": "#microsoft.graph.group" }""";
    private const string Production = """CognitiveAccount { "name": "live", "tags": { "env": "prod" } }""";
    private const string Test = """CognitiveAccount { "name": "lab", "tags": { "Environment": "Test" } }""";
    private const string Role = """RoleDefinition { "id": "/providers/Microsoft.Authorization/roleDefinitions/openai", "properties": { "roleName": "Cognitive Services OpenAI Contributor", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/accounts/deployments/write" ] } ] } }""";
}
