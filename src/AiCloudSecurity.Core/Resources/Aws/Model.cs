namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker model, as DescribeModel gives it.</summary>
[AwsResource("AWS::SageMaker::Model", "sagemaker",
    List = "ListModels", Items = "Models", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeModel", Key = "ModelName",
    Bulk = "Search", BulkInput = """{ "Resource": "Model", "MaxResults": 100 }""", BulkItems = "Results.Model.Model",
    Id = "ModelArn", NameMember = "ModelName")]
public sealed record Model : Resource
{
    /// <summary>Whether its containers have no network; they have one by default.</summary>
    public bool? EnableNetworkIsolation { get; init; }

    /// <summary>Its place in a VPC; absent on SageMaker's own network.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The role that its containers run as.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>Its one container.</summary>
    public ModelContainer? PrimaryContainer { get; init; }

    /// <summary>Its containers, in a pipeline or side by side.</summary>
    public IReadOnlyList<ModelContainer>? Containers { get; init; }

    /// <summary>All its containers.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ModelContainer> AllContainers => (PrimaryContainer is null ? [] : new[] { PrimaryContainer }).Concat(Containers ?? []);
}

/// <summary>A container of a model.</summary>
public sealed record ModelContainer
{
    /// <summary>The path of the image; absent with a model package.</summary>
    public string? Image { get; init; }

    /// <summary>From where the image is pulled.</summary>
    public ImageConfig? ImageConfig { get; init; }

    /// <summary>Where the trained model lies; absent where the image or a package holds it.</summary>
    [Refers(typeof(Bucket))]
    public string? ModelDataUrl { get; init; }

    /// <summary>The model package that it is made of; absent with an image.</summary>
    public string? ModelPackageName { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

/// <summary>From where an image is pulled.</summary>
public sealed record ImageConfig
{
    /// <summary>Platform (Amazon ECR, the default) or Vpc (a registry in the customer's VPC).</summary>
    public string? RepositoryAccessMode { get; init; }
}
