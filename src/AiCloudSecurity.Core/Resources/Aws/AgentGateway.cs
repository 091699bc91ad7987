namespace AiCloudSecurity.Resources.Aws;

/// <summary>An AgentCore gateway, through which agents reach tools, as GetGateway gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::Gateway", "bedrock-agentcore-control",
    List = "ListGateways GET /gateways/", Items = "items", Input = """{ "maxResults": 100 }""",
    Describe = "GetGateway GET /gateways/{gatewayIdentifier}/", Key = "gatewayIdentifier=gatewayId",
    Id = "arn:{partition}:bedrock-agentcore:{region}:{account}:gateway/{gatewayId}", NameMember = "name")]
public sealed record AgentGateway : Resource
{
    /// <summary>CUSTOM_JWT, AWS_IAM, AUTHENTICATE_ONLY (a token is looked at, but decides nothing) or NONE.</summary>
    public string? AuthorizerType { get; init; }

    /// <summary>What decides which tools a caller may use; absent where nothing does.</summary>
    public PolicyEngineUse? PolicyEngineConfiguration { get; init; }

    /// <summary>The key of its definition; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }

    /// <summary>DEBUG where callers are told what went wrong inside; else absent.</summary>
    public string? ExceptionLevel { get; init; }
}

/// <summary>A policy engine that is put to use.</summary>
public sealed record PolicyEngineUse
{
    /// <summary>Which.</summary>
    public string? Arn { get; init; }

    /// <summary>LOG_ONLY or ENFORCE.</summary>
    public string? Mode { get; init; }
}
