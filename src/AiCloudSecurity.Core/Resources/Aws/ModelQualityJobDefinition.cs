namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job that watches a model for the quality of its answers, as DescribeModelQualityJobDefinition gives it.</summary>
[AwsResource("AWS::SageMaker::ModelQualityJobDefinition", "sagemaker",
    List = "ListModelQualityJobDefinitions", Items = "JobDefinitionSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeModelQualityJobDefinition", Key = "JobDefinitionName=MonitoringJobDefinitionName",
    Id = "arn:{partition}:sagemaker:{region}:{account}:model-quality-job-definition/{JobDefinitionName}{MonitoringJobDefinitionName}", NameMember = "{JobDefinitionName}{MonitoringJobDefinitionName}")]
public sealed record ModelQualityJobDefinition : MonitoringJob
{
    /// <summary>Where what it finds goes.</summary>
    public MonitoringOutputConfig? ModelQualityJobOutputConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public override MonitoringOutputConfig? Output => ModelQualityJobOutputConfig;
}
