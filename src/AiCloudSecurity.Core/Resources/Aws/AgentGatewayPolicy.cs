using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whom a gateway lets in beside its own account's identities, as GetResourcePolicy gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::GatewayResourcePolicy", "bedrock-agentcore-control", Of = typeof(AgentGateway),
    Describe = "GetResourcePolicy GET /resourcepolicy/{resourceArn}", Key = "resourceArn=@id", None = "ResourceNotFoundException")]
public sealed record AgentGatewayPolicy : Resource
{
    /// <summary>What it says; absent where there is none.</summary>
    public PolicyDocument? Policy { get; init; }
}
