using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what AI services cost.</summary>
internal static class SpendChecks
{
    [Check("AWS-MON-025", Severity.Medium, "Unusual costs of AI services are noticed and told to somebody",
        Risk = "Stolen access to models costs money for weeks before a budget for the month is exceeded.",
        Advice = "Create an anomaly monitor by service, and subscribe somebody to it.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/cost-management/latest/userguide/getting-started-ad.html")]
    [Command("""aws ce create-anomaly-monitor --anomaly-monitor 'MonitorName=services,MonitorType=DIMENSIONAL,MonitorDimension=SERVICE' && aws ce create-anomaly-subscription --anomaly-subscription '{"SubscriptionName":"ai","MonitorArnList":["MONITOR_ARN"],"Frequency":"DAILY","Subscribers":[{"Type":"EMAIL","Address":"EMAIL"}],"ThresholdExpression":{"Dimensions":{"Key":"ANOMALY_TOTAL_IMPACT_ABSOLUTE","MatchOptions":["GREATER_THAN_OR_EQUAL"],"Values":["100"]}}}'""")]
    [Passes("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE" }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""")]
    [Passes("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "CUSTOM", "MonitorSpecification": { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon Bedrock"] } } }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "CUSTOM", "MonitorSpecification": { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon EC2"] } } }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "TAG" }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE" }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE" }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:other"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "DIMENSIONAL", "MonitorDimension": "SERVICE" }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "a@example.com", "Type": "EMAIL", "Status": "DECLINED" }] }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""")]
    [Skips("{}")]
    [Passes("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """AnomalyMonitor { "MonitorArn": "arn:m", "MonitorType": "CUSTOM", "MonitorSpecification": { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon EC2", "Amazon Bedrock"] } } }""", """AnomalySubscription { "SubscriptionArn": "arn:s", "MonitorArnList": ["arn:m"], "Subscribers": [{ "Address": "b@example.com", "Type": "EMAIL", "Status": "DECLINED" }, { "Address": "a@example.com", "Type": "EMAIL", "Status": "CONFIRMED" }] }""", Because = "One of its services is of AI, and one of its subscribers listens.")]
    public static Verdict Anomalies(ScopeItself account, AiUsage usage, Inventory<AnomalyMonitor> monitors, Inventory<AnomalySubscription> subscriptions)
    {
        var covering = monitors.All.Where(monitor => monitor.MonitorType is "DIMENSIONAL" ? monitor.MonitorDimension is "SERVICE"
            : monitor.MonitorSpecification?.Dimensions is { Key: "SERVICE" } services && services.Values?.Any(BudgetCoverage.IsAi) is true).ToList();
        var told = subscriptions.All.Where(subscription => subscription.Subscribers?.Any(subscriber => subscriber.Status is not "DECLINED") is true)
            .SelectMany(subscription => subscription.MonitorArnList ?? []).ToHashSet(StringComparer.Ordinal);
        return covering.Find(monitor => told.Contains(monitor.Identity.Id)) is { } heard ? Pass($"The monitor {heard.Identity.Name} watches {(usage.Any ? "what AI services cost" : "what services cost")}, and somebody is told.")
            : !usage.Any ? NotApplicable("No AI service is used.")
            : covering.Count > 0 ? Fail($"The monitor {covering[0].Identity.Name} watches what AI services cost, and nobody is told.")
            : Fail("No anomaly monitor watches what AI services cost.");
    }

    [Check("AWS-MON-026", Severity.Info, "What AI services cost within 30 days is within a budget",
        Risk = "Without the figures nobody knows what a limit should be, or that it was passed.",
        Advice = "Compare the costs with what was planned, and set a budget by them; asking for them costs 0.01 USD.",
        Tip = Tip.Budget, Remedy = Remedy.None, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/cost-management/latest/userguide/ce-api.html")]
    [Command("aws ce get-cost-and-usage --time-period 'Start=FIRST_DAY,End=LAST_DAY' --granularity DAILY --metrics UnblendedCost --group-by 'Type=DIMENSION,Key=SERVICE'")]
    [Passes("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon Bedrock"], "Metrics": { "UnblendedCost": { "Amount": "60.5", "Unit": "USD" } } }, { "Keys": ["Amazon SageMaker"], "Metrics": { "UnblendedCost": { "Amount": "30", "Unit": "USD" } } }, { "Keys": ["Amazon EC2"], "Metrics": { "UnblendedCost": { "Amount": "900", "Unit": "USD" } } }] }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100", "Unit": "USD" } }""")]
    [Fails("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon Bedrock"], "Metrics": { "UnblendedCost": { "Amount": "60.5", "Unit": "USD" } } }, { "Keys": ["Claude 3.5 Sonnet (Amazon Bedrock Edition)"], "Metrics": { "UnblendedCost": { "Amount": "39.6", "Unit": "USD" } } }] }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100", "Unit": "USD" } }""")]
    [Fails("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon SageMaker"], "Metrics": { "UnblendedCost": { "Amount": "30", "Unit": "USD" } } }] }""", Because = "There is no budget.")]
    [Fails("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon SageMaker"], "Metrics": { "UnblendedCost": { "Amount": "30", "Unit": "USD" } } }] }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] }, "BudgetLimit": { "Amount": "100" } }""")]
    [Fails("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon SageMaker"], "Metrics": { "UnblendedCost": { "Amount": "30", "Unit": "USD" } } }] }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "TimePeriod": { "End": "2026-10-01T00:00:00Z" }, "BudgetLimit": { "Amount": "100" } }""")]
    [Skips("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon EC2"], "Metrics": { "UnblendedCost": { "Amount": "900", "Unit": "USD" } } }, { "Keys": ["Amazon Bedrock"], "Metrics": { "UnblendedCost": { "Amount": "0", "Unit": "USD" } } }] }""")]
    [Skips("{}")]
    [Passes("{}", """MonthlySpend { "TimePeriod": { "Start": "2026-10-02" }, "Groups": [{ "Keys": ["Amazon Bedrock"], "Metrics": { "UnblendedCost": { "Amount": "70", "Unit": "USD" } } }, { "Keys": ["Amazon SageMaker"], "Metrics": { "UnblendedCost": { "Amount": "30", "Unit": "USD" } } }, { "Keys": ["Amazon EC2"], "Metrics": { "UnblendedCost": { "Amount": "900", "Unit": "USD" } } }] }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100", "Unit": "USD" } }""", Because = "It is the limit to the cent.")]
    public static Verdict Spend(ScopeItself account, Inventory<MonthlySpend> spend, Inventory<Budget> budgets, Scope scope, DateTimeOffset now)
    {
        var costs = (from month in spend.All
                     from item in month.Groups ?? []
                     let service = item.Keys is [var name, ..] ? name : ""
                     where BudgetCoverage.IsAi(service)
                     group decimal.TryParse(item.Metrics?.GetValueOrDefault("UnblendedCost")?.Amount, System.Globalization.CultureInfo.InvariantCulture, out var amount) ? amount : 0 by service into each
                     let total = each.Sum()
                     where total > 0
                     orderby total descending
                     select (Service: each.Key, Total: total)).ToList();
        if (costs.Count == 0)
        {
            return NotApplicable("AI services cost nothing within 30 days.");
        }
        var sum = costs.Sum(cost => cost.Total);
        var figures = $"{sum:0.##} USD within 30 days: {string.Join(", ", costs.Select(cost => $"{cost.Service} {cost.Total:0.##}"))}.";
        return budgets.All.Where(budget => BudgetCoverage.IsSome(budget, scope.Id) && BudgetCoverage.IsActive(budget, now)).Select(budget => budget.BudgetLimit?.Value).OfType<decimal>().ToList() is not { Count: > 0 } limits
            ? Fail($"{figures} No budget of costs looks at it.")
            : sum <= limits.Max() ? Pass($"{figures} The budget is {limits.Max():0.##}.")
            : Fail($"{figures} The largest budget is {limits.Max():0.##}.");
    }
}
