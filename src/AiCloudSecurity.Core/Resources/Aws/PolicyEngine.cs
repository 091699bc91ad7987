namespace AiCloudSecurity.Resources.Aws;

/// <summary>What decides which tools callers of a gateway may use, as ListPolicyEngines gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::PolicyEngine", "bedrock-agentcore-control",
    List = "ListPolicyEngines GET /policy-engines", Items = "policyEngines", Input = """{ "maxResults": 100 }""",
    Id = "policyEngineArn", NameMember = "name", Supporting = true)]
public sealed record PolicyEngine : Resource
{
    /// <summary>The key of its policies; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? EncryptionKeyArn { get; init; }
}
