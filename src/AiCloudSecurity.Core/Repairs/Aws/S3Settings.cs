using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of buckets. S3 speaks XML: a request's only member is the root of its body.</summary>
internal static class S3Settings
{
    /// <summary>What a bucket refuses whatever its policy and ACL say.</summary>
    public static readonly AwsSetting PublicAccessBlock = new()
    {
        Name = "aws/s3/PublicAccessBlock",
        Service = "s3",
        Get = "GetPublicAccessBlock GET /{Bucket}?publicAccessBlock",
        None = ["NoSuchPublicAccessBlockConfiguration"],
        Put = "PutPublicAccessBlock PUT /{Bucket}?publicAccessBlock",
        Input = (_, wanted, _) => new() { ["PublicAccessBlockConfiguration"] = wanted.DeepClone() },
        Delete = "DeletePublicAccessBlock DELETE /{Bucket}?publicAccessBlock",
    };

    /// <summary>What encrypts an object that does not say otherwise.</summary>
    public static readonly AwsSetting Encryption = new()
    {
        Name = "aws/s3/Encryption",
        Service = "s3",
        Get = "GetBucketEncryption GET /{Bucket}?encryption",
        None = ["ServerSideEncryptionConfigurationNotFoundError"],
        Put = "PutBucketEncryption PUT /{Bucket}?encryption",
        Input = (_, wanted, _) => new() { ["ServerSideEncryptionConfiguration"] = wanted.DeepClone() },
        Delete = "DeleteBucketEncryption DELETE /{Bucket}?encryption",
    };

    /// <summary>Whether a bucket keeps what is overwritten. What was once on can be suspended, and never be as if it had not been on.</summary>
    public static readonly AwsSetting Versioning = new()
    {
        Name = "aws/s3/Versioning",
        Service = "s3",
        Get = "GetBucketVersioning GET /{Bucket}?versioning",
        State = (answer, _) => answer.Pick("Status"),
        Put = "PutBucketVersioning PUT /{Bucket}?versioning",
        Input = (_, wanted, _) => new() { ["VersioningConfiguration"] = wanted.Pick("Status") },
    };

    /// <summary>Where the access log goes.</summary>
    public static readonly AwsSetting Logging = new()
    {
        Name = "aws/s3/Logging",
        Service = "s3",
        Get = "GetBucketLogging GET /{Bucket}?logging",
        State = (answer, _) => answer.Pick("LoggingEnabled"),
        Put = "PutBucketLogging PUT /{Bucket}?logging",
        Input = (_, wanted, _) => new() { ["BucketLoggingStatus"] = wanted.Pick("LoggingEnabled") },
    };

    /// <summary>The bucket's policy: the state is the document.</summary>
    public static readonly AwsSetting Policy = new()
    {
        Name = "aws/s3/Policy",
        Service = "s3",
        Get = "GetBucketPolicy GET /{Bucket}?policy",
        None = ["NoSuchBucketPolicy"],
        Put = "PutBucketPolicy PUT /{Bucket}?policy",
        Input = (_, wanted, _) => new() { ["Policy"] = wanted.ToJsonString() },
        Delete = "DeleteBucketPolicy DELETE /{Bucket}?policy",
    };

    /// <summary>The request's member that names a bucket.</summary>
    public static JsonObject Key(string bucket) => new() { ["Bucket"] = bucket };

    /// <summary>All public access is blocked.</summary>
    public static JsonObject Blocked => new() { ["BlockPublicAcls"] = "true", ["IgnorePublicAcls"] = "true", ["BlockPublicPolicy"] = "true", ["RestrictPublicBuckets"] = "true" };

    /// <summary>New objects are encrypted with a key, whatever other rule there is.</summary>
    public static JsonObject EncryptedWith(string key) => new()
    {
        ["Rule"] = new JsonObject
        {
            ["ApplyServerSideEncryptionByDefault"] = new JsonObject { ["SSEAlgorithm"] = "aws:kms", ["KMSMasterKeyID"] = key },
            ["BucketKeyEnabled"] = "true",
        },
    };

    /// <summary>A policy that refuses requests without TLS, beside what it says.</summary>
    public static JsonObject OnlyTls(JsonObject? policy, string partition, string bucket)
    {
        policy ??= new() { ["Version"] = "2012-10-17" };
        JsonArray statements = policy["Statement"]?.DeepClone() switch { JsonArray many => many, JsonObject one => [one], _ => [] };
        statements.Add(new JsonObject
        {
            ["Sid"] = "AiCloudSecurityOnlyTls",
            ["Effect"] = "Deny",
            ["Principal"] = "*",
            ["Action"] = "s3:*",
            ["Resource"] = new JsonArray($"arn:{partition}:s3:::{bucket}", $"arn:{partition}:s3:::{bucket}/*"),
            ["Condition"] = new JsonObject { ["Bool"] = new JsonObject { ["aws:SecureTransport"] = "false" } },
        });
        policy["Statement"] = statements;
        return policy;
    }
}
