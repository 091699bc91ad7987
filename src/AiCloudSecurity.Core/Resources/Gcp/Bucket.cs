namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A bucket of Cloud Storage.</summary>
[GcpResource("storage.googleapis.com/Bucket", Supporting = true)]
public sealed record Bucket : Resource, ILabelled
{
    /// <summary>How access is given.</summary>
    public IamConfiguration? IamConfiguration { get; init; }

    /// <summary>The key of new objects.</summary>
    public BucketEncryption? Encryption { get; init; }

    /// <summary>Whether older versions are kept.</summary>
    public Switch? Versioning { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>How access to a bucket is given.</summary>
public sealed record IamConfiguration
{
    /// <summary>enforced, or inherited where only the organisation decides.</summary>
    public string? PublicAccessPrevention { get; init; }

    /// <summary>By IAM alone, without lists for single objects.</summary>
    public Switch? UniformBucketLevelAccess { get; init; }
}

/// <summary>The key of new objects.</summary>
public sealed record BucketEncryption
{
    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? DefaultKmsKeyName { get; init; }
}

/// <summary>Something that is on or off.</summary>
public sealed record Switch
{
    /// <summary>It is on.</summary>
    public bool Enabled { get; init; }
}

/// <summary>A dataset of BigQuery.</summary>
[GcpResource("bigquery.googleapis.com/Dataset", Supporting = true)]
public sealed record BigQueryDataset : Resource
{
    /// <summary>Who may do what.</summary>
    public IReadOnlyList<DatasetAccess>? Access { get; init; }

    /// <summary>The key of new tables.</summary>
    public DatasetEncryption? DefaultEncryptionConfiguration { get; init; }

    /// <summary>When new tables are deleted, in milliseconds; never without.</summary>
    public long? DefaultTableExpirationMs { get; init; }

    /// <summary>When new partitions are deleted, in milliseconds; never without.</summary>
    public long? DefaultPartitionExpirationMs { get; init; }
}

/// <summary>Who may do what with a dataset.</summary>
public sealed record DatasetAccess
{
    /// <summary>As READER, OWNER, roles/bigquery.dataViewer.</summary>
    public string? Role { get; init; }

    /// <summary>projectOwners, projectReaders, projectWriters, allAuthenticatedUsers.</summary>
    public string? SpecialGroup { get; init; }

    /// <summary>Everybody of a domain.</summary>
    public string? Domain { get; init; }

    /// <summary>As allUsers.</summary>
    public string? IamMember { get; init; }

    /// <summary>A group.</summary>
    public string? GroupByEmail { get; init; }

    /// <summary>A person or service account.</summary>
    public string? UserByEmail { get; init; }
}

/// <summary>The key of new tables.</summary>
public sealed record DatasetEncryption
{
    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKeyName { get; init; }
}

/// <summary>A key of Cloud KMS.</summary>
[GcpResource("cloudkms.googleapis.com/CryptoKey", Supporting = true)]
public sealed record CryptoKey : Resource
{
    /// <summary>ENCRYPT_DECRYPT and others.</summary>
    public string? Purpose { get; init; }

    /// <summary>How often it is replaced, as 7776000s; never without.</summary>
    public string? RotationPeriod { get; init; }

    /// <summary>The version that encrypts.</summary>
    public KeyVersion? Primary { get; init; }

    /// <summary>How versions are made.</summary>
    public KeyVersionTemplate? VersionTemplate { get; init; }
}

/// <summary>A version of a key.</summary>
public sealed record KeyVersion
{
    /// <summary>ENABLED, DISABLED, DESTROY_SCHEDULED, DESTROYED and others.</summary>
    public string? State { get; init; }

    /// <summary>SOFTWARE, HSM, EXTERNAL and others.</summary>
    public string? ProtectionLevel { get; init; }
}

/// <summary>How versions of a key are made.</summary>
public sealed record KeyVersionTemplate
{
    /// <summary>SOFTWARE, HSM, EXTERNAL and others.</summary>
    public string? ProtectionLevel { get; init; }
}
