namespace AiCloudSecurity.Resources.Aws;

/// <summary>An index of S3 Vectors that a knowledge base uses, as GetIndex gives it.</summary>
[AwsResource("AWS::S3Vectors::Index", "s3vectors",
    Describe = "GetIndex POST /GetIndex", Key = "indexArn=$", Unwrap = "index", None = "NotFoundException",
    Id = "indexArn", NameMember = "indexName", Supporting = true)]
public sealed record VectorIndex : Resource
{
    /// <summary>How it is encrypted; absent where its bucket says.</summary>
    public VectorEncryption? EncryptionConfiguration { get; init; }
}
