using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A CloudWatch anomaly detector, as DescribeAnomalyDetectors gives it; it has no name of its own.</summary>
[AwsResource("AWS::CloudWatch::AnomalyDetector", "cloudwatch",
    List = "DescribeAnomalyDetectors", Items = "AnomalyDetectors", Input = """{ "AnomalyDetectorTypes": ["SINGLE_METRIC", "METRIC_MATH"] }""",
    Id = "arn:{partition}:cloudwatch:{region}:{account}:anomaly-detector/{SingleMetricAnomalyDetector.Namespace}/{SingleMetricAnomalyDetector.MetricName}/{SingleMetricAnomalyDetector.Stat}",
    NameMember = "SingleMetricAnomalyDetector.MetricName", Supporting = true)]
public sealed record AnomalyDetector : Resource
{
    /// <summary>The metric, in its former place.</summary>
    public string? Namespace { get; init; }

    /// <summary>The metric, in its former place.</summary>
    public string? MetricName { get; init; }

    /// <summary>The metric; absent where it computes from several.</summary>
    public Metric? SingleMetricAnomalyDetector { get; init; }

    /// <summary>What it computes from.</summary>
    public MetricMathDetector? MetricMathAnomalyDetector { get; init; }

    /// <summary>The metrics that it looks at.</summary>
    [JsonIgnore]
    public IEnumerable<Metric> Watched =>
        (MetricMathAnomalyDetector?.MetricDataQueries ?? []).Select(query => query.MetricStat?.Metric)
            .Append(SingleMetricAnomalyDetector).OfType<Metric>()
            .Append(new Metric { Namespace = Namespace, MetricName = MetricName });
}

/// <summary>Several metrics that a detector computes from.</summary>
public sealed record MetricMathDetector
{
    /// <summary>The terms.</summary>
    public IReadOnlyList<MetricQuery>? MetricDataQueries { get; init; }
}
