namespace AiCloudSecurity.Resources.Aws;

/// <summary>A monitor of Cost Anomaly Detection, as GetAnomalyMonitors gives it.</summary>
[AwsResource("AWS::CE::AnomalyMonitor", "ce", List = "GetAnomalyMonitors", Items = "AnomalyMonitors", Input = """{ "MaxResults": 100 }""",
    Id = "MonitorArn", NameMember = "MonitorName", Global = true)]
public sealed record AnomalyMonitor : Resource
{
    /// <summary>The ARN.</summary>
    public string? MonitorArn { get; init; }

    /// <summary>DIMENSIONAL or CUSTOM.</summary>
    public string? MonitorType { get; init; }

    /// <summary>SERVICE where each service is watched by itself.</summary>
    public string? MonitorDimension { get; init; }

    /// <summary>What a custom one watches.</summary>
    public BudgetFilter? MonitorSpecification { get; init; }
}

/// <summary>Who is told of anomalies, as GetAnomalySubscriptions gives it.</summary>
[AwsResource("AWS::CE::AnomalySubscription", "ce", List = "GetAnomalySubscriptions", Items = "AnomalySubscriptions", Input = """{ "MaxResults": 100 }""",
    Id = "SubscriptionArn", NameMember = "SubscriptionName", Global = true)]
public sealed record AnomalySubscription : Resource
{
    /// <summary>The monitors.</summary>
    public IReadOnlyList<string>? MonitorArnList { get; init; }

    /// <summary>Who is told.</summary>
    public IReadOnlyList<AnomalySubscriber>? Subscribers { get; init; }
}

/// <summary>Who is told of anomalies.</summary>
public sealed record AnomalySubscriber
{
    /// <summary>CONFIRMED, or DECLINED where the mail was refused.</summary>
    public string? Status { get; init; }
}
