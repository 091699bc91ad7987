using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who else may use a bucket of S3 Vectors, as GetVectorBucketPolicy gives it.</summary>
[AwsResource("AWS::S3Vectors::VectorBucketPolicy", "s3vectors", Of = typeof(VectorBucket),
    Describe = "GetVectorBucketPolicy POST /GetVectorBucketPolicy", Key = "vectorBucketArn=@id", None = "NotFoundException", Supporting = true)]
public sealed record VectorBucketPolicy : Resource
{
    /// <summary>What it says.</summary>
    public PolicyDocument? Policy { get; init; }
}
