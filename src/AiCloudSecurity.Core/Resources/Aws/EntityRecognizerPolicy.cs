using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may copy a custom recognizer of Comprehend, as DescribeResourcePolicy gives it.</summary>
[AwsResource("AWS::Comprehend::EntityRecognizerResourcePolicy", "comprehend", Of = typeof(EntityRecognizer),
    Describe = "DescribeResourcePolicy", Key = "ResourceArn=@id", None = "ResourceNotFoundException")]
public sealed record EntityRecognizerPolicy : Resource
{
    /// <summary>What it says; absent where there is none.</summary>
    public PolicyDocument? ResourcePolicy { get; init; }
}
