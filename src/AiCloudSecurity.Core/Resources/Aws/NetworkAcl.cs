namespace AiCloudSecurity.Resources.Aws;

/// <summary>A network ACL, which filters what crosses the border of subnets.</summary>
[AwsResource("AWS::EC2::NetworkAcl", "ec2", List = "DescribeNetworkAcls", Items = "NetworkAcls", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:network-acl/{NetworkAclId}", NameMember = "NetworkAclId", Supporting = true)]
public sealed record NetworkAcl : Resource
{
    /// <summary>The id.</summary>
    public string? NetworkAclId { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>The subnets that it filters for.</summary>
    public IReadOnlyList<NetworkAclAssociation>? Associations { get; init; }

    /// <summary>The rules: the first that matches, by number, decides.</summary>
    public IReadOnlyList<NetworkAclEntry>? Entries { get; init; }
}

/// <summary>A subnet that a network ACL filters for.</summary>
public sealed record NetworkAclAssociation
{
    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }
}

/// <summary>A rule of a network ACL.</summary>
public sealed record NetworkAclEntry
{
    /// <summary>Its place in the order; 32767 and above for the last one, which denies.</summary>
    public int? RuleNumber { get; init; }

    /// <summary>Whether it is about what leaves.</summary>
    public bool? Egress { get; init; }

    /// <summary>A number, as 6 for TCP; -1 for all.</summary>
    public string? Protocol { get; init; }

    /// <summary>allow or deny.</summary>
    public string? RuleAction { get; init; }

    /// <summary>Addresses of IPv4.</summary>
    public string? CidrBlock { get; init; }

    /// <summary>Addresses of IPv6.</summary>
    public string? Ipv6CidrBlock { get; init; }

    /// <summary>The ports; absent where all are meant.</summary>
    public PortRange? PortRange { get; init; }
}

/// <summary>Ports from one to another.</summary>
public sealed record PortRange
{
    /// <summary>The first.</summary>
    public int? From { get; init; }

    /// <summary>The last.</summary>
    public int? To { get; init; }
}
