namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may use and manage a key, as GetKeyPolicy gives it: every key has one policy, called default.</summary>
[AwsResource("AWS::KMS::KeyPolicy", "kms", Of = typeof(KmsKey),
    Describe = "GetKeyPolicy", Key = "KeyId=Arn", Input = """{ "PolicyName": "default" }""", Supporting = true)]
public sealed record KeyPolicy : Resource
{
    /// <summary>The document, as text.</summary>
    public string? Policy { get; init; }
}
