using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace AiCloudSecurity.Shell;

/// <summary>
/// The two things that PowerShell's own console and commands reach inside the engine for, and that have no public door.
/// The version of the engine is pinned in Directory.Packages.props, and tests fail if either door moves.
/// </summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
    private const string Format = "Microsoft.PowerShell.Commands.Internal.Format.";

    private static readonly Assembly Engine = typeof(Runspace).Assembly;

    /// <summary>Makes 'exit' in the next script end the program, as -File promises, instead of only the script.</summary>
    public static void LetScriptExit(Runspace runspace)
    {
        object context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    /// <summary>Gives a format command, whose parameters are the engine's, the engine's formatter for its shape.</summary>
    /// <param name="command">The command.</param>
    /// <param name="shape">Table or List.</param>
    public static void FormatAs(FrontEndCommandBase command, string shape)
    {
        Type formatter = Engine.GetType(Format + "InnerFormatShapeCommand", throwOnError: true)!;
        Type shapes = Engine.GetType(Format + "FormatShape", throwOnError: true)!;
        object implementation = Activator.CreateInstance(formatter, Hidden, null, [Enum.Parse(shapes, shape)], null)!;
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(command, implementation);
    }
}
