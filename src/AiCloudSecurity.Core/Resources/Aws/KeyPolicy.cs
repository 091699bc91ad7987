using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may use and manage a key, as GetKeyPolicy gives it: every key has one policy, called default.</summary>
[AwsResource("AWS::KMS::KeyPolicy", "kms", Of = typeof(KmsKey),
    Describe = "GetKeyPolicy", Key = "KeyId=Arn", Input = """{ "PolicyName": "default" }""", Supporting = true)]
public sealed record KeyPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? Policy { get; init; }
}
