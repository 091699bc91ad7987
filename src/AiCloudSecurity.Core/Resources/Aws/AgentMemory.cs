namespace AiCloudSecurity.Resources.Aws;

/// <summary>What agents remember of conversations, as GetMemory gives its settings.</summary>
[AwsResource("AWS::BedrockAgentCore::Memory", "bedrock-agentcore-control",
    List = "ListMemories POST /memories/", Items = "memories", Input = """{ "maxResults": 100 }""",
    Describe = "GetMemory GET /memories/{memoryId}/details", Key = "memoryId=id", Unwrap = "memory",
    Id = "arn", NameMember = "name")]
public sealed record AgentMemory : Resource
{
    /// <summary>The key of what it keeps; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? EncryptionKeyArn { get; init; }

    /// <summary>How many days events are kept.</summary>
    public int? EventExpiryDuration { get; init; }
}
