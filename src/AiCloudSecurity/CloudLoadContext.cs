using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace AiCloudSecurity;

/// <summary>
/// Keeps AiCloudSecurity.Clouds and AiCloudSecurity.Documents, with every SDK and library, out of the session's default
/// load context: another module may have brought its own version of the same one, and the wrong one gives wrong answers
/// without an error.
/// </summary>
public sealed class CloudLoadContext : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly IsolatedLoadContext[] s_contexts = [new("AiCloudSecurity.Clouds", "clouds"), new("AiCloudSecurity.Documents", "documents")];

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
    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) => Array.Find(s_contexts, isolated => isolated.Name == name.Name)?.Own();
}
