namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An endpoint of Vertex AI: where models answer.</summary>
[GcpResource("aiplatform.googleapis.com/Endpoint", Host = "{location}-aiplatform.googleapis.com", Path = "v1/projects/{project}/locations/{location}/endpoints")]
public sealed record Endpoint : Resource
{
    /// <summary>The network that is peered with it: then it is private.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>Private Service Connect.</summary>
    public PrivateServiceConnectConfig? PrivateServiceConnectConfig { get; init; }

    /// <summary>The older switch for Private Service Connect.</summary>
    public bool EnablePrivateServiceConnect { get; init; }
}

/// <summary>How an endpoint is reached by Private Service Connect.</summary>
public sealed record PrivateServiceConnectConfig
{
    /// <summary>It is reached by Private Service Connect only.</summary>
    public bool EnablePrivateServiceConnect { get; init; }

    /// <summary>The projects that may connect.</summary>
    public IReadOnlyList<string>? ProjectAllowlist { get; init; }
}
