namespace AiCloudSecurity.Resources.Aws;

/// <summary>What the jobs that watch a model have, of whichever kind.</summary>
public abstract record MonitoringJob : Resource
{
    /// <summary>What their containers can reach.</summary>
    public JobNetwork? NetworkConfig { get; init; }

    /// <summary>Their instances.</summary>
    public ProcessingResources? JobResources { get; init; }

    /// <summary>The role that their containers run as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Where what they find goes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public abstract MonitoringOutputConfig? Output { get; }
}

/// <summary>Where what a monitoring job finds goes.</summary>
public sealed record MonitoringOutputConfig
{
    /// <summary>The key that encrypts it; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>The places.</summary>
    public IReadOnlyList<MonitoringOutput>? MonitoringOutputs { get; init; }
}

/// <summary>A place where what a monitoring job finds goes.</summary>
public sealed record MonitoringOutput
{
    /// <summary>The place in S3.</summary>
    public S3Output? S3Output { get; init; }
}
