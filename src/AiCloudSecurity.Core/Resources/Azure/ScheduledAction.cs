namespace AiCloudSecurity.Resources.Azure;

/// <summary>What Cost Management does at times: mails a report, or looks for anomalies.</summary>
[AzureResource("Microsoft.CostManagement/scheduledActions", Of = typeof(Subscription), ApiVersion = "2025-03-01", Path = "providers/Microsoft.CostManagement/scheduledActions", Supporting = true)]
public sealed record ScheduledAction : Resource
{
    /// <summary>Email, or InsightAlert: an alert on anomalies.</summary>
    public string? Kind { get; init; }

    /// <summary>What is set.</summary>
    public ScheduledActionProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record ScheduledActionProperties
{
    /// <summary>Enabled, Disabled or Expired.</summary>
    public string? Status { get; init; }
}
