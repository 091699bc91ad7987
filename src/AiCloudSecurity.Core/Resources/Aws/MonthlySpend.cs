namespace AiCloudSecurity.Resources.Aws;

/// <summary>What each service cost within the last 30 days, as GetCostAndUsage gives it; AWS takes 0.01 USD for each page that it answers.</summary>
[AwsResource("AWS::CE::MonthlySpend", "ce", List = "GetCostAndUsage", Items = "ResultsByTime",
    Input = """{ "TimePeriod": { "Start": "{today-30d}", "End": "{today}" }, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"], "GroupBy": [{ "Type": "DIMENSION", "Key": "SERVICE" }] }""",
    Id = "arn:{partition}:ce::{account}:spend/{TimePeriod.Start}", NameMember = "TimePeriod.Start", Global = true, OnRequest = true)]
public sealed record MonthlySpend : Resource
{
    /// <summary>The services.</summary>
    public IReadOnlyList<SpendGroup>? Groups { get; init; }
}

/// <summary>What one service cost.</summary>
public sealed record SpendGroup
{
    /// <summary>The service, as bills name it.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>The cost, by the name of its measure.</summary>
    public IReadOnlyDictionary<string, SpendAmount>? Metrics { get; init; }
}

/// <summary>A sum of money.</summary>
public sealed record SpendAmount
{
    /// <summary>As 12.34.</summary>
    public string? Amount { get; init; }

    /// <summary>As USD.</summary>
    public string? Unit { get; init; }
}
