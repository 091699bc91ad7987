namespace AiCloudSecurity.Resources.Aws;

/// <summary>A workflow of Amazon Augmented AI, in which people review predictions, as DescribeFlowDefinition gives it.</summary>
[AwsResource("AWS::SageMaker::FlowDefinition", "sagemaker",
    List = "ListFlowDefinitions", Items = "FlowDefinitionSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeFlowDefinition", Key = "FlowDefinitionName",
    Id = "FlowDefinitionArn", NameMember = "FlowDefinitionName")]
public sealed record ReviewWorkflow : Resource
{
    /// <summary>The role that it works as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Where the reviews go.</summary>
    public LabelingOutput? OutputConfig { get; init; }
}
