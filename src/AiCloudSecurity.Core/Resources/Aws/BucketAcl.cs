using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A bucket's access control list, as GetBucketAcl gives it.</summary>
[AwsResource("AWS::S3::BucketAcl", "s3", Of = typeof(Bucket),
    Describe = "GetBucketAcl GET /{Bucket}?acl", Key = "Bucket=@name", Supporting = true)]
public sealed record BucketAcl : Resource
{
    /// <summary>What holds the grants.</summary>
    public BucketGrants? AccessControlList { get; init; }
}

/// <summary>The grants of a list.</summary>
public sealed record BucketGrants
{
    /// <summary>The grants.</summary>
    [JsonPropertyName("Grant"), JsonConverter(typeof(OneOrManyConverter<BucketGrant>))]
    public IReadOnlyList<BucketGrant>? Grants { get; init; }
}

/// <summary>One grant.</summary>
public sealed record BucketGrant
{
    /// <summary>Who is granted.</summary>
    public BucketGrantee? Grantee { get; init; }

    /// <summary>FULL_CONTROL, WRITE, WRITE_ACP, READ or READ_ACP.</summary>
    public string? Permission { get; init; }
}

/// <summary>Who is granted.</summary>
public sealed record BucketGrantee
{
    /// <summary>A group of S3's: AllUsers and AuthenticatedUsers are everybody.</summary>
    public string? URI { get; init; }
}
