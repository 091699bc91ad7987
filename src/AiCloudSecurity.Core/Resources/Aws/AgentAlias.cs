namespace AiCloudSecurity.Resources.Aws;

/// <summary>A name under which applications call an agent, as ListAgentAliases gives it.</summary>
[AwsResource("AWS::Bedrock::AgentAlias", "bedrock-agent", Of = typeof(Agent),
    List = "ListAgentAliases POST /agents/{agentId}/agentaliases/", Items = "agentAliasSummaries", Key = "agentId",
    Id = "{parent}/alias/{agentAliasId}", NameMember = "agentAliasName")]
public sealed record AgentAlias : Resource
{
    /// <summary>The versions that it leads to.</summary>
    public IReadOnlyList<AgentRoute>? RoutingConfiguration { get; init; }
}

/// <summary>A version that an alias leads to.</summary>
public sealed record AgentRoute
{
    /// <summary>A number, or DRAFT.</summary>
    public string? AgentVersion { get; init; }
}
