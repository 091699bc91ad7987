namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a job reads.</summary>
public sealed record JobInput
{
    /// <summary>Where it lies.</summary>
    public JobDataSource? DataSource { get; init; }
}

/// <summary>Where lies what a job reads.</summary>
public sealed record JobDataSource
{
    /// <summary>The place in S3; absent where it is elsewhere.</summary>
    public S3Source? S3DataSource { get; init; }
}

/// <summary>A place in S3 that a job reads.</summary>
public sealed record S3Source
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }
}
