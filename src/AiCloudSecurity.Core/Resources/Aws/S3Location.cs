namespace AiCloudSecurity.Resources.Aws;

/// <summary>A place in S3 that data is read from or written to.</summary>
public sealed record S3Location
{
    /// <summary>An s3:// URI.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }
}
