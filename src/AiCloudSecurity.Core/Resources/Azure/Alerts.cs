using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>An alert on a metric.</summary>
[AzureResource("Microsoft.Insights/metricAlerts", Supporting = true)]
public sealed record MetricAlert : Resource
{
    /// <summary>What is set.</summary>
    public MetricAlertProperties? Properties { get; init; }
}

/// <summary>What is set on an alert.</summary>
public sealed record MetricAlertProperties
{
    /// <summary>Whether it watches; true without.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What it watches: resources, groups or the subscription.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What it looks for.</summary>
    public MetricCriteria? Criteria { get; init; }

    /// <summary>Whom it tells.</summary>
    public IReadOnlyList<AlertAction>? Actions { get; init; }
}

/// <summary>What an alert looks for.</summary>
public sealed record MetricCriteria
{
    /// <summary>Metrics.</summary>
    public IReadOnlyList<MetricCriterion>? AllOf { get; init; }
}

/// <summary>A metric that is looked at.</summary>
public sealed record MetricCriterion
{
    /// <summary>As TokenTransaction.</summary>
    public string? MetricName { get; init; }
}

/// <summary>Whom an alert tells.</summary>
public sealed record AlertAction
{
    /// <summary>An action group.</summary>
    [Refers(typeof(ActionGroup))]
    public string? ActionGroupId { get; init; }
}

/// <summary>An alert on the activity log.</summary>
[AzureResource("Microsoft.Insights/activityLogAlerts", Supporting = true)]
public sealed record ActivityLogAlert : Resource
{
    /// <summary>What is set.</summary>
    public ActivityLogAlertProperties? Properties { get; init; }
}

/// <summary>What is set on an alert.</summary>
public sealed record ActivityLogAlertProperties
{
    /// <summary>Whether it watches; true without.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What it watches.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What it looks for.</summary>
    public ActivityCondition? Condition { get; init; }

    /// <summary>Whom it tells.</summary>
    public ActivityActions? Actions { get; init; }
}

/// <summary>What an alert looks for.</summary>
public sealed record ActivityCondition
{
    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<ActivityCriterion>? AllOf { get; init; }
}

/// <summary>A field of the activity log.</summary>
public sealed record ActivityCriterion
{
    /// <summary>As operationName.</summary>
    public string? Field { get; init; }

    /// <summary>The value that it must have.</summary>
    [JsonPropertyName("equals")]
    public string? Value { get; init; }

    /// <summary>Values of which it must have one.</summary>
    public IReadOnlyList<string>? ContainsAny { get; init; }

    /// <summary>One of these must hold.</summary>
    public IReadOnlyList<ActivityCriterion>? AnyOf { get; init; }
}

/// <summary>Whom an alert tells.</summary>
public sealed record ActivityActions
{
    /// <summary>Action groups.</summary>
    public IReadOnlyList<AlertAction>? ActionGroups { get; init; }
}

/// <summary>Who is told of alerts.</summary>
[AzureResource("Microsoft.Insights/actionGroups", Supporting = true)]
public sealed record ActionGroup : Resource
{
    /// <summary>What is set.</summary>
    public ActionGroupProperties? Properties { get; init; }
}

/// <summary>What is set on an action group. Addresses of hooks hold secrets.</summary>
public sealed record ActionGroupProperties
{
    /// <summary>Whether anybody is told.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Mail.</summary>
    public IReadOnlyList<Receiver>? EmailReceivers { get; init; }

    /// <summary>Text messages.</summary>
    public IReadOnlyList<Receiver>? SmsReceivers { get; init; }

    /// <summary>Calls.</summary>
    public IReadOnlyList<Receiver>? VoiceReceivers { get; init; }

    /// <summary>The app of Azure.</summary>
    public IReadOnlyList<Receiver>? AzureAppPushReceivers { get; init; }

    /// <summary>Holders of a role.</summary>
    public IReadOnlyList<Receiver>? ArmRoleReceivers { get; init; }

    /// <summary>Hooks.</summary>
    public IReadOnlyList<Receiver>? WebhookReceivers { get; init; }

    /// <summary>Tickets.</summary>
    public IReadOnlyList<Receiver>? ItsmReceivers { get; init; }

    /// <summary>Runbooks.</summary>
    public IReadOnlyList<Receiver>? AutomationRunbookReceivers { get; init; }

    /// <summary>Logic apps.</summary>
    public IReadOnlyList<Receiver>? LogicAppReceivers { get; init; }

    /// <summary>Functions.</summary>
    public IReadOnlyList<Receiver>? AzureFunctionReceivers { get; init; }

    /// <summary>Event hubs.</summary>
    public IReadOnlyList<Receiver>? EventHubReceivers { get; init; }
}

/// <summary>Somebody or something that is told.</summary>
public sealed record Receiver
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>An address that may hold a secret.</summary>
    [Sensitive]
    public string? ServiceUri { get; init; }

    /// <summary>An address that may hold a secret.</summary>
    [Sensitive]
    public string? CallbackUrl { get; init; }

    /// <summary>An address that may hold a secret.</summary>
    [Sensitive]
    public string? HttpTriggerUrl { get; init; }
}
