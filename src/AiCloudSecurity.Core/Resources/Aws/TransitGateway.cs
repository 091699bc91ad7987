namespace AiCloudSecurity.Resources.Aws;

/// <summary>What is attached to a transit gateway, of the account or of the gateway's.</summary>
[AwsResource("AWS::EC2::TransitGatewayAttachment", "ec2", List = "DescribeTransitGatewayAttachments", Items = "TransitGatewayAttachments", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{account}:transit-gateway-attachment/{TransitGatewayAttachmentId}", NameMember = "TransitGatewayAttachmentId", Supporting = true)]
public sealed record TransitGatewayAttachment : Resource
{
    /// <summary>The id.</summary>
    public string? TransitGatewayAttachmentId { get; init; }

    /// <summary>The gateway.</summary>
    public string? TransitGatewayId { get; init; }

    /// <summary>The account of what is attached.</summary>
    public string? ResourceOwnerId { get; init; }

    /// <summary>vpc, vpn, direct-connect-gateway, connect, peering and others.</summary>
    public string? ResourceType { get; init; }

    /// <summary>What is attached.</summary>
    public string? ResourceId { get; init; }

    /// <summary>available, or a state in which it carries nothing.</summary>
    public string? State { get; init; }

    /// <summary>The table that routes what comes from it; absent where none does.</summary>
    public TransitGatewayAssociation? Association { get; init; }
}

/// <summary>Which table routes what comes from an attachment.</summary>
public sealed record TransitGatewayAssociation
{
    /// <summary>The table.</summary>
    public string? TransitGatewayRouteTableId { get; init; }

    /// <summary>associated, or on the way there or away.</summary>
    public string? State { get; init; }
}

/// <summary>A route table of a transit gateway of the account.</summary>
[AwsResource("AWS::EC2::TransitGatewayRouteTable", "ec2", List = "DescribeTransitGatewayRouteTables", Items = "TransitGatewayRouteTables", Input = """{ "MaxResults": 1000 }""",
    Id = "arn:{partition}:ec2:{region}:{account}:transit-gateway-route-table/{TransitGatewayRouteTableId}", NameMember = "TransitGatewayRouteTableId", Supporting = true)]
public sealed record TransitGatewayRouteTable : Resource
{
    /// <summary>The id.</summary>
    public string? TransitGatewayRouteTableId { get; init; }
}

/// <summary>A route of a transit gateway, as SearchTransitGatewayRoutes gives it.</summary>
[AwsResource("AWS::EC2::TransitGatewayRoute", "ec2", Of = typeof(TransitGatewayRouteTable), List = "SearchTransitGatewayRoutes", Items = "Routes", Key = "TransitGatewayRouteTableId",
    Input = """{ "Filter": [{ "Name": "state", "Value": ["active", "blackhole"] }] }""", Id = "{parent}#{DestinationCidrBlock}", NameMember = "DestinationCidrBlock", Supporting = true)]
public sealed record TransitGatewayRoute : Resource
{
    /// <summary>For which addresses; a list's routes come one by one.</summary>
    public string? DestinationCidrBlock { get; init; }

    /// <summary>Where it leads: to several for one destination, where these balance load.</summary>
    public IReadOnlyList<TransitGatewayHop>? TransitGatewayAttachments { get; init; }

    /// <summary>static, which comes first of equal routes, or propagated.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("Type")]
    public string? Kind { get; init; }

    /// <summary>active, or blackhole.</summary>
    public string? State { get; init; }
}

/// <summary>Where a route of a transit gateway leads.</summary>
public sealed record TransitGatewayHop
{
    /// <summary>The attachment.</summary>
    public string? TransitGatewayAttachmentId { get; init; }

    /// <summary>What is attached.</summary>
    public string? ResourceId { get; init; }

    /// <summary>vpc, vpn, peering and others.</summary>
    public string? ResourceType { get; init; }
}
