namespace AiCloudSecurity.Resources.Aws;

/// <summary>A REST API of API Gateway.</summary>
[AwsResource("AWS::ApiGateway::RestApi", "apigateway", List = "GetRestApis GET /restapis", Items = "item", Input = """{ "limit": 500 }""",
    Id = "arn:{partition}:apigateway:{region}::/restapis/{id}", NameMember = "name", Supporting = true)]
public sealed record RestApi : Resource
{
    /// <summary>As a1b2c3d4e5.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("id")]
    public string? ApiId { get; init; }

    /// <summary>Where it answers.</summary>
    public RestEndpoint? EndpointConfiguration { get; init; }

    /// <summary>Whether only names of the customer's own lead to it.</summary>
    public bool? DisableExecuteApiEndpoint { get; init; }

    /// <summary>Who may call it and from where, as text in which quotes are escaped once more; absent where everybody may.</summary>
    public string? Policy { get; init; }
}

/// <summary>Where a REST API answers.</summary>
public sealed record RestEndpoint
{
    /// <summary>EDGE, REGIONAL or PRIVATE.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>The VPC endpoints of a private one.</summary>
    public IReadOnlyList<string>? VpcEndpointIds { get; init; }
}

/// <summary>A path of a REST API with its methods and what answers them, as GetResources gives it.</summary>
[AwsResource("AWS::ApiGateway::Resource", "apigateway", Of = typeof(RestApi), List = "GetResources GET /restapis/{restapi_id}/resources", Items = "item",
    Key = "restapi_id=id", Input = """{ "embed": "methods", "limit": 500 }""", Id = "{parent}/resources/{id}", NameMember = "path", Supporting = true)]
public sealed record RestPath : Resource
{
    /// <summary>As /ask.</summary>
    public string? Path { get; init; }

    /// <summary>The methods, by verb.</summary>
    public IReadOnlyDictionary<string, RestMethod>? ResourceMethods { get; init; }
}

/// <summary>A method of a REST API.</summary>
public sealed record RestMethod
{
    /// <summary>NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS.</summary>
    public string? AuthorizationType { get; init; }

    /// <summary>Whether callers need an API key.</summary>
    public bool? ApiKeyRequired { get; init; }

    /// <summary>What answers.</summary>
    public RestIntegration? MethodIntegration { get; init; }
}

/// <summary>What answers a method.</summary>
public sealed record RestIntegration
{
    /// <summary>A function, an operation of AWS, or a URL; absent for an answer that is made up.</summary>
    public string? Uri { get; init; }
}

/// <summary>A stage of a REST API, at which it answers, as GetStages gives it.</summary>
[AwsResource("AWS::ApiGateway::Stage", "apigateway", Of = typeof(RestApi), List = "GetStages GET /restapis/{restapi_id}/stages", Items = "item",
    Key = "restapi_id=id", Id = "{parent}/stages/{stageName}", NameMember = "stageName", Supporting = true)]
public sealed record RestStage : Resource
{
    /// <summary>The name.</summary>
    public string? StageName { get; init; }

    /// <summary>Settings of methods, by path and verb; <c>*/*</c> is for all.</summary>
    public IReadOnlyDictionary<string, StageSettings>? MethodSettings { get; init; }

    /// <summary>The web ACL in front of it; absent where there is none.</summary>
    public string? WebAclArn { get; init; }

    /// <summary>Values that its integrations use.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Variables { get; init; }
}

/// <summary>How fast a stage answers at most.</summary>
public sealed record StageSettings
{
    /// <summary>Requests a second; -1 without a limit.</summary>
    public double? ThrottlingRateLimit { get; init; }

    /// <summary>Requests at once; -1 without a limit.</summary>
    public double? ThrottlingBurstLimit { get; init; }
}

/// <summary>What the account as a whole may answer in a region, as GetAccount gives it.</summary>
[AwsResource("AWS::ApiGateway::AccountLimits", "apigateway", Describe = "GetAccount GET /account",
    Id = "arn:{partition}:apigateway:{region}::/account", Supporting = true)]
public sealed record ApiGatewayAccount : Resource
{
    /// <summary>The limit.</summary>
    public Throttle? ThrottleSettings { get; init; }
}

/// <summary>A limit of requests.</summary>
public sealed record Throttle
{
    /// <summary>Requests a second.</summary>
    public double? RateLimit { get; init; }

    /// <summary>Requests at once.</summary>
    public double? BurstLimit { get; init; }
}

/// <summary>How much callers with API keys may ask, as GetUsagePlans gives it.</summary>
[AwsResource("AWS::ApiGateway::UsagePlan", "apigateway", List = "GetUsagePlans GET /usageplans", Items = "item", Input = """{ "limit": 500 }""",
    Id = "arn:{partition}:apigateway:{region}::/usageplans/{id}", NameMember = "name", Supporting = true)]
public sealed record UsagePlan : Resource
{
    /// <summary>Where it holds.</summary>
    public IReadOnlyList<PlanStage>? ApiStages { get; init; }

    /// <summary>The limit; absent where there is none.</summary>
    public Throttle? Throttle { get; init; }
}

/// <summary>A stage for which a usage plan holds.</summary>
public sealed record PlanStage
{
    /// <summary>The API.</summary>
    public string? ApiId { get; init; }

    /// <summary>The stage.</summary>
    public string? Stage { get; init; }
}
