using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A bucket's policy: GetBucketPolicy answers with the document itself.</summary>
[AwsResource("AWS::S3::BucketPolicy", "s3", Of = typeof(Bucket),
    Describe = "GetBucketPolicy GET /{Bucket}?policy", Key = "Bucket=@name",
    None = "NoSuchBucketPolicy", Supporting = true)]
public sealed record BucketPolicy : Resource
{
    /// <summary>Its statements.</summary>
    [JsonConverter(typeof(OneOrManyConverter<ResourcePolicyStatement>))]
    public IReadOnlyList<ResourcePolicyStatement>? Statement { get; init; }
}
