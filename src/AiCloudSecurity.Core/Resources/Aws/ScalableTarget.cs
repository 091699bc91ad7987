namespace AiCloudSecurity.Resources.Aws;

/// <summary>How far auto scaling may scale a part of a SageMaker endpoint, as DescribeScalableTargets gives it.</summary>
[AwsResource("AWS::ApplicationAutoScaling::ScalableTarget", "application-autoscaling",
    List = "DescribeScalableTargets", Items = "ScalableTargets", Input = """{ "ServiceNamespace": "sagemaker", "MaxResults": 50 }""",
    Id = "{ServiceNamespace}/{ResourceId}/{ScalableDimension}", NameMember = "ResourceId", Supporting = true)]
public sealed record ScalableTarget : Resource
{
    /// <summary>As endpoint/my-endpoint/variant/my-variant.</summary>
    public string? ResourceId { get; init; }

    /// <summary>The most instances.</summary>
    public int? MaxCapacity { get; init; }
}
