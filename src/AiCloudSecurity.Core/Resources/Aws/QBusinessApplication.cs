namespace AiCloudSecurity.Resources.Aws;

/// <summary>An application of Amazon Q Business, as GetApplication gives it.</summary>
[AwsResource("AWS::QBusiness::Application", "qbusiness",
    List = "ListApplications GET /applications", Items = "applications", Input = """{ "maxResults": 100 }""",
    Describe = "GetApplication GET /applications/{applicationId}", Key = "applicationId",
    Id = "arn:{partition}:qbusiness:{region}:{account}:application/{applicationId}", NameMember = "displayName")]
public sealed record QBusinessApplication : Resource
{
    /// <summary>AWS_IAM_IDC, AWS_IAM_IDP_SAML, AWS_IAM_IDP_OIDC, AWS_QUICKSIGHT_IDP or ANONYMOUS.</summary>
    public string? IdentityType { get; init; }

    /// <summary>The key; absent with a key of AWS.</summary>
    public QBusinessKey? EncryptionConfiguration { get; init; }

    /// <summary>Whether users put files of their own into a conversation.</summary>
    public QBusinessAttachments? AttachmentsConfiguration { get; init; }
}

/// <summary>The key of an application.</summary>
public sealed record QBusinessKey
{
    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>Whether users put files of their own into a conversation.</summary>
public sealed record QBusinessAttachments
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? AttachmentsControlMode { get; init; }
}
