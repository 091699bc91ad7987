namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a load balancer sends requests to, as DescribeTargetGroups gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::TargetGroup", "elbv2", List = "DescribeTargetGroups", Items = "TargetGroups", Input = """{ "PageSize": 400 }""",
    Id = "TargetGroupArn", NameMember = "TargetGroupName", Supporting = true)]
public sealed record TargetGroup : Resource, IPartlyRead
{
    /// <summary>instance, ip, lambda or alb.</summary>
    public string? TargetType { get; init; }

    /// <summary>The load balancers; none where it is not used.</summary>
    public IReadOnlyList<string>? LoadBalancerArns { get; init; }

    // Only functions can be told to call models.
    bool IPartlyRead.HasParts => TargetType is "lambda";
}

/// <summary>A target of a group, as DescribeTargetHealth gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::Target", "elbv2", Of = typeof(TargetGroup), List = "DescribeTargetHealth", Items = "TargetHealthDescriptions",
    Key = "TargetGroupArn", Id = "{parent}/target/{Target.Id}", NameMember = "Target.Id", Supporting = true)]
public sealed record TargetOfGroup : Resource
{
    /// <summary>The target.</summary>
    public TargetId? Target { get; init; }
}

/// <summary>A target.</summary>
public sealed record TargetId
{
    /// <summary>A function's ARN, an instance or an address.</summary>
    public string? Id { get; init; }
}

/// <summary>An application load balancer, as DescribeLoadBalancers gives it.</summary>
[AwsResource("AWS::ElasticLoadBalancingV2::LoadBalancer", "elbv2", List = "DescribeLoadBalancers", Items = "LoadBalancers", Input = """{ "PageSize": 400 }""",
    Id = "LoadBalancerArn", NameMember = "LoadBalancerName", Supporting = true)]
public sealed record LoadBalancer : Resource;
