using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may copy a custom classifier of Comprehend, as DescribeResourcePolicy gives it.</summary>
[AwsResource("AWS::Comprehend::DocumentClassifierResourcePolicy", "comprehend", Of = typeof(DocumentClassifier),
    Describe = "DescribeResourcePolicy", Key = "ResourceArn=@id", None = "ResourceNotFoundException")]
public sealed record DocumentClassifierPolicy : Resource
{
    /// <summary>What it says; absent where there is none.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }
}
