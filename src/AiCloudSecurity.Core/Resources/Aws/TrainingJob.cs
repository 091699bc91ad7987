namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker training job, as DescribeTrainingJob gives it.</summary>
[AwsResource("AWS::SageMaker::TrainingJob", "sagemaker",
    List = "ListTrainingJobs", Items = "TrainingJobSummaries", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeTrainingJob", Key = "TrainingJobName",
    Id = "TrainingJobArn", NameMember = "TrainingJobName")]
public sealed record TrainingJob : Resource, IJob
{
    /// <summary>InProgress, Completed, Failed, Stopping, Stopped or Deleting.</summary>
    public string? TrainingJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>What is trained with.</summary>
    public AlgorithmSpecification? AlgorithmSpecification { get; init; }

    /// <summary>The role that its containers run as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether its containers have no network; they have one by default.</summary>
    public bool? EnableNetworkIsolation { get; init; }

    /// <summary>Whether traffic between its instances is encrypted; it is not by default.</summary>
    public bool? EnableInterContainerTrafficEncryption { get; init; }

    /// <summary>Its place in a VPC; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>What it is trained on.</summary>
    public IReadOnlyList<JobInput>? InputDataConfig { get; init; }

    /// <summary>Its instances; absent where it is serverless.</summary>
    public TrainingResources? ResourceConfig { get; init; }

    /// <summary>Where the model goes.</summary>
    public TrainingOutput? OutputDataConfig { get; init; }

    /// <summary>Whether a shell opens in its containers.</summary>
    public RemoteDebugConfig? RemoteDebugConfig { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>What the algorithm is told.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? HyperParameters { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => TrainingJobStatus is "InProgress" or "Stopping";
}

/// <summary>What a job is trained with.</summary>
public sealed record AlgorithmSpecification
{
    /// <summary>The path of the image; absent with an algorithm's name.</summary>
    public string? TrainingImage { get; init; }

    /// <summary>The name or ARN of an algorithm of one's own or of the Marketplace; absent with an image.</summary>
    public string? AlgorithmName { get; init; }
}

/// <summary>The instances of a training job.</summary>
public sealed record TrainingResources
{
    /// <summary>The kind of instance, as ml.m5.large; absent with instance groups.</summary>
    public string? InstanceType { get; init; }

    /// <summary>How many; absent with instance groups.</summary>
    public int? InstanceCount { get; init; }

    /// <summary>Instances of several kinds.</summary>
    public IReadOnlyList<InstanceGroup>? InstanceGroups { get; init; }

    /// <summary>The key of their volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }

    /// <summary>The kinds of its instances.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<string?> InstanceTypes => InstanceGroups is { Count: > 0 } groups ? groups.Select(group => group.InstanceType) : [InstanceType];

    /// <summary>How many instances there are.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Instances => InstanceGroups is { Count: > 0 } groups ? groups.Sum(group => group.InstanceCount ?? 1) : InstanceCount ?? 1;
}

/// <summary>Instances of one kind.</summary>
public sealed record InstanceGroup
{
    /// <summary>The kind, as ml.m5.large.</summary>
    public string? InstanceType { get; init; }

    /// <summary>How many.</summary>
    public int? InstanceCount { get; init; }
}

/// <summary>Where the model goes.</summary>
public sealed record TrainingOutput
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3OutputPath { get; init; }

    /// <summary>The key; absent or empty with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>Whether a shell opens in a job's containers.</summary>
public sealed record RemoteDebugConfig
{
    /// <summary>Whether it does; it does not by default.</summary>
    public bool? EnableRemoteDebug { get; init; }
}
