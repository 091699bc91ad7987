namespace AiCloudSecurity.Resources.Aws;

/// <summary>A client by which agents sign in elsewhere for their users, as ListOauth2CredentialProviders gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::OAuth2CredentialProvider", "bedrock-agentcore-control",
    List = "ListOauth2CredentialProviders POST /identities/ListOauth2CredentialProviders", Items = "credentialProviders", Input = """{ "maxResults": 20 }""",
    Id = "credentialProviderArn", NameMember = "name", Supporting = true)]
public sealed record OAuth2CredentialProvider : CredentialProvider;
