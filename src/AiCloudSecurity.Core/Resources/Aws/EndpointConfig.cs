namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker endpoint configuration, as DescribeEndpointConfig gives it.</summary>
[AwsResource("AWS::SageMaker::EndpointConfig", "sagemaker",
    List = "ListEndpointConfigs", Items = "EndpointConfigs", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeEndpointConfig", Key = "EndpointConfigName",
    Id = "EndpointConfigArn", NameMember = "EndpointConfigName")]
public sealed record EndpointConfig : Resource
{
    /// <summary>The key of the instances' volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>What serves.</summary>
    public IReadOnlyList<ProductionVariant>? ProductionVariants { get; init; }

    /// <summary>What gets a copy of the requests.</summary>
    public IReadOnlyList<ProductionVariant>? ShadowProductionVariants { get; init; }

    /// <summary>What is captured; absent where nothing is.</summary>
    public DataCaptureConfig? DataCaptureConfig { get; init; }

    /// <summary>Where answers go; absent where callers wait for them.</summary>
    public AsyncInferenceConfig? AsyncInferenceConfig { get; init; }

    /// <summary>Its place in a VPC, where its models are inference components.</summary>
    public VpcConfig? VpcConfig { get; init; }

    /// <summary>The role that inference components work as; absent where models have roles.</summary>
    public string? ExecutionRoleArn { get; init; }

    /// <summary>All variants, shadows included.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<ProductionVariant> AllVariants => (ProductionVariants ?? []).Concat(ShadowProductionVariants ?? []);
}

/// <summary>A variant that a configuration asks for.</summary>
public sealed record ProductionVariant
{
    /// <summary>The name.</summary>
    public string? VariantName { get; init; }

    /// <summary>The model; absent where models are inference components.</summary>
    public string? ModelName { get; init; }

    /// <summary>The kind of instance, as ml.m5.large.</summary>
    public string? InstanceType { get; init; }

    /// <summary>Several kinds of instance, by priority.</summary>
    public IReadOnlyList<InstancePool>? InstancePools { get; init; }

    /// <summary>Present where it has no instances of its own.</summary>
    public ServerlessConfig? ServerlessConfig { get; init; }

    /// <summary>Whether a shell opens in its containers; it does not by default.</summary>
    public bool? EnableSSMAccess { get; init; }
}

/// <summary>A kind of instance of a variant.</summary>
public sealed record InstancePool
{
    /// <summary>As ml.m5.large.</summary>
    public string? InstanceType { get; init; }
}

/// <summary>A variant without instances of its own.</summary>
public sealed record ServerlessConfig
{
    /// <summary>How many requests at a time.</summary>
    public int? MaxConcurrency { get; init; }
}

/// <summary>What an endpoint shall capture.</summary>
public sealed record DataCaptureConfig
{
    /// <summary>Of how many requests in a hundred, at the start.</summary>
    public int? InitialSamplingPercentage { get; init; }

    /// <summary>Requests, answers or both.</summary>
    public IReadOnlyList<CaptureOption>? CaptureOptions { get; init; }
}

/// <summary>What is captured of a request.</summary>
public sealed record CaptureOption
{
    /// <summary>Input, Output or InputAndOutput.</summary>
    public string? CaptureMode { get; init; }
}

/// <summary>Where the answers of asynchronous inference go.</summary>
public sealed record AsyncInferenceConfig
{
    /// <summary>The place and its key.</summary>
    public AsyncInferenceOutput? OutputConfig { get; init; }
}

/// <summary>Where the answers of asynchronous inference go.</summary>
public sealed record AsyncInferenceOutput
{
    /// <summary>The place of answers.</summary>
    [Refers(typeof(Bucket))]
    public string? S3OutputPath { get; init; }

    /// <summary>The key of the answers.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    /// <summary>Who is told.</summary>
    public AsyncInferenceNotification? NotificationConfig { get; init; }
}

/// <summary>Who is told that an answer is there.</summary>
public sealed record AsyncInferenceNotification
{
    /// <summary>The topic of answers.</summary>
    [Refers(typeof(TopicPolicy))]
    public string? SuccessTopic { get; init; }

    /// <summary>The topic of failures.</summary>
    [Refers(typeof(TopicPolicy))]
    public string? ErrorTopic { get; init; }
}
