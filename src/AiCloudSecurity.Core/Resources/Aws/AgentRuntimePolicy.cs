using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whom a runtime lets in beside its own account's identities, as GetResourcePolicy gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::RuntimeResourcePolicy", "bedrock-agentcore-control", Of = typeof(AgentRuntime),
    Describe = "GetResourcePolicy GET /resourcepolicy/{resourceArn}", Key = "resourceArn=@id", None = "ResourceNotFoundException")]
public sealed record AgentRuntimePolicy : Resource
{
    /// <summary>What it says; absent where there is none.</summary>
    public PolicyDocument? Policy { get; init; }
}
