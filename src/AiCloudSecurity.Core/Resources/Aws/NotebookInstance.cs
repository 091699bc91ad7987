namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker notebook instance, as DescribeNotebookInstance gives it.</summary>
[AwsResource("AWS::SageMaker::NotebookInstance", "sagemaker",
    List = "ListNotebookInstances", Items = "NotebookInstances", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeNotebookInstance", Key = "NotebookInstanceName",
    Id = "NotebookInstanceArn", NameMember = "NotebookInstanceName")]
public sealed record NotebookInstance : Resource
{
    /// <summary>Enabled unless it was told otherwise.</summary>
    public string? DirectInternetAccess { get; init; }

    /// <summary>Enabled unless it was told otherwise.</summary>
    public string? RootAccess { get; init; }

    /// <summary>The subnet; absent on SageMaker's own network.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Security groups of its network interface.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>The role that its code runs as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The key of its volume; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>The script that runs at its creation and start; absent without one.</summary>
    public string? NotebookInstanceLifecycleConfigName { get; init; }

    /// <summary>The operating system and JupyterLab, as notebook-al2023-v1; notebook-al2-v2 unless it was told otherwise.</summary>
    public string? PlatformIdentifier { get; init; }

    /// <summary>Which versions of the instance metadata service answer.</summary>
    public InstanceMetadataServiceConfiguration? InstanceMetadataServiceConfiguration { get; init; }
}

/// <summary>Which versions of the instance metadata service answer.</summary>
public sealed record InstanceMetadataServiceConfiguration
{
    /// <summary>1 or 2; 1 unless it was told otherwise.</summary>
    public string? MinimumInstanceMetadataServiceVersion { get; init; }
}
