namespace AiCloudSecurity.Resources.Aws;

/// <summary>A version of an agent, frozen when it was made, as GetAgentVersion gives it.</summary>
[AwsResource("AWS::Bedrock::AgentVersion", "bedrock-agent", Of = typeof(Agent),
    List = "ListAgentVersions POST /agents/{agentId}/agentversions/", Items = "agentVersionSummaries", Without = "agentVersion=DRAFT",
    Describe = "GetAgentVersion GET /agents/{agentId}/agentversions/{agentVersion}/", Key = "agentId,agentVersion", Unwrap = "agentVersion",
    Id = "{parent}/version/{version}", NameMember = "version")]
public sealed record AgentVersion : Resource
{
    /// <summary>A number; the draft is the agent itself.</summary>
    public string? Version { get; init; }

    /// <summary>The role that it works as.</summary>
    public string? AgentResourceRoleArn { get; init; }

    /// <summary>What filters its prompts and answers; absent where nothing does.</summary>
    public GuardrailUse? GuardrailConfiguration { get; init; }
}
