namespace AiCloudSecurity.Resources.Aws;

/// <summary>A bucket of S3 Vectors that a knowledge base uses, as GetVectorBucket gives it.</summary>
[AwsResource("AWS::S3Vectors::VectorBucket", "s3vectors",
    Describe = "GetVectorBucket POST /GetVectorBucket", Key = "vectorBucketArn=$", Unwrap = "vectorBucket", None = "NotFoundException",
    Id = "vectorBucketArn", NameMember = "vectorBucketName", Supporting = true)]
public sealed record VectorBucket : Resource
{
    /// <summary>How it is encrypted.</summary>
    public VectorEncryption? EncryptionConfiguration { get; init; }
}

/// <summary>How vectors are encrypted.</summary>
public sealed record VectorEncryption
{
    /// <summary>AES256 (a key of S3) or aws:kms.</summary>
    public string? SseType { get; init; }

    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }
}
