namespace AiCloudSecurity.Resources.Aws;

/// <summary>When a budget tells somebody, as DescribeNotificationsForBudget gives it.</summary>
[AwsResource("AWS::Budgets::Notification", "budgets",
    List = "DescribeNotificationsForBudget", Items = "Notifications", Key = "BudgetName", Input = """{ "AccountId": "{account}" }""",
    Bulk = "DescribeBudgetNotificationsForAccount", BulkInput = """{ "AccountId": "{account}", "MaxResults": 1000 }""", BulkItems = "BudgetNotificationsForAccount",
    Id = "{parent}/notification/{NotificationType}/{ComparisonOperator}/{Threshold}/{ThresholdType}", NameMember = "{NotificationType} {Threshold}",
    None = "NotFoundException", Of = typeof(Budget), Global = true)]
public sealed record BudgetNotification : Resource
{
    /// <summary>ACTUAL or FORECASTED.</summary>
    public string? NotificationType { get; init; }

    /// <summary>The number at which it tells.</summary>
    public double? Threshold { get; init; }
}

/// <summary>Whom a notification tells, as DescribeSubscribersForNotification gives it.</summary>
[AwsResource("AWS::Budgets::Subscriber", "budgets",
    List = "DescribeSubscribersForNotification", Items = "Subscribers", Key = "BudgetName,Notification=.", Input = """{ "AccountId": "{account}" }""",
    Id = "{parent}/subscriber/{SubscriptionType}/{Address}", NameMember = "Address",
    None = "NotFoundException", Of = typeof(BudgetNotification), Global = true)]
public sealed record BudgetSubscriber : Resource
{
    /// <summary>EMAIL or SNS.</summary>
    public string? SubscriptionType { get; init; }

    /// <summary>The e-mail address or the ARN of the topic.</summary>
    public string? Address { get; init; }
}
