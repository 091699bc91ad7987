namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job that trains a Bedrock model further, as GetModelCustomizationJob gives it.</summary>
[AwsResource("AWS::Bedrock::ModelCustomizationJob", "bedrock",
    List = "ListModelCustomizationJobs GET /model-customization-jobs", Items = "modelCustomizationJobSummaries", Since = "creationTimeAfter",
    Describe = "GetModelCustomizationJob GET /model-customization-jobs/{jobIdentifier}", Key = "jobIdentifier=jobName",
    Id = "jobArn", NameMember = "jobName")]
public sealed record CustomizationJob : Resource, IJob
{
    /// <summary>InProgress, Stopping, or how it ended.</summary>
    public string? Status { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The network from which it reads the data; absent on the network of AWS.</summary>
    public BedrockVpc? VpcConfig { get; init; }

    /// <summary>What it trains on.</summary>
    public S3Location? TrainingDataConfig { get; init; }

    /// <summary>Where its figures go.</summary>
    public S3Location? OutputDataConfig { get; init; }

    bool IJob.IsRunning => Status is "InProgress" or "Stopping";
}

/// <summary>A network of the customer's own from which a Bedrock job reads and writes.</summary>
public sealed record BedrockVpc
{
    /// <summary>The subnets.</summary>
    public IReadOnlyList<string>? SubnetIds { get; init; }
}
