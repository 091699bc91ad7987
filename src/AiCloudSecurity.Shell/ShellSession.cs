using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using AiCloudSecurity.Shell.Commands;
using Microsoft.PowerShell;

namespace AiCloudSecurity.Shell;

/// <summary>One runspace with the module in it, and what is running there.</summary>
internal sealed class ShellSession : IDisposable
{
    private const int Failed = 1;

    private readonly Terminal terminal;
    private readonly ShellHost host;
    private readonly Runspace runspace;
    private volatile PowerShell? running;

    public ShellSession(Terminal terminal)
    {
        this.terminal = terminal;
        host = new ShellHost(terminal);
        runspace = RunspaceFactory.CreateRunspace(host, InitialState());
        runspace.Open();
        if (!terminal.OutputHasColours)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <summary>Imports a module by the path of its manifest.</summary>
    public int Import(string manifest) => Run(new PSCommand()
        .AddCommand("Import-Module").AddParameter("Name", manifest).AddParameter("Global").AddParameter("ErrorAction", ActionPreference.Stop));

    /// <summary>Runs a command line in the global scope; fails if its last statement failed.</summary>
    public int RunCommand(string text)
    {
        int exitCode = Run(new PSCommand().AddScript(text, useLocalScope: false).AddCommand("Out-Default"));
        return exitCode == 0 && host.ExitCode is null && runspace.SessionStateProxy.GetVariable("?") is false ? Failed : exitCode;
    }

    /// <summary>Runs a script; fails only if an error ended it, or if it said so with 'exit'.</summary>
    public int RunScript(string path, IEnumerable<string> arguments)
    {
        Command script = new(path, isScript: false, useLocalScope: false);
        foreach (string argument in arguments)
        {
            script.Parameters.Add(ScriptParameter(argument));
        }

        EngineInternals.LetScriptExit(runspace);
        return Run(new PSCommand().AddCommand(script).AddCommand("Out-Default"));
    }

    /// <summary>Reads and runs command lines until 'exit' or the end of input.</summary>
    public int RunPrompt()
    {
        while (host.ExitCode is null && ReadStatement() is { } statement)
        {
            RunCommand(statement);
        }

        return host.ExitCode ?? 0;
    }

    /// <summary>Stops what is running, from any thread.</summary>
    /// <returns>False if nothing was running.</returns>
    public bool Stop()
    {
        try
        {
            return running?.BeginStop(null, null) is not null;
        }
        catch (ObjectDisposedException)
        {
            // It ended between the question and the call.
            return false;
        }
    }

    public void Dispose() => runspace.Dispose();

    private int Run(PSCommand command)
    {
        using PowerShell shell = PowerShell.Create(runspace);
        shell.Commands = command;
        shell.Streams.Error.DataAdded += (_, added) => Report(shell.Streams.Error[added.Index]);
        running = shell;
        try
        {
            // $? outlives a pipeline only if that goes into the history.
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = true });
            return host.ExitCode ?? 0;
        }
        catch (PipelineStoppedException)
        {
            return Failed;
        }
        catch (RuntimeException ended)
        {
            Report(ended.ErrorRecord);
            return Failed;
        }
        finally
        {
            running = null;
            terminal.ClearProgress();
        }
    }

    private void Report(ErrorRecord error) => terminal.WriteErrorLine(ErrorText.Of(error), PSStyle.Instance.Formatting.Error);

    /// <returns>Null at the end of input.</returns>
    private string? ReadStatement()
    {
        string statement = "";
        while (true)
        {
            terminal.Write(statement.Length == 0 ? "PS> " : ">> ");
            if (Console.In.ReadLine() is not { } line)
            {
                return null;
            }

            statement += line + "\n";
            Parser.ParseInput(statement, out _, out ParseError[] errors);
            if (line.Length == 0 || !errors.Any(error => error.IncompleteInput))
            {
                return statement;
            }
        }
    }

    // As pwsh: -Name takes the argument after it if it is no switch; -Switch:$false is the one way to say false.
    private static CommandParameter ScriptParameter(string argument)
    {
        if (argument.Length < 2 || argument[0] != '-' || !(char.IsLetter(argument[1]) || argument[1] is '_'))
        {
            return new CommandParameter(null, argument);
        }

        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || colon == argument.Length - 1)
        {
            return new CommandParameter(argument);
        }

        string value = argument[(colon + 1)..];
        return new CommandParameter(argument[..colon], value.ToUpperInvariant() switch
        {
            "$TRUE" => true,
            "$FALSE" => false,
            _ => value,
        });
    }

    private static InitialSessionState InitialState()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(EngineCommands.All);
        // PowerShell's own 'help' pages through commands that are not here.
        state.Commands.Remove("help", typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateAliasEntry("help", "Get-Help"));
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        return state;
    }
}
