using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on budgets that guard against denial of wallet.</summary>
internal static class BudgetChecks
{
    private const string Link = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-managing-costs.html";
    private const decimal Margin = 3;

    [Check("AWS-MON-021", Severity.High, "A cost budget covers the AI services",
        Risk = "Whoever gets at a key spends your money on models, and the bill at the month's end is the first to tell.",
        Advice = "Create a cost budget for the AI services or for the account as a whole.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0048.000", Link = Link)]
    [Command("""aws budgets create-budget --account-id {Scope} --budget '{"BudgetName":"ai","BudgetType":"COST","TimeUnit":"MONTHLY","BudgetLimit":{"Amount":"1000","Unit":"USD"},"CostFilters":{"Service":["Amazon Bedrock","Amazon SageMaker"]}}' --notifications-with-subscribers '[{"Notification":{"NotificationType":"FORECASTED","ComparisonOperator":"GREATER_THAN","Threshold":80,"ThresholdType":"PERCENTAGE"},"Subscribers":[{"SubscriptionType":"EMAIL","Address":"EMAIL"}]}]'""")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST" }""", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", Because = "Without a filter it looks at everything.")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon Bedrock", "Amazon EC2"] } }""")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "LinkedAccount": ["111122223333"] } }""")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "And": [{ "Dimensions": { "Key": "SERVICE", "Values": ["Amazon SageMaker"] } }, { "Not": { "Dimensions": { "Key": "LINKED_ACCOUNT", "Values": ["444455556666"] } } }] } }""")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "Or": [{ "Dimensions": { "Key": "SERVICE", "Values": ["Amazon S3"] } }, { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon Comprehend"] } }] } }""")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "HealthStatus": { "Status": "HEALTHY" }, "TimePeriod": { "Start": "2026-01-01T00:00:00Z", "End": "2087-06-15T00:00:00Z" } }""")]
    [Passes("{}", """Budget { "BudgetName": "c", "BudgetType": "COST", "FilterExpression": { "Dimensions": { "Key": "RECORD_TYPE", "Values": ["Usage"] } } }""",
        Because = "Usage is all that AI services cost.")]
    [Passes("{}", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "Not": { "Dimensions": { "Key": "RECORD_TYPE", "Values": ["Credit", "Refund"] } } } }""",
        Because = "The console makes such a filter when credits are left out.")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "RecordType": ["Tax"] } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "Dimensions": { "Key": "LINKED_ACCOUNT", "Values": ["111122223333"], "MatchOptions": ["STARTS_WITH"] } } }""",
        Because = "What matches by part may be less than it seems.")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "USAGE" }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon Bedrock"], "Region": ["eu-west-1"] } }""",
        Because = "A thief takes another region.")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "LinkedAccount": ["444455556666"] } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "Not": { "Dimensions": { "Key": "SERVICE", "Values": ["Amazon Bedrock"] } } } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "FilterExpression": { "Tags": { "Key": "team", "Values": ["ml"] } } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "TimePeriod": { "End": "2026-10-01T00:00:00Z" } }""", Because = "It has ended.")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "TimePeriod": { "Start": "2027-01-01T00:00:00Z" } }""")]
    [Fails("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "HealthStatus": { "Status": "UNHEALTHY" } }""")]
    [Fails("{}", """BedrockMetric { }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon SageMaker"] } }""", Because = "It is Bedrock that is in use.")]
    [Fails("{}", """Endpoint { "EndpointArn": "arn:e" }""", """Budget { "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon Bedrock", "Amazon Polly"] } }""")]
    [Fails("{}", """Domain { "DomainArn": "arn:d" }""")]
    [Fails("{}", """Agent { "agentId": "A1" }""")]
    [Fails("{}", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("{}", """CustomModel { "modelArn": "m" }""")]
    [Fails("{}", """Flow { "arn": "f" }""", Because = "It is an AI service, of whatever kind.")]
    [Skips("{}")]
    [Passes("{}", """NotebookInstance { "NotebookInstanceArn": "arn:n" }""", """Budget { "BudgetName": "b", "BudgetType": "COST" }""", """Budget { "BudgetName": "web", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] } }""", Because = "One of two is enough.")]
    public static Verdict Exists(ScopeItself account, Inventory<Budget> budgets, BedrockUse bedrock, SageMakerUse sageMaker, AiUsage usage, Scope scope, DateTimeOffset now)
    {
        var active = budgets.All.Where(budget => BudgetCoverage.IsActive(budget, now)).ToList();
        bool IsCovered(string? service) => active.Exists(budget => BudgetCoverage.IsWhole(budget, scope.Id, service));
        List<string> uncovered = [.. !IsCovered(BudgetCoverage.Bedrock) && bedrock.Any ? [BudgetCoverage.Bedrock] : (string[])[],
            .. !IsCovered(BudgetCoverage.SageMaker) && sageMaker.Any ? [BudgetCoverage.SageMaker] : (string[])[]];
        return uncovered.Count > 0
                ? Fail($"No cost budget covers {string.Join(" and ", uncovered)}{(active.Exists(budget => BudgetCoverage.IsSome(budget, scope.Id)) ? " as a whole" : "")}.")
            : active.Find(budget => BudgetCoverage.IsWhole(budget, scope.Id)) is { } whole ? Pass($"The budget {whole.Identity.Name} covers them.")
            : usage.Any ? Fail("No cost budget covers them.")
            : NotApplicable("No AI service is in use.");
    }

    [Check("AWS-MON-022", Severity.High, "AI budget tells somebody before it is exceeded",
        Risk = "The budget is exceeded, and nobody hears of it in time.",
        Advice = "Add a notification on forecasted costs with a subscriber to the budget.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Link)]
    [Command("aws budgets create-notification --account-id {Scope} --budget-name {Name} --notification 'NotificationType=FORECASTED,ComparisonOperator=GREATER_THAN,Threshold=80,ThresholdType=PERCENTAGE' --subscribers 'SubscriptionType=EMAIL,Address=EMAIL'")]
    [Passes("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetNotification { "@Id": "n", "@Parent": "arn:aws:budgets::111122223333:budget/b", "NotificationType": "FORECASTED", "Threshold": 100 }""",
        """BudgetSubscriber { "@Parent": "n", "SubscriptionType": "EMAIL", "Address": "a@example.com" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetNotification { "@Id": "n", "@Parent": "arn:aws:budgets::111122223333:budget/b", "NotificationType": "FORECASTED", "Threshold": 100 }""",
        Because = "A notification without a subscriber tells nobody.")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetNotification { "@Id": "n", "@Parent": "arn:aws:budgets::111122223333:budget/b", "NotificationType": "ACTUAL", "Threshold": 80 }""",
        """BudgetSubscriber { "@Parent": "n", "SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:111122223333:t" }""", Because = "What is spent is spent; only a forecast tells before.", Severity = Severity.Medium)]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetNotification { "@Id": "n", "@Parent": "arn:aws:budgets::111122223333:budget/b", "NotificationType": "ACTUAL", "Threshold": 80 }""",
        """BudgetNotification { "@Id": "m", "@Parent": "arn:aws:budgets::111122223333:budget/b", "NotificationType": "FORECASTED", "Threshold": 80 }""", """BudgetSubscriber { "@Parent": "n", "SubscriptionType": "SNS", "Address": "arn:aws:sns:us-east-1:111122223333:t" }""", Severity = Severity.Medium)]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] } }""")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "USAGE" }""")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "TimePeriod": { "End": "2026-10-01T00:00:00Z" } }""")]
    public static Verdict Notifies(Budget budget, Inventory<BudgetNotification> notifications, Inventory<BudgetSubscriber> subscribers, Scope scope, DateTimeOffset now)
    {
        if (Other(budget, scope, now) is { } other)
        {
            return other;
        }
        var heard = notifications.Of(budget).Where(notification => subscribers.Of(notification).Count > 0).ToList();
        return heard.Exists(notification => notification.NotificationType is "FORECASTED") ? Pass("Somebody is told when it is forecast to be exceeded.")
            : heard.Count > 0 ? Fail("Somebody is told of what is spent, nobody of what is forecast.", Severity.Medium)
            : Fail(notifications.Of(budget).Count > 0 ? "Its notifications have no subscriber." : "It has no notification.");
    }

    [Check("AWS-MON-023", Severity.Medium, "AI budget acts by itself when it is exceeded",
        Risk = "Between the notification and the first who reads it, nothing stops the spending.",
        Advice = "Add an automatic action to the budget that takes the right to call models away.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034, AML.T0029",
        Link = "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html")]
    [Command("aws budgets create-budget-action --account-id {Scope} --budget-name {Name} --notification-type ACTUAL --action-type APPLY_IAM_POLICY --action-threshold 'ActionThresholdValue=100,ActionThresholdType=PERCENTAGE' --definition 'IamActionDefinition={PolicyArn=DENY_POLICY_ARN,Roles=[ROLE_NAME]}' --execution-role-arn ROLE_ARN --approval-model AUTOMATIC --subscribers 'SubscriptionType=EMAIL,Address=EMAIL'")]
    [Passes("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "b", "ActionType": "APPLY_IAM_POLICY", "ApprovalModel": "AUTOMATIC", "Status": "STANDBY" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "other", "ActionType": "APPLY_IAM_POLICY", "ApprovalModel": "AUTOMATIC", "Status": "STANDBY" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "b", "ActionType": "APPLY_SCP_POLICY", "ApprovalModel": "MANUAL", "Status": "STANDBY" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "b", "ActionType": "APPLY_SCP_POLICY", "ApprovalModel": "AUTOMATIC", "Status": "EXECUTION_FAILURE" }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "b", "ActionType": "RUN_SSM_DOCUMENTS", "ApprovalModel": "AUTOMATIC", "Status": "STANDBY" }""",
        Because = "It stops machines of EC2 and RDS, not models.")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] } }""")]
    [Passes("""{ "BudgetName": "b", "BudgetType": "COST" }""", """BudgetAction { "ActionId": "1", "BudgetName": "b", "ActionType": "APPLY_SCP_POLICY", "ApprovalModel": "AUTOMATIC", "Status": "STANDBY" }""")]
    public static Verdict Acts(Budget budget, ActionsByBudget actions, Scope scope, DateTimeOffset now)
    {
        if (Other(budget, scope, now) is { } other)
        {
            return other;
        }
        var own = actions.Of(budget);
        return own.Find(action => action is { ApprovalModel: "AUTOMATIC", Status: "STANDBY", ActionType: "APPLY_IAM_POLICY" or "APPLY_SCP_POLICY" }) is { } ready
                ? Pass($"Its action {ready.ActionType} waits to be triggered.")
            : own is [var idle, ..] ? Fail($"Its action {idle.ActionType} is {idle.ApprovalModel} and {idle.Status}.")
            : Fail("It has no action.");
    }

    [Check("AWS-MON-024", Severity.Medium, "AI budget's limit is near what is spent and not exceeded",
        Risk = "A limit far above what is spent lets a thief spend the difference unseen.",
        Advice = "Set the limit to at most three times what is forecast.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034", Link = Link)]
    [Command("aws budgets describe-budget --account-id {Scope} --budget-name {Name} && aws budgets update-budget --account-id {Scope} --new-budget file://budget.json")]
    [Passes("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "300", "Unit": "USD" }, "CalculatedSpend": { "ActualSpend": { "Amount": "40" }, "ForecastedSpend": { "Amount": "100" } } }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "301" }, "CalculatedSpend": { "ActualSpend": { "Amount": "40" }, "ForecastedSpend": { "Amount": "100" } } }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100" }, "CalculatedSpend": { "ActualSpend": { "Amount": "100.0" }, "ForecastedSpend": { "Amount": "120" } } }""")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST", "PlannedBudgetLimits": { "1790812800": { "Amount": "1000" }, "1793491200": { "Amount": "10" }, "1796083200": { "Amount": "2000" } }, "CalculatedSpend": { "ActualSpend": { "Amount": "20" } } }""",
        Because = "The limit of this month counts.")]
    [CannotSay("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100" }, "CalculatedSpend": { "ActualSpend": { "Amount": "10" } } }""", Because = "AWS has too little to go by for a forecast.")]
    [CannotSay("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "much" }, "CalculatedSpend": { "ActualSpend": { "Amount": "10" }, "ForecastedSpend": { "Amount": "100" } } }""")]
    [CannotSay("""{ "BudgetName": "b", "BudgetType": "COST", "CalculatedSpend": { "ActualSpend": { "Amount": "10" }, "ForecastedSpend": { "Amount": "100" } } }""")]
    [CannotSay("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100" } }""")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "100" }, "CalculatedSpend": { "ActualSpend": { "Amount": "0" }, "ForecastedSpend": { "Amount": "0.0" } } }""")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "CostFilters": { "Service": ["Amazon EC2"] }, "BudgetLimit": { "Amount": "301" }, "CalculatedSpend": { "ActualSpend": { "Amount": "40" }, "ForecastedSpend": { "Amount": "100" } } }""")]
    [Skips("""{ "BudgetName": "b", "BudgetType": "COST", "BudgetLimit": { "Amount": "0" }, "CalculatedSpend": { "ActualSpend": { "Amount": "0" }, "ForecastedSpend": { "Amount": "0" } } }""", Because = "Nothing of nothing is spent.")]
    [Fails("""{ "BudgetName": "b", "BudgetType": "COST", "PlannedBudgetLimits": { "1790812800": { "Amount": "1000" }, "1793534400": { "Amount": "10" } }, "CalculatedSpend": { "ActualSpend": { "Amount": "20" } } }""", Because = "The limit of 10 begins this second.")]
    public static Verdict Limit(Budget budget, Scope scope, DateTimeOffset now)
    {
        if (Other(budget, scope, now) is { } other)
        {
            return other;
        }
        if (LimitAt(budget, now) is not { } limit || budget.CalculatedSpend?.ActualSpend?.Value is not { } spent)
        {
            return Unknown("AWS does not say its limit and what is spent.");
        }
        return (spent >= limit, budget.CalculatedSpend.ForecastedSpend?.Value) switch
        {
            (true, _) when spent > 0 => Fail($"{spent} of {limit} is spent already."),
            (_, null) => Unknown("AWS gives no forecast yet."),
            (_, 0) => NotApplicable("Nothing is spent."),
            (_, { } forecast) when limit > Margin * forecast => Fail($"Its limit is {limit}, {limit / forecast:0.#} times what is forecast."),
            (_, { } forecast) => Pass($"Its limit is {limit}, and {forecast} is forecast."),
        };
    }

    private static decimal? LimitAt(Budget budget, DateTimeOffset now) =>
        budget.PlannedBudgetLimits is { Count: > 0 } planned
            ? planned.Where(limit => long.TryParse(limit.Key, out var start) && start <= now.ToUnixTimeSeconds()).OrderBy(limit => long.Parse(limit.Key, System.Globalization.CultureInfo.InvariantCulture)).LastOrDefault().Value?.Value
            : budget.BudgetLimit?.Value;

    private static Verdict? Other(Budget budget, Scope scope, DateTimeOffset now) =>
        !BudgetCoverage.IsSome(budget, scope.Id) ? NotApplicable("It is not about what AI services cost.")
        : !BudgetCoverage.IsActive(budget, now) ? NotApplicable("It has ended, has not begun, or is not computed.")
        : null;

    /// <summary>The actions of each budget.</summary>
    internal sealed class ActionsByBudget(Inventory<BudgetAction> actions)
    {
        private ILookup<string, BudgetAction>? _byBudget;

        public List<BudgetAction> Of(Budget budget) =>
            [.. (_byBudget ??= actions.All.ToLookup(action => action.BudgetName ?? "", StringComparer.Ordinal))[budget.Identity.Name]];
    }
}
