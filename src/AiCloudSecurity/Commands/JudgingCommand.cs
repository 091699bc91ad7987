using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;
using AiCloudSecurity.OwnChecks;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Commands;

/// <summary>The base of cmdlets that judge estates and write findings: they differ in the pillars that they are about.</summary>
public abstract class JudgingCommand : ReadingCommand
{
    /// <summary>The name of the parameter set that takes estates.</summary>
    private protected const string Given = "Estate";
    private const string RepairCommand = "Repair-AiFinding";
    private readonly HashSet<string> _permissions = new(StringComparer.Ordinal);
    private readonly int[] _failures = new int[Enum.GetValues<Severity>().Length];
    private IReadOnlyList<Check>? _checks;
    private OwnCheckSet? _own;
    private RiskExceptions _exceptions = new([], default);
    private int _unknown;
    private int _accepted;
    private int _judged;
    private int _repairable;
    private int _estates;

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>Ids of checks; wildcards are allowed. All checks without.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    /// <summary>Files with checks of your own (*.AiCheck.ps1), which judge beside the module's; wildcards are allowed. about_AiChecks shows one.</summary>
    [Parameter, SupportsWildcards]
    public string[] CheckPath { get; set; } = [];

    /// <summary>Only checks of these severities.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Only checks about these services, as sagemaker; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[]? Service { get; set; }

    /// <summary>Only checks that serve these frameworks or entries of them, as OWASP-LLM, LLM02 or NIST*; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(FrameworkCompleter))]
    public string[]? Framework { get; set; }

    /// <summary>Names of resources or accounts that are production, as prod-*: all others are not. Without it, tags (env, environment, stage) and the account's name tell test from production.</summary>
    [Parameter, SupportsWildcards]
    public string[] ProductionPattern { get; set; } = [];

    /// <summary>Files of accepted risks, as New-AiException writes them.</summary>
    [Parameter]
    public string[] ExceptionPath { get; set; } = [];

    /// <summary>Writes what there was nothing to judge about, too.</summary>
    [Parameter]
    public SwitchParameter IncludeNotApplicable { get; set; }

    /// <summary>Writes one bool instead of findings: true where nothing fails and nothing is unknown.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>The pillars that the cmdlet is about; null for all.</summary>
    private protected abstract Pillar[]? Pillars { get; }

    /// <summary>Whether the cmdlet is about a check of these pillars.</summary>
    private protected virtual bool IsAbout(Check check) => true;

    /// <summary>From when on use of rights counts, where somebody asks; null where nobody does.</summary>
    private protected virtual DateTimeOffset? UsedSince => null;

    /// <summary>Whether a finding was asked for.</summary>
    private protected virtual bool IsAskedFor(Finding finding) => true;

    private protected override void Begin()
    {
        base.Begin();
        _exceptions = new(AiCloudSecurity.ExceptionPath.Read(ExceptionPath.Select(FullPath)), DateOnly.FromDateTime(DateTime.UtcNow));
    }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (_checks is null)
        {
            _own = new([.. CheckPath.SelectMany(Resolve)], SessionState.LanguageMode, cancellationToken);
            _checks = [.. CheckSelection.Of(CheckId, Severity, Pillars, Service, own: _own.All, frameworks: Framework).Where(IsAbout)];
        }
        if (_checks.Count == 0 && CheckId is [var id, ..])
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"{MyInvocation.MyCommand.Name} has no check that is '{Display.Safe(id)}' and all else that was asked for. Get-AiCheck lists what there is.", id);
        }
        if (ParameterSetName != Given)
        {
            Collect();
            yield break;
        }
        foreach (var estate in Estate!)
        {
            foreach (var item in Judge(estate, cancellationToken))
            {
                yield return item;
            }
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_checks is null)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No estate and no account came in, so nothing was judged. Read one with Get-AiEstate or open one with Import-AiEstate.", "pipeline");
        }
        if (ParameterSetName != Given)
        {
            // A check that rests on usage is asked for by -IncludeUsage or by its id.
            var usage = IncludeUsage || UsedSince is not null || _checks.Any(check => check.IsOnRequest && IsNamed(check));
            await foreach (var item in Read(_checks, usage, cancellationToken).ConfigureAwait(false))
            {
                foreach (var finding in item is Estate estate ? Judge(estate, cancellationToken) : [item])
                {
                    yield return finding;
                }
            }
        }
        if (_estates == 0)
        {
            // The errors have said why none of the accounts could be read.
            yield break;
        }
        foreach (var warning in _exceptions.Warnings())
        {
            yield return new WarningRecord(warning);
        }
        foreach (var unused in _exceptions.Unused)
        {
            yield return new VerboseRecord(Display.Safe($"The exception of {unused.Owner} for {unused.Check} on {unused.Resource} covers nothing that fails here."));
        }
        if (Quiet)
        {
            yield return _unknown == 0 && _failures.Sum() == 0 && _judged > 0;
            yield break;
        }
        // PSHOST: shown without a change of $InformationPreference, as what Write-Host says; -InformationAction Ignore hides it.
        yield return new InformationRecord(new HostInformationMessage { Message = ClosingLine() }, MyInvocation.MyCommand.Name) { Tags = { "PSHOST", "AiSummary" } };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _own?.Dispose();
        base.Dispose(disposing);
    }

    private IEnumerable<object> Judge(Estate estate, CancellationToken cancellationToken)
    {
        _estates++;
        if (estate.Coverage.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, $"The estate of {estate.Scope.Id} holds no read at all, so nothing can be judged.", estate.Scope.Id);
        }
        var settings = new JudgeSettings { JobsSince = JobsSince, ProductionPattern = ProductionPattern, UsedSince = UsedSince };
        var before = _judged;
        List<Finding> findings = [];
        var checks = _checks!.Where(check => check.Cloud == estate.Scope.Cloud && (IsNamed(check) || UsedSince is not null || check.WasAskedFor(estate)));
        foreach (var (check, verdicts) in Check.Judge(checks, estate, settings, cancellationToken))
        {
            foreach (var verdict in verdicts)
            {
                if (!IsAskedFor(verdict))
                {
                    continue;
                }
                var finding = _exceptions.Apply(verdict);
                if (Count(finding, check) && !Quiet)
                {
                    findings.Add(finding);
                }
            }
        }
        // A scope's verdicts come together, so that whoever looks at them sees the worst of each pillar first.
        foreach (var finding in WorstFirst.ByPillar(findings))
        {
            yield return finding;
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
            case Status.Accepted:
                _accepted++;
                break;
            case Status.Fail:
                _failures[(int)finding.Severity]++;
                _repairable += finding.Fix.StartsWith(RepairCommand, StringComparison.Ordinal) ? 1 : 0;
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
        return $"{(failed.Length == 0 ? "Nothing failed" : failed + " failed")} of {_judged}{(_accepted == 0 ? "" : $"; {_accepted} accepted")}{unknown}. Next: {MyInvocation.MyCommand.Name} … | Export-AiReport -Path report.html{(_repairable == 0 ? "" : $"; {_repairable} can be repaired: … | {RepairCommand} -WhatIf")}";
    }
}
