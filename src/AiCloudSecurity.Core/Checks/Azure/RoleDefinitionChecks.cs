using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on roles that the customer made.</summary>
internal static class RoleDefinitionChecks
{
    // What whoever rules a provider can do, of each provider something.
    private static readonly string[] s_rule = ["/*/action", "/*/write", "/*"];

    [Check("AZ-IAM-007", Severity.High, "Role of your own names what it gives on AI services",
        Risk = "A wildcard gives keys, deletion and whatever the provider adds next.",
        Advice = "List the operations that the role needs, without a wildcard over the provider.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0012",
        Link = "https://learn.microsoft.com/azure/role-based-access-control/custom-roles")]
    [Command("az role definition list --name {properties.roleName} --scope /subscriptions/{Scope} && az role definition update --role-definition '@role.json'")]
    [Passes("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "Microsoft.CognitiveServices/accounts/read" ], "dataActions": [ "Microsoft.CognitiveServices/accounts/OpenAI/deployments/*" ] } ] } }""")]
    [Passes("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "*/read" ] } ] } }""")]
    [Passes("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "*" ], "notActions": [ "Microsoft.CognitiveServices/*", "Microsoft.MachineLearningServices/*", "Microsoft.Search/*", "Microsoft.BotService/*" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "*" ], "notActions": [ "Microsoft.CognitiveServices/*", "Microsoft.MachineLearningServices/*" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "customRole", "permissions": [ { "actions": [ "microsoft.cognitiveservices/*" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "CustomRole", "permissions": [ { "dataActions": [ "Microsoft.CognitiveServices/*" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "Microsoft.Search/*/write" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "*/action" ] } ] } }""")]
    [Fails("""{ "properties": { "type": "CustomRole", "permissions": [ { "actions": [ "Microsoft.Web/sites/read" ] }, { "actions": [ "Microsoft.MachineLearningServices/*" ] } ] } }""")]
    [Skips("""{ "properties": { "type": "BuiltInRole", "permissions": [ { "actions": [ "*" ] } ] } }""")]
    [CannotSay("""{ "properties": { "type": "CustomRole" } }""")]
    public static Verdict NoWildcard(RoleDefinition role)
    {
        if (!role.IsCustom)
        {
            return NotApplicable("It is built in.");
        }
        if (role.Properties?.Permissions is not { } permissions)
        {
            return Unknown("What the role gives is not said.");
        }
        foreach (var permission in permissions)
        {
            if ((Wide(permission.Actions, permission.NotActions) ?? Wide(permission.DataActions, permission.NotDataActions)) is { } wide)
            {
                return Fail($"{wide.Pattern} gives all of {wide.Provider}{wide.What}.");
            }
        }
        return Pass("No wildcard of it stands for all of an AI provider.");
    }

    private static (string Pattern, string Provider, string What)? Wide(IReadOnlyList<string>? actions, IReadOnlyList<string>? except)
    {
        foreach (var pattern in (actions ?? []).Select(action => new OperationPattern(action)))
        {
            foreach (var provider in AzureActions.Providers)
            {
                foreach (var what in s_rule)
                {
                    if (pattern.Covers(provider + what) && !(except ?? []).Any(other => new OperationPattern(other).Covers(provider + what)))
                    {
                        return (pattern.Text, provider, what);
                    }
                }
            }
        }
        return null;
    }
}
