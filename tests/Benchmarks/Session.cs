using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AiCloudSecurity.Benchmarks;

/// <summary>A session of the engine.</summary>
internal sealed class Session : IDisposable
{
    public static string Manifest { get; } = Repository.PathOf("AiCloudSecurity.psd1");

    public static string ImportModule { get; } = Import(Manifest);

    private readonly Runspace _runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());

    public Session(params string[] scripts)
    {
        _runspace.Open();
        foreach (var script in scripts)
        {
            Run(script);
        }
    }

    public static string Import(string manifest) => $"Import-Module '{manifest}' -ErrorAction Stop";

    public IReadOnlyList<PSObject> Run(string script)
    {
        using var shell = Shell(script);
        var output = shell.Invoke();
        return shell.Streams.Error.FirstOrDefault() is { } error ? throw new InvalidOperationException($"{error}") : output;
    }

    /// <summary>A shell in the session, not started.</summary>
    public PowerShell Shell(string script)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        return shell;
    }

    public void Dispose() => _runspace.Dispose();
}
