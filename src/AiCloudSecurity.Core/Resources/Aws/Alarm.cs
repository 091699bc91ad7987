using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A CloudWatch metric alarm, as DescribeAlarms gives it.</summary>
[AwsResource("AWS::CloudWatch::Alarm", "cloudwatch",
    List = "DescribeAlarms", Items = "MetricAlarms", Input = """{ "AlarmTypes": ["MetricAlarm"], "MaxRecords": 100 }""",
    Id = "AlarmArn", NameMember = "AlarmName", Supporting = true)]
public sealed record Alarm : Resource
{
    /// <summary>Whether anything happens when it goes off.</summary>
    public bool? ActionsEnabled { get; init; }

    /// <summary>ARNs of what is told or done when it goes off.</summary>
    public IReadOnlyList<string>? AlarmActions { get; init; }

    /// <summary>The namespace of its metric; absent where it computes from several.</summary>
    public string? Namespace { get; init; }

    /// <summary>The name of its metric; absent where it computes from several.</summary>
    public string? MetricName { get; init; }

    /// <summary>The dimensions of its metric.</summary>
    public IReadOnlyList<MetricDimension>? Dimensions { get; init; }

    /// <summary>The metrics that it computes from.</summary>
    public IReadOnlyList<MetricQuery>? Metrics { get; init; }

    /// <summary>The metrics that it looks at, directly or by computing.</summary>
    [JsonIgnore]
    public IEnumerable<Metric> Watched =>
        (Metrics ?? []).Select(query => query.MetricStat?.Metric).OfType<Metric>()
            .Prepend(new Metric { Namespace = Namespace, MetricName = MetricName, Dimensions = Dimensions });

    /// <summary>Whether somebody hears it: not where its actions are off, absent, or only those of auto scaling.</summary>
    [JsonIgnore]
    public bool IsHeard => ActionsEnabled is true && AlarmActions?.Any(action => !action.Contains(":autoscaling:", StringComparison.Ordinal)) is true;
}

/// <summary>A metric with its dimensions.</summary>
public sealed record Metric
{
    /// <summary>As AWS/Bedrock.</summary>
    public string? Namespace { get; init; }

    /// <summary>As Invocations.</summary>
    public string? MetricName { get; init; }

    /// <summary>What it is limited to.</summary>
    public IReadOnlyList<MetricDimension>? Dimensions { get; init; }
}

/// <summary>A name and value that a metric is limited to.</summary>
public sealed record MetricDimension
{
    /// <summary>As EndpointName.</summary>
    public string? Name { get; init; }

    /// <summary>The value.</summary>
    public string? Value { get; init; }
}

/// <summary>One term of metric mathematics: a metric, or an expression over others.</summary>
public sealed record MetricQuery
{
    /// <summary>The metric; absent in an expression.</summary>
    public MetricStat? MetricStat { get; init; }
}

/// <summary>A statistic over a metric.</summary>
public sealed record MetricStat
{
    /// <summary>The metric.</summary>
    public Metric? Metric { get; init; }
}
