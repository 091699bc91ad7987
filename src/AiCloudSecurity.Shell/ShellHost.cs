using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace AiCloudSecurity.Shell;

/// <summary>The host that scripts see as $Host.</summary>
internal sealed class ShellHost(Terminal terminal) : PSHost
{
    /// <summary>What 'exit' said; null until it was said.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "AiCloudSecurity";

    public override Version Version { get; } = typeof(ShellHost).Assembly.GetName().Version!;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI { get; } = new ShellHostUI(terminal);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new PSNotSupportedException("This console has no nested prompt.");

    public override void ExitNestedPrompt() => throw new PSNotSupportedException("This console has no nested prompt.");

    // A program that a command starts inherits the three streams as they are.
    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
