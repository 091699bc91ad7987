namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whether KMS makes new key material every year, as GetKeyRotationStatus gives it.</summary>
[AwsResource("AWS::KMS::KeyRotation", "kms", Of = typeof(KmsKey),
    Describe = "GetKeyRotationStatus", Key = "KeyId=Arn", None = "UnsupportedOperationException", Supporting = true)]
public sealed record KeyRotation : Resource
{
    /// <summary>False unless somebody switched it on.</summary>
    public bool? KeyRotationEnabled { get; init; }
}
