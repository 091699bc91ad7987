namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker model card, as DescribeModelCard gives it.</summary>
[AwsResource("AWS::SageMaker::ModelCard", "sagemaker",
    List = "ListModelCards", Items = "ModelCardSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeModelCard", Key = "ModelCardName",
    Id = "ModelCardArn", NameMember = "ModelCardName")]
public sealed record ModelCard : Resource
{
    /// <summary>Its key; absent with a key of AWS.</summary>
    public SecurityKey? SecurityConfig { get; init; }
}

/// <summary>The key of a card or a package.</summary>
public sealed record SecurityKey
{
    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
