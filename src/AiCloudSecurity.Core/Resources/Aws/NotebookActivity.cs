namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whether a notebook runs and since when: the list that leads to the notebooks says it, and AWS Config does not.</summary>
[AwsResource("AWS::SageMaker::NotebookInstanceActivity", "sagemaker",
    List = "ListNotebookInstances", Items = "NotebookInstances", Input = """{ "MaxResults": 100 }""",
    Id = "NotebookInstanceArn", NameMember = "NotebookInstanceName")]
public sealed record NotebookActivity : Resource
{
    /// <summary>Pending, InService, Stopping, Stopped, Failed, Deleting or Updating.</summary>
    public string? NotebookInstanceStatus { get; init; }

    /// <summary>When it was last started, stopped or changed.</summary>
    public DateTimeOffset? LastModifiedTime { get; init; }
}
