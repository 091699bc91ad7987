namespace AiCloudSecurity.Resources.Aws;

/// <summary>The people who label data for SageMaker, as ListWorkforces gives them.</summary>
[AwsResource("AWS::SageMaker::Workforce", "sagemaker",
    List = "ListWorkforces", Items = "Workforces", Input = """{ "MaxResults": 100 }""",
    Id = "WorkforceArn", NameMember = "WorkforceName")]
public sealed record Workforce : Resource
{
    /// <summary>From where they may sign in; absent where it is from everywhere.</summary>
    public SourceIpConfig? SourceIpConfig { get; init; }

    /// <summary>The VPC through which they work; absent where it is the internet.</summary>
    public WorkforceVpc? WorkforceVpcConfig { get; init; }
}

/// <summary>Addresses that may sign in.</summary>
public sealed record SourceIpConfig
{
    /// <summary>Up to ten ranges.</summary>
    public IReadOnlyList<string>? Cidrs { get; init; }
}

/// <summary>The VPC through which a workforce works.</summary>
public sealed record WorkforceVpc
{
    /// <summary>The VPC.</summary>
    public string? VpcId { get; init; }
}
