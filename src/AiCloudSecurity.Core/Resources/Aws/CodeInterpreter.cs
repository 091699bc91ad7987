namespace AiCloudSecurity.Resources.Aws;

/// <summary>A place where agents run code that they wrote, made by the customer, as GetCodeInterpreter gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::CodeInterpreterCustom", "bedrock-agentcore-control",
    List = "ListCodeInterpreters POST /code-interpreters?{type}&{maxResults}&{nextToken}", Items = "codeInterpreterSummaries", Input = """{ "type": "CUSTOM", "maxResults": 100 }""",
    Describe = "GetCodeInterpreter GET /code-interpreters/{codeInterpreterId}", Key = "codeInterpreterId",
    Id = "codeInterpreterArn", NameMember = "name")]
public sealed record CodeInterpreter : Resource
{
    /// <summary>The role whose credentials code in its sessions finds; absent where there are none to find.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>From which network it works.</summary>
    public AgentNetwork? NetworkConfiguration { get; init; }
}
