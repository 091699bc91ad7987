using System.Reflection;
using System.Runtime.Loader;

namespace AiCloudSecurity;

/// <summary>Loads one of our assemblies, with what it needs, from a folder beside this one; what is not there is the session's.</summary>
/// <param name="name">Of our assembly.</param>
/// <param name="folder">Its folder.</param>
/// <param name="beside">Where that folder lies: where this assembly lies without.</param>
internal sealed class IsolatedLoadContext(string name, string folder, string? beside = null) : AssemblyLoadContext(name)
{
    private readonly string _folder = Path.Join(beside ?? Path.GetDirectoryName(typeof(IsolatedLoadContext).Assembly.Location), folder);

    public Assembly Own() => LoadFromAssemblyPath(Path.Join(_folder, Name + ".dll"));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var file = Path.Join(_folder, assemblyName.Name + ".dll");
        return File.Exists(file) ? LoadFromAssemblyPath(file) : null;
    }
}
