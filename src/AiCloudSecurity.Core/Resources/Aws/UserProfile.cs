namespace AiCloudSecurity.Resources.Aws;

/// <summary>A user profile of a SageMaker Studio domain, as DescribeUserProfile gives it.</summary>
[AwsResource("AWS::SageMaker::UserProfile", "sagemaker",
    List = "ListUserProfiles", Items = "UserProfiles", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeUserProfile", Key = "DomainId,UserProfileName",
    // The list has no ARN: made of its parts, the id is the same with and without the description.
    Id = "arn:{partition}:sagemaker:{region}:{account}:user-profile/{DomainId}/{UserProfileName}", NameMember = "UserProfileName")]
public sealed record UserProfile : Resource
{
    /// <summary>The domain.</summary>
    public string? DomainId { get; init; }

    /// <summary>The name, unique in the domain.</summary>
    public string? UserProfileName { get; init; }

    /// <summary>What differs from the domain's defaults.</summary>
    public UserSettings? UserSettings { get; init; }
}

/// <summary>Settings of people in SageMaker Studio; what is absent in a profile comes from the domain.</summary>
public sealed record UserSettings
{
    /// <summary>The role that their code runs as.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>Security groups; a profile's are added to the domain's.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>How notebooks are shared.</summary>
    public SharingSettings? SharingSettings { get; init; }

    /// <summary>JupyterLab.</summary>
    public StudioAppSettings? JupyterLabAppSettings { get; init; }

    /// <summary>Code Editor.</summary>
    public StudioAppSettings? CodeEditorAppSettings { get; init; }

    /// <summary>Studio Classic's server.</summary>
    public StudioAppSettings? JupyterServerAppSettings { get; init; }

    /// <summary>Studio Classic's kernels.</summary>
    public StudioAppSettings? KernelGatewayAppSettings { get; init; }
}

/// <summary>How notebooks are shared.</summary>
public sealed record SharingSettings
{
    /// <summary>Allowed puts the cells' output into what is shared; Disabled is the default.</summary>
    public string? NotebookOutputOption { get; init; }

    /// <summary>Where shared notebooks are kept.</summary>
    [Refers(typeof(Bucket))]
    public string? S3OutputPath { get; init; }

    /// <summary>The key of what is shared.</summary>
    [Refers(typeof(KmsKey))]
    public string? S3KmsKeyId { get; init; }
}

/// <summary>Settings of a Studio application.</summary>
public sealed record StudioAppSettings
{
    /// <summary>Scripts that may run at its start.</summary>
    public IReadOnlyList<string>? LifecycleConfigArns { get; init; }

    /// <summary>When it is shut down.</summary>
    public AppLifecycleManagement? AppLifecycleManagement { get; init; }
}

/// <summary>When a Studio application is shut down.</summary>
public sealed record AppLifecycleManagement
{
    /// <summary>When it is idle.</summary>
    public IdleSettings? IdleSettings { get; init; }
}

/// <summary>When an idle Studio application is shut down.</summary>
public sealed record IdleSettings
{
    /// <summary>ENABLED or DISABLED, which is the default.</summary>
    public string? LifecycleManagement { get; init; }

    /// <summary>After how many minutes.</summary>
    public int? IdleTimeoutInMinutes { get; init; }
}
