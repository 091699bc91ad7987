namespace AiCloudSecurity.Resources.Gcp;

/// <summary>What Sensitive Data Protection looks for.</summary>
[GcpResource("dlp.googleapis.com/InspectTemplate", Inherited = true, Supporting = true)]
public sealed record InspectTemplate : Resource
{
    /// <summary>What it looks for.</summary>
    public InspectConfig? InspectConfig { get; init; }
}

/// <summary>What is looked for.</summary>
public sealed record InspectConfig
{
    /// <summary>Kinds of data; those that Google chooses without.</summary>
    public IReadOnlyList<InfoType>? InfoTypes { get; init; }

    /// <summary>Kinds that the customer made.</summary>
    public IReadOnlyList<CustomInfoType>? CustomInfoTypes { get; init; }
}

/// <summary>A kind of data.</summary>
public sealed record InfoType
{
    /// <summary>As EMAIL_ADDRESS.</summary>
    public string? Name { get; init; }
}

/// <summary>A kind of data that the customer made.</summary>
public sealed record CustomInfoType
{
    /// <summary>Its name.</summary>
    public InfoType? InfoType { get; init; }
}

/// <summary>What Sensitive Data Protection puts in the place of data.</summary>
[GcpResource("dlp.googleapis.com/DeidentifyTemplate", Inherited = true, Supporting = true)]
public sealed record DeidentifyTemplate : Resource
{
}

/// <summary>What Sensitive Data Protection searches by itself.</summary>
[GcpResource("dlp.googleapis.com/DiscoveryConfig", Inherited = true, Supporting = true)]
public sealed record DiscoveryConfig : Resource
{
    /// <summary>RUNNING or PAUSED.</summary>
    public string? Status { get; init; }

    /// <summary>Where.</summary>
    public IReadOnlyList<DiscoveryTarget>? Targets { get; init; }
}

/// <summary>Where data is searched.</summary>
public sealed record DiscoveryTarget
{
    /// <summary>Datasets of Vertex AI.</summary>
    public DiscoveryScope? VertexDatasetTarget { get; init; }

    /// <summary>Buckets.</summary>
    public DiscoveryScope? CloudStorageTarget { get; init; }
}

/// <summary>What of a kind is searched.</summary>
public sealed record DiscoveryScope
{
    /// <summary>None of it is, where this is set.</summary>
    public System.Text.Json.JsonElement? Disabled { get; init; }
}

/// <summary>When Sensitive Data Protection searches something.</summary>
[GcpResource("dlp.googleapis.com/JobTrigger", Supporting = true)]
public sealed record JobTrigger : Resource
{
    /// <summary>HEALTHY, PAUSED or CANCELLED.</summary>
    public string? Status { get; init; }

    /// <summary>When it last did.</summary>
    public DateTimeOffset? LastRunTime { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }
}
