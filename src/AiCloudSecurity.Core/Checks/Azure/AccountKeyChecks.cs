using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on the keys of accounts that still take them.</summary>
internal static class AccountKeyChecks
{
    private const int Days = 90;

    [Check("AZ-IAM-029", Severity.Medium, "Keys of AI services were made anew within 90 days",
        Risk = "A key that leaked long ago works still.",
        Advice = "Regenerate both keys, one after the other, or switch keys off.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0055",
        Link = "https://learn.microsoft.com/azure/ai-services/rotate-keys")]
    [Command("""az rest --method post --url '{Id}/regenerateKey?api-version=2025-12-01' --body '{"keyName":"Key1"}' && az rest --method post --url '{Id}/regenerateKey?api-version=2025-12-01' --body '{"keyName":"Key2"}'""")]
    [Passes("{ }", "Subscription { }", Changed)]
    [Passes("""{ "properties": { "dateCreated": "2026-10-01T00:00:00Z" } }""", "Subscription { }", Because = "The account is younger.")]
    [Fails("""{ "properties": { "dateCreated": "2024-10-01T00:00:00Z" } }""", "Subscription { }")]
    [Fails("{ }", "Subscription { }", """AccountEvent { "operationName": { "value": "Microsoft.CognitiveServices/accounts/regenerateKey/action" }, "status": { "value": "Failed" }, "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }""")]
    [Fails("{ }", "Subscription { }", """AccountEvent { "operationName": { "value": "Microsoft.CognitiveServices/accounts/listKeys/action" }, "status": { "value": "Succeeded" }, "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }""")]
    [Fails("{ }", "Subscription { }", """AccountEvent { "operationName": { "value": "Microsoft.CognitiveServices/accounts/regenerateKey/action" }, "status": { "value": "Succeeded" }, "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/other" }""")]
    [Skips("""{ "properties": { "disableLocalAuth": true } }""", "Subscription { }")]
    [CannotSay("{ }", Because = "The subscription was not read.")]
    [Fails("""{ "properties": { "dateCreated": "2026-08-03T12:00:00Z" } }""", "Subscription { }", Because = "It is 90 days old to the second.")]
    public static Verdict Rotated(CognitiveAccount account, Inventory<Subscription> subscriptions, Inventory<AccountEvent> events, DateTimeOffset now)
    {
        if (account.Properties?.DisableLocalAuth is true)
        {
            return NotApplicable("The account takes no keys.");
        }
        if (subscriptions.All.Count == 0)
        {
            return Unknown("The subscription itself was not read, nor what its activity log tells.");
        }
        if (events.All.FirstOrDefault(change => change.OperationName?.Value.Is("Microsoft.CognitiveServices/accounts/regenerateKey/action") is true
            && change.Status?.Value.Is("Succeeded") is true && change.ResourceId.Is(account.Identity.Id)) is { } made)
        {
            return Pass($"A key was made anew{(made.EventTimestamp is { } time ? $" on {time:yyyy-MM-dd}" : "")}.");
        }
        return account.Properties?.DateCreated is { } created && created > now.AddDays(-Days) ? Pass($"The account was made on {created:yyyy-MM-dd}.")
            : Fail($"The activity log of {Days} days tells of no new key.");
    }

    private const string Changed = """AccountEvent { "eventTimestamp": "2026-10-20T00:00:00Z", "operationName": { "value": "Microsoft.CognitiveServices/accounts/regenerateKey/action" }, "status": { "value": "Succeeded" }, "resourceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" }""";
}
