using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AiCloudSecurity;

/// <summary>
/// Keeps AiCloudSecurity.Clouds and every SDK out of the session's default load context: another module may have
/// brought its own version of the same SDK, and the wrong one gives wrong answers without an error.
/// </summary>
public sealed class CloudLoadContext : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private const string Clouds = "AiCloudSecurity.Clouds";
    private static readonly string s_folder = Path.Join(Path.GetDirectoryName(typeof(CloudLoadContext).Assembly.Location), "clouds");
    private static readonly Isolated s_context = new();

    /// <inheritdoc/>
    public void OnImport()
    {
        // Importing twice must not answer twice.
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.Resolving += Resolve;
    }

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    // By path and only for our own: by name the question would come back here until the stack is full.
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Clouds ? s_context.LoadFromAssemblyPath(Path.Join(s_folder, Clouds + ".dll")) : null;

    private sealed class Isolated() : AssemblyLoadContext(Clouds)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var file = Path.Join(s_folder, assemblyName.Name + ".dll");
            return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
        }
    }
}
