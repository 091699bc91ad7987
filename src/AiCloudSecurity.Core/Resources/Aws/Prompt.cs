namespace AiCloudSecurity.Resources.Aws;

/// <summary>A prompt of Bedrock's prompt management, as GetPrompt gives its working draft.</summary>
[AwsResource("AWS::Bedrock::Prompt", "bedrock-agent",
    List = "ListPrompts GET /prompts/", Items = "promptSummaries",
    Describe = "GetPrompt GET /prompts/{promptIdentifier}/", Key = "promptIdentifier=id",
    Id = "arn", NameMember = "name")]
public sealed record Prompt : Resource
{
    /// <summary>The key of its text; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? CustomerEncryptionKeyArn { get; init; }
}
