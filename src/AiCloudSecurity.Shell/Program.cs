using System.Management.Automation;
using System.Reflection;

namespace AiCloudSecurity.Shell;

/// <summary>The PowerShell engine in a console program, with the module imported.</summary>
internal static class Program
{
    private const int Failed = 1;
    private const int WrongUsage = 64;

    private static int Main(string[] args)
    {
        // The engine would count its module imports at Microsoft; a security tool calls nobody unasked.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        try
        {
            return Run(ShellArguments.Parse(args));
        }
        catch (UsageException wrong)
        {
            // What is wrong comes last, where the eye is.
            Console.Error.Write(Usage());
            Console.Error.WriteLine();
            Console.Error.WriteLine(wrong.Message);
            return WrongUsage;
        }
        catch (FileNotFoundException missing) when (missing.FileName is null)
        {
            Console.Error.WriteLine(missing.Message);
            return Failed;
        }
    }

    private static int Run(ShellArguments arguments)
    {
        switch (arguments.Task)
        {
            case ShellTask.Help:
                Console.Write(Usage());
                return 0;
            case ShellTask.Version:
                Console.WriteLine($"AiCloudSecurity {VersionOf(typeof(Program))} on PowerShell {VersionOf(typeof(PSObject))}");
                return 0;
            case ShellTask.Interactive when Console.IsInputRedirected:
                throw new UsageException("-Interactive needs a terminal; use -Command - for commands from a file or a pipe.");
        }

        using Terminal terminal = new(arguments.NonInteractive);
        ShellSession? session = null;
        using Interruption interruption = new(() => session?.Stop() is true, atPrompt: arguments.Task == ShellTask.Interactive);
        using (session = new ShellSession(terminal))
        {
            int exitCode = session.Import(ModuleLocation.Find());
            if (exitCode == 0)
            {
                exitCode = arguments.Task switch
                {
                    ShellTask.Command => session.RunCommand(arguments.Text),
                    ShellTask.CommandFromInput => session.RunCommand(Console.In.ReadToEnd()),
                    ShellTask.File => session.RunScript(arguments.Text, arguments.ScriptArguments),
                    ShellTask.Interactive => session.RunPrompt(),
                    _ => session.RunScript(Path.Combine(AppContext.BaseDirectory, "main.ps1"), []),
                };
            }

            return interruption.ExitCode ?? exitCode;
        }
    }

    private static string Usage()
    {
        using StreamReader text = new(typeof(Program).Assembly.GetManifestResourceStream("Usage.txt")!);
        return text.ReadToEnd();
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split(' ', '+')[0];
}
