namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker AutoML job, as DescribeAutoMLJobV2 gives it, whichever version made it.</summary>
[AwsResource("AWS::SageMaker::AutoMLJob", "sagemaker",
    List = "ListAutoMLJobs", Items = "AutoMLJobSummaries", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeAutoMLJobV2", Key = "AutoMLJobName",
    Id = "AutoMLJobArn", NameMember = "AutoMLJobName")]
public sealed record AutoMLJob : Resource, IJob
{
    /// <summary>Completed, InProgress, Failed, Stopped or Stopping.</summary>
    public string? AutoMLJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The role that its steps run as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Its keys and its place in a VPC.</summary>
    public AutoMLSecurity? SecurityConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => AutoMLJobStatus is "InProgress" or "Stopping";
}

/// <summary>The keys of an AutoML job and its place in a VPC.</summary>
public sealed record AutoMLSecurity
{
    /// <summary>The place; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }
}
