namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// CloudWatch's count of a model's invocations: there is one where somebody has called the model within the last
/// two weeks, so it shows that Bedrock is in use where nothing else does.
/// </summary>
[AwsResource("AWS::CloudWatch::Metric", "cloudwatch",
    List = "ListMetrics", Items = "Metrics", Input = """{ "Namespace": "AWS/Bedrock", "MetricName": "Invocations" }""",
    Id = "arn:{partition}:cloudwatch:{region}:{account}:metric/{Namespace}/{MetricName}", NameMember = "MetricName")]
public sealed record BedrockMetric : Resource
{
    /// <summary>The model, where the count is of one.</summary>
    public IReadOnlyList<MetricDimension>? Dimensions { get; init; }
}
