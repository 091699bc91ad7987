using System.Globalization;
using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>The budgets of the account that pays which look at a project's AI.</summary>
internal sealed class AiBudgets(Inventory<Budget> budgets, Scope scope, DateTimeOffset now)
{
    // Vertex AI and the Gemini API in the price list.
    private static readonly string[] s_services = ["services/C7E2-9256-1C43", "services/AEFD-7695-64FA"];

    /// <summary>Those that do.</summary>
    public IReadOnlyList<Budget> Covering => [.. budgets.All.Where(Covers)];

    /// <summary>How many there are in all.</summary>
    public int Count => budgets.All.Count;

    private bool Covers(Budget budget) => budget.BudgetFilter is not { } filter
        || (filter.Projects is not { Count: > 0 } projects || projects.Contains($"projects/{scope.Number}") || projects.Contains($"projects/{scope.Id}"))
        && (filter.ResourceAncestors is not { Count: > 0 } above || above.Any(node => Hierarchy.Holds(scope, node)))
        && (filter.Services is not { Count: > 0 } services || services.Any(service => s_services.Contains(service)))
        && filter.Labels is not { Count: > 0 } && filter.Subaccounts is not { Count: > 0 }
        && !(Day(filter.CustomPeriod?.StartDate) > now) && !(Day(filter.CustomPeriod?.EndDate)?.AddDays(1) <= now);

    private static DateTimeOffset? Day(BudgetDate? date) =>
        date is not null && DateTimeOffset.TryParse($"{date.Year:0000}-{date.Month:00}-{date.Day:00}", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day : null;
}

/// <summary>Checks on budgets and quotas that guard against denial of wallet.</summary>
internal static class BudgetChecks
{
    private const string Guide = "https://cloud.google.com/billing/docs/how-to/budgets";
    private const string NoBudget = "No budget covers AI, which GCP-MON-016 says.";
    private const string Vertex = "aiplatform.googleapis.com";
    private const string Gemini = "generativelanguage.googleapis.com";
    private const string UsesGemini = """EnabledService { "name": "projects/1/services/generativelanguage.googleapis.com", "state": "ENABLED" }""";
    private const string Called = "PublisherModel { }";
    private static readonly string[] s_limited = [Vertex, Gemini];

