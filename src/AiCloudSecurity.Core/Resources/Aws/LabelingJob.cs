namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job of SageMaker Ground Truth, as DescribeLabelingJob gives it.</summary>
[AwsResource("AWS::SageMaker::LabelingJob", "sagemaker",
    List = "ListLabelingJobs", Items = "LabelingJobSummaryList", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeLabelingJob", Key = "LabelingJobName",
    Id = "LabelingJobArn", NameMember = "LabelingJobName")]
public sealed record LabelingJob : Resource, IJob
{
    /// <summary>Initializing, InProgress, Completed, Failed, Stopping or Stopped.</summary>
    public string? LabelingJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The role that it works as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Where the labels go.</summary>
    public LabelingOutput? OutputConfig { get; init; }

    /// <summary>Labelling by a model; absent where people do it all.</summary>
    public LabelingAlgorithms? LabelingJobAlgorithmsConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => LabelingJobStatus is "Initializing" or "InProgress" or "Stopping";
}

/// <summary>Where labels or reviews go.</summary>
public sealed record LabelingOutput
{
    /// <summary>The place.</summary>
    [Refers(typeof(Bucket))]
    public string? S3OutputPath { get; init; }

    /// <summary>The key that encrypts them; absent with the key that S3 has for the account.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>How a model labels.</summary>
public sealed record LabelingAlgorithms
{
    /// <summary>The model's jobs.</summary>
    public LabelingResources? LabelingJobResourceConfig { get; init; }
}

/// <summary>What the jobs of a model that labels run on.</summary>
public sealed record LabelingResources
{
    /// <summary>The place in a VPC; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }
}
