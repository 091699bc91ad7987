namespace AiCloudSecurity.Resources.Aws;

/// <summary>A feature group of SageMaker Feature Store, as DescribeFeatureGroup gives it.</summary>
[AwsResource("AWS::SageMaker::FeatureGroup", "sagemaker",
    List = "ListFeatureGroups", Items = "FeatureGroupSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeFeatureGroup", Key = "FeatureGroupName",
    Bulk = "Search", BulkInput = """{ "Resource": "FeatureGroup", "MaxResults": 100 }""", BulkItems = "Results.FeatureGroup",
    Id = "FeatureGroupArn", NameMember = "FeatureGroupName")]
public sealed record FeatureGroup : Resource
{
    /// <summary>The store that is read at inference; absent without one.</summary>
    public OnlineStoreConfig? OnlineStoreConfig { get; init; }

    /// <summary>The store that is trained from; absent without one.</summary>
    public OfflineStoreConfig? OfflineStoreConfig { get; init; }
}

/// <summary>The store that is read at inference.</summary>
public sealed record OnlineStoreConfig
{
    /// <summary>Whether there is one; there is none by default.</summary>
    public bool? EnableOnlineStore { get; init; }

    /// <summary>Its key.</summary>
    public OnlineStoreSecurity? SecurityConfig { get; init; }
}

/// <summary>How the online store is encrypted.</summary>
public sealed record OnlineStoreSecurity
{
    /// <summary>The key; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>The store that is trained from.</summary>
public sealed record OfflineStoreConfig
{
    /// <summary>Its place and key.</summary>
    public FeatureStorage? S3StorageConfig { get; init; }
}

/// <summary>The place and key of an offline store.</summary>
public sealed record FeatureStorage
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }

    /// <summary>The key; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