    [Check("GCP-MON-016", Severity.High, "A budget covers the cost of AI",
        Risk = "A stolen key or a loop spends without anybody being told.",
        Advice = "Create a budget for the project, for all services or for Vertex AI.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Guide)]
    [Command("gcloud billing budgets create --billing-account BILLING_ACCOUNT --display-name ai --budget-amount 1000 --filter-projects projects/{Scope} --credit-types-treatment exclude-all-credits --threshold-rule percent=0.8 --threshold-rule 'percent=1.0,basis=forecasted-spend' --notifications-rule-pubsub-topic projects/{Scope}/topics/TOPIC")]
    [Passes("{ }", AiUse.Vertex, "Budget { }")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "projects": [ "projects/123456789012" ], "services": [ "services/C7E2-9256-1C43" ] } }""")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "resourceAncestors": [ "folders/2" ] } }""")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "customPeriod": { "startDate": { "year": 2026, "month": 1, "day": 1 }, "endDate": { "year": 2026, "month": 12, "day": 31 } } } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "projects": [ "projects/999" ] } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "resourceAncestors": [ "folders/22" ] } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "services": [ "services/6F81-5844-456A" ] } }""", Because = "That is Compute Engine.")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "labels": { "team": [ "web" ] } } }""", Because = "What has not that label is left out.")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "subaccounts": [ "billingAccounts/2" ] } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "customPeriod": { "startDate": { "year": 2025, "month": 1, "day": 1 }, "endDate": { "year": 2025, "month": 12, "day": 31 } } } }""", Because = "It has ended.")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "customPeriod": { "startDate": { "year": 2027, "month": 1, "day": 1 } } } }""", Because = "It has not begun.")]
    [Fails("{ }", AiUse.Vertex)]
    [Skips("{ }", AiUse.Vertex, """ProjectBilling { "billingEnabled": false }""", Because = "Nobody pays, so nothing can be spent.")]
    [Fails("{ }", AiUse.Vertex, """ProjectBilling { "billingAccountName": "billingAccounts/0", "billingEnabled": true }""")]
    [Skips("{ }", "Budget { }")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "services": [ "services/AEFD-7695-64FA" ] } }""", Because = "That is the Gemini API.")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "resourceAncestors": [ "folders/22", "folders/2" ], "services": [ "services/6F81-5844-456A", "services/C7E2-9256-1C43" ] } }""", Because = "One of each is enough.")]
    public static Verdict Budgeted(Project project, AiBudgets budgets, Inventory<ProjectBilling> billing, AiUse use)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None)
            : billing.All is [{ BillingEnabled: false }] ? NotApplicable("No billing account pays for the project.")
            : budgets.Covering is [{ } budget, ..] ? Pass($"The budget {budget.Identity.Name} covers it.")
            : Fail(budgets.Count == 0 ? "The account that pays has no budget." : $"None of {budgets.Count} budgets covers the project's AI.");
    }

    [Check("GCP-MON-017", Severity.High, "Budgets that cover AI tell somebody",
        Risk = "The budget is passed, and nobody reads of it before the invoice.",
        Advice = "Give the budget thresholds, and recipients, a channel or a topic.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Guide)]
    [Command("gcloud billing budgets update BUDGET_ID --billing-account BILLING_ACCOUNT --add-threshold-rule percent=0.8 --notifications-rule-monitoring-notification-channels NOTIFICATION_CHANNEL")]
    [Passes("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5 } ] }""", Because = "Administrators of the account are told unless that is off.")]
    [Passes("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5 } ], "notificationsRule": { "disableDefaultIamRecipients": true, "pubsubTopic": "projects/p/topics/t" } }""")]
    [Passes("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5 } ], "notificationsRule": { "disableDefaultIamRecipients": true, "monitoringNotificationChannels": [ "projects/p/notificationChannels/1" ] } }""")]
    [Passes("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5 } ], "notificationsRule": { "disableDefaultIamRecipients": true, "enableProjectLevelRecipients": true } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5 } ], "notificationsRule": { "disableDefaultIamRecipients": true } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/p/topics/t" } }""", Because = "Without a threshold nothing is sent.")]
    [Skips("{ }", AiUse.Vertex)]
    [Skips("{ }", "Budget { }")]
    public static Verdict Tells(Project project, AiBudgets budgets, AiUse use)
    {
        _ = project;
        return Judge(budgets, use, budget => budget.ThresholdRules is not { Count: > 0 } ? "has no threshold"
            : budget.NotificationsRule is { DisableDefaultIamRecipients: true, EnableProjectLevelRecipients: false } rule && rule.MonitoringNotificationChannels is not { Count: > 0 } && string.IsNullOrEmpty(rule.PubsubTopic) ? "tells nobody" : null, "tells somebody");
    }

    [Check("GCP-MON-018", Severity.Medium, "Budgets that cover AI warn early",
        Risk = "The first word comes when most of the money is gone.",
        Advice = "Add a threshold at 80 per cent or less, and one for the forecast.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Guide)]
    [Command("gcloud billing budgets update BUDGET_ID --billing-account BILLING_ACCOUNT --add-threshold-rule percent=0.8 --add-threshold-rule 'percent=1.0,basis=forecasted-spend'")]
    [Passes("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.8 }, { "thresholdPercent": 1, "spendBasis": "FORECASTED_SPEND" } ] }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.5, "spendBasis": "CURRENT_SPEND" } ] }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "thresholdRules": [ { "thresholdPercent": 0.9 }, { "thresholdPercent": 1, "spendBasis": "FORECASTED_SPEND" } ] }""")]
    [Skips("{ }", AiUse.Vertex)]
    [Skips("{ }", "Budget { }")]
    public static Verdict WarnsEarly(Project project, AiBudgets budgets, AiUse use)
    {
        _ = project;
        return Judge(budgets, use, budget => !(budget.ThresholdRules ?? []).Any(rule => rule.SpendBasis is "FORECASTED_SPEND") ? "has no threshold for the forecast"
            : budget.ThresholdRules!.Min(rule => rule.ThresholdPercent ?? 0) > 0.8 ? "warns above 80 per cent only" : null, "warns early");
    }

    [Check("GCP-MON-019", Severity.Medium, "Budgets that cover AI count what credits hide",
        Risk = "Credits keep the sum at zero while they burn, and the invoice comes at once when they are used up.",
        Advice = "Exclude all credits from the budget.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Guide)]
    [Command("gcloud billing budgets update BUDGET_ID --billing-account BILLING_ACCOUNT --credit-types-treatment exclude-all-credits")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "creditTypesTreatment": "EXCLUDE_ALL_CREDITS" } }""")]
    [Passes("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "creditTypesTreatment": "INCLUDE_SPECIFIED_CREDITS" } }""", Because = "Somebody has chosen which.")]
    [Fails("{ }", AiUse.Vertex, """Budget { "budgetFilter": { "creditTypesTreatment": "INCLUDE_ALL_CREDITS" } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { }""", Because = "All are included by default.")]
    [Skips("{ }", AiUse.Vertex)]
    [Skips("{ }", "Budget { }")]
    public static Verdict CountsCredits(Project project, AiBudgets budgets, AiUse use)
    {
        _ = project;
        return Judge(budgets, use, budget => budget.BudgetFilter?.CreditTypesTreatment is "EXCLUDE_ALL_CREDITS" or "INCLUDE_SPECIFIED_CREDITS" ? null : "counts credits as money that was not spent", "counts what credits hide");
    }

    [Check("GCP-MON-020", Severity.Low, "A budget that covers AI sets something in motion",
        Risk = "At night nobody reads the mail, and the loop goes on until morning.",
        Advice = "Send the budget's notifications to a topic that something reads.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = "https://cloud.google.com/billing/docs/how-to/budgets-programmatic-notifications")]
    [Command("gcloud billing budgets update BUDGET_ID --billing-account BILLING_ACCOUNT --notifications-rule-pubsub-topic projects/{Scope}/topics/TOPIC")]
    [Passes("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/ai-project/topics/spend" } }""", """PubSubSubscription { "topic": "projects/ai-project/topics/spend" }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/ai-project/topics/spend" } }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/ai-project/topics/spend" } }""", """PubSubSubscription { "topic": "projects/ai-project/topics/spend", "detached": true }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/ai-project/topics/spend" } }""", """PubSubSubscription { "topic": "projects/ai-project/topics/other" }""")]
    [Fails("{ }", AiUse.Vertex, """Budget { }""")]
    [CannotSay("{ }", AiUse.Vertex, """Budget { "notificationsRule": { "pubsubTopic": "projects/billing/topics/spend" } }""", Because = "Who reads a topic of another project is not seen.")]
    [Skips("{ }", AiUse.Vertex)]
    [Skips("{ }", "Budget { }")]
    public static Verdict SetsInMotion(Project project, AiBudgets budgets, AiUse use, Inventory<PubSubSubscription> subscriptions, Scope scope)
    {
        _ = project;
        return Judge(budgets, use, budget => budget.NotificationsRule?.PubsubTopic is not { Length: > 0 } topic ? "sends to no topic"
            : subscriptions.All.Any(reader => !reader.Detached && reader.Topic is { } read && GcpIdentity.Relative(read, scope) == GcpIdentity.Relative(topic, scope)) ? null
            : GcpIdentity.ProjectOf(topic, scope) == scope.Id ? "sends to a topic that nobody reads"
            : throw new UnseenException($"Who reads {topic} is not seen: it lies in another project."), "sets something in motion");
    }

    [Check("GCP-MON-021", Severity.Medium, "A quota of the customer's own limits calls of models",
        Risk = "Google's quotas are far above what the project needs, and whoever has a key may use all of it.",
        Advice = "Lower the quotas of requests and tokens to what the project needs: Set-AiBudgetAlert -MaxRequestsPerMinute lowers those of requests, and Undo-AiRepair gives them back.",
        Tip = Tip.InferenceGateway | Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0034", Link = "https://cloud.google.com/docs/quotas/view-manage")]
    [Command("gcloud beta quotas info list --service aiplatform.googleapis.com --project {Scope} && gcloud beta quotas preferences create --service aiplatform.googleapis.com --quota-id QUOTA_ID --preferred-value 100 --dimensions region=REGION --project {Scope}")]
    [Passes("{ }", AiUse.Vertex, """QuotaPreference { "service": "aiplatform.googleapis.com", "quotaConfig": { "preferredValue": "60" } }""")]
    [Fails("{ }", AiUse.Vertex, Called, """QuotaPreference { "service": "aiplatform.googleapis.com", "quotaConfig": { "preferredValue": "-1" } }""", Because = "That is no limit.")]
    [Fails("{ }", AiUse.Vertex, Called, """QuotaPreference { "service": "compute.googleapis.com", "quotaConfig": { "preferredValue": "60" } }""")]
    [Fails("{ }", AiUse.Vertex, Called, """EnabledService { "name": "projects/1/services/generativelanguage.googleapis.com", "state": "ENABLED" }""", """QuotaPreference { "service": "aiplatform.googleapis.com", "quotaConfig": { "preferredValue": "60" } }""", Because = "The other has none.")]
    [Fails("{ }", AiUse.Vertex, Called)]
    [Skips("{ }")]
    [Passes("{ }", AiUse.Vertex, """QuotaPreference { "service": "aiplatform.googleapis.com", "quotaConfig": { "preferredValue": "0" } }""", Because = "Nothing at all is a limit, too.")]
    [Passes("{ }", AiUse.Vertex, """VertexQuota { "metric": "aiplatform.googleapis.com/online_prediction_requests_per_base_model", "consumerQuotaLimits": [ { "quotaBuckets": [ { }, { "consumerOverride": { "overrideValue": "60" } } ] } ] }""", Because = "The project limits itself.")]
    [Passes("{ }", AiUse.Vertex, """VertexQuota { "metric": "aiplatform.googleapis.com/generate_content_input_tokens_per_minute_per_base_model", "consumerQuotaLimits": [ { "quotaBuckets": [ { "consumerOverride": { } } ] } ] }""", Because = "Google leaves 0 out.")]
    [Fails("{ }", AiUse.Vertex, Called, """VertexQuota { "metric": "aiplatform.googleapis.com/online_prediction_requests_per_base_model", "consumerQuotaLimits": [ { "quotaBuckets": [ { "consumerOverride": { "overrideValue": "-1" } } ] } ] }""", Because = "That is no limit.")]
    [Fails("{ }", AiUse.Vertex, Called, """VertexQuota { "metric": "aiplatform.googleapis.com/online_prediction_requests_per_base_model", "consumerQuotaLimits": [ { "quotaBuckets": [ { } ] } ] }""", Because = "Google's own limit holds.")]
    [Fails("{ }", AiUse.Vertex, Called, """VertexQuota { "metric": "aiplatform.googleapis.com/custom_model_training_cpus", "consumerQuotaLimits": [ { "quotaBuckets": [ { "consumerOverride": { "overrideValue": "60" } } ] } ] }""", Because = "That is no call of a model.")]
    [Fails("{ }", AiUse.Vertex, Called, """GeminiQuota { "metric": "generativelanguage.googleapis.com/generate_content_requests", "consumerQuotaLimits": [ { "quotaBuckets": [ { "consumerOverride": { "overrideValue": "60" } } ] } ] }""", Because = "That is the other service.")]
    [Passes("{ }", UsesGemini, """GeminiQuota { "metric": "generativelanguage.googleapis.com/generate_content_requests", "consumerQuotaLimits": [ { "quotaBuckets": [ { "consumerOverride": { "overrideValue": "60" } } ] } ] }""")]
    [Fails("{ }", UsesGemini, Because = "It is asked for whether or not a model of Vertex AI was called.")]
    [CannotSay("{ }", AiUse.Vertex, Because = "What the project limits is not asked where no model was called.")]
    public static Verdict HasQuota(Project project, Inventory<QuotaPreference> quotas, Inventory<VertexQuota> vertex, Inventory<GeminiQuota> gemini, Inventory<PublisherModel> called, AiUse use)
    {
        _ = project;
        var used = s_limited.Where(use.Uses).ToList();
        var open = used.Where(service => !quotas.Known.Any(quota => quota.Service == service && quota.QuotaConfig?.PreferredValue >= 0)
            && !(service == Vertex ? vertex.Known.Any(quota => quota.IsLimit) : gemini.Known.Any(quota => quota.IsLimit))).ToList();
        if (used.Count == 0)
        {
            return NotApplicable("Neither Vertex AI nor the Gemini API is enabled in the project.");
        }
        if (open.Count == 0)
        {
            return Pass($"Quotas were chosen for {string.Join(" and ", used)}.");
        }
        // That there is none only who has seen all of them can say. Those of Vertex AI are asked for where models are called.
        _ = quotas.All;
        var seen = open.Where(service => service == Vertex ? vertex.All.Count > 0 || called.All.Count > 0 : gemini.All.Count >= 0).ToList();
        return seen.Count > 0 ? Fail($"No quota was chosen for {string.Join(" and ", seen)}: Google's own holds.")
            : Unknown("No quota was chosen in Cloud Quotas. No model of Vertex AI was called in the last month, so whether the project limits itself was not asked.");
    }

    // One that does it is enough; else each says what it lacks.
    private static Verdict Judge(AiBudgets budgets, AiUse use, Func<Budget, string?> lacks, string good)
    {
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        var covering = budgets.Covering.Select(budget => (budget.Identity.Name, Lacks: lacks(budget))).ToList();
        return covering.Count == 0 ? NotApplicable(NoBudget)
            : covering.Find(budget => budget.Lacks is null) is { Name: { } name } ? Pass($"The budget {name} {good}.")
            : Fail($"{string.Join("; ", covering.Select(budget => $"{budget.Name} {budget.Lacks}"))}.");
    }
}
