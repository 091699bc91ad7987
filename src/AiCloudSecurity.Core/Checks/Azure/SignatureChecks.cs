using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on whether somebody looks for theft of models, redacts personal data and can stop the spending.</summary>
internal static class SignatureChecks
{
    private const string Budgeted = """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactGroups": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.Insights/actionGroups/example" ] } } } }""";
    private const string Logs = """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.OperationalInsights/workspaces/example" } }""";
    private const string Account = """CognitiveAccount { "kind": "OpenAI" }""";

    // What tables and fields of logs of AI services are called in queries.
    private static readonly string[] s_signs =
        ["CognitiveServices", "OpenAI", "ListKey", "GatewayLlm", "AmlOnlineEndpoint", "response_length", "responseLength", "request_length", "requestLength", "modelDeploymentName", "AIAgent", "PromptTokens"];

    [Check("AZ-MON-027", Severity.Low, "Budget for AI can stop the spending, not only tell of it",
        Risk = "At night and on holidays mails are not read, and the spending goes on.",
        Advice = "Add a runbook, a function or a logic app that pauses deployments to the action group of the budget.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/cost-management-billing/manage/cost-management-budget-scenario")]
    [Command("az monitor action-group list --subscription {Scope} && az monitor action-group update --name ACTION_GROUP_NAME --resource-group RESOURCE_GROUP --add-action azurefunction STOP_MODELS FUNCTION_APP_ID FUNCTION_NAME TRIGGER_URL --subscription {Scope}")]
    [Passes("{ }", Budgeted, Account, """ActionGroup { "properties": { "enabled": true, "automationRunbookReceivers": [ { "name": "stop" } ] } }""")]
    [Passes("{ }", Budgeted, "MlWorkspace { }", """ActionGroup { "properties": { "logicAppReceivers": [ { "name": "stop" } ] } }""")]
    [Passes("{ }", Budgeted, Account, """ActionGroup { "properties": { "azureFunctionReceivers": [ { "name": "stop" } ] } }""")]
    [Passes("{ }", Budgeted, Account, """ActionGroup { "properties": { "webhookReceivers": [ { "name": "stop" } ] } }""")]
    [Fails("{ }", Budgeted, Account, """ActionGroup { "properties": { "emailReceivers": [ { "name": "team" } ] } }""")]
    [Fails("{ }", Budgeted, Account, """ActionGroup { "properties": { "enabled": false, "webhookReceivers": [ { "name": "stop" } ] } }""")]
    [Fails("{ }", Budgeted, Account, Because = "The action group is gone.")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": false, "contactGroups": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.Insights/actionGroups/example" ] } } } }""", Account, """ActionGroup { "properties": { "webhookReceivers": [ { "name": "stop" } ] } }""")]
    [Skips("{ }", Account, Because = "There is no budget, which AZ-MON-024 says.")]
    [Skips("{ }", Budgeted)]
    [Skips("{ }", """Budget { "name": "all", "properties": { "category": "Usage" } }""", Account, Because = "It is no budget of cost.")]
    public static Verdict CanStop(Subscription subscription, Inventory<Budget> budgets, AiUse use, Inventory<ActionGroup> groups, DateTimeOffset now)
    {
        if (!use.Any)
        {
            return NotApplicable("The subscription has no AI services.");
        }
        var covering = budgets.Of(subscription).Where(budget => SubscriptionChecks.Covers(budget, now)).ToList();
        if (covering.Count == 0)
        {
            return NotApplicable("No budget covers the AI services.");
        }
        var told = covering.SelectMany(budget => budget.Properties?.Notifications?.Values ?? []).Where(notification => notification.Enabled is true).SelectMany(notification => notification.ContactGroups ?? []).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return told.Select(groups.Find).FirstOrDefault(group => group?.Properties is { Enabled: not false } set
                && (set.AutomationRunbookReceivers?.Count ?? 0) + (set.LogicAppReceivers?.Count ?? 0) + (set.AzureFunctionReceivers?.Count ?? 0) + (set.WebhookReceivers?.Count ?? 0) > 0) is { } stopping
            ? Pass($"The action group {stopping.Identity.Name} starts something.")
            : Fail("Budgets only tell people: no action group of theirs starts anything.");
    }

    [Check("AZ-MON-028", Severity.Medium, "Somebody looks for theft of models in the logs",
        Risk = "Keys are listed by the hundred, and a model is asked for weeks until it is copied, and no alert is raised.",
        Advice = "Create a scheduled query rule or a Sentinel rule over the logs of the AI services, for listed keys, long answers and many calls.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10, ML03, ML05", Atlas = "AML.T0024, AML.T0029",
        Link = "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/resourceGroups/RESOURCE_GROUP/providers/Microsoft.Insights/scheduledQueryRules/ai-listed-keys?api-version=2023-12-01' --body '{"location":"LOCATION","properties":{"severity":2,"enabled":true,"evaluationFrequency":"PT1H","windowSize":"PT1H","scopes":["LOG_WORKSPACE_ID"],"criteria":{"allOf":[{"query":"AzureActivity | where OperationNameValue =~ \"MICROSOFT.COGNITIVESERVICES/ACCOUNTS/LISTKEYS/ACTION\"","timeAggregation":"Count","operator":"GreaterThan","threshold":0}]},"actions":{"actionGroups":["ACTION_GROUP_ID"]}}}'""")]
    [Passes("{ }", Account, """LogAlert { "properties": { "criteria": { "allOf": [ { "query": "AzureDiagnostics | where ResourceProvider == 'MICROSOFT.COGNITIVESERVICES' | where OperationName == 'ListKey' | count" } ] }, "actions": { "actionGroups": [ "/subscriptions/s/ag" ] } } }""")]
    [Passes("{ }", Account, Logs, "LogWorkspace { }", """SentinelRule { "kind": "Scheduled", "properties": { "enabled": true, "query": "ApiManagementGatewayLlmLog | summarize sum(TotalTokens) by ClientIp" } }""")]
    [Fails("{ }", Account, """LogAlert { "properties": { "enabled": false, "criteria": { "allOf": [ { "query": "AzureDiagnostics | where OperationName == 'ListKey'" } ] }, "actions": { "actionGroups": [ "/subscriptions/s/ag" ] } } }""")]
    [Fails("{ }", Account, """LogAlert { "properties": { "criteria": { "allOf": [ { "query": "Heartbeat | count" } ] }, "actions": { "actionGroups": [ "/subscriptions/s/ag" ] } } }""")]
    [Fails("{ }", Account, """LogAlert { "properties": { "criteria": { "allOf": [ { "query": "AzureDiagnostics | where OperationName == 'ListKey'" } ] }, "actions": { "actionGroups": [] } } }""", Because = "Nobody is told.")]
    [Fails("{ }", Account, Logs, "LogWorkspace { }", """SentinelRule { "kind": "Scheduled", "properties": { "enabled": false, "query": "AzureDiagnostics | where OperationName == 'ListKey'" } }""")]
    [Fails("{ }", Account)]
    [CannotSay("{ }", Account, """AccountDiagnosticSetting { "properties": { "workspaceId": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/hub" } }""", """LogWorkspace { "id": "/subscriptions/00000000-0000-0000-0000-00000000ffff/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/hub" }""", Because = "Alerts of the hub lie in its subscription.")]
    [Fails("{ }", Account, """AccountDiagnosticSetting { "properties": { "storageAccountId": "/subscriptions/s/sa" } }""", "LogWorkspace { }", """SentinelRule { "kind": "Scheduled", "properties": { "enabled": true, "query": "AzureDiagnostics | where OperationName == 'ListKey'" } }""", Because = "The logs do not go there.")]
    [Skips("{ }")]
    [Passes("{ }", Account, """LogAlert { "properties": { "criteria": { "allOf": [ { "query": "T | where x has 'EACH'" } ] }, "actions": { "actionGroups": [ "/subscriptions/s/ag" ] } } }""", Each = ["CognitiveServices", "OpenAI", "ListKey", "AmlOnlineEndpoint", "response_length", "responseLength", "request_length", "requestLength", "modelDeploymentName", "AIAgent", "PromptTokens"])]
    [Passes("{ }", Account, """LogAlert { "properties": { "criteria": { "allOf": [ { "query": "Heartbeat | count" }, { "query": "T | where x has 'ListKey'" } ] }, "actions": { "actionGroups": [ "/subscriptions/s/ag" ] } } }""", Because = "One of its queries is enough.")]
    public static Verdict Watched(Subscription subscription, AiUse use, Inventory<LogAlert> alerts, Inventory<AccountDiagnosticSetting> settings, Inventory<LogWorkspace> workspaces, Inventory<SentinelRule> rules)
    {
        if (!use.Any)
        {
            return NotApplicable("The subscription has no AI services.");
        }
        var logs = settings.All.Select(setting => workspaces.Find(setting.Properties?.WorkspaceId)).OfType<LogWorkspace>().Distinct().ToList();
        var looking = alerts.All.FirstOrDefault(alert => alert.Properties is { Enabled: not false, Actions.ActionGroups.Count: > 0 } set && set.Criteria?.AllOf?.Any(criterion => LooksAtAi(criterion.Query)) is true)?.Identity
            ?? logs.SelectMany(rules.Of).FirstOrDefault(rule => rule.Properties is { Enabled: true } set && LooksAtAi(set.Query))?.Identity;
        return looking is not null ? Pass($"{looking.Name} looks at the logs of AI services.")
            : logs.FirstOrDefault(workspace => !workspace.Identity.Scope.Equals(subscription.Identity.Scope, StringComparison.OrdinalIgnoreCase)) is { } foreign
                ? Unknown($"No rule of the subscription looks at the logs of AI services. They go to {foreign.Identity.Name}, which lies in another subscription: its alerts are not looked at here.")
            : Fail("No query rule looks at the logs of AI services.");
    }

    [Check("AZ-DATA-011", Severity.Medium, "Personal data are redacted by a service for it",
        Risk = "Names, numbers and addresses of people go into prompts, answers and logs as they are.",
        Advice = "Deploy a Language account and redact personal data before prompts are sent or texts are kept.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://learn.microsoft.com/azure/ai-services/language-service/personally-identifiable-information/overview")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/resourceGroups/RESOURCE_GROUP/providers/Microsoft.CognitiveServices/accounts/NEW_NAME?api-version=2025-12-01' --body '{"location":"LOCATION","kind":"TextAnalytics","sku":{"name":"S"},"identity":{"type":"SystemAssigned"},"properties":{"customSubDomainName":"NEW_NAME","disableLocalAuth":true}}'""")]
    [Passes("{ }", Account, """CognitiveAccount { "name": "language", "kind": "TextAnalytics" }""", """ApiPolicy { "properties": { "value": "<policies><inbound><send-request><set-url>https://l.cognitiveservices.azure.com/language/:analyze-text</set-url><set-body>{ \"kind\": \"PiiEntityRecognition\" }</set-body></send-request></inbound></policies>" } }""", Because = "The gateway calls it.")]
    [Passes("{ }", """CognitiveAccount { "name": "foundry", "kind": "AIServices" }""", """RaiPolicy { "properties": { "contentFilters": [ { "name": "PersonallyIdentifiableInformation", "source": "Completion", "enabled": true, "blocking": true } ] } }""")]
    [Fails("{ }", Account)]
    [Fails("{ }", """CognitiveAccount { "name": "voice", "kind": "SpeechServices" }""")]
    [Fails("{ }", "Bot { }")]
    [CannotSay("{ }", Account, """CognitiveAccount { "name": "language", "kind": "TextAnalytics" }""", Because = "Whether it is called for that stands in its logs only.")]
    [CannotSay("{ }", """CognitiveAccount { "name": "foundry", "kind": "AIServices" }""", """RaiPolicy { "properties": { "contentFilters": [ { "name": "PersonallyIdentifiableInformation", "source": "Completion", "enabled": false, "blocking": true } ] } }""")]
    [Skips("{ }", """CognitiveAccount { "name": "faces", "kind": "Face" }""")]
    [CannotSay("{ }", Account, """CognitiveAccount { "name": "all", "kind": "CognitiveServices" }""")]
    [Passes("{ }", Account, """CognitiveAccount { "name": "language", "kind": "TextAnalytics" }""", """ApiPolicy { "properties": { "value": "<policies><inbound><set-body>{ \"kind\": \"ConversationalPIITask\" }</set-body></inbound></policies>" } }""")]
    [Passes("{ }", """CognitiveAccount { "name": "foundry", "kind": "AIServices" }""", """RaiPolicy { "properties": { "contentFilters": [ { "name": "Hate", "enabled": true, "blocking": true }, { "name": "PersonallyIdentifiableInformation", "enabled": true, "blocking": true } ] } }""", Because = "One of its filters is enough.")]
    public static Verdict Redacts(Subscription subscription, Inventory<CognitiveAccount> accounts, Inventory<Bot> bots, Inventory<RaiPolicy> filters, Inventory<ApiPolicy> policies)
    {
        _ = subscription;
        if (!accounts.All.Any(account => account.HasModels || account.Kind.Is("SpeechServices")) && bots.All.Count == 0)
        {
            return NotApplicable("Nobody talks or writes to AI services of the subscription.");
        }
        if (!accounts.All.Any(account => account.Kind.Is("TextAnalytics", "AIServices", "CognitiveServices")))
        {
            return Fail("No account could redact personal data.");
        }
        return policies.All.FirstOrDefault(policy => policy.Properties?.Value is { } text && (text.Contains("PiiEntityRecognition", StringComparison.OrdinalIgnoreCase) || text.Contains("ConversationalPII", StringComparison.OrdinalIgnoreCase))) is { } redacting
                ? Pass($"The policy of {AzureIdentity.Whole(redacting.Identity.Id, "policies")?.Split('/')[^1]} redacts personal data.")
            : filters.All.FirstOrDefault(filter => filter.Properties?.ContentFilters?.Any(one => one is { Enabled: true, Blocking: true } && one.Name?.Contains("Personal", StringComparison.OrdinalIgnoreCase) is true) is true) is { } blocking
                ? Pass($"The content policy {blocking.Identity.Name} blocks personal data.")
            : Unknown("An account could redact personal data. Whether it is called for that stands in its logs only, which are not read.");
    }

    [Check("AZ-DATA-015", Severity.Low, "No deleted account of AI services is still there",
        Risk = "Whoever may restore it has its data, its models and its keys again.",
        Advice = "Purge deleted accounts, or accept the finding for those that you may want back.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://learn.microsoft.com/azure/ai-services/recover-purge-resources")]
    [Command("az cognitiveservices account list-deleted --subscription {Scope} && az cognitiveservices account purge --name ACCOUNT_NAME --resource-group RESOURCE_GROUP --location LOCATION --subscription {Scope}")]
    [Passes("{ }")]
    [Fails("{ }", """DeletedAccount { "name": "old", "properties": { "deletionDate": "2026-10-31T10:00:00Z", "scheduledPurgeDate": "2026-11-02T10:00:00Z" } }""")]
    public static Verdict NothingDeleted(Subscription subscription, Inventory<DeletedAccount> deleted) =>
        deleted.Of(subscription) is { Count: > 0 } old ? Fail($"Deleted and not purged: {string.Join(", ", old.Select(account => account.Identity.Name))}.") : Pass("No deleted account is still there.");

    private static bool LooksAtAi(string? query) => query is not null && s_signs.Any(sign => query.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
