namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A notebook of Vertex AI Workbench, as the second version of its interface describes it.</summary>
[GcpResource("notebooks.googleapis.com/Instance", Path = "v2/projects/{project}/locations/-/instances")]
public sealed record WorkbenchInstance : Resource
{
    /// <summary>The machine behind it. What the first version of the interface made has none.</summary>
    public GceSetup? GceSetup { get; init; }

    /// <summary>Who may open it, where that is one person.</summary>
    public IReadOnlyList<string>? InstanceOwners { get; init; }

    /// <summary>It is not reached by Google's proxy.</summary>
    public bool DisableProxyAccess { get; init; }

    /// <summary>ACTIVE, STOPPED and others.</summary>
    public string? State { get; init; }
}

/// <summary>The machine behind a notebook.</summary>
public sealed record GceSetup
{
    /// <summary>It has no external address; absent means that it has one.</summary>
    public bool DisablePublicIp { get; init; }
}
