namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a bucket refuses whatever its policy and ACL say, as GetPublicAccessBlock gives it.</summary>
[AwsResource("AWS::S3::BucketPublicAccessBlock", "s3", Of = typeof(Bucket),
    Describe = "GetPublicAccessBlock GET /{Bucket}?publicAccessBlock", Key = "Bucket=@name",
    None = "NoSuchPublicAccessBlockConfiguration", Supporting = true)]
public sealed record BucketPublicAccessBlock : Resource
{
    /// <summary>Refuses new public ACLs; those that are there stay.</summary>
    public bool? BlockPublicAcls { get; init; }

    /// <summary>Treats public ACLs as if they were not there.</summary>
    public bool? IgnorePublicAcls { get; init; }

    /// <summary>Refuses new public policies; one that is there stays.</summary>
    public bool? BlockPublicPolicy { get; init; }

    /// <summary>Leaves a bucket with a public policy to its own account and to AWS services.</summary>
    public bool? RestrictPublicBuckets { get; init; }
}
