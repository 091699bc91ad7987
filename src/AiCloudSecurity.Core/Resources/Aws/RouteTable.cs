namespace AiCloudSecurity.Resources.Aws;

/// <summary>A route table of a VPC.</summary>
[AwsResource("AWS::EC2::RouteTable", "ec2", List = "DescribeRouteTables", Items = "RouteTables", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:ec2:{region}:{OwnerId}:route-table/{RouteTableId}", NameMember = "RouteTableId", Supporting = true)]
public sealed record RouteTable : Resource
{
    /// <summary>The id.</summary>
    public string? RouteTableId { get; init; }

    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }

    /// <summary>What it routes for.</summary>
    public IReadOnlyList<RouteTableAssociation>? Associations { get; init; }

    /// <summary>The routes.</summary>
    public IReadOnlyList<Route>? Routes { get; init; }
}

/// <summary>What a route table routes for.</summary>
public sealed record RouteTableAssociation
{
    /// <summary>Whether it is for all subnets of the VPC that have no table of their own.</summary>
    public bool? Main { get; init; }

    /// <summary>The subnet; absent for the main table and for gateways.</summary>
    public string? SubnetId { get; init; }
}

/// <summary>A route.</summary>
public sealed record Route
{
    /// <summary>Addresses of IPv4, as 0.0.0.0/0.</summary>
    public string? DestinationCidrBlock { get; init; }

    /// <summary>Addresses of IPv6, as ::/0.</summary>
    public string? DestinationIpv6CidrBlock { get; init; }

    /// <summary>The gateway: igw- for the internet, vgw-, local.</summary>
    public string? GatewayId { get; init; }

    /// <summary>active, blackhole or filtered.</summary>
    public string? State { get; init; }
}
