namespace AiCloudSecurity.Resources.Aws;

/// <summary>What every bucket of the account refuses, as S3 Control's GetPublicAccessBlock gives it; each part adds to the bucket's own.</summary>
[AwsResource("AWS::S3::AccountPublicAccessBlock", "s3control",
    Describe = "GetPublicAccessBlock GET /v20180820/configuration/publicAccessBlock", Input = """{ "AccountId": "{account}" }""",
    None = "NoSuchPublicAccessBlockConfiguration", Id = "arn:{partition}:s3:::{account}/publicAccessBlock", Global = true)]
public sealed record AccountPublicAccessBlock : Resource
{
    /// <summary>Treats public ACLs as if they were not there.</summary>
    public bool? IgnorePublicAcls { get; init; }

    /// <summary>Leaves buckets with a public policy to the account and to AWS services.</summary>
    public bool? RestrictPublicBuckets { get; init; }
}
