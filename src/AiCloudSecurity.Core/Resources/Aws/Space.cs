namespace AiCloudSecurity.Resources.Aws;

/// <summary>A space of a SageMaker Studio domain, as DescribeSpace gives it.</summary>
[AwsResource("AWS::SageMaker::Space", "sagemaker",
    List = "ListSpaces", Items = "Spaces", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeSpace", Key = "DomainId,SpaceName",
    // The list has no ARN: made of its parts, the id is the same with and without the description.
    Id = "arn:{partition}:sagemaker:{region}:{account}:space/{DomainId}/{SpaceName}", NameMember = "SpaceName")]
public sealed record Space : Resource
{
    /// <summary>The domain.</summary>
    public string? DomainId { get; init; }

    /// <summary>Who may open it.</summary>
    public SpaceSharingSettings? SpaceSharingSettings { get; init; }

    /// <summary>Who owns it.</summary>
    public OwnershipSettings? OwnershipSettings { get; init; }

    /// <summary>What runs in it.</summary>
    public SpaceSettings? SpaceSettings { get; init; }
}

/// <summary>Who may open a space.</summary>
public sealed record SpaceSharingSettings
{
    /// <summary>Private or Shared.</summary>
    public string? SharingType { get; init; }
}

/// <summary>Who owns a space.</summary>
public sealed record OwnershipSettings
{
    /// <summary>The user profile.</summary>
    public string? OwnerUserProfileName { get; init; }
}

/// <summary>What runs in a space.</summary>
public sealed record SpaceSettings
{
    /// <summary>ENABLED lets a local IDE connect to it; DISABLED is the default.</summary>
    public string? RemoteAccess { get; init; }
}
