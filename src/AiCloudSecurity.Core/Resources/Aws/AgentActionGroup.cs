namespace AiCloudSecurity.Resources.Aws;

/// <summary>What an agent may do, as GetAgentActionGroup gives it of the working draft.</summary>
[AwsResource("AWS::Bedrock::AgentActionGroup", "bedrock-agent", Of = typeof(Agent),
    List = "ListAgentActionGroups POST /agents/{agentId}/agentversions/{agentVersion}/actiongroups/", Items = "actionGroupSummaries",
    Describe = "GetAgentActionGroup GET /agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/",
    Key = "agentId,agentVersion,actionGroupId", Unwrap = "agentActionGroup",
    Id = "{parent}/action-group/{actionGroupId}", NameMember = "actionGroupName")]
public sealed record AgentActionGroup : Resource
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? ActionGroupState { get; init; }

    /// <summary>A tool of AWS or of the model's maker, as AMAZON.CodeInterpreter; absent for the customer's own actions.</summary>
    public string? ParentActionSignature { get; init; }

    /// <summary>What carries out the agent's wishes.</summary>
    public ActionGroupExecutor? ActionGroupExecutor { get; init; }
}

/// <summary>What carries out an agent's wishes: a function, or the application that calls the agent.</summary>
public sealed record ActionGroupExecutor
{
    /// <summary>The ARN of the function.</summary>
    public string? Lambda { get; init; }
}
