namespace AiCloudSecurity.Resources.Aws;

/// <summary>An S3 bucket that an AI resource reads or writes: read once for each name, ARN or s3:// URI that leads to it.</summary>
[AwsResource("AWS::S3::Bucket", "s3",
    Describe = "GetBucketLocation GET /{Bucket}?location", Key = "Bucket=$", None = "NoSuchBucket",
    Id = "arn:{partition}:s3:::{$}", NameMember = "{$}", Supporting = true)]
public sealed record Bucket : Resource
{
    /// <summary>Where it lies; empty for us-east-1, and EU for eu-west-1 where it is old.</summary>
    public string? LocationConstraint { get; init; }

    /// <summary>The region where it lies.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Region => LocationConstraint switch
    {
        null or "" => "us-east-1",
        "EU" => "eu-west-1",
        var region => region,
    };
}
