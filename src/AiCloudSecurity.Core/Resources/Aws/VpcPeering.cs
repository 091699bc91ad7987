namespace AiCloudSecurity.Resources.Aws;

/// <summary>Two VPCs that are joined, of which one may be another account's.</summary>
[AwsResource("AWS::EC2::VPCPeeringConnection", "ec2", List = "DescribeVpcPeeringConnections", Items = "VpcPeeringConnections", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{account}:vpc-peering-connection/{VpcPeeringConnectionId}", NameMember = "VpcPeeringConnectionId", Supporting = true)]
public sealed record VpcPeering : Resource
{
    /// <summary>The id.</summary>
    public string? VpcPeeringConnectionId { get; init; }

    /// <summary>Whether it carries traffic.</summary>
    public PeeringStatus? Status { get; init; }

    /// <summary>The VPC that asked for it.</summary>
    public PeeredVpc? RequesterVpcInfo { get; init; }

    /// <summary>The VPC that accepted it.</summary>
    public PeeredVpc? AccepterVpcInfo { get; init; }

    /// <summary>The VPC on the other side.</summary>
    public PeeredVpc? Beyond(string? vpcId) => RequesterVpcInfo?.VpcId == vpcId ? AccepterVpcInfo : RequesterVpcInfo;
}

/// <summary>How a peering is.</summary>
public sealed record PeeringStatus
{
    /// <summary>active, pending-acceptance, rejected and others.</summary>
    public string? Code { get; init; }
}

/// <summary>One side of a peering.</summary>
public sealed record PeeredVpc
{
    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>Its account.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Its region.</summary>
    public string? Region { get; init; }
}
