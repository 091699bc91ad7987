namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock agent, as GetAgent gives its working draft.</summary>
[AwsResource("AWS::Bedrock::Agent", "bedrock-agent",
    List = "ListAgents POST /agents/", Items = "agentSummaries",
    Describe = "GetAgent GET /agents/{agentId}/", Key = "agentId", Unwrap = "agent",
    Id = "arn:{partition}:bedrock:{region}:{account}:agent/{agentId}", NameMember = "agentName")]
public sealed record Agent : Resource
{
    /// <summary>The role that it works as.</summary>
    public string? AgentResourceRoleArn { get; init; }

    /// <summary>The key of its definition and sessions; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? CustomerEncryptionKeyArn { get; init; }

    /// <summary>How long a conversation is kept after its last word, in seconds.</summary>
    public int? IdleSessionTTLInSeconds { get; init; }

    /// <summary>What filters its prompts and answers; absent where nothing does.</summary>
    public GuardrailUse? GuardrailConfiguration { get; init; }
}

/// <summary>A guardrail that is put to use.</summary>
public sealed record GuardrailUse
{
    /// <summary>Its id or ARN.</summary>
    public string? GuardrailIdentifier { get; init; }

    /// <summary>A number, or DRAFT: whoever edits the guardrail changes it at once.</summary>
    public string? GuardrailVersion { get; init; }
}
