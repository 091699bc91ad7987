using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may publish to a topic and listen to it: one to which an AI resource, or what watches them, sends.</summary>
[AwsResource("AWS::SNS::TopicPolicy", "sns",
    Describe = "GetTopicAttributes", Key = "TopicArn=$", Unwrap = "Attributes", None = "NotFound, NotFoundException", Id = "TopicArn", Supporting = true)]
public sealed record TopicPolicy : Resource
{
    /// <summary>What it says: SNS gives each topic one.</summary>
    public PolicyDocument? Policy { get; init; }
}
