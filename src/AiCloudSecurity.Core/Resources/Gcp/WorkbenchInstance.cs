namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A notebook of Vertex AI Workbench, as the second version of its interface describes it.</summary>
[GcpResource("notebooks.googleapis.com/Instance", Path = "v2/projects/{project}/locations/-/instances")]
public sealed record WorkbenchInstance : Resource, ILabelled
{
    /// <summary>The machine behind it. What the first version of the interface made has none.</summary>
    public GceSetup? GceSetup { get; init; }

    /// <summary>Who may open it, where that is one person; without, everybody who may act as its service account.</summary>
    public IReadOnlyList<string>? InstanceOwners { get; init; }

    /// <summary>It is not reached by Google's proxy.</summary>
    public bool DisableProxyAccess { get; init; }

    /// <summary>People of another identity provider may open it.</summary>
    public bool EnableThirdPartyIdentity { get; init; }

    /// <summary>ACTIVE, STOPPED and others.</summary>
    public string? State { get; init; }

    /// <summary>Upgrades that were tried.</summary>
    public IReadOnlyList<UpgradeEntry>? UpgradeHistory { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>What the first version of the interface made: Google deleted the last of them, so there is nothing to judge.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsGone => GceSetup is null || State is "DELETED";
}

/// <summary>The machine behind a notebook.</summary>
public sealed record GceSetup
{
    /// <summary>It has no external address; absent means that it has one.</summary>
    public bool DisablePublicIp { get; init; }

    /// <summary>It may send packets of other addresses.</summary>
    public bool EnableIpForwarding { get; init; }

    /// <summary>Its networks; the default network without.</summary>
    public IReadOnlyList<NotebookNetwork>? NetworkInterfaces { get; init; }

    /// <summary>What it runs as; the default account of Compute Engine without.</summary>
    public IReadOnlyList<NotebookAccount>? ServiceAccounts { get; init; }

    /// <summary>Tags by which firewall rules find it.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How its start is protected.</summary>
    public ShieldedInstanceConfig? ShieldedInstanceConfig { get; init; }

    /// <summary>The disk of the system.</summary>
    public NotebookDisk? BootDisk { get; init; }

    /// <summary>Disks of data.</summary>
    public IReadOnlyList<NotebookDisk>? DataDisks { get; init; }

    /// <summary>Settings of the notebook, as notebook-disable-root, and scripts.</summary>
    [MayHoldSecrets]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The image of the machine.</summary>
    public VmImage? VmImage { get; init; }

    /// <summary>The container, where it runs one.</summary>
    public ContainerImage? ContainerImage { get; init; }
}

/// <summary>A network of a machine.</summary>
public sealed record NotebookNetwork
{
    /// <summary>The network.</summary>
    [Refers(typeof(Network))]
    public string? Network { get; init; }

    /// <summary>The subnet.</summary>
    [Refers(typeof(Subnetwork))]
    public string? Subnet { get; init; }
}

/// <summary>A service account of a machine.</summary>
public sealed record NotebookAccount
{
    /// <summary>Its e-mail address.</summary>
    public string? Email { get; init; }
}

/// <summary>How the start of a machine is protected.</summary>
public sealed record ShieldedInstanceConfig
{
    /// <summary>Only signed software starts; off by default.</summary>
    public bool EnableSecureBoot { get; init; }

    /// <summary>It has a virtual trusted platform module; it has one by default.</summary>
    public bool? EnableVtpm { get; init; }

    /// <summary>What starts is compared with a baseline; it is by default.</summary>
    public bool? EnableIntegrityMonitoring { get; init; }
}

/// <summary>A disk of a notebook.</summary>
public sealed record NotebookDisk
{
    /// <summary>GMEK or CMEK. A disk with a key may say GMEK, so the key decides.</summary>
    public string? DiskEncryption { get; init; }

    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKey { get; init; }
}

/// <summary>An image of a machine.</summary>
public sealed record VmImage
{
    /// <summary>The project that it comes from.</summary>
    public string? Project { get; init; }

    /// <summary>The family, of which the newest is taken.</summary>
    public string? Family { get; init; }

    /// <summary>The one image.</summary>
    public string? Name { get; init; }
}

/// <summary>An image of a container.</summary>
public sealed record ContainerImage
{
    /// <summary>As gcr.io/project/name.</summary>
    public string? Repository { get; init; }

    /// <summary>The tag; latest without.</summary>
    public string? Tag { get; init; }
}

/// <summary>An upgrade of a notebook.</summary>
public sealed record UpgradeEntry
{
    /// <summary>UPGRADE or ROLLBACK.</summary>
    public string? Action { get; init; }

    /// <summary>STARTED, SUCCEEDED or FAILED.</summary>
    public string? State { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? CreateTime { get; init; }
}
