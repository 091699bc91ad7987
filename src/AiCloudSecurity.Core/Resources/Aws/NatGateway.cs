namespace AiCloudSecurity.Resources.Aws;

/// <summary>A NAT gateway, by which what has no public address reaches out.</summary>
[AwsResource("AWS::EC2::NatGateway", "ec2", List = "DescribeNatGateways", Items = "NatGateways", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{account}:natgateway/{NatGatewayId}", NameMember = "NatGatewayId", Supporting = true)]
public sealed record NatGateway : Resource
{
    /// <summary>The id.</summary>
    public string? NatGatewayId { get; init; }

    /// <summary>The subnet that it stands in; absent where it is regional.</summary>
    public string? SubnetId { get; init; }

    /// <summary>available, pending, failed, deleting or deleted.</summary>
    public string? State { get; init; }

    /// <summary>public, which is the default, or private: from one network of one's own to another.</summary>
    public string? ConnectivityType { get; init; }
}
