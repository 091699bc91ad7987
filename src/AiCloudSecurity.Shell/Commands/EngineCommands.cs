using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AiCloudSecurity.Shell.Commands;

/// <summary>
/// The commands that scripts cannot do without and that the engine's package lacks: the Write commands, which are one
/// engine call each, and the engine's own table and list. Nothing is here that would have to be written anew.
/// </summary>
internal static class EngineCommands
{
    public static IEnumerable<SessionStateCommandEntry> All { get; } =
        from type in typeof(EngineCommands).Assembly.GetTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null
        select new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null);
}
