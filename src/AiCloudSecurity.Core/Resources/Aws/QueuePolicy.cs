using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who may send to a queue and read it: one to which what watches AI services sends.</summary>
[AwsResource("AWS::SQS::QueuePolicy", "sqs",
    Describe = "GetQueueAttributes", Key = "QueueUrl='https://sqs.{3}.{dns}/{4}/{5}'", Input = """{ "AttributeNames": ["Policy", "QueueArn"] }""",
    Unwrap = "Attributes", None = "AWS.SimpleQueueService.NonExistentQueue, QueueDoesNotExist", Id = "QueueArn", Supporting = true)]
public sealed record QueuePolicy : Resource
{
    /// <summary>What it says; absent where the queue has none.</summary>
    public PolicyDocument? Policy { get; init; }
}
