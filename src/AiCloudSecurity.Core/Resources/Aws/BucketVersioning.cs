namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whether a bucket keeps what is overwritten or deleted, as GetBucketVersioning gives it.</summary>
[AwsResource("AWS::S3::BucketVersioning", "s3", Of = typeof(Bucket),
    Describe = "GetBucketVersioning GET /{Bucket}?versioning", Key = "Bucket=@name", Supporting = true)]
public sealed record BucketVersioning : Resource
{
    /// <summary>Enabled or Suspended; absent where it never was on.</summary>
    public string? Status { get; init; }
}
