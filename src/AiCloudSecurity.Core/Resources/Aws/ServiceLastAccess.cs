namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// When a role or user last used a service that its policies allow, as GetServiceLastAccessedDetails gives it: one for
/// each such service, used or not. AWS looks back at least 400 days, lags some hours behind, and counts attempts that
/// were denied.
/// </summary>
public abstract record ServiceLastAccess : Resource
{
    /// <summary>The service as actions name it: bedrock, sagemaker.</summary>
    public string? ServiceNamespace { get; init; }

    /// <summary>When it was last used; absent where it was not within the time that AWS looks back.</summary>
    public DateTimeOffset? LastAuthenticated { get; init; }

    /// <summary>
    /// The actions of which AWS tracks the use, used or not; absent where it tracks none of the service. Actions on
    /// data are mostly not tracked.
    /// </summary>
    public IReadOnlyList<ActionLastAccess>? TrackedActionsLastAccessed { get; init; }
}

/// <summary>When an action was last used.</summary>
public sealed record ActionLastAccess
{
    /// <summary>The action without its service, as CreateEndpoint.</summary>
    public string? ActionName { get; init; }

    /// <summary>When it was last used; absent where it was not.</summary>
    public DateTimeOffset? LastAccessedTime { get; init; }
}

/// <summary>When a role last used a service that its policies allow.</summary>
[AwsResource("AWS::IAM::RoleLastAccess", "iam", Of = typeof(IamRole),
    Job = "GenerateServiceLastAccessedDetails", Input = """{ "Granularity": "ACTION_LEVEL" }""", Key = "Arn",
    List = "GetServiceLastAccessedDetails", Items = "ServicesLastAccessed", None = "NoSuchEntity",
    Id = "{parent}#{ServiceNamespace}", NameMember = "ServiceNamespace", Global = true, OnRequest = true)]
public sealed record RoleLastAccess : ServiceLastAccess;

/// <summary>When a user last used a service that its policies allow.</summary>
[AwsResource("AWS::IAM::UserLastAccess", "iam", Of = typeof(IamUser),
    Job = "GenerateServiceLastAccessedDetails", Input = """{ "Granularity": "ACTION_LEVEL" }""", Key = "Arn",
    List = "GetServiceLastAccessedDetails", Items = "ServicesLastAccessed", None = "NoSuchEntity",
    Id = "{parent}#{ServiceNamespace}", NameMember = "ServiceNamespace", Global = true, OnRequest = true)]
public sealed record UserLastAccess : ServiceLastAccess;
