using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>The networks and subnets that notebooks work in.</summary>
internal sealed class AiNetworks(Inventory<WorkbenchInstance> notebooks, Scope scope)
{
    /// <summary>The notebooks that are still there, with their machines.</summary>
    public IEnumerable<(WorkbenchInstance Notebook, GceSetup Setup)> Notebooks => notebooks.All.Where(notebook => !notebook.IsGone).Select(notebook => (notebook, notebook.GceSetup!));

    /// <summary>Whether two references mean the same.</summary>
    public bool Same(string one, string other) => GcpIdentity.Relative(one, scope) == GcpIdentity.Relative(other, scope);

    /// <summary>Whether a reference means the default network; none means it, too.</summary>
    public static bool IsDefault(string? network) => string.IsNullOrEmpty(network) || network == "default" || network.EndsWith("/networks/default", StringComparison.Ordinal);
}
