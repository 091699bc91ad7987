using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on alerts for AI services.</summary>
internal static class AlertChecks
{
    private static readonly string[] s_tokens = ["TokenTransaction", "GeneratedTokens", "ProcessedPromptTokens", "AzureOpenAIRequests", "TotalTokens", "InputTokens", "OutputTokens"];
    private static readonly string[] s_refusals = ["ClientErrors", "BlockedCalls", "RAIRejectedRequests", "RAIHarmfulRequests"];
    private static readonly string[] s_operations =
    [
        "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write",
        "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete",
    ];

    [Check("AZ-MON-020", Severity.High, "Account with deployments has an alert on tokens",
        Risk = "A stolen key burns tokens for days before the invoice tells.",
        Advice = "Create a metric alert on tokens or requests, with an action group.",
        Tip = Tip.Budget | Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10, ML05", Atlas = "AML.T0034, AML.T0024",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai")]
    [Passes("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "enabled": true, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/AI/providers/Microsoft.CognitiveServices/accounts/example" ], "criteria": { "allOf": [ { "metricName": "TokenTransaction" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""")]
    [Passes("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "azureOpenAIRequests" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""", Because = "An alert on the subscription covers it.")]
    [Fails("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "enabled": false, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "TokenTransaction" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""")]
    [Fails("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "enabled": true, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts/exam" ], "criteria": { "allOf": [ { "metricName": "TokenTransaction" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""", Because = "It watches another account.")]
    [Fails("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "enabled": true, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "Latency" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""")]
    [Fails("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "enabled": true, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "TokenTransaction" } ] }, "actions": [] } }""", Because = "Nobody is told.")]
    [Skips("""{ "kind": "OpenAI" }""", Because = "Nothing is deployed.")]
    [Skips("""{ "kind": "SpeechServices" }""", "AccountDeployment { }")]
    [Passes("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "EACH" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""", Each = ["GeneratedTokens", "ProcessedPromptTokens", "TotalTokens", "InputTokens", "OutputTokens"])]
    [Passes("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web", "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "Latency" }, { "metricName": "TokenTransaction" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""", Because = "One of its scopes and one of its criteria is enough.")]
    public static Verdict OnTokens(CognitiveAccount account, Inventory<AccountDeployment> deployments, Inventory<MetricAlert> alerts) =>
        Alerts(account, deployments, alerts, s_tokens, "tokens or requests");

    [Repair("AZ-MON-020", "azure/monitor/MetricAlert", Needs = "-ActionGroupId")]
    internal static IEnumerable<Wish> WatchTokens(CognitiveAccount account, RepairChoices choices) => [MonitorSettings.Watch(account, "tokens", "TokenTransaction", choices.ActionGroupId)];

    [Check("AZ-MON-021", Severity.Medium, "Account with deployments has an alert on refused and blocked calls",
        Risk = "Guessing of keys, jailbreaks and a model at its limit go unnoticed.",
        Advice = "Create a metric alert on client errors or blocked requests, with an action group.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10, LLM01", Atlas = "AML.T0029, AML.T0054",
        Link = "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai")]
    [Passes("""{ "kind": "AIServices" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" ], "criteria": { "allOf": [ { "metricName": "RAIRejectedRequests" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""")]
    [Fails("""{ "kind": "AIServices" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/ai" ], "criteria": { "allOf": [ { "metricName": "TokenTransaction" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""")]
    [Fails("""{ "kind": "AIServices" }""", "AccountDeployment { }")]
    [Skips("""{ "kind": "AIServices" }""")]
    [Passes("""{ "kind": "OpenAI" }""", "AccountDeployment { }", """MetricAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "criteria": { "allOf": [ { "metricName": "EACH" } ] }, "actions": [ { "actionGroupId": "/subscriptions/s/ag" } ] } }""", Each = ["ClientErrors", "BlockedCalls", "RAIHarmfulRequests"])]
    public static Verdict OnRefusals(CognitiveAccount account, Inventory<AccountDeployment> deployments, Inventory<MetricAlert> alerts) =>
        Alerts(account, deployments, alerts, s_refusals, "refused or blocked calls");

    [Repair("AZ-MON-021", "azure/monitor/MetricAlert", Needs = "-ActionGroupId")]
    internal static IEnumerable<Wish> WatchRefusals(CognitiveAccount account, RepairChoices choices) => [MonitorSettings.Watch(account, "refusals", "ClientErrors", choices.ActionGroupId)];

    [Check("AZ-MON-022", Severity.High, "Somebody is told when AI keys are listed or models and filters are changed",
        Risk = "Whoever has got in takes the keys and switches the filters off, and nobody looks.",
        Advice = "Create activity log alerts on listing keys and on changes of accounts, deployments, content policies and diagnostic settings.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM10, ML05", Atlas = "AML.T0055, AML.T0012",
        Link = "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-activity-log-alert-rule")]
    [Passes("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "enabled": true, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "category", "equals": "Administrative" }, { "anyOf": [ { "field": "operationName", "equals": "microsoft.cognitiveservices/accounts/listkeys/action" }, { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/regenerateKey/action" }, { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/write" }, { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/delete" }, { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/deployments/write" }, { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/raiPolicies/write" }, { "field": "operationName", "equals": "Microsoft.Insights/diagnosticSettings/delete" } ] } ] } } }""")]
    [Passes("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "operationName", "containsAny": [ "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write", "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete" ] } ] } } }""")]
    [Fails("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "operationName", "equals": "Microsoft.CognitiveServices/accounts/listKeys/action" } ] } } }""", Because = "The rest is not watched.")]
    [Fails("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "enabled": false, "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "operationName", "containsAny": [ "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write", "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete" ] } ] } } }""")]
    [Fails("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "operationName", "containsAny": [ "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write", "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete" ] } ] } } }""", Because = "One group is watched only.")]
    [Fails("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [] }, "condition": { "allOf": [ { "field": "operationName", "containsAny": [ "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write", "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete" ] } ] } } }""", Because = "Nobody is told.")]
    [Fails("{ }", "CognitiveAccount { }")]
    [Skips("{ }")]
    [Passes("{ }", "CognitiveAccount { }", """ActivityLogAlert { "properties": { "scopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/web", "/subscriptions/00000000-0000-0000-0000-000000000001" ], "actions": { "actionGroups": [ { "actionGroupId": "/subscriptions/s/ag" } ] }, "condition": { "allOf": [ { "field": "operationName", "containsAny": [ "Microsoft.CognitiveServices/accounts/listKeys/action", "Microsoft.CognitiveServices/accounts/regenerateKey/action", "Microsoft.CognitiveServices/accounts/write", "Microsoft.CognitiveServices/accounts/delete", "Microsoft.CognitiveServices/accounts/deployments/write", "Microsoft.CognitiveServices/accounts/raiPolicies/write", "Microsoft.Insights/diagnosticSettings/delete" ] } ] } } }""", Because = "One of its scopes is enough.")]
    public static Verdict OnChanges(Subscription subscription, Inventory<CognitiveAccount> accounts, Inventory<ActivityLogAlert> alerts)
    {
        if (accounts.All.Count == 0)
        {
            return NotApplicable("The subscription has no account of Azure AI services.");
        }
        var watched = alerts.All.Where(alert => alert.Properties is { } set && set.Enabled is not false && set.Actions?.ActionGroups is { Count: > 0 }
                && set.Scopes?.Any(scope => scope.TrimEnd('/').Is(subscription.Identity.Id)) is true)
            .SelectMany(alert => Operations(alert.Properties!.Condition?.AllOf)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = s_operations.Where(operation => !watched.Contains(operation)).Select(operation => operation[(operation.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToList();
        return missing.Count == 0 ? Pass("Alerts on the subscription watch all of them.") : Fail($"No alert on the subscription watches {string.Join(", ", missing)}.");
    }

    [Repair("AZ-MON-022", "azure/monitor/ActivityAlert", Needs = "-ActionGroupId")]
    internal static IEnumerable<Wish> WatchChanges(Subscription subscription, Inventory<CognitiveAccount> accounts, RepairChoices choices)
    {
        _ = subscription;
        // An alert lies in a group: it is laid where an account lies that it watches.
        var group = accounts.All.Select(account => string.Join('/', account.Identity.Id.Split('/')[..5])).Order(StringComparer.OrdinalIgnoreCase).First();
        yield return MonitorSettings.WatchActivity(subscription, group, s_operations, choices.ActionGroupId);
    }

    [Check("AZ-MON-023", Severity.Medium, "Action group tells somebody",
        Risk = "The alert is raised, and goes nowhere.",
        Advice = "Enable the action group and add receivers, or delete it.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups")]
    [Command("az monitor action-group update --ids {Id} --add-action email SOMEBODY EMAIL")]
    [Passes("""{ "properties": { "enabled": true, "emailReceivers": [ { "name": "team" } ] } }""")]
    [Passes("""{ "properties": { "enabled": true, "emailReceivers": [], "armRoleReceivers": [ { "name": "owners" } ] } }""")]
    [Passes("""{ "properties": { "enabled": true, "webhookReceivers": [ { "name": "pager" } ] } }""")]
    [Fails("""{ "properties": { "enabled": false, "emailReceivers": [ { "name": "team" } ] } }""")]
    [Fails("""{ "properties": { "enabled": true, "emailReceivers": [] } }""")]
    public static Verdict Tells(ActionGroup group)
    {
        if (group.Properties is not { } set || set.Enabled is not true)
        {
            return Fail("The action group is switched off.");
        }
        var receivers = new[]
        {
            set.EmailReceivers, set.SmsReceivers, set.VoiceReceivers, set.AzureAppPushReceivers, set.ArmRoleReceivers, set.WebhookReceivers, set.ItsmReceivers,
            set.AutomationRunbookReceivers, set.LogicAppReceivers, set.AzureFunctionReceivers, set.EventHubReceivers,
        }.Sum(some => some?.Count ?? 0);
        return receivers > 0 ? Pass($"It has {receivers} receivers.") : Fail("It has no receivers.");
    }

    [Repair("AZ-MON-023", "azure/monitor/ActionGroup")]
    internal static IEnumerable<Wish> SwitchOn(ActionGroup group) =>
        Tells(group with { Properties = group.Properties! with { Enabled = true } }).Status == Status.Pass ? [MonitorSettings.ActionGroup.Wish(group, new() { ["properties.enabled"] = true })] : [];

    [Check("AZ-MON-026", Severity.Medium, "Cost Management looks for anomalies",
        Risk = "A sudden rise within the budget, as a stolen key makes it, is seen at the end of the month.",
        Advice = "Create an anomaly alert on the subscription.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/cost-management-billing/understand/analyze-unexpected-charges")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/providers/Microsoft.CostManagement/scheduledActions/ai-anomalies?api-version=2024-08-01' --body '{"kind":"InsightAlert","properties":{"displayName":"Cost anomalies","status":"Enabled","viewId":"/subscriptions/{Scope}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup","notification":{"to":["EMAIL"],"subject":"Cost anomaly"},"schedule":{"frequency":"Daily","startDate":"START_DATE","endDate":"END_DATE"}}}'""")]
    [Passes("{ }", """ScheduledAction { "kind": "insightAlert", "properties": { "status": "Enabled" } }""", "CognitiveAccount { }")]
    [Fails("{ }", """ScheduledAction { "kind": "InsightAlert", "properties": { "status": "Expired" } }""", "CognitiveAccount { }")]
    [Fails("{ }", """ScheduledAction { "kind": "Email", "properties": { "status": "Enabled" } }""", "MlWorkspace { }")]
    [Skips("{ }")]
    public static Verdict OnAnomalies(Subscription subscription, Inventory<ScheduledAction> actions, AiUse use) =>
        !use.Any ? NotApplicable("The subscription has no AI services.")
        : actions.Of(subscription).FirstOrDefault(action => action.Kind.Is("InsightAlert") && action.Properties?.Status.Is("Enabled") is true) is { } alert ? Pass($"{alert.Identity.Name} looks for anomalies.")
        : Fail("No enabled alert looks for anomalies.");

    private static Verdict Alerts(CognitiveAccount account, Inventory<AccountDeployment> deployments, Inventory<MetricAlert> alerts, string[] metrics, string what)
    {
        if (!account.HasModels || deployments.Of(account).Count == 0)
        {
            return NotApplicable("The account has no deployments.");
        }
        var found = alerts.All.FirstOrDefault(alert => alert.Properties is { } set && set.Enabled is not false && set.Actions is { Count: > 0 }
            && set.Scopes?.Any(scope => IsIn(account.Identity.Id, scope)) is true
            && set.Criteria?.AllOf?.Any(criterion => criterion.MetricName.Is(metrics)) is true);
        return found is not null ? Pass($"{found.Identity.Name} watches {what}.") : Fail($"No alert that tells anybody watches {what}.");
    }

    private static bool IsIn(string id, string scope) =>
        scope.TrimEnd('/') is { Length: > 0 } whole && (id.Is(whole) || id.StartsWith(whole + "/", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Operations(IReadOnlyList<ActivityCriterion>? criteria) =>
        from criterion in criteria ?? []
        from one in criterion.AnyOf ?? [criterion]
        where one.Field.Is("operationName")
        from operation in one.ContainsAny ?? (one.Value is { } only ? [only] : [])
        select operation;
}
