namespace AiCloudSecurity.Resources.Azure;

/// <summary>An online endpoint of a workspace: where its models answer.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/onlineEndpoints")]
public sealed record OnlineEndpoint : Resource
{
    /// <summary>The identity that its models act as; absent where it has none.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>What is set.</summary>
    public OnlineEndpointProperties? Properties { get; init; }
}

/// <summary>What is set on an endpoint.</summary>
public sealed record OnlineEndpointProperties
{
    /// <summary>Key, AMLToken or AADToken.</summary>
    public string? AuthMode { get; init; }

    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>Keys.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Keys { get; init; }
}

/// <summary>A model behind an online endpoint.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments")]
public sealed record OnlineDeployment : Resource
{
    /// <summary>What is set.</summary>
    public OnlineDeploymentProperties? Properties { get; init; }
}

/// <summary>What is set on a model behind an endpoint.</summary>
public sealed record OnlineDeploymentProperties
{
    /// <summary>Managed or Kubernetes.</summary>
    public string? EndpointComputeType { get; init; }

    /// <summary>The model: of the workspace, or of a registry.</summary>
    public string? Model { get; init; }

    /// <summary>Enabled (the default) or Disabled.</summary>
    public string? EgressPublicNetworkAccess { get; init; }

    /// <summary>Which inputs and outputs are kept.</summary>
    public DataCollector? DataCollector { get; init; }

    /// <summary>Settings of the container.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string?>? EnvironmentVariables { get; init; }
}

/// <summary>Which inputs and outputs are kept.</summary>
public sealed record DataCollector
{
    /// <summary>By name: model_inputs, model_outputs, request, response.</summary>
    public IReadOnlyDictionary<string, DataCollection>? Collections { get; init; }
}

/// <summary>What is kept of inputs or outputs.</summary>
public sealed record DataCollection
{
    /// <summary>Enabled or Disabled.</summary>
    public string? DataCollectionMode { get; init; }
}
