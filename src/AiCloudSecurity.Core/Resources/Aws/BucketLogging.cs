namespace AiCloudSecurity.Resources.Aws;

/// <summary>Where a bucket's access log goes, as GetBucketLogging gives it.</summary>
[AwsResource("AWS::S3::BucketLogging", "s3", Of = typeof(Bucket),
    Describe = "GetBucketLogging GET /{Bucket}?logging", Key = "Bucket=@name", Supporting = true)]
public sealed record BucketLogging : Resource
{
    /// <summary>Absent where there is no access log.</summary>
    public BucketLogTarget? LoggingEnabled { get; init; }
}

/// <summary>Where an access log goes.</summary>
public sealed record BucketLogTarget
{
    /// <summary>The bucket that takes the log.</summary>
    public string? TargetBucket { get; init; }
}
