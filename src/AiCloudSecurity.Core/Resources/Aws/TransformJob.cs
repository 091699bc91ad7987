namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker batch transform job, as DescribeTransformJob gives it.</summary>
[AwsResource("AWS::SageMaker::TransformJob", "sagemaker",
    List = "ListTransformJobs", Items = "TransformJobSummaries", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeTransformJob", Key = "TransformJobName",
    Id = "TransformJobArn", NameMember = "TransformJobName")]
public sealed record TransformJob : Resource, IJob
{
    /// <summary>InProgress, Completed, Failed, Stopping or Stopped.</summary>
    public string? TransformJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>What is predicted from.</summary>
    public JobInput? TransformInput { get; init; }

    /// <summary>Where the predictions go.</summary>
    public TransformOutput? TransformOutput { get; init; }

    /// <summary>Its instances.</summary>
    public TransformResources? TransformResources { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => TransformJobStatus is "InProgress" or "Stopping";
}

/// <summary>Where the predictions of a transform job go.</summary>
public sealed record TransformOutput
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3OutputPath { get; init; }

    /// <summary>The key; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>The instances of a transform job.</summary>
public sealed record TransformResources
{
    /// <summary>The kind of instance, as ml.m5.large.</summary>
    public string? InstanceType { get; init; }

    /// <summary>The key of their volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }
}
