namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker shadow test, as DescribeInferenceExperiment gives it.</summary>
[AwsResource("AWS::SageMaker::InferenceExperiment", "sagemaker",
    List = "ListInferenceExperiments", Items = "InferenceExperiments", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeInferenceExperiment", Key = "Name",
    Id = "arn:{partition}:sagemaker:{region}:{account}:inference-experiment/{Name}", NameMember = "Name")]
public sealed record InferenceExperiment : Resource, IJob
{
    /// <summary>Creating, Created, Updating, Starting, Stopping, Running, Completed or Cancelled.</summary>
    public string? Status { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The key of its instances' volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKey { get; init; }

    /// <summary>Where requests and answers are kept; absent where they are not.</summary>
    public ExperimentStorage? DataStorageConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => Status is not ("Completed" or "Cancelled");
}

/// <summary>Where a shadow test keeps requests and answers.</summary>
public sealed record ExperimentStorage
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? Destination { get; init; }

    /// <summary>The key that encrypts them; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKey { get; init; }
}
