namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// Where AgentCore keeps the tokens and keys of agents, as GetTokenVault gives it. Every region has one called default:
/// it is read where something lies in it.
/// </summary>
[AwsResource("AWS::BedrockAgentCore::TokenVault", "bedrock-agentcore-control",
    Describe = "GetTokenVault POST /identities/get-token-vault", Key = "tokenVaultId=$", None = "ResourceNotFoundException",
    Id = "arn:{partition}:bedrock-agentcore:{region}:{account}:token-vault/{tokenVaultId}", NameMember = "tokenVaultId", Supporting = true)]
public sealed record TokenVault : Resource
{
    /// <summary>How it is encrypted.</summary>
    public TokenVaultKey? KmsConfiguration { get; init; }
}

/// <summary>How a token vault is encrypted.</summary>
public sealed record TokenVaultKey
{
    /// <summary>CustomerManagedKey or ServiceManagedKey.</summary>
    public string? KeyType { get; init; }

    /// <summary>The key, where it is the customer's.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }
}
