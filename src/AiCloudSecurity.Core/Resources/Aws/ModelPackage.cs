namespace AiCloudSecurity.Resources.Aws;

/// <summary>A model package of SageMaker's registry, as Search gives it: all that DescribeModelPackage would, a hundred at a time.</summary>
[AwsResource("AWS::SageMaker::ModelPackage", "sagemaker",
    List = "Search", Items = "Results", Input = """{ "Resource": "ModelPackage", "MaxResults": 100 }""",
    Id = "ModelPackage.ModelPackageArn", NameMember = "{ModelPackage.ModelPackageGroupName}/{ModelPackage.ModelPackageVersion}")]
public sealed record ModelPackage : Resource
{
    /// <summary>The package; Search names it by its kind.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("ModelPackage")]
    public ModelPackageDetails? Details { get; init; }
}

/// <summary>A model package.</summary>
public sealed record ModelPackageDetails
{
    /// <summary>The group; absent for one without versions.</summary>
    public string? ModelPackageGroupName { get; init; }

    /// <summary>Approved, Rejected or PendingManualApproval.</summary>
    public string? ModelApprovalStatus { get; init; }

    /// <summary>When it was registered.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>When it was last changed, its approval among it; absent where it never was.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }

    /// <summary>What who approved it said.</summary>
    public string? ApprovalDescription { get; init; }

    /// <summary>Its key; absent with a key of AWS.</summary>
    public SecurityKey? SecurityConfig { get; init; }

    /// <summary>Whether it was registered as approved, and nobody has changed or commented it since.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool ApprovedItself => this is { ModelApprovalStatus: "Approved", CreationTime: not null, LastModifiedTime: null, ApprovalDescription: null };
}
