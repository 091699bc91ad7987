namespace AiCloudSecurity.Resources.Aws;

/// <summary>What S3 itself says of a bucket's policy, as GetBucketPolicyStatus gives it.</summary>
[AwsResource("AWS::S3::BucketPolicyStatus", "s3", Of = typeof(Bucket),
    Describe = "GetBucketPolicyStatus GET /{Bucket}?policyStatus", Key = "Bucket=@name",
    None = "NoSuchBucketPolicy", Supporting = true)]
public sealed record BucketPolicyStatus : Resource
{
    /// <summary>Whether the policy grants access to anybody.</summary>
    public bool? IsPublic { get; init; }
}
