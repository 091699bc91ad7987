namespace AiCloudSecurity.Resources.Aws;

/// <summary>Scripts that notebook instances run as root, as DescribeNotebookInstanceLifecycleConfig gives them.</summary>
[AwsResource("AWS::SageMaker::NotebookInstanceLifecycleConfig", "sagemaker",
    List = "ListNotebookInstanceLifecycleConfigs", Items = "NotebookInstanceLifecycleConfigs", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeNotebookInstanceLifecycleConfig", Key = "NotebookInstanceLifecycleConfigName",
    Id = "NotebookInstanceLifecycleConfigArn", NameMember = "NotebookInstanceLifecycleConfigName")]
public sealed record NotebookLifecycleConfig : Resource
{
    /// <summary>Runs once, when a notebook is made.</summary>
    public IReadOnlyList<LifecycleScript>? OnCreate { get; init; }

    /// <summary>Runs at each start.</summary>
    public IReadOnlyList<LifecycleScript>? OnStart { get; init; }
}

/// <summary>A script.</summary>
public sealed record LifecycleScript
{
    /// <summary>The script, in base64.</summary>
    [Sensitive]
    public string? Content { get; init; }
}
