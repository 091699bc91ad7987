using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Azure;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Checks on what a subscription with AI services has: budgets, and plans of Microsoft Defender.</summary>
internal static class SubscriptionChecks
{
    private const string NoAi = "The subscription has no AI services.";
    private const string Billed = "Nothing stops working, but Microsoft bills the plan, and with evidence Defender's operators see prompts.";
    private static readonly string[] s_plans = ["CloudPosture", "StorageAccounts", "KeyVaults"];
    // Dimensions that narrow a budget to some services; what else narrows it, as a group or a tag, may leave AI out.
    private static readonly string[] s_serviceDimensions = ["ServiceName", "MeterCategory", "ResourceType"];

    [Check("AZ-MON-024", Severity.High, "A budget covers the cost of AI",
        Risk = "A stolen key or a loop spends without anybody being told.",
        Advice = "Set a budget on the subscription, for all cost or for the AI services.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets")]
    [Command("""az rest --method put --url '/subscriptions/{Scope}/providers/Microsoft.Consumption/budgets/ai?api-version=2024-08-01' --body '{"properties":{"category":"Cost","amount":1000,"timeGrain":"Monthly","timePeriod":{"startDate":"FIRST_OF_MONTH"},"notifications":{"actual80":{"enabled":true,"operator":"GreaterThan","threshold":80,"thresholdType":"Actual","contactEmails":["EMAIL"]},"forecast100":{"enabled":true,"operator":"GreaterThan","threshold":100,"thresholdType":"Forecasted","contactEmails":["EMAIL"]}}}}'""")]
    [Passes("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "timePeriod": { "startDate": "2024-01-01T00:00:00Z", "endDate": "2030-01-01T00:00:00Z" } } }""", "CognitiveAccount { }")]
    [Passes("{ }", """Budget { "name": "ai", "properties": { "category": "cost", "filter": { "dimensions": { "name": "ServiceName", "values": [ "Cognitive Services" ] } } } }""", "CognitiveAccount { }")]
    [Passes("{ }", """Budget { "name": "ml", "properties": { "category": "Cost", "filter": { "and": [ { "dimensions": { "name": "MeterCategory", "values": [ "Azure Machine Learning" ] } } ] } } }""", "MlWorkspace { }")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "timePeriod": { "startDate": "2024-01-01T00:00:00Z", "endDate": "2025-01-01T00:00:00Z" } } }""", "CognitiveAccount { }", Because = "It has ended.")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "timePeriod": { "startDate": "2027-01-01T00:00:00Z" } } }""", "CognitiveAccount { }", Because = "It has not begun.")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Usage" } }""", "CognitiveAccount { }")]
    [Fails("{ }", """Budget { "name": "web", "properties": { "category": "Cost", "filter": { "dimensions": { "name": "ServiceName", "values": [ "Azure App Service" ] } } } }""", "CognitiveAccount { }")]
    [Fails("{ }", """Budget { "name": "team", "properties": { "category": "Cost", "filter": { "tags": { "name": "team", "values": [ "web" ] } } } }""", "CognitiveAccount { }", Because = "What has not that tag is left out.")]
    [Fails("{ }", "MlWorkspace { }")]
    [Skips("{ }", Because = "There is no AI service.")]
    [Passes("{ }", """Budget { "name": "ai", "properties": { "category": "Cost", "filter": { "dimensions": { "name": "ResourceType", "values": [ "microsoft.storage/storageaccounts", "microsoft.cognitiveservices/accounts" ] } } } }""", "CognitiveAccount { }")]
    [Passes("{ }", """Budget { "name": "ai", "properties": { "category": "Cost", "filter": { "dimensions": { "name": "ServiceName", "values": [ "EACH" ] } } } }""", "CognitiveAccount { }", Each = ["Azure OpenAI", "Foundry Tools", "microsoft.machinelearningservices/workspaces"])]
    [Passes("{ }", """Budget { "name": "ai", "properties": { "category": "Cost", "timePeriod": { "EACH": "2026-11-01T12:00:00Z" } } }""", "CognitiveAccount { }", Each = ["startDate", "endDate"], Because = "It begins or ends this second.")]
    public static Verdict Budgeted(Subscription subscription, Inventory<Budget> budgets, AiUse use, DateTimeOffset now)
    {
        if (!use.Any)
        {
            return NotApplicable(NoAi);
        }
        var all = budgets.Of(subscription);
        return all.FirstOrDefault(budget => Covers(budget, now)) is { } covering ? Pass($"The budget {covering.Identity.Name} covers it.")
            : Fail(all.Count == 0 ? "The subscription has no budget." : $"None of {all.Count} budgets is in force for cost and covers the AI services.");
    }

    [Check("AZ-MON-025", Severity.High, "Budgets that cover AI tell somebody in time",
        Risk = "The budget is passed, and nobody reads of it before the invoice.",
        Advice = "Add notifications for actual cost at 100 per cent or less and for the forecast, to somebody who reads them.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets")]
    [Command("""az rest --method get --url '/subscriptions/{Scope}/providers/Microsoft.Consumption/budgets?api-version=2024-08-01' && az rest --method put --url '/subscriptions/{Scope}/providers/Microsoft.Consumption/budgets/ai?api-version=2024-08-01' --body '{"properties":{"category":"Cost","amount":1000,"timeGrain":"Monthly","timePeriod":{"startDate":"FIRST_OF_MONTH"},"notifications":{"actual80":{"enabled":true,"operator":"GreaterThan","threshold":80,"thresholdType":"Actual","contactEmails":["EMAIL"]},"forecast100":{"enabled":true,"operator":"GreaterThan","threshold":100,"thresholdType":"Forecasted","contactEmails":["EMAIL"]}}}}'""")]
    [Passes("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactEmails": [ "o@example.com" ] }, "f": { "enabled": true, "threshold": 110, "thresholdType": "Forecasted", "contactGroups": [ "/subscriptions/s/ag" ] } } } }""", "CognitiveAccount { }")]
    [Passes("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 100, "thresholdType": "actual", "contactRoles": [ "Owner" ] }, "f": { "enabled": true, "threshold": 100, "thresholdType": "forecasted", "contactRoles": [ "Owner" ] } } } }""", "CognitiveAccount { }")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 101, "contactEmails": [ "o@example.com" ] }, "f": { "enabled": true, "threshold": 100, "thresholdType": "Forecasted", "contactEmails": [ "o@example.com" ] } } } }""", "CognitiveAccount { }", Because = "101 per cent is too late.")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactEmails": [ "o@example.com" ] } } } }""", "CognitiveAccount { }")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactEmails": [] }, "f": { "enabled": true, "threshold": 100, "thresholdType": "Forecasted", "contactEmails": [ "o@example.com" ] } } } }""", "CognitiveAccount { }", Because = "Nobody is told.")]
    [Fails("{ }", """Budget { "name": "all", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactEmails": [ "o@example.com" ] }, "f": { "enabled": false, "threshold": 100, "thresholdType": "Forecasted", "contactEmails": [ "o@example.com" ] } } } }""", "CognitiveAccount { }")]
    [Skips("{ }", "CognitiveAccount { }", Because = "There is no budget, which AZ-MON-024 says.")]
    [Skips("{ }")]
    [Skips("{ }", """Budget { "name": "ai", "properties": { "category": "Cost", "notifications": { "a": { "enabled": true, "threshold": 80, "contactEmails": [ "o@example.com" ] }, "f": { "enabled": true, "threshold": 100, "thresholdType": "Forecasted", "contactEmails": [ "o@example.com" ] } } } }""")]
    [Skips("{ }", """Budget { "name": "all", "properties": { "category": "Usage" } }""", "CognitiveAccount { }", Because = "It is no budget of cost.")]
    public static Verdict Notified(Subscription subscription, Inventory<Budget> budgets, AiUse use, DateTimeOffset now)
    {
        if (!use.Any)
        {
            return NotApplicable(NoAi);
        }
        var covering = budgets.Of(subscription).Where(budget => Covers(budget, now)).ToList();
        if (covering.Count == 0)
        {
            return NotApplicable("No budget covers the AI services.");
        }
        return covering.FirstOrDefault(budget => Tells(budget, forecast: false) && Tells(budget, forecast: true)) is { } telling
            ? Pass($"The budget {telling.Identity.Name} tells somebody of actual and of forecast cost.")
            : Fail(string.Join(' ', covering.Select(budget => $"The budget {budget.Identity.Name} tells nobody of {(Tells(budget, forecast: false) ? "a forecast" : "actual cost at 100 per cent or less")}.")));
    }

    [Check("AZ-MON-017", Severity.High, "Defender for AI services is on, with evidence of prompts",
        Risk = "Jailbreaks, stolen keys and theft of data by prompts raise no alert.",
        Advice = "Switch the plan for AI services on, with user prompt evidence.",
        Tip = Tip.TheftSignature, Remedy = Remedy.Safe, Owasp = "LLM01, LLM10", Atlas = "AML.T0024, AML.T0051",
        Link = "https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection")]
    [Passes("{ }", """SecurityPricing { "name": "AI", "properties": { "pricingTier": "Standard", "extensions": [ { "name": "AIPromptEvidence", "isEnabled": "true" } ] } }""", "CognitiveAccount { }")]
    [Fails("{ }", """SecurityPricing { "name": "AI", "properties": { "pricingTier": "Free", "extensions": [ { "name": "AIPromptEvidence", "isEnabled": "True" } ] } }""", "CognitiveAccount { }")]
    [Fails("{ }", """SecurityPricing { "name": "AI", "properties": { "pricingTier": "Standard", "extensions": [ { "name": "AIPromptEvidence", "isEnabled": "False" } ] } }""", "CognitiveAccount { }")]
    [Fails("{ }", """SecurityPricing { "name": "StorageAccounts", "properties": { "pricingTier": "Standard" } }""", "MlWorkspace { }")]
    [Skips("{ }")]
    [Passes("{ }", """SecurityPricing { "name": "AI", "properties": { "pricingTier": "Standard", "extensions": [ { "name": "Other", "isEnabled": "False" }, { "name": "AIPromptEvidence", "isEnabled": "True" } ] } }""", "CognitiveAccount { }")]
    public static Verdict DefenderForAi(Subscription subscription, Inventory<SecurityPricing> plans, AiUse use)
    {
        _ = subscription;
        if (!use.Any)
        {
            return NotApplicable(NoAi);
        }
        return PlanOf(plans, "AI") is not { Properties: { } plan } || !plan.PricingTier.Is("Standard") ? Fail("The plan for AI services is off.")
            : plan.Extensions?.Any(extension => extension.Name.Is("AIPromptEvidence") && extension.IsEnabled.Is("True")) is true ? Pass("The plan for AI services is on, with evidence of prompts.")
            : Fail("The plan for AI services is on, but alerts come without the prompt.");
    }

    [Repair("AZ-MON-017", "azure/security/DefenderPlan")]
    internal static IEnumerable<Wish> DefendAi(Subscription subscription) =>
        [MonitorSettings.DefenderPlan.Wish(subscription, $"{subscription.Identity.Id}/providers/Microsoft.Security/pricings/AI", state =>
        {
            state ??= [];
            state["properties.pricingTier"] = "Standard";
            var extensions = state["properties.extensions"]?.DeepClone() as JsonArray ?? [];
            var evidence = extensions.OfType<JsonObject>().FirstOrDefault(extension => extension.Text("name").Equals("AIPromptEvidence", StringComparison.OrdinalIgnoreCase));
            if (evidence is null)
            {
                extensions.Add(evidence = new() { ["name"] = "AIPromptEvidence" });
            }
            evidence["isEnabled"] = "True";
            state["properties.extensions"] = extensions;
            return state;
        }, Billed)];

    [Check("AZ-MON-019", Severity.Medium, "Defender's plans for what AI rests on are on",
        Risk = "Attacks on the storage, the vaults and the posture of AI services raise no alert.",
        Advice = "Switch the plans for posture, storage accounts and key vaults on.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://learn.microsoft.com/azure/defender-for-cloud/defender-for-cloud-introduction")]
    [Passes("{ }", """SecurityPricing { "name": "CloudPosture", "properties": { "pricingTier": "Standard" } }""", """SecurityPricing { "name": "StorageAccounts", "properties": { "pricingTier": "standard" } }""", """SecurityPricing { "name": "KeyVaults", "properties": { "pricingTier": "Standard" } }""", "CognitiveAccount { }")]
    [Fails("{ }", """SecurityPricing { "name": "CloudPosture", "properties": { "pricingTier": "Free" } }""", """SecurityPricing { "name": "StorageAccounts", "properties": { "pricingTier": "Standard" } }""", """SecurityPricing { "name": "KeyVaults", "properties": { "pricingTier": "Standard" } }""", "CognitiveAccount { }")]
    [Fails("{ }", """SecurityPricing { "name": "CloudPosture", "properties": { "pricingTier": "Standard" } }""", """SecurityPricing { "name": "KeyVaults", "properties": { "pricingTier": "Standard" } }""", "MlWorkspace { }")]
    [Fails("{ }", """SecurityPricing { "name": "CloudPosture", "properties": { "pricingTier": "Standard" } }""", """SecurityPricing { "name": "StorageAccounts", "properties": { "pricingTier": "Standard" } }""", "MlWorkspace { }")]
    [Skips("{ }")]
    public static Verdict Defended(Subscription subscription, Inventory<SecurityPricing> plans, AiUse use)
    {
        _ = subscription;
        if (!use.Any)
        {
            return NotApplicable(NoAi);
        }
        var off = s_plans.Where(name => PlanOf(plans, name)?.Properties?.PricingTier.Is("Standard") is not true).ToList();
        return off.Count == 0 ? Pass("The plans for posture, storage and vaults are on.") : Fail($"Off: {string.Join(", ", off)}.");
    }

    [Repair("AZ-MON-019", "azure/security/DefenderPlan")]
    internal static IEnumerable<Wish> Defend(Subscription subscription, Inventory<SecurityPricing> plans) =>
        s_plans.Where(name => PlanOf(plans, name)?.Properties?.PricingTier.Is("Standard") is not true)
            .Select(name => MonitorSettings.DefenderPlan.Wish(subscription, $"{subscription.Identity.Id}/providers/Microsoft.Security/pricings/{name}", Wish.With(new() { ["properties.pricingTier"] = "Standard" }), Billed));

    private static SecurityPricing? PlanOf(Inventory<SecurityPricing> plans, string name) => plans.All.FirstOrDefault(plan => plan.Identity.Name.Is(name));

    /// <summary>Whether a budget is in force and counts the cost of AI.</summary>
    internal static bool Covers(Budget budget, DateTimeOffset now) =>
        budget.Properties is { } set && set.Category.Is("Cost")
        && !(set.TimePeriod?.StartDate > now) && !(set.TimePeriod?.EndDate < now)
        && Parts(set.Filter).All(part => part.Tags is null && (part.Dimensions is null || s_serviceDimensions.Any(name => part.Dimensions.Name.Is(name)) && part.Dimensions.Values?.Any(IsAi) is true));

    private static IEnumerable<BudgetFilterPart> Parts(BudgetFilter? filter) =>
        filter is null ? [] : (filter.And ?? []).Append(new BudgetFilterPart { Dimensions = filter.Dimensions, Tags = filter.Tags });

    // Names of services and meters; providers' names in resource types.
    private static bool IsAi(string value) =>
        value.Contains("Cognitive", StringComparison.OrdinalIgnoreCase) || value.Contains("OpenAI", StringComparison.OrdinalIgnoreCase)
        || value.Contains("Foundry", StringComparison.OrdinalIgnoreCase) || value.Contains("Machine Learning", StringComparison.OrdinalIgnoreCase) || value.Contains("MachineLearning", StringComparison.OrdinalIgnoreCase);

    private static bool Tells(Budget budget, bool forecast) => budget.Properties?.Notifications?.Values.Any(notification =>
        notification is { Enabled: true } && notification.ThresholdType.Is("Forecasted") == forecast && (forecast || notification.Threshold <= 100)
        && (notification.ContactEmails?.Count ?? 0) + (notification.ContactGroups?.Count ?? 0) + (notification.ContactRoles?.Count ?? 0) > 0) is true;
}
