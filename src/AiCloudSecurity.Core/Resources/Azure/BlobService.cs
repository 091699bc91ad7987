namespace AiCloudSecurity.Resources.Azure;

/// <summary>What the blobs of a storage account that an AI service uses have in common.</summary>
[AzureResource("Microsoft.Storage/storageAccounts/blobServices", Of = typeof(StorageAccount), ApiVersion = "2024-01-01", Path = "blobServices/default", IsSetting = true, WhereUsed = true, Supporting = true,
    None = "FeatureNotSupportedForAccount")]
public sealed record BlobService : Resource
{
    /// <summary>What is set.</summary>
    public BlobServiceProperties? Properties { get; init; }
}

/// <summary>What is set for blobs.</summary>
public sealed record BlobServiceProperties
{
    /// <summary>Whether a blob that was deleted can be had back.</summary>
    public RetentionOfDeleted? DeleteRetentionPolicy { get; init; }

    /// <summary>Whether what was written over is kept; false without.</summary>
    public bool? IsVersioningEnabled { get; init; }
}

/// <summary>For how long what was deleted is kept.</summary>
public sealed record RetentionOfDeleted
{
    /// <summary>Whether it is.</summary>
    public bool? Enabled { get; init; }

    /// <summary>For how many days.</summary>
    public int? Days { get; init; }
}
