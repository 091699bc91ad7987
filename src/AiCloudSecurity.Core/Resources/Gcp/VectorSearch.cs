namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An index of vectors.</summary>
[GcpResource("aiplatform.googleapis.com/Index")]
public sealed record VectorIndex : Resource, IEncrypted, ILabelled
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Where indexes answer.</summary>
[GcpResource("aiplatform.googleapis.com/IndexEndpoint")]
public sealed record IndexEndpoint : Resource, IEncrypted, ILabelled
{
    /// <summary>It answers everybody who has the right, from anywhere.</summary>
    public bool PublicEndpointEnabled { get; init; }

    /// <summary>The public host name.</summary>
    public string? PublicEndpointDomainName { get; init; }

    /// <summary>The indexes that answer.</summary>
    public IReadOnlyList<DeployedIndex>? DeployedIndexes { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>An index that answers.</summary>
public sealed record DeployedIndex
{
    /// <summary>Its id at the endpoint.</summary>
    public string? Id { get; init; }

    /// <summary>Requests are logged.</summary>
    public bool EnableAccessLogging { get; init; }

    /// <summary>Who may ask it.</summary>
    public DeployedIndexAuthConfig? DeployedIndexAuthConfig { get; init; }
}

/// <summary>Who may ask an index.</summary>
public sealed record DeployedIndexAuthConfig
{
    /// <summary>Whose tokens are taken.</summary>
    public AuthProvider? AuthProvider { get; init; }
}

/// <summary>Whose tokens are taken.</summary>
public sealed record AuthProvider
{
    /// <summary>Service accounts that sign them.</summary>
    public IReadOnlyList<string>? AllowedIssuers { get; init; }

    /// <summary>Whom they are for.</summary>
    public IReadOnlyList<string>? Audiences { get; init; }
}

/// <summary>Measurements of experiments.</summary>
[GcpResource("aiplatform.googleapis.com/Tensorboard")]
public sealed record Tensorboard : Resource, IEncrypted, ILabelled
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>What is known of artifacts and runs.</summary>
[GcpResource("aiplatform.googleapis.com/MetadataStore")]
public sealed record MetadataStore : Resource, IEncrypted
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }
}
