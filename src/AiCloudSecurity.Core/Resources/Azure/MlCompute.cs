using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A compute of a workspace: a notebook VM, a cluster, or one that is attached.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/computes", Of = typeof(MlWorkspace), ApiVersion = "2025-06-01")]
public sealed record MlCompute : Resource
{
    /// <summary>The identity that code on it acts as; absent where it has none.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }

    /// <summary>What is set.</summary>
    public MlComputeProperties? Properties { get; init; }

    /// <summary>A notebook VM.</summary>
    [JsonIgnore]
    public bool IsInstance => "ComputeInstance".Equals(Properties?.ComputeType, StringComparison.OrdinalIgnoreCase);

    /// <summary>A cluster that Microsoft manages.</summary>
    [JsonIgnore]
    public bool IsCluster => "AmlCompute".Equals(Properties?.ComputeType, StringComparison.OrdinalIgnoreCase);
}

/// <summary>What all computes have.</summary>
public sealed record MlComputeProperties
{
    /// <summary>ComputeInstance, AmlCompute, AKS, Kubernetes and so on.</summary>
    public string? ComputeType { get; init; }

    /// <summary>Whether SSH keys and passwords are refused; false without.</summary>
    public bool? DisableLocalAuth { get; init; }

    /// <summary>What this type of compute has.</summary>
    public MlComputeSettings? Properties { get; init; }
}

/// <summary>What notebook VMs and clusters have.</summary>
public sealed record MlComputeSettings
{
    /// <summary>The customer's subnet.</summary>
    public SubnetReference? Subnet { get; init; }

    /// <summary>Whether nodes have public addresses; true without.</summary>
    public bool? EnableNodePublicIp { get; init; }

    /// <summary>Personal, or Shared (the default): who may open the applications of the VM.</summary>
    public string? ApplicationSharingPolicy { get; init; }

    /// <summary>personal, where it has one user only.</summary>
    public string? ComputeInstanceAuthorizationType { get; init; }

    /// <summary>SSH of a notebook VM.</summary>
    public SshSettings? SshSettings { get; init; }

    /// <summary>SSH of a cluster: Enabled, Disabled or NotSpecified.</summary>
    public string? RemoteLoginPortPublicAccess { get; init; }

    /// <summary>After how long without use it stops, as PT60M; never without.</summary>
    public string? IdleTimeBeforeShutdown { get; init; }

    /// <summary>When it starts and stops.</summary>
    public ComputeSchedules? Schedules { get; init; }

    /// <summary>How old its image is.</summary>
    public OsImageMetadata? OsImageMetadata { get; init; }

    /// <summary>Whether users sign in to it as themselves; true without.</summary>
    public bool? EnableSSO { get; init; }

    /// <summary>Containers that it serves.</summary>
    public IReadOnlyList<CustomService>? CustomServices { get; init; }

    /// <summary>How many nodes a cluster has.</summary>
    public ScaleSettings? ScaleSettings { get; init; }

    /// <summary>Secrets of the nodes' administrator.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? UserAccountCredentials { get; init; }

    /// <summary>Secrets of an attached VM's administrator.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? AdministratorAccount { get; init; }

    /// <summary>A token of Databricks.</summary>
    [Sensitive]
    public string? DatabricksAccessToken { get; init; }

    /// <summary>A connection string.</summary>
    [Sensitive]
    public string? RelayConnectionString { get; init; }

    /// <summary>A connection string.</summary>
    [Sensitive]
    public string? ServiceBusConnectionString { get; init; }

    /// <summary>TLS of an attached cluster, with its key.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? SslConfiguration { get; init; }

    /// <summary>Scripts that run when it is made and started.</summary>
    public SetupScripts? SetupScripts { get; init; }
}

/// <summary>SSH of a notebook VM.</summary>
public sealed record SshSettings
{
    /// <summary>Enabled or Disabled (the default).</summary>
    public string? SshPublicAccess { get; init; }
}

/// <summary>When a notebook VM starts and stops.</summary>
public sealed record ComputeSchedules
{
    /// <summary>Starts and stops.</summary>
    public IReadOnlyList<ComputeSchedule>? ComputeStartStop { get; init; }
}

/// <summary>A start or stop.</summary>
public sealed record ComputeSchedule
{
    /// <summary>Start or Stop.</summary>
    public string? Action { get; init; }

    /// <summary>Enabled or Disabled.</summary>
    public string? Status { get; init; }
}

/// <summary>How old an image is.</summary>
public sealed record OsImageMetadata
{
    /// <summary>Whether it is the newest.</summary>
    public bool? IsLatestOsImageVersion { get; init; }
}

/// <summary>A container that a notebook VM serves.</summary>
public sealed record CustomService
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its settings.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? EnvironmentVariables { get; init; }

    /// <summary>The ports that it opens.</summary>
    public IReadOnlyList<ServiceEndpoint>? Endpoints { get; init; }
}

/// <summary>A port of a container.</summary>
public sealed record ServiceEndpoint
{
    /// <summary>The port outside.</summary>
    public int? Published { get; init; }
}

/// <summary>How many nodes a cluster has.</summary>
public sealed record ScaleSettings
{
    /// <summary>At least; zero without.</summary>
    public int? MinNodeCount { get; init; }

    /// <summary>At most.</summary>
    public int? MaxNodeCount { get; init; }

    /// <summary>After how long without use a node is given back, as PT2M.</summary>
    public string? NodeIdleTimeBeforeScaleDown { get; init; }
}

/// <summary>Scripts of a notebook VM.</summary>
public sealed record SetupScripts
{
    /// <summary>The scripts.</summary>
    public ScriptsToExecute? Scripts { get; init; }
}

/// <summary>Scripts of a notebook VM.</summary>
public sealed record ScriptsToExecute
{
    /// <summary>Runs at each start.</summary>
    public ScriptReference? StartupScript { get; init; }

    /// <summary>Runs once.</summary>
    public ScriptReference? CreationScript { get; init; }
}

/// <summary>A script.</summary>
public sealed record ScriptReference
{
    /// <summary>inline or workspaceStorage.</summary>
    public string? ScriptSource { get; init; }

    /// <summary>Its text, or its place.</summary>
    [Sensitive]
    public string? ScriptData { get; init; }

    /// <summary>Its arguments.</summary>
    [Sensitive]
    public string? ScriptArguments { get; init; }
}
