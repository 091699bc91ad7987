namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job that watches a model for what its answers rest on, as DescribeModelExplainabilityJobDefinition gives it.</summary>
[AwsResource("AWS::SageMaker::ModelExplainabilityJobDefinition", "sagemaker",
    List = "ListModelExplainabilityJobDefinitions", Items = "JobDefinitionSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeModelExplainabilityJobDefinition", Key = "JobDefinitionName=MonitoringJobDefinitionName",
    Id = "arn:{partition}:sagemaker:{region}:{account}:model-explainability-job-definition/{JobDefinitionName}{MonitoringJobDefinitionName}", NameMember = "{JobDefinitionName}{MonitoringJobDefinitionName}")]
public sealed record ModelExplainabilityJobDefinition : MonitoringJob
{
    /// <summary>Where what it finds goes.</summary>
    public MonitoringOutputConfig? ModelExplainabilityJobOutputConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public override MonitoringOutputConfig? Output => ModelExplainabilityJobOutputConfig;
}
