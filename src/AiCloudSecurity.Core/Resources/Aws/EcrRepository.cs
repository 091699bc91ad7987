namespace AiCloudSecurity.Resources.Aws;

/// <summary>A repository of container images, as DescribeRepositories gives it.</summary>
[AwsResource("AWS::ECR::Repository", "ecr",
    List = "DescribeRepositories", Items = "repositories", Input = """{ "maxResults": 1000 }""",
    Id = "repositoryArn", NameMember = "repositoryName", Supporting = true)]
public sealed record EcrRepository : Resource
{
    /// <summary>The path of its images without a tag.</summary>
    public string? RepositoryUri { get; init; }

    /// <summary>MUTABLE, IMMUTABLE, or one of them WITH_EXCLUSION.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>The repository's own setting, which the registry's replaces where it has one.</summary>
    public EcrScanning? ImageScanningConfiguration { get; init; }

    /// <summary>How images are encrypted.</summary>
    public EcrEncryption? EncryptionConfiguration { get; init; }
}

/// <summary>Whether images are scanned.</summary>
public sealed record EcrScanning
{
    /// <summary>Whether they are when they come in.</summary>
    public bool? ScanOnPush { get; init; }
}

/// <summary>How images are encrypted.</summary>
public sealed record EcrEncryption
{
    /// <summary>AES256 (a key of S3), KMS or KMS_DSSE.</summary>
    public string? EncryptionType { get; init; }

    /// <summary>The key; aws/ecr where KMS is used and none is named.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKey { get; init; }
}
