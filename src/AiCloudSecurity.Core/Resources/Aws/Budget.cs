using System.Globalization;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>An AWS budget, as DescribeBudgets gives it.</summary>
[AwsResource("AWS::Budgets::Budget", "budgets",
    List = "DescribeBudgets", Items = "Budgets", Input = """{ "AccountId": "{account}", "ShowFilterExpression": true, "MaxResults": 1000 }""",
    Id = "arn:{partition}:budgets::{account}:budget/{BudgetName}", NameMember = "BudgetName", Global = true)]
public sealed record Budget : Resource
{
    /// <summary>The name.</summary>
    public string? BudgetName { get; init; }

    /// <summary>COST, USAGE and others.</summary>
    public string? BudgetType { get; init; }

    /// <summary>The limit; absent where limits are planned period by period.</summary>
    public Spend? BudgetLimit { get; init; }

    /// <summary>Limits by the start of their period, in seconds since 1970.</summary>
    public IReadOnlyDictionary<string, Spend>? PlannedBudgetLimits { get; init; }

    /// <summary>What it looks at, by name of the filter (Service, Region, LinkedAccount...); empty for everything.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? CostFilters { get; init; }

    /// <summary>What it looks at, as an expression; absent where <see cref="CostFilters"/> says it.</summary>
    public BudgetFilter? FilterExpression { get; init; }

    /// <summary>Which kinds of cost count.</summary>
    public BudgetCostTypes? CostTypes { get; init; }

    /// <summary>What has been spent and will be.</summary>
    public CalculatedSpend? CalculatedSpend { get; init; }

    /// <summary>When it begins and ends.</summary>
    public BudgetPeriod? TimePeriod { get; init; }

    /// <summary>Whether it can be computed.</summary>
    public BudgetHealth? HealthStatus { get; init; }
}

/// <summary>Which kinds of cost count.</summary>
public sealed record BudgetCostTypes
{
    /// <summary>Whether credits are taken off.</summary>
    public bool? IncludeCredit { get; init; }
}

/// <summary>An amount of money.</summary>
public sealed record Spend
{
    /// <summary>The amount, as text.</summary>
    public string? Amount { get; init; }

    /// <summary>As USD.</summary>
    public string? Unit { get; init; }

    /// <summary>The amount; null where it is no number.</summary>
    [JsonIgnore]
    public decimal? Value => decimal.TryParse(Amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>What has been spent and will be.</summary>
public sealed record CalculatedSpend
{
    /// <summary>In this period, up to now.</summary>
    public Spend? ActualSpend { get; init; }

    /// <summary>In the whole of this period; absent while there is too little to go by.</summary>
    public Spend? ForecastedSpend { get; init; }
}

/// <summary>When a budget begins and ends.</summary>
public sealed record BudgetPeriod
{
    /// <summary>The first moment.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>The last moment; far away where it has no end.</summary>
    public DateTimeOffset? End { get; init; }
}

/// <summary>Whether a budget can be computed.</summary>
public sealed record BudgetHealth
{
    /// <summary>HEALTHY or UNHEALTHY.</summary>
    public string? Status { get; init; }
}

/// <summary>A filter of costs: one of its members is set.</summary>
public sealed record BudgetFilter
{
    /// <summary>One of them holds.</summary>
    public IReadOnlyList<BudgetFilter>? Or { get; init; }

    /// <summary>All of them hold.</summary>
    public IReadOnlyList<BudgetFilter>? And { get; init; }

    /// <summary>It does not hold.</summary>
    public BudgetFilter? Not { get; init; }

    /// <summary>A dimension has one of the values.</summary>
    public BudgetFilterValues? Dimensions { get; init; }

    /// <summary>A tag has one of the values.</summary>
    public BudgetFilterValues? Tags { get; init; }

    /// <summary>A cost category has one of the values.</summary>
    public BudgetFilterValues? CostCategories { get; init; }
}

/// <summary>A name and the values that it may have.</summary>
public sealed record BudgetFilterValues
{
    /// <summary>As SERVICE, LINKED_ACCOUNT, REGION, RECORD_TYPE.</summary>
    public string? Key { get; init; }

    /// <summary>The values.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>How they are compared; EQUALS without.</summary>
    public IReadOnlyList<string>? MatchOptions { get; init; }
}
