namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A template of Colab Enterprise, from which runtimes are made.</summary>
[GcpResource("aiplatform.googleapis.com/NotebookRuntimeTemplate")]
public sealed record NotebookRuntimeTemplate : Resource, IEncrypted, ILabelled
{
    /// <summary>Its network.</summary>
    public ColabNetwork? NetworkSpec { get; init; }

    /// <summary>How its start is protected.</summary>
    public ShieldedVmConfig? ShieldedVmConfig { get; init; }

    /// <summary>When it stops by itself.</summary>
    public IdleShutdownConfig? IdleShutdownConfig { get; init; }

    /// <summary>Whether it acts as its user.</summary>
    public EucConfig? EucConfig { get; init; }

    /// <summary>What it runs as, where it does not act as its user.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Its software.</summary>
    public SoftwareConfig? SoftwareConfig { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>It is the one that Google made.</summary>
    public bool IsDefault { get; init; }
}

/// <summary>A machine behind notebooks of Colab Enterprise.</summary>
[GcpResource("aiplatform.googleapis.com/NotebookRuntime")]
public sealed record NotebookRuntime : Resource, IEncrypted, ILabelled
{
    /// <summary>Its network.</summary>
    public ColabNetwork? NetworkSpec { get; init; }

    /// <summary>How its start is protected.</summary>
    public ShieldedVmConfig? ShieldedVmConfig { get; init; }

    /// <summary>When it stops by itself.</summary>
    public IdleShutdownConfig? IdleShutdownConfig { get; init; }

    /// <summary>Whether it acts as its user.</summary>
    public EucConfig? EucConfig { get; init; }

    /// <summary>What it runs as, where it does not act as its user.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Its software.</summary>
    public SoftwareConfig? SoftwareConfig { get; init; }

    /// <summary>The key that it is encrypted with.</summary>
    public EncryptionSpec? EncryptionSpec { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>RUNNING, STOPPED and others.</summary>
    public string? RuntimeState { get; init; }

    /// <summary>USER_DEFINED or ONE_CLICK.</summary>
    public string? NotebookRuntimeType { get; init; }

    /// <summary>The template that it was made from.</summary>
    public TemplateReference? NotebookRuntimeTemplateRef { get; init; }
}

/// <summary>The network of a runtime.</summary>
public sealed record ColabNetwork
{
    /// <summary>It reaches the internet.</summary>
    public bool EnableInternetAccess { get; init; }

    /// <summary>The network; Google's own without.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>The subnet.</summary>
    [Refers(typeof(Subnetwork))]
    public string? Subnetwork { get; init; }
}

/// <summary>How the start of a runtime is protected.</summary>
public sealed record ShieldedVmConfig
{
    /// <summary>Only signed software starts.</summary>
    public bool EnableSecureBoot { get; init; }
}

/// <summary>When a runtime stops by itself.</summary>
public sealed record IdleShutdownConfig
{
    /// <summary>Never.</summary>
    public bool IdleShutdownDisabled { get; init; }

    /// <summary>After how long, as 10800s.</summary>
    public string? IdleTimeout { get; init; }
}

/// <summary>Whether a runtime acts as its user.</summary>
public sealed record EucConfig
{
    /// <summary>It does not.</summary>
    public bool EucDisabled { get; init; }

    /// <summary>Its user needs no right on the service account, since it acts as the user.</summary>
    public bool BypassActasCheck { get; init; }
}

/// <summary>Software of a runtime.</summary>
public sealed record SoftwareConfig
{
    /// <summary>Environment variables.</summary>
    public IReadOnlyList<EnvironmentVariable>? Env { get; init; }
}

/// <summary>The template of a runtime.</summary>
public sealed record TemplateReference
{
    /// <summary>Its name.</summary>
    [Refers(typeof(NotebookRuntimeTemplate))]
    public string? NotebookRuntimeTemplate { get; init; }
}
