using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>A session of the real engine, with the module imported as a user imports it.</summary>
public sealed class ModuleSession : IDisposable
{
    private readonly Runspace _runspace;

    public ModuleSession()
        : this(null)
    {
    }

    /// <summary>A session in a host that can be asked.</summary>
    public ModuleSession(PSHost? host)
    {
        _runspace = host is null ? RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2()) : RunspaceFactory.CreateRunspace(host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        var result = Run($"Import-Module '{Manifest}' -ErrorAction Stop");
        Assert.Empty(result.Errors);
    }

    public static string Manifest => Path.Join(Python.RepositoryRoot, "AiCloudSecurity.psd1");

    /// <summary>Runs a script and gives what it wrote to each stream; a terminating error is among the errors.</summary>
    public SessionResult Run(string script, object? input = null)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        List<PSObject> output = [];
        List<ErrorRecord> errors = [];
        var terminated = false;
        try
        {
            output.AddRange(input is null ? shell.Invoke() : shell.Invoke(new[] { input }));
        }
        catch (RuntimeException terminating)
        {
            terminated = true;
            errors.Add(terminating.ErrorRecord);
        }
        errors.InsertRange(0, shell.Streams.Error);
        return new(output, errors, terminated, [.. shell.Streams.Warning.Select(warning => warning.Message)],
            [.. shell.Streams.Information.Select(information => $"{information.MessageData}")], [.. shell.Streams.Progress]);
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

/// <summary>What a script wrote.</summary>
public sealed record SessionResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, bool Terminated,
    IReadOnlyList<string> Warnings, IReadOnlyList<string> Information, IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>The ids of the errors, without the cmdlet's name.</summary>
    public IEnumerable<string> ErrorIds => Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);
}
