namespace AiCloudSecurity.Resources.Azure;

/// <summary>A virtual network, with its subnets and peerings.</summary>
[AzureResource("Microsoft.Network/virtualNetworks", Supporting = true)]
public sealed record VirtualNetwork : Resource
{
    /// <summary>What is set.</summary>
    public VirtualNetworkProperties? Properties { get; init; }
}

/// <summary>What is set on a network.</summary>
public sealed record VirtualNetworkProperties
{
    /// <summary>Its addresses.</summary>
    public AddressSpace? AddressSpace { get; init; }

    /// <summary>Name servers of the customer's; Azure's without.</summary>
    public DhcpOptions? DhcpOptions { get; init; }

    /// <summary>Its subnets.</summary>
    public IReadOnlyList<Subnet>? Subnets { get; init; }

    /// <summary>Networks that it is joined with.</summary>
    public IReadOnlyList<VirtualNetworkPeering>? VirtualNetworkPeerings { get; init; }
}

/// <summary>Addresses of a network.</summary>
public sealed record AddressSpace
{
    /// <summary>In CIDR notation.</summary>
    public IReadOnlyList<string>? AddressPrefixes { get; init; }
}

/// <summary>Name servers of a network.</summary>
public sealed record DhcpOptions
{
    /// <summary>Addresses.</summary>
    public IReadOnlyList<string>? DnsServers { get; init; }
}

/// <summary>A subnet.</summary>
public sealed record Subnet
{
    /// <summary>Its id.</summary>
    public string? Id { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What is set.</summary>
    public SubnetProperties? Properties { get; init; }
}

/// <summary>What is set on a subnet.</summary>
public sealed record SubnetProperties
{
    /// <summary>Its addresses, where it has one range.</summary>
    public string? AddressPrefix { get; init; }

    /// <summary>Its addresses, where it has several ranges.</summary>
    public IReadOnlyList<string>? AddressPrefixes { get; init; }

    /// <summary>What filters its traffic; nothing without.</summary>
    public SecurityGroupReference? NetworkSecurityGroup { get; init; }

    /// <summary>Where its traffic goes; Azure's own routes without.</summary>
    public RouteTableReference? RouteTable { get; init; }

    /// <summary>What its traffic to the internet leaves by.</summary>
    public ArmReference? NatGateway { get; init; }

    /// <summary>Services that know its traffic as that of this subnet.</summary>
    public IReadOnlyList<ServiceEndpointOf>? ServiceEndpoints { get; init; }

    /// <summary>Private endpoints in it.</summary>
    public IReadOnlyList<ArmReference>? PrivateEndpoints { get; init; }

    /// <summary>Addresses of network interfaces in it.</summary>
    public IReadOnlyList<ArmReference>? IpConfigurations { get; init; }

    /// <summary>The service that it is given to.</summary>
    public IReadOnlyList<SubnetDelegation>? Delegations { get; init; }

    /// <summary>Disabled (the default), where the security group does not filter traffic to private endpoints; Enabled, NetworkSecurityGroupEnabled or RouteTableEnabled.</summary>
    public string? PrivateEndpointNetworkPolicies { get; init; }

    /// <summary>Whether machines without any way out get one of Azure's; true without.</summary>
    public bool? DefaultOutboundAccess { get; init; }
}

/// <summary>A security group by its id.</summary>
public sealed record SecurityGroupReference
{
    /// <summary>The id.</summary>
    [Refers(typeof(NetworkSecurityGroup))]
    public string? Id { get; init; }
}

/// <summary>A route table by its id.</summary>
public sealed record RouteTableReference
{
    /// <summary>The id.</summary>
    [Refers(typeof(RouteTable))]
    public string? Id { get; init; }
}

/// <summary>A subnet by its id. What it refers to is its network.</summary>
public sealed record SubnetReference
{
    /// <summary>The subnet's id.</summary>
    [Refers(typeof(VirtualNetwork))]
    public string? Id { get; init; }
}

/// <summary>A service that knows a subnet's traffic.</summary>
public sealed record ServiceEndpointOf
{
    /// <summary>As Microsoft.CognitiveServices.</summary>
    public string? Service { get; init; }

    /// <summary>In which regions.</summary>
    public IReadOnlyList<string>? Locations { get; init; }
}

/// <summary>Whom a subnet is given to.</summary>
public sealed record SubnetDelegation
{
    /// <summary>What is set.</summary>
    public SubnetDelegationProperties? Properties { get; init; }
}

/// <summary>Whom a subnet is given to.</summary>
public sealed record SubnetDelegationProperties
{
    /// <summary>As Microsoft.App/environments.</summary>
    public string? ServiceName { get; init; }
}

/// <summary>A network that a network is joined with.</summary>
public sealed record VirtualNetworkPeering
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What is set.</summary>
    public VirtualNetworkPeeringProperties? Properties { get; init; }
}

/// <summary>What is set on a peering.</summary>
public sealed record VirtualNetworkPeeringProperties
{
    /// <summary>The other network.</summary>
    public ArmReference? RemoteVirtualNetwork { get; init; }

    /// <summary>Connected, where both sides have agreed.</summary>
    public string? PeeringState { get; init; }

    /// <summary>Whether the networks reach each other; true without.</summary>
    public bool? AllowVirtualNetworkAccess { get; init; }

    /// <summary>Whether traffic that the other network only passes on comes in.</summary>
    public bool? AllowForwardedTraffic { get; init; }

    /// <summary>Whether the other network may use this one's gateway.</summary>
    public bool? AllowGatewayTransit { get; init; }

    /// <summary>Whether this network uses the other one's gateway.</summary>
    public bool? UseRemoteGateways { get; init; }
}

/// <summary>Where traffic of subnets goes.</summary>
[AzureResource("Microsoft.Network/routeTables", Supporting = true)]
public sealed record RouteTable : Resource
{
    /// <summary>What is set.</summary>
    public RouteTableProperties? Properties { get; init; }
}

/// <summary>What is set in a route table.</summary>
public sealed record RouteTableProperties
{
    /// <summary>The routes.</summary>
    public IReadOnlyList<Route>? Routes { get; init; }
}

/// <summary>A route.</summary>
public sealed record Route
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What is set.</summary>
    public RouteProperties? Properties { get; init; }
}

/// <summary>Where a route leads.</summary>
public sealed record RouteProperties
{
    /// <summary>For which addresses: a range, or a service tag.</summary>
    public string? AddressPrefix { get; init; }

    /// <summary>VirtualAppliance, VirtualNetworkGateway, VnetLocal, Internet or None.</summary>
    public string? NextHopType { get; init; }

    /// <summary>The appliance, as a firewall.</summary>
    public string? NextHopIpAddress { get; init; }
}
