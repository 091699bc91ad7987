namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker Studio domain, as DescribeDomain gives it.</summary>
[AwsResource("AWS::SageMaker::Domain", "sagemaker",
    List = "ListDomains", Items = "Domains", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeDomain", Key = "DomainId",
    Id = "DomainArn", NameMember = "DomainName")]
public sealed record Domain : Resource, INamedOtherwise
{
    /// <summary>The id, as d-abc.</summary>
    public string? DomainId { get; init; }

    /// <summary>SSO or IAM.</summary>
    public string? AuthMode { get; init; }

    /// <summary>The application in IAM Identity Center through which people sign in.</summary>
    public string? SingleSignOnApplicationArn { get; init; }

    /// <summary>The same, of domains made before the application had an ARN.</summary>
    public string? SingleSignOnManagedApplicationInstanceId { get; init; }

    /// <summary>VpcOnly or PublicInternetOnly, which is the default.</summary>
    public string? AppNetworkAccessType { get; init; }

    /// <summary>The VPC; absent in some domains of Unified Studio.</summary>
    public string? VpcId { get; init; }

    /// <summary>The subnets of its network interfaces.</summary>
    public IReadOnlyList<string>? SubnetIds { get; init; }

    /// <summary>The group that SageMaker made for traffic between the domain's apps.</summary>
    public string? SecurityGroupIdForDomainBoundary { get; init; }

    /// <summary>The key of its file system and volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>What user profiles get that say nothing else.</summary>
    public UserSettings? DefaultUserSettings { get; init; }

    /// <summary>What shared spaces get.</summary>
    public UserSettings? DefaultSpaceSettings { get; init; }

    /// <summary>What holds for the domain as a whole.</summary>
    public DomainSettings? DomainSettings { get; init; }

    IEnumerable<string> INamedOtherwise.OtherNames => DomainId is null ? [] : [DomainId];
}

/// <summary>Settings of a Studio domain as a whole.</summary>
public sealed record DomainSettings
{
    /// <summary>Groups for traffic between the domain's apps and users' apps.</summary>
    public IReadOnlyList<string>? SecurityGroupIds { get; init; }

    /// <summary>USER_PROFILE_NAME puts the user profile into the role's session; DISABLED is the default.</summary>
    public string? ExecutionRoleIdentityConfig { get; init; }

    /// <summary>Whether people may run containers in Studio.</summary>
    public DockerSettings? DockerSettings { get; init; }

    /// <summary>The Unified Studio domain that it belongs to; absent where it stands alone.</summary>
    public UnifiedStudioSettings? UnifiedStudioSettings { get; init; }
}

/// <summary>Whether people may run containers in Studio.</summary>
public sealed record DockerSettings
{
    /// <summary>ENABLED or DISABLED, which is the default.</summary>
    public string? EnableDockerAccess { get; init; }

    /// <summary>Accounts whose images may be used, in a domain that is VpcOnly.</summary>
    public IReadOnlyList<string>? VpcOnlyTrustedAccounts { get; init; }
}

/// <summary>The Unified Studio domain that a SageMaker domain belongs to.</summary>
public sealed record UnifiedStudioSettings
{
    /// <summary>Its id, as dzd-abc.</summary>
    public string? DomainId { get; init; }
}
