namespace AiCloudSecurity.Resources.Azure;

/// <summary>A budget of a subscription.</summary>
[AzureResource("Microsoft.Consumption/budgets", Of = typeof(Subscription), ApiVersion = "2024-08-01", Path = "providers/Microsoft.Consumption/budgets", Supporting = true)]
public sealed record Budget : Resource
{
    /// <summary>What is set.</summary>
    public BudgetProperties? Properties { get; init; }
}

/// <summary>What is set on a budget.</summary>
public sealed record BudgetProperties
{
    /// <summary>Cost, or what else is counted.</summary>
    public string? Category { get; init; }

    /// <summary>The limit, in the subscription's currency.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What is spent in this period.</summary>
    public BudgetSpend? CurrentSpend { get; init; }

    /// <summary>What is forecast for this period.</summary>
    public BudgetSpend? ForecastSpend { get; init; }

    /// <summary>From when to when it holds.</summary>
    public BudgetPeriod? TimePeriod { get; init; }

    /// <summary>What it counts; all cost without.</summary>
    public BudgetFilter? Filter { get; init; }

    /// <summary>Who is told at which threshold, by name.</summary>
    public IReadOnlyDictionary<string, BudgetNotification>? Notifications { get; init; }
}

/// <summary>An amount that was or will be spent.</summary>
public sealed record BudgetSpend
{
    /// <summary>How much.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The currency.</summary>
    public string? Unit { get; init; }
}

/// <summary>From when to when a budget holds.</summary>
public sealed record BudgetPeriod
{
    /// <summary>The first day.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>The last day.</summary>
    public DateTimeOffset? EndDate { get; init; }
}

/// <summary>What a budget counts.</summary>
public sealed record BudgetFilter
{
    /// <summary>All of these must hold.</summary>
    public IReadOnlyList<BudgetFilterPart>? And { get; init; }

    /// <summary>A dimension.</summary>
    public BudgetDimension? Dimensions { get; init; }

    /// <summary>A tag.</summary>
    public BudgetDimension? Tags { get; init; }
}

/// <summary>A part of a filter.</summary>
public sealed record BudgetFilterPart
{
    /// <summary>A dimension.</summary>
    public BudgetDimension? Dimensions { get; init; }

    /// <summary>A tag.</summary>
    public BudgetDimension? Tags { get; init; }
}

/// <summary>Values of a dimension or tag.</summary>
public sealed record BudgetDimension
{
    /// <summary>As ServiceName, MeterCategory, ResourceGroupName; the tag's name.</summary>
    public string? Name { get; init; }

    /// <summary>The values that count.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>Who is told at which threshold.</summary>
public sealed record BudgetNotification
{
    /// <summary>Whether anybody is told.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Per cent of the amount.</summary>
    public decimal? Threshold { get; init; }

    /// <summary>Actual (the default) or Forecasted.</summary>
    public string? ThresholdType { get; init; }

    /// <summary>E-mail addresses.</summary>
    public IReadOnlyList<string>? ContactEmails { get; init; }

    /// <summary>Action groups.</summary>
    [Refers(typeof(ActionGroup))]
    public IReadOnlyList<string>? ContactGroups { get; init; }

    /// <summary>Roles, as Owner.</summary>
    public IReadOnlyList<string>? ContactRoles { get; init; }
}
