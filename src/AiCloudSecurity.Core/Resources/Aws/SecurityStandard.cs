namespace AiCloudSecurity.Resources.Aws;

/// <summary>A standard that Security Hub checks in a region.</summary>
[AwsResource("AWS::SecurityHub::Standard", "securityhub",
    List = "GetEnabledStandards POST /standards/get", Items = "StandardsSubscriptions", Input = """{ "MaxResults": 100 }""",
    None = "InvalidAccessException", Id = "StandardsSubscriptionArn", NameMember = "StandardsArn", Supporting = true)]
public sealed record SecurityStandard : Resource
{
    /// <summary>As arn:aws:securityhub:eu-west-1::standards/ai-security-best-practices/v/1.0.0.</summary>
    public string? StandardsArn { get; init; }

    /// <summary>PENDING, READY, INCOMPLETE, DELETING or FAILED.</summary>
    public string? StandardsStatus { get; init; }
}
