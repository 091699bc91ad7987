namespace AiCloudSecurity.Resources.Aws;

/// <summary>A guardrail that the account puts before every call of a model in a region, whoever makes it.</summary>
[AwsResource("AWS::Bedrock::EnforcedGuardrailConfiguration", "bedrock",
    List = "ListEnforcedGuardrailsConfiguration GET /enforcedGuardrailsConfiguration", Items = "guardrailsConfig",
    Id = "arn:{partition}:bedrock:{region}:{account}:enforced-guardrail/{configId}", NameMember = "guardrailId", Supporting = true)]
public sealed record EnforcedGuardrail : Resource
{
    /// <summary>The guardrail.</summary>
    public string? GuardrailArn { get; init; }

    /// <summary>Its version.</summary>
    public string? GuardrailVersion { get; init; }

    /// <summary>HONOR where it looks only at what the caller has tagged; else IGNORE or absent.</summary>
    public string? InputTags { get; init; }

    /// <summary>Whether it looks at all of a call, or at what the caller has marked.</summary>
    public ContentGuarding? SelectiveContentGuarding { get; init; }

    /// <summary>Before which models it stands; absent where it is all.</summary>
    public ModelEnforcement? ModelEnforcement { get; init; }
}

/// <summary>What of a call a guardrail looks at: COMPREHENSIVE is all, SELECTIVE what the caller has marked.</summary>
public sealed record ContentGuarding
{
    /// <summary>The system's prompts.</summary>
    public string? System { get; init; }

    /// <summary>The messages.</summary>
    public string? Messages { get; init; }
}

/// <summary>Before which models a guardrail stands.</summary>
public sealed record ModelEnforcement
{
    /// <summary>Which; absent, or ALL, where it is all.</summary>
    public IReadOnlyList<string>? IncludedModels { get; init; }

    /// <summary>Which not.</summary>
    public IReadOnlyList<string>? ExcludedModels { get; init; }
}
