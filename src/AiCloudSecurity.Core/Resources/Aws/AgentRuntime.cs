namespace AiCloudSecurity.Resources.Aws;

/// <summary>An AgentCore runtime, which runs agents or tools, as GetAgentRuntime gives its latest version.</summary>
[AwsResource("AWS::BedrockAgentCore::Runtime", "bedrock-agentcore-control",
    List = "ListAgentRuntimes POST /runtimes/?{maxResults}&{nextToken}", Items = "agentRuntimes", Input = """{ "maxResults": 100 }""",
    Describe = "GetAgentRuntime GET /runtimes/{agentRuntimeId}/", Key = "agentRuntimeId",
    Id = "agentRuntimeArn", NameMember = "agentRuntimeName")]
public sealed record AgentRuntime : Resource
{
    /// <summary>The role that it works as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What it runs.</summary>
    public AgentArtifact? AgentRuntimeArtifact { get; init; }

    /// <summary>From which network it works.</summary>
    public AgentNetwork? NetworkConfiguration { get; init; }

    /// <summary>Whose tokens it takes; absent where it takes requests that are signed with AWS credentials.</summary>
    public AgentAuthorizer? AuthorizerConfiguration { get; init; }

    /// <summary>What its sessions may ask of the machine that they run on.</summary>
    public AgentMetadata? MetadataConfiguration { get; init; }

    /// <summary>What its code finds in its environment.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? EnvironmentVariables { get; init; }
}

/// <summary>What a runtime runs.</summary>
public sealed record AgentArtifact
{
    /// <summary>The container; absent where it runs code from a bucket.</summary>
    public AgentContainer? ContainerConfiguration { get; init; }
}

/// <summary>The container of a runtime.</summary>
public sealed record AgentContainer
{
    /// <summary>The path of the image.</summary>
    public string? ContainerUri { get; init; }
}

/// <summary>From which network a runtime or a tool works.</summary>
public sealed record AgentNetwork
{
    /// <summary>PUBLIC, VPC, or of code interpreters SANDBOX: no internet, but S3 and DNS.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>The place in a VPC; absent elsewhere.</summary>
    public AgentVpc? NetworkModeConfig { get; init; }

    /// <summary>The same, as browsers and code interpreters say it.</summary>
    public AgentVpc? VpcConfig { get; init; }

    /// <summary>The place in a VPC, whoever says it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public AgentVpc? Place => NetworkModeConfig ?? VpcConfig;
}

/// <summary>How callers prove who they are.</summary>
public sealed record AgentAuthorizer
{
    /// <summary>By a token.</summary>
    public JwtAuthorizer? CustomJWTAuthorizer { get; init; }
}

/// <summary>Which tokens are taken.</summary>
public sealed record JwtAuthorizer
{
    /// <summary>For whom a token must be meant; absent where that does not matter.</summary>
    public IReadOnlyList<string>? AllowedAudience { get; init; }

    /// <summary>The clients that may have asked for it; absent where that does not matter.</summary>
    public IReadOnlyList<string>? AllowedClients { get; init; }
}

/// <summary>What sessions may ask of the machine that they run on.</summary>
public sealed record AgentMetadata
{
    /// <summary>Whether they must first ask for a token, which a request that somebody made them send cannot.</summary>
    public bool? RequireMMDSV2 { get; init; }
}

/// <summary>Where in a VPC an agent's sessions have their network interfaces.</summary>
public sealed record AgentVpc
{
    /// <summary>The security groups.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>The subnets.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }
}
