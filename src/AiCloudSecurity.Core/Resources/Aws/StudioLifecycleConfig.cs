namespace AiCloudSecurity.Resources.Aws;

/// <summary>A script that Studio applications run at their start, as DescribeStudioLifecycleConfig gives it.</summary>
[AwsResource("AWS::SageMaker::StudioLifecycleConfig", "sagemaker",
    List = "ListStudioLifecycleConfigs", Items = "StudioLifecycleConfigs", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeStudioLifecycleConfig", Key = "StudioLifecycleConfigName",
    Id = "StudioLifecycleConfigArn", NameMember = "StudioLifecycleConfigName")]
public sealed record StudioLifecycleConfig : Resource
{
    /// <summary>The script, in base64.</summary>
    [Sensitive]
    public string? StudioLifecycleConfigContent { get; init; }
}
