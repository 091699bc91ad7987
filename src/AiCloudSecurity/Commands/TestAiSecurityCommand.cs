using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Judges the AI services of an account and writes one finding for each check and resource.</summary>
/// <remarks>
/// <para>Takes estates from the pipeline, or reads the account of the current credentials. Findings come scope by scope while the rest is still read. What could not be seen is Unknown, with the permission that is missing; it is never a Pass.</para>
/// <para>Checks without anything to judge write nothing; -IncludeNotApplicable shows what they found not to judge. Checks that rest on what users and roles have used are left out unless -IncludeUsage or their id asks for them, or the estate has it.</para>
/// </remarks>
/// <example>
/// <code>Test-AiSecurity -Region eu-west-1 | Where-Object Status -EQ Fail</code>
/// <para>Shows what is wrong in one region of the current account.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity -Severity Critical, High | Export-AiReport -Path report.html</code>
/// <para>Judges a saved estate, without credentials, and writes a report.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-AiSecurity -CheckId AWS-MON-* -Quiet)) { throw 'The monitoring of our AI services has gaps.' }</code>
/// <para>Stops a runbook where a monitoring check fails or could not see what it needs.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiSecurity", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiSecurityCommand : ReadingCommand
{
    private const string Given = "Estate";
    private readonly HashSet<string> _permissions = new(StringComparer.Ordinal);
    private readonly int[] _failures = new int[Enum.GetValues<Severity>().Length];
    private IReadOnlyList<Check>? _checks;
    private int _unknown;
    private int _judged;
    private int _estates;

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>Ids of checks; wildcards are allowed. All checks without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    /// <summary>Only checks of these severities.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Only checks of these pillars.</summary>
    [Parameter]
    public Pillar[]? Pillar { get; set; }

    /// <summary>Only checks about these services, as sagemaker; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[]? Service { get; set; }

    /// <summary>Writes what there was nothing to judge about, too.</summary>
    [Parameter]
    public SwitchParameter IncludeNotApplicable { get; set; }

    /// <summary>Writes one bool instead of findings: true where nothing fails and nothing is unknown.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _checks ??= CheckSelection.Of(CheckId, Severity, Pillar, Service);
        if (ParameterSetName == Given)
        {
            foreach (var estate in Estate!)
            {
                foreach (var item in Judge(estate, cancellationToken))
                {
                    yield return item;
                }
            }
            yield break;
        }
        // A check that rests on usage is asked for by -IncludeUsage or by its id.
        var usage = IncludeUsage || _checks.Any(check => check.IsOnRequest && IsNamed(check));
        await foreach (var item in Read(_checks, usage, cancellationToken).ConfigureAwait(false))
        {
            if (item is not AiCloudSecurity.Estate estate)
            {
                yield return item;
                continue;
            }
            foreach (var finding in Judge(estate, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_estates == 0)
        {
            // Where reading failed for each scope, the errors have said why.
            if (ParameterSetName == Given || ProfileName is null or { Length: < 2 })
            {
                throw new AiCloudException(ErrorId.NothingAssessed, "No estate came in, so nothing was judged. Read one with Get-AiEstate or open one with Import-AiEstate.", "pipeline");
            }
            yield break;
        }
        if (Quiet)
        {
            yield return _unknown == 0 && _failures.Sum() == 0 && _judged > 0;
            yield break;
        }
        // PSHOST: shown without a change of $InformationPreference, as what Write-Host says; -InformationAction Ignore hides it.
        yield return new InformationRecord(new HostInformationMessage { Message = ClosingLine() }, "Test-AiSecurity") { Tags = { "PSHOST", "AiSummary" } };
    }

    private IEnumerable<object> Judge(Estate estate, CancellationToken cancellationToken)
    {
        _estates++;
        if (estate.Coverage.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, $"The estate of {estate.Scope.Id} holds no read at all, so nothing can be judged.", estate.Scope.Id);
        }
        var before = _judged;
        foreach (var check in _checks!.Where(check => check.Cloud == estate.Scope.Cloud && (IsNamed(check) || check.WasAskedFor(estate))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var finding in check.Judge(estate))
            {
                if (Count(finding, check) && !Quiet)
                {
                    yield return finding;
                }
            }
        }
        if (_judged == before)
        {
            yield return new WarningRecord($"There was nothing to judge in {estate.Scope.Cloud} scope {estate.Scope.Id}: no resource of the chosen checks in {(estate.Regions.Count > 0 ? string.Join(", ", estate.Regions) : "it")}.");
        }
    }

    private bool IsNamed(Check check) => CheckId is not null && CheckId.Contains(check.Id, StringComparer.OrdinalIgnoreCase);

    // Counts a finding, and says whether it is to be written.
    private bool Count(Finding finding, Check check)
    {
        switch (finding.Status)
        {
            case Status.NotApplicable:
                return IncludeNotApplicable;
            case Status.Fail:
                _failures[(int)finding.Severity]++;
                break;
            case Status.Unknown:
                _unknown++;
                _permissions.UnionWith(check.Reads.Select(read => read.Permission).Where(permission => finding.Reason.Contains($"Grant {permission}.", StringComparison.Ordinal)));
                break;
        }
        _judged++;
        return true;
    }

    private string ClosingLine()
    {
        var failed = string.Join(", ", Enumerable.Reverse(Enum.GetValues<Severity>()).Where(severity => _failures[(int)severity] > 0)
            .Select(severity => $"{_failures[(int)severity]} {severity.ToString().ToLowerInvariant()}"));
        var unknown = _unknown == 0 ? "" : $"; {_unknown} unknown" + (_permissions.Count == 0 ? "" : $": grant {string.Join(", ", _permissions.Order(StringComparer.Ordinal).Take(5))}{(_permissions.Count > 5 ? $" and {_permissions.Count - 5} more" : "")}");
        return $"{(failed.Length == 0 ? "Nothing failed" : failed + " failed")} of {_judged}{unknown}. Next: Test-AiSecurity … | Export-AiReport -Path report.html";
    }
}
