namespace AiCloudSecurity.Resources.Aws;

/// <summary>A model of the Marketplace on an endpoint that Bedrock made, as GetMarketplaceModelEndpoint gives it.</summary>
[AwsResource("AWS::Bedrock::MarketplaceModelEndpoint", "bedrock",
    List = "ListMarketplaceModelEndpoints GET /marketplace-model/endpoints", Items = "marketplaceModelEndpoints", Input = """{ "maxResults": 100 }""",
    Describe = "GetMarketplaceModelEndpoint GET /marketplace-model/endpoints/{endpointArn}", Key = "endpointArn", Unwrap = "marketplaceModelEndpoint",
    Id = "endpointArn")]
public sealed record MarketplaceEndpoint : Resource
{
    /// <summary>What it runs on.</summary>
    public MarketplaceEndpointConfig? EndpointConfig { get; init; }
}

/// <summary>What a Marketplace model runs on.</summary>
public sealed record MarketplaceEndpointConfig
{
    /// <summary>SageMaker, which is all there is.</summary>
    public MarketplaceMachines? SageMaker { get; init; }
}

/// <summary>The machines of a Marketplace model.</summary>
public sealed record MarketplaceMachines
{
    /// <summary>The network; absent on the network of AWS.</summary>
    public MarketplaceNetwork? Vpc { get; init; }
}

/// <summary>The network of a Marketplace model.</summary>
public sealed record MarketplaceNetwork
{
    /// <summary>The subnets.</summary>
    public IReadOnlyList<string>? SubnetIds { get; init; }
}
