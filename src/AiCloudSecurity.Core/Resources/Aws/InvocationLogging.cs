using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whether and where Bedrock logs prompts and answers in a region, as GetModelInvocationLoggingConfiguration gives it.</summary>
[AwsResource("AWS::Bedrock::ModelInvocationLogging", "bedrock",
    Describe = "GetModelInvocationLoggingConfiguration GET /logging/modelinvocations",
    Id = "arn:{partition}:bedrock:{region}:{account}:model-invocation-logging", NameMember = "model-invocation-logging in {region}")]
public sealed record InvocationLogging : Resource, IOptionalSetting
{
    /// <summary>Absent or empty where nothing is logged.</summary>
    public LoggingConfig? LoggingConfig { get; init; }

    /// <summary>Whether logs go anywhere.</summary>
    [JsonIgnore]
    public bool IsSet => LoggingConfig is { S3Config.BucketName.Length: > 0 } or { CloudWatchConfig.LogGroupName.Length: > 0 };
}

/// <summary>What is logged, and where.</summary>
public sealed record LoggingConfig
{
    /// <summary>The log group.</summary>
    public LogGroupDestination? CloudWatchConfig { get; init; }

    /// <summary>The bucket.</summary>
    public LogBucket? S3Config { get; init; }

    /// <summary>Text.</summary>
    public bool? TextDataDeliveryEnabled { get; init; }

    /// <summary>Images.</summary>
    public bool? ImageDataDeliveryEnabled { get; init; }

    /// <summary>Embeddings.</summary>
    public bool? EmbeddingDataDeliveryEnabled { get; init; }

    /// <summary>Videos.</summary>
    public bool? VideoDataDeliveryEnabled { get; init; }

    /// <summary>Audio.</summary>
    public bool? AudioDataDeliveryEnabled { get; init; }
}

/// <summary>A log group that takes invocation logs.</summary>
public sealed record LogGroupDestination
{
    /// <summary>The name.</summary>
    [Refers(typeof(LogGroup))]
    public string? LogGroupName { get; init; }

    /// <summary>Where what is too large for a log goes.</summary>
    public LogBucket? LargeDataDeliveryS3Config { get; init; }
}

/// <summary>A bucket that takes invocation logs.</summary>
public sealed record LogBucket
{
    /// <summary>The name.</summary>
    [Refers(typeof(Bucket))]
    public string? BucketName { get; init; }
}
