using System.Globalization;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Reports;

/// <summary>The verdicts of one pillar: how many of each, and how much the failures matter.</summary>
/// <param name="Pillar">The pillar.</param>
/// <param name="Pass">Verdicts that pass.</param>
/// <param name="Fail">Verdicts that fail, of any severity.</param>
/// <param name="Unknown">Verdicts whose facts could not be read.</param>
/// <param name="NotApplicable">Verdicts with nothing to judge.</param>
/// <param name="Critical">Failures that are critical.</param>
/// <param name="High">Failures that are high.</param>
/// <param name="Medium">Failures that are medium.</param>
/// <param name="Low">Failures that are low.</param>
/// <param name="Accepted">Failures that somebody has accepted until a date; they are in none of the other counts.</param>
public sealed record PillarSummary(
    Pillar Pillar, int Pass, int Fail, int Unknown, int NotApplicable, int Critical, int High, int Medium, int Low, int Accepted = 0)
{
    internal static PillarSummary Of(Pillar pillar, IEnumerable<Finding> findings)
    {
        var statuses = new int[5];
        var failures = new int[5];
        foreach (var finding in findings)
        {
            statuses[(int)finding.Status]++;
            if (finding.Status == Status.Fail)
            {
                failures[(int)finding.Severity]++;
            }
        }
        return new(pillar,
            statuses[(int)Status.Pass], statuses[(int)Status.Fail], statuses[(int)Status.Unknown], statuses[(int)Status.NotApplicable],
            failures[(int)Severity.Critical], failures[(int)Severity.High], failures[(int)Severity.Medium], failures[(int)Severity.Low],
            statuses[(int)Status.Accepted]);
    }
}

/// <summary>A read that verdicts would rest on and that was refused or failed.</summary>
/// <param name="Operation">As bedrock:GetGuardrail.</param>
/// <param name="Permission">What the caller must be granted for it.</param>
/// <param name="State">Refused or Failed.</param>
/// <param name="Regions">Where.</param>
/// <param name="Unknown">How many verdicts are Unknown because of it.</param>
/// <param name="Message">What the cloud said, where that is known.</param>
public sealed record NotSeen(string Operation, string Permission, CoverageState State, IReadOnlyList<string> Regions, int Unknown, string Message)
{
    /// <summary>The account, subscription or project.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The regions, with the scope where the report is about several.</summary>
    public string Where { get; init; } = "";
}

/// <summary>A check that fails, over all its resources.</summary>
internal sealed record FailedCheck(Rule Rule, Severity Severity, int Count, IReadOnlyList<(Cloud Cloud, string Scope)> Scopes);

/// <summary>Findings, counted.</summary>
public sealed class Summary
{
    private readonly int[] _failures = new int[5];

