namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock flow, as GetFlow gives its working draft.</summary>
[AwsResource("AWS::Bedrock::Flow", "bedrock-agent",
    List = "ListFlows GET /flows/", Items = "flowSummaries",
    Describe = "GetFlow GET /flows/{flowIdentifier}/", Key = "flowIdentifier=id",
    Id = "arn", NameMember = "name")]
public sealed record Flow : Resource
{
    /// <summary>The key of its definition; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? CustomerEncryptionKeyArn { get; init; }

    /// <summary>What it does.</summary>
    public FlowDefinition? Definition { get; init; }

    /// <summary>What is wrong with it; absent where nothing is.</summary>
    public IReadOnlyList<FlowValidation>? Validations { get; init; }
}

/// <summary>Something that is wrong with a flow.</summary>
public sealed record FlowValidation
{
    /// <summary>Error, with which it cannot be prepared, or Warning.</summary>
    public string? Severity { get; init; }

    /// <summary>What is wrong.</summary>
    public string? Message { get; init; }
}

/// <summary>What a flow, or a loop in it, does.</summary>
public sealed record FlowDefinition
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<FlowNode>? Nodes { get; init; }

    /// <summary>The steps, those inside loops included.</summary>
    public IEnumerable<FlowNode> AllNodes() => (Nodes ?? []).SelectMany(node =>
        node.Configuration?.Loop?.Definition is { } loop ? loop.AllNodes().Prepend(node) : [node]);
}

/// <summary>One step of a flow.</summary>
public sealed record FlowNode
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Prompt, KnowledgeBase, Agent, Loop and others.</summary>
    public string? Type { get; init; }

    /// <summary>Its settings, by the kind of step.</summary>
    public FlowNodeConfiguration? Configuration { get; init; }
}

/// <summary>The settings of a step, by its kind.</summary>
public sealed record FlowNodeConfiguration
{
    /// <summary>Of a step that asks a model.</summary>
    public FlowModelUse? Prompt { get; init; }

    /// <summary>Of a step that asks a knowledge base.</summary>
    public FlowModelUse? KnowledgeBase { get; init; }

    /// <summary>Of a step that repeats others.</summary>
    public FlowLoop? Loop { get; init; }
}

/// <summary>How a step uses a model.</summary>
public sealed record FlowModelUse
{
    /// <summary>The model that answers from a knowledge base; without one, what was found is handed on as it is.</summary>
    public string? ModelId { get; init; }

    /// <summary>What filters prompt and answer; absent where nothing does.</summary>
    public GuardrailUse? GuardrailConfiguration { get; init; }
}

/// <summary>Steps that are repeated.</summary>
public sealed record FlowLoop
{
    /// <summary>The steps.</summary>
    public FlowDefinition? Definition { get; init; }
}
