namespace AiCloudSecurity.Resources.Aws;

/// <summary>A resource whose logs CloudWatch takes, as DescribeDeliverySources gives it.</summary>
[AwsResource("AWS::Logs::DeliverySource", "logs", List = "DescribeDeliverySources", Items = "deliverySources", Input = """{ "limit": 50 }""",
    Id = "arn", NameMember = "name", Supporting = true)]
public sealed record DeliverySource : Resource
{
    /// <summary>The name, by which deliveries name it.</summary>
    public string? Name { get; init; }

    /// <summary>The resources.</summary>
    public IReadOnlyList<string>? ResourceArns { get; init; }

    /// <summary>APPLICATION_LOGS, TRACES and others.</summary>
    public string? LogType { get; init; }
}
