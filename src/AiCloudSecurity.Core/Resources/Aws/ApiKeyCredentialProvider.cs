namespace AiCloudSecurity.Resources.Aws;

/// <summary>An API key by which agents sign in elsewhere, as ListApiKeyCredentialProviders gives it.</summary>
[AwsResource("AWS::BedrockAgentCore::ApiKeyCredentialProvider", "bedrock-agentcore-control",
    List = "ListApiKeyCredentialProviders POST /identities/ListApiKeyCredentialProviders", Items = "credentialProviders", Input = """{ "maxResults": 100 }""",
    Id = "credentialProviderArn", NameMember = "name", Supporting = true)]
public sealed record ApiKeyCredentialProvider : CredentialProvider;
