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
}
