namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job that watches a model for the quality of its data, as DescribeDataQualityJobDefinition gives it.</summary>
[AwsResource("AWS::SageMaker::DataQualityJobDefinition", "sagemaker",
    List = "ListDataQualityJobDefinitions", Items = "JobDefinitionSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeDataQualityJobDefinition", Key = "JobDefinitionName=MonitoringJobDefinitionName",
    Id = "arn:{partition}:sagemaker:{region}:{account}:data-quality-job-definition/{JobDefinitionName}{MonitoringJobDefinitionName}", NameMember = "{JobDefinitionName}{MonitoringJobDefinitionName}")]
public sealed record DataQualityJobDefinition : MonitoringJob
{
    /// <summary>Where what it finds goes.</summary>
    public MonitoringOutputConfig? DataQualityJobOutputConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public override MonitoringOutputConfig? Output => DataQualityJobOutputConfig;
}
