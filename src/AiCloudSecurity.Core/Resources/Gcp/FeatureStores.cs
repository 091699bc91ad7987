namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A feature store of the older kind.</summary>
[GcpResource("aiplatform.googleapis.com/Featurestore")]
public sealed record Featurestore : Resource, IEncrypted, ILabelled
{
    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>A store that serves features.</summary>
[GcpResource("aiplatform.googleapis.com/FeatureOnlineStore")]
public sealed record FeatureOnlineStore : Resource, IEncrypted, ILabelled
{
    /// <summary>Where it serves them.</summary>
    public DedicatedServingEndpoint? DedicatedServingEndpoint { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>Where features are served.</summary>
public sealed record DedicatedServingEndpoint
{
    /// <summary>The public host name.</summary>
    public string? PublicEndpointDomainName { get; init; }

    /// <summary>Private Service Connect.</summary>
    public PrivateServiceConnectConfig? PrivateServiceConnectConfig { get; init; }
}
