namespace AiCloudSecurity.Resources.Aws;

/// <summary>An S3 bucket that an AI resource reads or writes: read once for each name, ARN or s3:// URI that leads to it.</summary>
[AwsResource("AWS::S3::Bucket", "s3",
    Describe = "GetBucketLocation GET /{Bucket}?location", Key = "Bucket=$", None = "NoSuchBucket",
    Id = "arn:{partition}:s3:::{$}", NameMember = "{$}", Supporting = true)]
public sealed record Bucket : Resource;
