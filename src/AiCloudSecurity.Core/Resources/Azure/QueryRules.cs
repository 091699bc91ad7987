namespace AiCloudSecurity.Resources.Azure;

/// <summary>An alert on a query of logs.</summary>
[AzureResource("Microsoft.Insights/scheduledQueryRules", Supporting = true)]
public sealed record LogAlert : Resource
{
    /// <summary>What is set.</summary>
    public LogAlertProperties? Properties { get; init; }
}

/// <summary>What is set on an alert.</summary>
public sealed record LogAlertProperties
{
    /// <summary>Whether it watches; true without.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What is looked for.</summary>
    public LogAlertCriteria? Criteria { get; init; }

    /// <summary>Whom it tells.</summary>
    public LogAlertActions? Actions { get; init; }
}

/// <summary>What is looked for.</summary>
public sealed record LogAlertCriteria
{
    /// <summary>Queries.</summary>
    public IReadOnlyList<LogAlertCriterion>? AllOf { get; init; }
}

/// <summary>A query.</summary>
public sealed record LogAlertCriterion
{
    /// <summary>In KQL.</summary>
    public string? Query { get; init; }
}

/// <summary>Whom an alert tells.</summary>
public sealed record LogAlertActions
{
    /// <summary>Action groups.</summary>
    [Refers(typeof(ActionGroup))]
    public IReadOnlyList<string>? ActionGroups { get; init; }
}

/// <summary>A rule of Microsoft Sentinel, in a workspace that logs of AI services go to.</summary>
[AzureResource("Microsoft.SecurityInsights/alertRules", Of = typeof(LogWorkspace), ApiVersion = "2025-09-01", Path = "providers/Microsoft.SecurityInsights/alertRules", WhereUsed = true, Supporting = true,
    None = "BadRequest, NotFound, ResourceNotFound")]
public sealed record SentinelRule : Resource
{
    /// <summary>Scheduled, NRT, Fusion and others.</summary>
    public string? Kind { get; init; }

    /// <summary>What is set.</summary>
    public SentinelRuleProperties? Properties { get; init; }
}

/// <summary>What is set in a rule.</summary>
public sealed record SentinelRuleProperties
{
    /// <summary>Whether it watches.</summary>
    public bool? Enabled { get; init; }

    /// <summary>In KQL; absent where Microsoft's own model looks.</summary>
    public string? Query { get; init; }
}