    private Summary(IReadOnlyList<Finding> findings, IReadOnlyList<CoverageEntry> coverage, IEnumerable<Check> asked)
    {
        Pillars = [.. Enum.GetValues<Pillar>().Select(pillar => PillarSummary.Of(pillar, findings.Where(finding => finding.Pillar == pillar)))];
        foreach (var finding in findings.Where(finding => finding.Status == Status.Fail))
        {
            _failures[(int)finding.Severity]++;
        }
        var ids = findings.Select(finding => finding.CheckId).Concat(asked.Select(check => check.Id)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var applicable = findings.Where(finding => finding.Status != Status.NotApplicable).Select(finding => finding.CheckId).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Checks = ids.Count;
        ChecksNotApplicable = ids.Count(id => !applicable.Contains(id));
        NotSeen = Unseen(findings, coverage);
        MissingPermissions = [.. NotSeen.Where(read => read.State == CoverageState.Refused && read.Permission.Length > 0)
            .Select(read => read.Permission).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Failures = [.. from finding in findings
                       where finding.Status == Status.Fail
                       group finding by (finding.CheckId, finding.ResourceType) into failures
                       let worst = failures.Max(finding => finding.Severity)
                       orderby worst descending, failures.Count(finding => finding.Severity == worst) descending, failures.Count() descending, failures.Key
                       select new FailedCheck(Rule.Of(failures.First()), worst, failures.Count(),
                           [.. failures.Select(finding => (finding.Cloud, finding.Scope)).Distinct().Order()])];
    }

    /// <summary>The four pillars, each of them, in their order.</summary>
    public IReadOnlyList<PillarSummary> Pillars { get; }

    /// <summary>Verdicts that pass.</summary>
    public int Pass => Pillars.Sum(pillar => pillar.Pass);

    /// <summary>Verdicts that fail.</summary>
    public int Fail => Pillars.Sum(pillar => pillar.Fail);

    /// <summary>Verdicts whose facts could not be read.</summary>
    public int Unknown => Pillars.Sum(pillar => pillar.Unknown);

    /// <summary>Verdicts with nothing to judge.</summary>
    public int NotApplicable => Pillars.Sum(pillar => pillar.NotApplicable);

    /// <summary>Failures that somebody has accepted until a date.</summary>
    public int Accepted => Pillars.Sum(pillar => pillar.Accepted);

    /// <summary>Checks that were asked for or gave a verdict.</summary>
    public int Checks { get; }

    /// <summary>Those of them that had nothing to judge anywhere.</summary>
    public int ChecksNotApplicable { get; }

    /// <summary>Reads that verdicts would rest on and that were refused or failed; those that hide most come first.</summary>
    public IReadOnlyList<NotSeen> NotSeen { get; }

    /// <summary>What the caller must be granted so that nothing is Unknown for want of a permission.</summary>
    public IReadOnlyList<string> MissingPermissions { get; }

    /// <summary>Checks that fail: the worst first, and of these the most frequent.</summary>
    internal IReadOnlyList<FailedCheck> Failures { get; }

    /// <summary>All pillars together.</summary>
    internal PillarSummary Total => new(default, Pass, Fail, Unknown, NotApplicable,
        FailuresOf(Severity.Critical), FailuresOf(Severity.High), FailuresOf(Severity.Medium), FailuresOf(Severity.Low), Accepted);

    /// <summary>How many verdicts fail with that severity.</summary>
    public int FailuresOf(Severity severity) => _failures[(int)severity];

    /// <summary>Counts findings.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="coverage">What became of each read; findings alone tell less exactly what was not seen.</param>
    /// <param name="asked">The checks that were asked for: one that found nothing to judge leaves no finding.</param>
    public static Summary Of(IReadOnlyList<Finding> findings, IReadOnlyList<CoverageEntry>? coverage = null, IEnumerable<Check>? asked = null)
    {
        ArgumentNullException.ThrowIfNull(findings);
        return new(findings, coverage ?? [], asked ?? []);
    }

    /// <summary>
    /// One line for the end of a run, as <c>3 critical, 12 high fail; 4 unknown: grant bedrock:GetGuardrail. Next: …</c>.
    /// </summary>
    /// <param name="next">The command that comes next.</param>
    public string ClosingLine(string next = "… | Export-AiReport -Path report.html")
    {
        if (Pass + Fail + Unknown + NotApplicable + Accepted == 0)
        {
            return "Nothing was judged.";
        }
        var failures = WorstFirst.Severities.Where(severity => FailuresOf(severity) > 0)
            .Select(severity => string.Create(CultureInfo.InvariantCulture, $"{FailuresOf(severity)} {severity.ToString().ToLowerInvariant()}"));
        var line = Fail > 0 ? $"{string.Join(", ", failures)} fail" : string.Create(CultureInfo.InvariantCulture, $"Nothing fails, {Pass} pass");
        if (Accepted > 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"; {Accepted} accepted");
        }
        if (Unknown > 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $"; {Unknown} unknown");
            const int Shown = 3;
            if (MissingPermissions.Count > 0)
            {
                line += $": grant {string.Join(", ", MissingPermissions.Take(Shown))}";
            }
            if (MissingPermissions.Count > Shown)
            {
                line += string.Create(CultureInfo.InvariantCulture, $" and {MissingPermissions.Count - Shown} more");
            }
        }
        return $"{line}. Next: {next}";
    }

    private static List<NotSeen> Unseen(IReadOnlyList<Finding> findings, IReadOnlyList<CoverageEntry> coverage)
    {
        Dictionary<(string Operation, string Permission, CoverageState State, string Scope), (SortedSet<string> Regions, int Unknown, string Message)> reads = [];
        void Add(ReadOperation read, CoverageState state, string scope, string region, int unknown, string message)
        {
            var key = (read.Operation, read.Permission, state, scope);
            var known = reads.TryGetValue(key, out var entry) ? entry : (new(StringComparer.Ordinal), 0, "");
            known.Item1.Add(region);
            reads[key] = (known.Item1, known.Item2 + unknown, known.Item3.Length > 0 ? known.Item3 : message);
        }
        // Coverage that is of no estate can only be that of the one scope that was judged.
        var scopes = findings.Select(finding => finding.Scope).Concat(coverage.Select(entry => entry.Scope)).Where(scope => scope.Length > 0).Distinct(StringComparer.Ordinal).Take(2).ToList();
        var only = scopes is [var single] ? single : "";
        foreach (var entry in coverage.Where(entry => !entry.IsComplete))
        {
            Add(new(entry.Operation, entry.Permission), entry.State, entry.Scope.Length > 0 ? entry.Scope : only, entry.Region, 0, Display.Safe(entry.Message));
        }
        foreach (var finding in findings.Where(finding => finding.Status == Status.Unknown))
        {
            // A refusal begins with the read (Refusal.ToString); which reads it can be, the check declares.
            foreach (var read in Rule.CheckOf(finding)?.Reads ?? [])
            {
                if (finding.Reason.Contains($"{read.Operation} was refused (", StringComparison.Ordinal))
                {
                    Add(read, CoverageState.Refused, finding.Scope, finding.Region, 1, "");
                }
                else if (finding.Reason.Contains($"{read.Operation} failed (", StringComparison.Ordinal))
                {
                    Add(read, CoverageState.Failed, finding.Scope, finding.Region, 1, "");
                }
            }
        }
        return [.. from read in reads
                   orderby read.Key.State, read.Value.Unknown descending, read.Key.Operation, read.Key.Scope
                   select new NotSeen(read.Key.Operation, read.Key.Permission, read.Key.State, [.. read.Value.Regions], read.Value.Unknown, read.Value.Message)
                   {
                       Scope = read.Key.Scope,
                       Where = (scopes.Count > 1 && read.Key.Scope.Length > 0 ? $"{read.Key.Scope}: " : "") + string.Join(", ", read.Value.Regions),
                   }];
    }
}
