using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A bucket's policy: GetBucketPolicy answers with the document itself.</summary>
[AwsResource("AWS::S3::BucketPolicy", "s3", Of = typeof(Bucket),
    Describe = "GetBucketPolicy GET /{Bucket}?policy", Key = "Bucket=@name",
    None = "NoSuchBucketPolicy", Supporting = true)]
public sealed record BucketPolicy : Resource
{
    /// <summary>What it says.</summary>
    /// <exception cref="MalformedPolicyException">It is no policy.</exception>
    public PolicyDocument Document() => PolicyDocument.Parse(Json);
}
