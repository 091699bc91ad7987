using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>What holds the secrets by which agents sign in elsewhere. The secrets themselves lie in a token vault.</summary>
public abstract record CredentialProvider : Resource
{
    /// <summary>The ARN, in which the vault is named: <c>…:token-vault/default/apikeycredentialprovider/crm</c>.</summary>
    public string? CredentialProviderArn { get; init; }

    /// <summary>The vault that its secrets lie in.</summary>
    [JsonIgnore, Refers(typeof(TokenVault))]
    public string? TokenVaultId => CredentialProviderArn?.Split(':')[^1].Split('/') is ["token-vault", { Length: > 0 } vault, ..] ? vault : null;
}
