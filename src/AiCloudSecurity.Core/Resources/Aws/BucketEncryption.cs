using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>How a bucket encrypts what is put into it, as GetBucketEncryption gives it.</summary>
[AwsResource("AWS::S3::BucketEncryption", "s3", Of = typeof(Bucket),
    Describe = "GetBucketEncryption GET /{Bucket}?encryption", Key = "Bucket=@name",
    None = "ServerSideEncryptionConfigurationNotFoundError", Supporting = true)]
public sealed record BucketEncryption : Resource
{
    /// <summary>The rules; S3 uses one.</summary>
    [JsonPropertyName("Rule"), JsonConverter(typeof(OneOrManyConverter<BucketEncryptionRule>))]
    public IReadOnlyList<BucketEncryptionRule>? Rules { get; init; }
}

/// <summary>A rule of a bucket's encryption.</summary>
public sealed record BucketEncryptionRule
{
    /// <summary>What encrypts an object that does not say otherwise.</summary>
    public BucketEncryptionDefault? ApplyServerSideEncryptionByDefault { get; init; }
}

/// <summary>What encrypts an object that does not say otherwise.</summary>
public sealed record BucketEncryptionDefault
{
    /// <summary>AES256 (a key of S3), aws:kms or aws:kms:dsse.</summary>
    public string? SSEAlgorithm { get; init; }

    /// <summary>The KMS key; aws/s3 where KMS is used and none is named.</summary>
    [Refers(typeof(KmsKey))]
    public string? KMSMasterKeyID { get; init; }
}
