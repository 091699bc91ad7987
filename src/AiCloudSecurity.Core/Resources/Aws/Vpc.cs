namespace AiCloudSecurity.Resources.Aws;

/// <summary>A VPC.</summary>
[AwsResource("AWS::EC2::VPC", "ec2", List = "DescribeVpcs", Items = "Vpcs", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:vpc/{VpcId}", NameMember = "VpcId", Supporting = true)]
public sealed record Vpc : Resource
{
    /// <summary>The id.</summary>
    public string? VpcId { get; init; }

    /// <summary>Whether it is the one that came with the account.</summary>
    public bool? IsDefault { get; init; }

    /// <summary>Its addresses of IPv4.</summary>
    public IReadOnlyList<VpcCidrBlock>? CidrBlockAssociationSet { get; init; }

    /// <summary>Its addresses of IPv6.</summary>
    public IReadOnlyList<VpcCidrBlock>? Ipv6CidrBlockAssociationSet { get; init; }
}

/// <summary>Addresses of a VPC or subnet.</summary>
public sealed record VpcCidrBlock
{
    /// <summary>Addresses of IPv4.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Addresses of IPv6.</summary>
    public string? Ipv6CidrBlock { get; init; }

    /// <summary>Whether they are in use, of a VPC's IPv4.</summary>
    public CidrBlockState? CidrBlockState { get; init; }

    /// <summary>Whether they are in use, of IPv6.</summary>
    public CidrBlockState? Ipv6CidrBlockState { get; init; }

    /// <summary>The addresses where they are in use; null where they are not.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? InUse => (CidrBlockState ?? Ipv6CidrBlockState)?.State is null or "associated" or "associating" ? CidrBlock ?? Ipv6CidrBlock : null;
}

/// <summary>Whether addresses are in use.</summary>
public sealed record CidrBlockState
{
    /// <summary>associated, disassociated and others.</summary>
    public string? State { get; init; }
}
