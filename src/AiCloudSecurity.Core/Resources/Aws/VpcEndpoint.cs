using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>An endpoint of a service in a VPC.</summary>
[AwsResource("AWS::EC2::VPCEndpoint", "ec2", List = "DescribeVpcEndpoints", Items = "VpcEndpoints", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:vpc-endpoint/{VpcEndpointId}", NameMember = "VpcEndpointId", Supporting = true)]
public sealed record VpcEndpoint : Resource
{
    /// <summary>The id.</summary>
    public string? VpcEndpointId { get; init; }

    /// <summary>Interface, Gateway and others.</summary>
    public string? VpcEndpointType { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>As com.amazonaws.eu-west-1.sagemaker.api.</summary>
    public string? ServiceName { get; init; }

    /// <summary>available, pending, deleted and others.</summary>
    public string? State { get; init; }

    /// <summary>Who may do what through it; everybody everything by default.</summary>
    public PolicyDocument? PolicyDocument { get; init; }

    /// <summary>Whether the service's own name leads to it.</summary>
    public bool? PrivateDnsEnabled { get; init; }

    /// <summary>The subnets of its network interfaces.</summary>
    public IReadOnlyList<string>? SubnetIds { get; init; }

    /// <summary>The route tables in which a gateway endpoint stands.</summary>
    public IReadOnlyList<string>? RouteTableIds { get; init; }

    /// <summary>Security groups of its network interfaces.</summary>
    public IReadOnlyList<VpcEndpointGroup>? Groups { get; init; }

    /// <summary>Whether it carries traffic.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAvailable => string.Equals(State, "available", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A security group of an endpoint.</summary>
public sealed record VpcEndpointGroup
{
    /// <summary>The id.</summary>
    public string? GroupId { get; init; }
}
