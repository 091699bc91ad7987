namespace AiCloudSecurity.Resources.Aws;

/// <summary>An HTTP or WebSocket API of API Gateway.</summary>
[AwsResource("AWS::ApiGatewayV2::Api", "apigatewayv2", List = "GetApis GET /v2/apis", Items = "items", Input = """{ "maxResults": 500 }""",
    Id = "arn:{partition}:apigateway:{region}::/apis/{apiId}", NameMember = "name", Supporting = true)]
public sealed record HttpApi : Resource;

/// <summary>A route of an HTTP API, as GetRoutes gives it.</summary>
[AwsResource("AWS::ApiGatewayV2::Route", "apigatewayv2", Of = typeof(HttpApi), List = "GetRoutes GET /v2/apis/{apiId}/routes", Items = "items",
    Key = "apiId", Id = "{parent}/routes/{routeId}", NameMember = "routeKey", Supporting = true)]
public sealed record HttpRoute : Resource
{
    /// <summary>As POST /ask.</summary>
    public string? RouteKey { get; init; }

    /// <summary>NONE, AWS_IAM, CUSTOM or JWT.</summary>
    public string? AuthorizationType { get; init; }

    /// <summary>Whether callers need an API key: WebSocket APIs only.</summary>
    public bool? ApiKeyRequired { get; init; }

    /// <summary>As integrations/a1b2c3d.</summary>
    public string? Target { get; init; }
}

/// <summary>What answers routes of an HTTP API, as GetIntegrations gives it.</summary>
[AwsResource("AWS::ApiGatewayV2::Integration", "apigatewayv2", Of = typeof(HttpApi), List = "GetIntegrations GET /v2/apis/{apiId}/integrations", Items = "items",
    Key = "apiId", Id = "{parent}/integrations/{integrationId}", NameMember = "integrationId", Supporting = true)]
public sealed record HttpIntegration : Resource
{
    /// <summary>A function or a URL.</summary>
    public string? IntegrationUri { get; init; }
}

/// <summary>A stage of an HTTP API, as GetStages gives it.</summary>
[AwsResource("AWS::ApiGatewayV2::Stage", "apigatewayv2", Of = typeof(HttpApi), List = "GetStages GET /v2/apis/{apiId}/stages", Items = "items",
    Key = "apiId", Id = "{parent}/stages/{stageName}", NameMember = "stageName", Supporting = true)]
public sealed record HttpStage : Resource
{
    /// <summary>The limit of its routes; absent where only the account's holds.</summary>
    public StageSettings? DefaultRouteSettings { get; init; }

    /// <summary>Values that its integrations use.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? StageVariables { get; init; }
}
