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
public sealed record LoadBalancer : Resource
{
    /// <summary>internet-facing or internal.</summary>
    public string? Scheme { get; init; }

    /// <summary>application, network or gateway.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("Type")]
    public string? Kind { get; init; }

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Where its interfaces are.</summary>
    public IReadOnlyList<BalancerZone>? AvailabilityZones { get; init; }
}

/// <summary>A zone in which a load balancer has an interface.</summary>
public sealed record BalancerZone
{
    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }
}
