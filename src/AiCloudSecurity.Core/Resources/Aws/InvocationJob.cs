namespace AiCloudSecurity.Resources.Aws;

/// <summary>A batch inference job, as ListModelInvocationJobs gives it.</summary>
[AwsResource("AWS::Bedrock::ModelInvocationJob", "bedrock",
    List = "ListModelInvocationJobs GET /model-invocation-jobs", Items = "invocationJobSummaries", Since = "submitTimeAfter",
    Id = "jobArn", NameMember = "jobName")]
public sealed record InvocationJob : Resource, IJob
{
    /// <summary>Submitted, Validating, Scheduled, InProgress, Stopping, or how it ended.</summary>
    public string? Status { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The network from which it reads the data; absent on the network of AWS.</summary>
    public BedrockVpc? VpcConfig { get; init; }

    /// <summary>The prompts.</summary>
    public InvocationJobInput? InputDataConfig { get; init; }

    /// <summary>Where the answers go.</summary>
    public InvocationJobOutput? OutputDataConfig { get; init; }

    DateTimeOffset? IJob.CreationTime => SubmitTime;

    bool IJob.IsRunning => Status is "Submitted" or "Validating" or "Scheduled" or "InProgress" or "Stopping";
}

/// <summary>The prompts of a batch.</summary>
public sealed record InvocationJobInput
{
    /// <summary>Where they lie.</summary>
    public S3Location? S3InputDataConfig { get; init; }
}

/// <summary>The answers of a batch.</summary>
public sealed record InvocationJobOutput
{
    /// <summary>Where they go.</summary>
    public InvocationJobS3Output? S3OutputDataConfig { get; init; }
}

/// <summary>Where the answers of a batch go.</summary>
public sealed record InvocationJobS3Output
{
    /// <summary>An s3:// URI.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }

    /// <summary>The key that encrypts them; absent where the job names none.</summary>
    [Refers(typeof(KmsKey))]
    public string? S3EncryptionKeyId { get; init; }
}
