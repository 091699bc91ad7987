using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AiCloudSecurity.OwnChecks;

/// <summary>
/// A session of its own for the scripts of users' checks: they judge on whatever thread the estate is judged on, see
/// nothing of the caller's variables, and an error of theirs is a verdict that could not be reached.
/// </summary>
internal sealed class ScriptSession : IDisposable
{
    private static readonly (string Name, string Text)[] s_functions =
    [
        ("Pass", "param([Parameter(Mandatory)] [string] $Reason) [pscustomobject] @{ AiVerdict = 'Pass'; Reason = $Reason; Severity = '' }"),
        ("Fail", "param([Parameter(Mandatory)] [string] $Reason, [ValidateSet('Info', 'Low', 'Medium', 'High', 'Critical')] [string] $Severity) [pscustomobject] @{ AiVerdict = 'Fail'; Reason = $Reason; Severity = $Severity }"),
        ("Unknown", "param([Parameter(Mandatory)] [string] $Reason) [pscustomobject] @{ AiVerdict = 'Unknown'; Reason = $Reason; Severity = '' }"),
        ("NotApplicable", "param([Parameter(Mandatory)] [string] $Reason) [pscustomobject] @{ AiVerdict = 'NotApplicable'; Reason = $Reason; Severity = '' }"),
    ];

    private readonly Runspace _runspace;
    private readonly CancellationToken _stop;
    private readonly object _one = new();

    public ScriptSession(PSLanguageMode languageMode, CancellationToken stop)
    {
        _stop = stop;
        var state = InitialSessionState.CreateDefault2();
        state.LanguageMode = languageMode;
        // Else a script would go on after an error, and perhaps pass.
        state.Variables.Add(new SessionStateVariableEntry("ErrorActionPreference", ActionPreference.Stop, ""));
        foreach (var (name, text) in s_functions)
        {
            state.Commands.Add(new SessionStateFunctionEntry(name, text));
        }
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    /// <summary>The checks of a file: what it writes are tables, one a check.</summary>
    /// <exception cref="AiCloudException">It cannot be run, or writes something else (EstateUnreadable).</exception>
    public IReadOnlyList<CheckScript> Load(string path)
    {
        var name = Path.GetFileName(path);
        Exception? failure;
        try
        {
            using var shell = Shell();
            // As a command, so that the execution policy of the machine counts.
            var output = Invoke(shell.AddCommand(path));
            failure = shell.Streams.Error is [{ } error, ..] ? error.Exception : null;
            if (failure is null)
            {
                return output is { Count: > 0 } && output.All(item => item?.BaseObject is IDictionary)
                    ? [.. output.Select(item => CheckScript.Of((IDictionary)item.BaseObject, name))]
                    : throw new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(name)}' must write a table for each check, @{{ Id = 'ACME-NET-001'; … }}. about_AiChecks shows one.", path);
            }
        }
        catch (RuntimeException thrown)
        {
            failure = thrown;
        }
        throw new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(name)}' cannot be run: {Display.Safe(failure.Message)}", path, failure);
    }

    /// <summary>What a script says of a resource.</summary>
    public Verdict Judge(string script, IEnumerable<object> arguments)
    {
        lock (_one)
        {
            using var shell = Shell();
            shell.AddScript(script, useLocalScope: true);
            foreach (var argument in arguments)
            {
                shell.AddArgument(argument);
            }
            try
            {
                var output = Invoke(shell);
                return shell.Streams.Error is [{ } error, ..] ? Verdict.Unknown($"The check ended with an error: {error.Exception.Message}")
                    : output is [{ } only] && VerdictOf(only) is { } verdict ? verdict
                    : Verdict.Unknown($"The check wrote {output.Count} objects and must write one verdict: Pass, Fail, Unknown or NotApplicable, with a reason.");
            }
            catch (RuntimeException failure)
            {
                return Verdict.Unknown($"The check ended with an error: {failure.Message}");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();

    private PowerShell Shell()
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return shell;
    }

    private List<PSObject> Invoke(PowerShell shell)
    {
        _stop.ThrowIfCancellationRequested();
        using var stopping = _stop.Register(() => shell.BeginStop(null, null));
        try
        {
            return [.. shell.Invoke()];
        }
        catch (PipelineStoppedException) when (_stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(_stop);
        }
    }

    private static Verdict? VerdictOf(PSObject item) =>
        item.Properties["AiVerdict"]?.Value is string status && item.Properties["Reason"]?.Value is string reason && Enum.TryParse<Status>(status, out var parsed)
            ? new Verdict(parsed, reason, Enum.TryParse<Severity>($"{item.Properties["Severity"]?.Value}", out var severity) ? severity : null)
            : null;
}
