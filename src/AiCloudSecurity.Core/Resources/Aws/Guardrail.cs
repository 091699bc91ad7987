namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock guardrail, as GetGuardrail gives its working draft.</summary>
[AwsResource("AWS::Bedrock::Guardrail", "bedrock",
    List = "ListGuardrails GET /guardrails", Items = "guardrails",
    Describe = "GetGuardrail GET /guardrails/{guardrailIdentifier}", Key = "guardrailIdentifier=id",
    Id = "arn", NameMember = "name")]
public sealed record Guardrail : Resource
{
    /// <summary>READY, FAILED, DELETING and others.</summary>
    public string? Status { get; init; }

    /// <summary>The key of its definition; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }

    /// <summary>What it filters by category; absent where it does not.</summary>
    public GuardrailContentPolicy? ContentPolicy { get; init; }

    /// <summary>What it does about personal data; absent where it does nothing.</summary>
    public GuardrailSensitiveInformationPolicy? SensitiveInformationPolicy { get; init; }

    /// <summary>Whether it holds answers against their sources; absent where it does not.</summary>
    public GuardrailGroundingPolicy? ContextualGroundingPolicy { get; init; }
}

/// <summary>Filters by category.</summary>
public sealed record GuardrailContentPolicy
{
    /// <summary>One filter a category.</summary>
    public IReadOnlyList<GuardrailContentFilter>? Filters { get; init; }
}

/// <summary>The filter of one category.</summary>
public sealed record GuardrailContentFilter
{
    /// <summary>SEXUAL, VIOLENCE, HATE, INSULTS, MISCONDUCT or PROMPT_ATTACK.</summary>
    public string? Type { get; init; }

    /// <summary>NONE, LOW, MEDIUM or HIGH, on prompts.</summary>
    public string? InputStrength { get; init; }

    /// <summary>NONE, LOW, MEDIUM or HIGH, on answers; always NONE for PROMPT_ATTACK.</summary>
    public string? OutputStrength { get; init; }

    /// <summary>BLOCK, or NONE to tell only; blocks where it is absent.</summary>
    public string? InputAction { get; init; }

    /// <summary>BLOCK, or NONE to tell only; blocks where it is absent.</summary>
    public string? OutputAction { get; init; }

    /// <summary>Whether prompts are looked at; they are where it is absent.</summary>
    public bool? InputEnabled { get; init; }

    /// <summary>Whether answers are looked at; they are where it is absent.</summary>
    public bool? OutputEnabled { get; init; }
}

/// <summary>What is done about personal data.</summary>
public sealed record GuardrailSensitiveInformationPolicy
{
    /// <summary>Kinds that AWS recognises.</summary>
    public IReadOnlyList<GuardrailSensitiveFilter>? PiiEntities { get; init; }

    /// <summary>Patterns of the customer's own.</summary>
    public IReadOnlyList<GuardrailSensitiveFilter>? Regexes { get; init; }
}

/// <summary>What is done about one kind or pattern.</summary>
public sealed record GuardrailSensitiveFilter
{
    /// <summary>BLOCK, ANONYMIZE, or NONE to tell only.</summary>
    public string? Action { get; init; }

    /// <summary>The same for prompts, where it differs.</summary>
    public string? InputAction { get; init; }

    /// <summary>The same for answers, where it differs.</summary>
    public string? OutputAction { get; init; }

    /// <summary>Whether prompts are looked at; they are where it is absent.</summary>
    public bool? InputEnabled { get; init; }

    /// <summary>Whether answers are looked at; they are where it is absent.</summary>
    public bool? OutputEnabled { get; init; }
}

/// <summary>Holds answers against their sources.</summary>
public sealed record GuardrailGroundingPolicy
{
    /// <summary>One filter a kind.</summary>
    public IReadOnlyList<GuardrailGroundingFilter>? Filters { get; init; }
}

/// <summary>One way of holding answers against their sources.</summary>
public sealed record GuardrailGroundingFilter
{
    /// <summary>GROUNDING (is it in the source) or RELEVANCE (does it answer the question).</summary>
    public string? Type { get; init; }

    /// <summary>The score from 0 to 0.99 below which an answer is stopped; 0 stops none.</summary>
    public double? Threshold { get; init; }

    /// <summary>BLOCK, or NONE to tell only; blocks where it is absent.</summary>
    public string? Action { get; init; }

    /// <summary>Whether answers are looked at; they are where it is absent.</summary>
    public bool? Enabled { get; init; }
}
