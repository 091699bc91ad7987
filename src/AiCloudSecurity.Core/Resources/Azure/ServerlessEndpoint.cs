namespace AiCloudSecurity.Resources.Azure;

/// <summary>A serverless endpoint: a model of the catalogue that is paid by the token.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/serverlessEndpoints")]
public sealed record ServerlessEndpoint : Resource
{
    /// <summary>What is set.</summary>
    public ServerlessEndpointProperties? Properties { get; init; }
}

/// <summary>What is set on a serverless endpoint.</summary>
public sealed record ServerlessEndpointProperties
{
    /// <summary>Key, KeyAndAAD or AAD.</summary>
    public string? AuthMode { get; init; }

    /// <summary>The model.</summary>
    public ServerlessModel? ModelSettings { get; init; }

    /// <summary>The filter of prompts and answers.</summary>
    public ContentSafety? ContentSafety { get; init; }

    /// <summary>Where it answers, with headers that may hold keys.</summary>
    public ServerlessInference? InferenceEndpoint { get; init; }
}

/// <summary>The filter of prompts and answers.</summary>
public sealed record ContentSafety
{
    /// <summary>Enabled or Disabled.</summary>
    public string? ContentSafetyStatus { get; init; }
}

/// <summary>Where a model answers.</summary>
public sealed record ServerlessInference
{
    /// <summary>Headers.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }
}

/// <summary>A model of a registry.</summary>
public sealed record ServerlessModel
{
    /// <summary>As azureml://registries/azureml-meta/models/name.</summary>
    public string? ModelId { get; init; }
}
