using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;
using AiCloudSecurity.OwnChecks;

namespace AiCloudSecurity.Commands;

/// <summary>Tests checks by their own examples, and by taking away what they read.</summary>
/// <remarks>
/// <para>Writes one row for each rule about what a check says of itself, for each of its examples, and for each type that it rests on: without it, it must not pass. Needs no cloud and no sign-in. Without a path the checks that are registered in this session are tested, with -CheckId the module's own, too.</para>
/// </remarks>
/// <example>
/// <code>Test-AiCheck -Path ./checks/*.AiCheck.ps1 | Where-Object Passed -EQ $false</code>
/// <para>Shows what is not right yet about the checks of some files.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-AiCheck -Path ./checks/*.AiCheck.ps1 -Quiet)) { throw 'A check of ours does not keep what its examples say.' }</code>
/// <para>Stops a pipeline that builds checks.</para>
/// </example>
/// <example>
/// <code>Test-AiCheck -CheckId AWS-NET-001</code>
/// <para>Tests one of the module's own checks.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiCheck")]
[OutputType(typeof(CheckExamination), typeof(bool))]
public sealed class TestAiCheckCommand : AiCommand
{
    /// <summary>Files with checks; wildcards are allowed. Those of the session without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true), SupportsWildcards]
    [Alias("CheckPath", "FullName")]
    public string[] Path { get; set; } = [];

    /// <summary>Ids of checks, of the files, the session and the module; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    /// <summary>Writes one bool: whether every test of every check is passed.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private bool _failed;
    private int _tested;

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var own = new OwnCheckSet([.. Path.SelectMany(Resolve)], SessionState.LanguageMode, cancellationToken, registered: Path.Length == 0);
        foreach (var check in CheckId is null ? own.All : CheckSelection.Of(CheckId, own: own.All))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _tested++;
            foreach (var examination in CheckExaminations.Of(check))
            {
                _failed |= !examination.Passed;
                if (!Quiet)
                {
                    yield return examination;
                }
            }
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_tested == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "There is no check to test. Name files with -Path, or register checks with Register-AiCheck.", "checks");
        }
        if (Quiet)
        {
            yield return !_failed;
        }
    }
}
