namespace AiCloudSecurity.Resources.Aws;

/// <summary>A CloudWatch log group that an AI service writes to: looked for by name, of which others may be the start.</summary>
[AwsResource("AWS::Logs::LogGroup", "logs",
    Describe = "DescribeLogGroups", Key = "logGroupNamePrefix=$", Items = "logGroups", None = "ResourceNotFoundException",
    Id = "logGroupArn", NameMember = "logGroupName", Supporting = true)]
public sealed record LogGroup : Resource
{
    /// <summary>The name.</summary>
    public string? LogGroupName { get; init; }

    /// <summary>How many days logs are kept; absent where they are kept for ever.</summary>
    public int? RetentionInDays { get; init; }

    /// <summary>The key that encrypts it; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>ACCOUNT_DATA_PROTECTION where the account's data protection policy, which always masks, holds for it.</summary>
    public IReadOnlyList<string>? InheritedProperties { get; init; }
}
