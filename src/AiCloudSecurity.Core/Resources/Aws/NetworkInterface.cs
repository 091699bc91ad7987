namespace AiCloudSecurity.Resources.Aws;

/// <summary>A network interface in a VPC.</summary>
[AwsResource("AWS::EC2::NetworkInterface", "ec2", List = "DescribeNetworkInterfaces", Items = "NetworkInterfaces", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:network-interface/{NetworkInterfaceId}", NameMember = "NetworkInterfaceId", Supporting = true)]
public sealed record NetworkInterface : Resource
{
    /// <summary>The id.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The subnet.</summary>
    public string? SubnetId { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<InterfaceGroup>? Groups { get; init; }

    /// <summary>Its private addresses of IPv4.</summary>
    public IReadOnlyList<InterfaceAddress>? PrivateIpAddresses { get; init; }

    /// <summary>Its addresses of IPv6.</summary>
    public IReadOnlyList<InterfaceIpv6Address>? Ipv6Addresses { get; init; }

    /// <summary>Whether it has a public address of IPv4.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsPublic => PrivateIpAddresses?.Any(address => address.Association?.PublicIp is not null) is true;
}

/// <summary>A security group of an interface.</summary>
public sealed record InterfaceGroup
{
    /// <summary>The id.</summary>
    public string? GroupId { get; init; }
}

/// <summary>A private address of an interface.</summary>
public sealed record InterfaceAddress
{
    /// <summary>The address.</summary>
    public string? PrivateIpAddress { get; init; }

    /// <summary>The public address that leads to it; absent where none does.</summary>
    public AddressAssociation? Association { get; init; }
}

/// <summary>A public address that leads to a private one.</summary>
public sealed record AddressAssociation
{
    /// <summary>The public address.</summary>
    public string? PublicIp { get; init; }
}

/// <summary>An address of IPv6 of an interface.</summary>
public sealed record InterfaceIpv6Address
{
    /// <summary>The address.</summary>
    public string? Ipv6Address { get; init; }
}
