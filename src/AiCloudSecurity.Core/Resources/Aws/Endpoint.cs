namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker endpoint, as DescribeEndpoint gives it.</summary>
[AwsResource("AWS::SageMaker::Endpoint", "sagemaker",
    List = "ListEndpoints", Items = "Endpoints", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeEndpoint", Key = "EndpointName",
    Bulk = "Search", BulkInput = """{ "Resource": "Endpoint", "MaxResults": 100 }""", BulkItems = "Results.Endpoint",
    Id = "EndpointArn", NameMember = "EndpointName")]
public sealed record Endpoint : Resource
{
    /// <summary>InService, Creating, Updating, OutOfService, Failed and others.</summary>
    public string? EndpointStatus { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>The configuration that it serves with.</summary>
    public string? EndpointConfigName { get; init; }

    /// <summary>The capture that is active now.</summary>
    public EndpointDataCapture? DataCaptureConfig { get; init; }

    /// <summary>What serves now.</summary>
    public IReadOnlyList<ServedVariant>? ProductionVariants { get; init; }

    /// <summary>Whether requests are answered: an update or a failed roll-back goes on serving.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsServing => EndpointStatus is not ("Creating" or "OutOfService" or "Deleting" or "Failed");

    /// <summary>Whether it has no instances of its own.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsServerless => ProductionVariants?.Any(variant => (variant.CurrentServerlessConfig ?? variant.DesiredServerlessConfig) is not null) is true;
}

/// <summary>What an endpoint captures now.</summary>
public sealed record EndpointDataCapture
{
    /// <summary>Whether requests are captured.</summary>
    public bool? EnableCapture { get; init; }

    /// <summary>Started or Stopped.</summary>
    public string? CaptureStatus { get; init; }

    /// <summary>Of how many requests in a hundred.</summary>
    public int? CurrentSamplingPercentage { get; init; }

    /// <summary>Where to.</summary>
    [Refers(typeof(Bucket))]
    public string? DestinationS3Uri { get; init; }

    /// <summary>The key of what is captured.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}

/// <summary>A variant as it serves now.</summary>
public sealed record ServedVariant
{
    /// <summary>The name.</summary>
    public string? VariantName { get; init; }

    /// <summary>How many instances there are.</summary>
    public int? CurrentInstanceCount { get; init; }

    /// <summary>How many there shall be.</summary>
    public int? DesiredInstanceCount { get; init; }

    /// <summary>How SageMaker itself scales it; absent where it does not.</summary>
    public ManagedScaling? ManagedInstanceScaling { get; init; }

    /// <summary>Present where it has no instances of its own.</summary>
    public ServerlessConfig? CurrentServerlessConfig { get; init; }

    /// <summary>Present where it shall have no instances of its own.</summary>
    public ServerlessConfig? DesiredServerlessConfig { get; init; }
}

/// <summary>How SageMaker itself scales a variant.</summary>
public sealed record ManagedScaling
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? Status { get; init; }

    /// <summary>The most instances.</summary>
    public int? MaxInstanceCount { get; init; }
}
