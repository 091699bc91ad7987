namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A model.</summary>
[GcpResource("aiplatform.googleapis.com/Model")]
public sealed record VertexModel : Resource, IEncrypted, ILabelled
{
    /// <summary>Where its files lie, as gs://bucket/folder.</summary>
    [Refers(typeof(Bucket))]
    public string? ArtifactUri { get; init; }

    /// <summary>The container that serves it.</summary>
    public ContainerSpec? ContainerSpec { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Data that models learn from.</summary>
[GcpResource("aiplatform.googleapis.com/Dataset")]
public sealed record Dataset : Resource, IEncrypted, ILabelled
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What it is made of; its shape depends on the kind of data.</summary>
    public DatasetMetadata? Metadata { get; init; }
}

/// <summary>What a dataset is made of.</summary>
public sealed record DatasetMetadata
{
    /// <summary>The bucket that Vertex AI keeps it in.</summary>
    [Refers(typeof(Bucket))]
    public string? GcsBucket { get; init; }

    /// <summary>Where tables come from.</summary>
    public DatasetInput? InputConfig { get; init; }
}

/// <summary>Where tables of a dataset come from.</summary>
public sealed record DatasetInput
{
    /// <summary>Files.</summary>
    public GcsSource? GcsSource { get; init; }
}

/// <summary>Files in Cloud Storage.</summary>
public sealed record GcsSource
{
    /// <summary>As gs://bucket/file.</summary>
    [Refers(typeof(Bucket))]
    public IReadOnlyList<string>? Uri { get; init; }
}
