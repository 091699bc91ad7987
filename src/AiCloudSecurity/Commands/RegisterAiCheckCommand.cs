using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.OwnChecks;

namespace AiCloudSecurity.Commands;

/// <summary>Makes a check of your own known to this session, beside the module's own checks.</summary>
/// <remarks>
/// <para>A check is a table: Id, Title, Severity, Risk, Advice, Resource, a script block Test, and examples. Test takes the resource as its cloud describes it, and all resources of each type that With names; it writes one verdict with Pass, Fail, Unknown or NotApplicable. It runs in a session of its own and sees no variable of yours. Where what it rests on could not be read, the verdict is Unknown whatever it would say; so it is where it ends with an error.</para>
/// <para>What is registered is known in this session only, and to every cmdlet that judges. Runbooks, thread jobs and pipelines name files instead: Test-AiSecurity -CheckPath. Test-AiCheck runs the examples. More: about_AiChecks.</para>
/// </remarks>
/// <example>
/// <code>Register-AiCheck @{ Id = 'ACME-NET-001'; Title = 'Notebook gives no root access'; Severity = 'Medium'; Risk = 'Whoever works in it can change its agent.'; Advice = 'Switch root access off.'; Resource = 'NotebookInstance'; Test = { param($notebook) if ($notebook.RootAccess -eq 'Disabled') { Pass 'Root access is off.' } else { Fail 'Root access is on.' } } }</code>
/// <para>Registers a check that is written where it is used.</para>
/// </example>
/// <example>
/// <code>Register-AiCheck -Path ./checks/*.AiCheck.ps1 -PassThru | Format-Table CheckId, Title</code>
/// <para>Registers the checks of some files and lists them.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Register, "AiCheck", DefaultParameterSetName = "Definition")]
[OutputType(typeof(CheckDescription))]
public sealed class RegisterAiCheckCommand : AiCommand
{
    /// <summary>The tables of the checks.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Definition")]
    public Hashtable[] Definition { get; set; } = [];

    /// <summary>Files that write such tables; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Path"), SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Writes the descriptions of the checks.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var files = new OwnCheckSet([.. Path.SelectMany(Resolve)], SessionState.LanguageMode, cancellationToken, registered: false);
        using var session = new ScriptSession(SessionState.LanguageMode, cancellationToken);
        foreach (var script in files.Scripts.Concat(Definition.Select(table => CheckScript.Of(table, "The session"))))
        {
            RegisteredChecks.Add(script);
            if (PassThru)
            {
                yield return CheckDescription.Of(script.In(session));
            }
        }
    }
}
