namespace AiCloudSecurity.Resources.Aws;

/// <summary>An access key of a user: long-lived, and as good as its owner wherever it is found.</summary>
[AwsResource("AWS::IAM::AccessKey", "iam", Of = typeof(IamUser),
    List = "ListAccessKeys", Items = "AccessKeyMetadata", Key = "UserName", None = "NoSuchEntity",
    Id = "{parent}/access-key/{AccessKeyId}", NameMember = "AccessKeyId", Global = true)]
public sealed record AccessKey : Resource
{
    /// <summary>Active or Inactive.</summary>
    public string? Status { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateDate { get; init; }
}
