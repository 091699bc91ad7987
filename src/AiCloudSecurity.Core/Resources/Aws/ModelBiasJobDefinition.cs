namespace AiCloudSecurity.Resources.Aws;

/// <summary>A job that watches a model for bias, as DescribeModelBiasJobDefinition gives it.</summary>
[AwsResource("AWS::SageMaker::ModelBiasJobDefinition", "sagemaker",
    List = "ListModelBiasJobDefinitions", Items = "JobDefinitionSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeModelBiasJobDefinition", Key = "JobDefinitionName=MonitoringJobDefinitionName",
    Id = "arn:{partition}:sagemaker:{region}:{account}:model-bias-job-definition/{JobDefinitionName}{MonitoringJobDefinitionName}", NameMember = "{JobDefinitionName}{MonitoringJobDefinitionName}")]
public sealed record ModelBiasJobDefinition : MonitoringJob
{
    /// <summary>Where what it finds goes.</summary>
    public MonitoringOutputConfig? ModelBiasJobOutputConfig { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public override MonitoringOutputConfig? Output => ModelBiasJobOutputConfig;
}
