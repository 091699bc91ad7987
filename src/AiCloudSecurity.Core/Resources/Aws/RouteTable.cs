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

    /// <summary>The gateway by which traffic comes in that it routes; absent for subnets.</summary>
    public string? GatewayId { get; init; }
}

/// <summary>A route.</summary>
public sealed record Route
{
    /// <summary>Addresses of IPv4, as 0.0.0.0/0.</summary>
    public string? DestinationCidrBlock { get; init; }

    /// <summary>Addresses of IPv6, as ::/0.</summary>
    public string? DestinationIpv6CidrBlock { get; init; }

    /// <summary>A list of addresses, as pl-1.</summary>
    public string? DestinationPrefixListId { get; init; }

    /// <summary>The gateway: igw- for the internet, vgw-, vpce-, local.</summary>
    public string? GatewayId { get; init; }

    /// <summary>A NAT gateway.</summary>
    public string? NatGatewayId { get; init; }

    /// <summary>A gateway through which IPv6 only leaves.</summary>
    public string? EgressOnlyInternetGatewayId { get; init; }

    /// <summary>A peering with another VPC.</summary>
    public string? VpcPeeringConnectionId { get; init; }

    /// <summary>A transit gateway.</summary>
    public string? TransitGatewayId { get; init; }

    /// <summary>A network interface, as of an appliance.</summary>
    public string? NetworkInterfaceId { get; init; }

    /// <summary>The gateway of an Outpost.</summary>
    public string? LocalGatewayId { get; init; }

    /// <summary>The gateway of a carrier.</summary>
    public string? CarrierGatewayId { get; init; }

    /// <summary>A network of Cloud WAN.</summary>
    public string? CoreNetworkArn { get; init; }

    /// <summary>EnableVgwRoutePropagation where a VPN told it; such a route yields to one that somebody made.</summary>
    public string? Origin { get; init; }

    /// <summary>Where it leads, whatever kind that is.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Target => NatGatewayId ?? EgressOnlyInternetGatewayId ?? VpcPeeringConnectionId ?? TransitGatewayId ?? LocalGatewayId ?? CarrierGatewayId ?? CoreNetworkArn
        ?? GatewayId ?? NetworkInterfaceId ?? "";

    /// <summary>active, blackhole or filtered.</summary>
    public string? State { get; init; }
}
