namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// CloudWatch's count of the invocations of an endpoint's variant: CloudWatch lists a metric that somebody has written
/// to within the last two weeks, so what is not listed has stood idle.
/// </summary>
[AwsResource("AWS::SageMaker::InvocationMetric", "cloudwatch",
    List = "ListMetrics", Items = "Metrics", Input = """{ "Namespace": "AWS/SageMaker", "MetricName": "Invocations" }""",
    Id = "arn:{partition}:cloudwatch:{region}:{account}:metric/{Namespace}/{MetricName}", NameMember = "MetricName", Supporting = true)]
public sealed record SageMakerMetric : Resource
{
    /// <summary>The endpoint and its variant.</summary>
    public IReadOnlyList<MetricDimension>? Dimensions { get; init; }
}
