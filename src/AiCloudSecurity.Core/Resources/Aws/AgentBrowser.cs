namespace AiCloudSecurity.Resources.Aws;

/// <summary>A browser that agents use as a tool, made by the customer, as GetBrowser gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::BrowserCustom", "bedrock-agentcore-control",
    List = "ListBrowsers POST /browsers?{type}&{maxResults}&{nextToken}", Items = "browserSummaries", Input = """{ "type": "CUSTOM", "maxResults": 100 }""",
    Describe = "GetBrowser GET /browsers/{browserId}", Key = "browserId",
    Id = "browserArn", NameMember = "name")]
public sealed record AgentBrowser : Resource
{
    /// <summary>From which network it works.</summary>
    public AgentNetwork? NetworkConfiguration { get; init; }

    /// <summary>How sessions are recorded; absent where they are not.</summary>
    public BrowserRecording? Recording { get; init; }
}

/// <summary>How a browser's sessions are recorded.</summary>
public sealed record BrowserRecording
{
    /// <summary>Whether they are.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where recordings go.</summary>
    public RecordingLocation? S3Location { get; init; }
}

/// <summary>Where recordings go.</summary>
public sealed record RecordingLocation
{
    /// <summary>The bucket's name.</summary>
    [Refers(typeof(Bucket))]
    public string? Bucket { get; init; }
}
