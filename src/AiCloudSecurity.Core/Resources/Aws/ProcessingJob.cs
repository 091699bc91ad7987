namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker processing job, as DescribeProcessingJob gives it.</summary>
[AwsResource("AWS::SageMaker::ProcessingJob", "sagemaker",
    List = "ListProcessingJobs", Items = "ProcessingJobSummaries", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeProcessingJob", Key = "ProcessingJobName",
    Id = "ProcessingJobArn", NameMember = "ProcessingJobName")]
public sealed record ProcessingJob : Resource, IJob
{
    /// <summary>InProgress, Completed, Failed, Stopping or Stopped.</summary>
    public string? ProcessingJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The role that its containers run as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What its containers can reach.</summary>
    public JobNetwork? NetworkConfig { get; init; }

    /// <summary>Its instances.</summary>
    public ProcessingResources? ProcessingResources { get; init; }

    /// <summary>What it reads.</summary>
    public IReadOnlyList<ProcessingInput>? ProcessingInputs { get; init; }

    /// <summary>Where its output goes.</summary>
    public ProcessingOutputConfig? ProcessingOutputConfig { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => ProcessingJobStatus is "InProgress" or "Stopping";
}

/// <summary>What a job's containers can reach.</summary>
public sealed record JobNetwork
{
    /// <summary>Whether they have no network; they have one by default.</summary>
    public bool? EnableNetworkIsolation { get; init; }

    /// <summary>Whether traffic between its instances is encrypted; it is not by default.</summary>
    public bool? EnableInterContainerTrafficEncryption { get; init; }

    /// <summary>The place in a VPC; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }
}

/// <summary>The instances of a processing job.</summary>
public sealed record ProcessingResources
{
    /// <summary>Its cluster.</summary>
    public JobCluster? ClusterConfig { get; init; }
}

/// <summary>The instances of a job.</summary>
public sealed record JobCluster
{
    /// <summary>The kind of instance, as ml.m5.large.</summary>
    public string? InstanceType { get; init; }

    /// <summary>How many; one by default.</summary>
    public int? InstanceCount { get; init; }

    /// <summary>The key of their volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }
}

/// <summary>What a processing job reads.</summary>
public sealed record ProcessingInput
{
    /// <summary>The place in S3; absent where it is elsewhere.</summary>
    public S3Source? S3Input { get; init; }
}

/// <summary>Where the output of a processing job goes.</summary>
public sealed record ProcessingOutputConfig
{
    /// <summary>The key of all outputs; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<ProcessingOutput>? Outputs { get; init; }
}

/// <summary>One output of a processing job.</summary>
public sealed record ProcessingOutput
{
    /// <summary>The name.</summary>
    public string? OutputName { get; init; }

    /// <summary>The place in S3; absent where it goes to the feature store.</summary>
    public S3Output? S3Output { get; init; }
}

/// <summary>A place in S3 that a job writes to.</summary>
public sealed record S3Output
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }
}
