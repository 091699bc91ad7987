namespace AiCloudSecurity.Resources.Aws;

/// <summary>The way of logs from a source to where they are kept, as DescribeDeliveries gives it.</summary>
[AwsResource("AWS::Logs::Delivery", "logs", List = "DescribeDeliveries", Items = "deliveries", Input = """{ "limit": 50 }""",
    Id = "arn", NameMember = "id", Supporting = true)]
public sealed record Delivery : Resource
{
    /// <summary>The source.</summary>
    public string? DeliverySourceName { get; init; }
}
