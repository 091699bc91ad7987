using System.Text.Json.Nodes;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Repairs.Azure;

/// <summary>Policies of Azure that keep what is made from now on safe.</summary>
internal static class PolicySettings
{
    // Microsoft's own: https://learn.microsoft.com/azure/ai-services/policy-reference
    private static readonly (string Name, string Definition, string Says)[] s_policies =
    [
        ("ai-security-no-keys", "71ef260a-8f18-47b7-abcb-62d0673d94dc", "AI services take no keys"),
        ("ai-security-closed", "037eea7a-bd0a-46c5-9a66-03aea78705d3", "AI services are not open to every network"),
    ];

    /// <summary>A policy that holds in a subscription.</summary>
    public static readonly ArmSetting Assignment = new()
    {
        Name = "azure/policy/Assignment",
        Type = "Microsoft.Authorization/policyAssignments",
        ApiVersion = "2024-04-01",
        IsWhole = true,
        ComesAndGoes = true,
        Members =
        [
            "location", "identity", "properties.displayName", "properties.description", "properties.policyDefinitionId", "properties.parameters", "properties.enforcementMode", "properties.notScopes",
            "properties.metadata", "properties.nonComplianceMessages", "properties.overrides", "properties.resourceSelectors",
        ],
    };

    /// <summary>Wishes for policies against keys and open networks: they report what they would refuse, and refuse it when that is asked for.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="enforce">They refuse.</param>
    public static IEnumerable<Wish> Guard(Subscription subscription, bool enforce) => s_policies.Select(policy =>
        Assignment.Wish(subscription, $"{subscription.Identity.Id}/providers/{Assignment.Type}/{policy.Name}", state =>
        {
            if (state is null)
            {
                return new()
                {
                    ["properties.displayName"] = policy.Says,
                    ["properties.policyDefinitionId"] = $"/providers/Microsoft.Authorization/policyDefinitions/{policy.Definition}",
                    ["properties.parameters"] = new JsonObject { ["effect"] = new JsonObject { ["value"] = "Deny" } },
                    ["properties.enforcementMode"] = enforce ? "Default" : "DoNotEnforce",
                };
            }
            if (enforce)
            {
                state["properties.enforcementMode"] = "Default";
            }
            return state;
        }, enforce ? "Whoever makes or changes an AI service that has keys or is open is refused." : ""));
}
