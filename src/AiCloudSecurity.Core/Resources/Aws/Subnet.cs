namespace AiCloudSecurity.Resources.Aws;

/// <summary>A subnet, of the account or shared with it.</summary>
[AwsResource("AWS::EC2::Subnet", "ec2", List = "DescribeSubnets", Items = "Subnets", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:subnet/{SubnetId}", NameMember = "SubnetId", Supporting = true)]
public sealed record Subnet : Resource
{
    /// <summary>The id.</summary>
    public string? SubnetId { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>Its addresses of IPv4.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Its addresses of IPv6.</summary>
    public IReadOnlyList<VpcCidrBlock>? Ipv6CidrBlockAssociationSet { get; init; }

    /// <summary>Whether what starts in it gets a public address.</summary>
    public bool? MapPublicIpOnLaunch { get; init; }

    /// <summary>What VPC block public access does to it.</summary>
    public BlockPublicAccessStates? BlockPublicAccessStates { get; init; }
}

/// <summary>What VPC block public access does to a subnet.</summary>
public sealed record BlockPublicAccessStates
{
    /// <summary>off, block-bidirectional or block-ingress.</summary>
    public string? InternetGatewayBlockMode { get; init; }
}
