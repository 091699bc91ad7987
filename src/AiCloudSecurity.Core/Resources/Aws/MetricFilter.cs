namespace AiCloudSecurity.Resources.Aws;

/// <summary>A filter that counts log lines, as DescribeMetricFilters gives it.</summary>
[AwsResource("AWS::Logs::MetricFilter", "logs", List = "DescribeMetricFilters", Items = "metricFilters", Input = """{ "limit": 50 }""",
    Id = "arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}:metric-filter:{filterName}", NameMember = "filterName", Supporting = true)]
public sealed record MetricFilter : Resource
{
    /// <summary>Which lines it counts.</summary>
    public string? FilterPattern { get; init; }

    /// <summary>The metrics that it counts into.</summary>
    public IReadOnlyList<MetricTransformation>? MetricTransformations { get; init; }
}

/// <summary>A metric that a filter counts into.</summary>
public sealed record MetricTransformation
{
    /// <summary>The name.</summary>
    public string? MetricName { get; init; }

    /// <summary>The namespace.</summary>
    public string? MetricNamespace { get; init; }
}
