namespace AiCloudSecurity.Resources.Aws;

/// <summary>A password or API key of an IAM user for one service; for Bedrock, a long-term API key.</summary>
[AwsResource("AWS::IAM::ServiceSpecificCredential", "iam",
    List = "ListServiceSpecificCredentials", Items = "ServiceSpecificCredentials", Input = """{ "AllUsers": true }""",
    Id = "arn:{partition}:iam::{account}:user/{UserName}/service-specific-credential/{ServiceSpecificCredentialId}",
    NameMember = "ServiceSpecificCredentialId", Global = true)]
public sealed record ServiceSpecificCredential : Resource
{
    /// <summary>The user that it belongs to.</summary>
    public string? UserName { get; init; }

    /// <summary>As bedrock.amazonaws.com.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Active, Inactive or Expired.</summary>
    public string? Status { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateDate { get; init; }

    /// <summary>When it expires; absent where it never does.</summary>
    public DateTimeOffset? ExpirationDate { get; init; }
}
