using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace AiCloudSecurity.Shell.Commands;

/// <summary>The engine's table, as PowerShell's own Format-Table shows it.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
internal sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineInternals.FormatAs(this, "Table");
}

/// <summary>The engine's list, as PowerShell's own Format-List shows it.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
internal sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineInternals.FormatAs(this, "List");
}
