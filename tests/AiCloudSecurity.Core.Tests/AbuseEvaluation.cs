using System.Globalization;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What rules found of labelled workloads.</summary>
internal sealed class AbuseEvaluation
{
    private readonly Dictionary<string, (int Found, int All)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Attacks that were found, not found; people who mean well and were reported, and were not.</summary>
    public int Found { get; private set; }

    public int Missed { get; private set; }

    public int Wronged { get; private set; }

    public int Spared { get; private set; }

    /// <summary>The same among findings of severity High.</summary>
    public int FoundHigh { get; private set; }

    public int WrongedHigh { get; private set; }

    public double Precision => Found + Wronged == 0 ? 1 : Found / (double)(Found + Wronged);

    public double Recall => Found / (double)(Found + Missed);

    public double FalsePositiveRate => Wronged / (double)(Wronged + Spared);

    public double HighPrecision => FoundHigh + WrongedHigh == 0 ? 1 : FoundHigh / (double)(FoundHigh + WrongedHigh);

    public double HighRecall => FoundHigh / (double)(Found + Missed);

    /// <summary>By kind of principal: how many were reported of how many.</summary>
    public IReadOnlyDictionary<string, (int Found, int All)> Kinds => _kinds;

    /// <summary>Whom rules reported wrongly, and by which rule.</summary>
    public List<string> Wrong { get; } = [];

    /// <summary>The harnesses are allowed; all else is at its defaults.</summary>
    public static AbuseRules Rules { get; } = new()
    {
        Allow = [new("*assumed-role/harness-*", "*", "Evaluation of models, agreed with security")],
    };

    /// <summary>Judges a workload. A principal counts as reported by a failure of at least Medium that is not over before the attack begins.</summary>
    public void Add(Workload workload, FeatureStore store, AbuseRules rules)
    {
        var reported = AbuseJudge.Judge(store, new() { Rules = rules, JudgedAt = DateTimeOffset.UnixEpoch }).Where(finding => finding is { Status: Status.Fail, Severity: >= Severity.Medium, From: not null }).ToLookup(finding => finding.ResourceId);
        foreach (var label in workload.Labels)
        {
            var findings = reported[label.Name].Where(finding => label.Onset is not { } onset || finding.Until!.Value.ToUnixTimeSeconds() > onset).ToList();
            var high = findings.Any(finding => finding.Severity >= Severity.High);
            var (found, all) = _kinds.GetValueOrDefault(label.Kind);
            _kinds[label.Kind] = (found + (findings.Count > 0 ? 1 : 0), all + 1);
            if (label.IsAttack)
            {
                Found += findings.Count > 0 ? 1 : 0;
                Missed += findings.Count > 0 ? 0 : 1;
                FoundHigh += high ? 1 : 0;
                if (findings.Count == 0)
                {
                    Wrong.Add($"missed {label.Name}");
                }
            }
            else
            {
                Wronged += findings.Count > 0 ? 1 : 0;
                Spared += findings.Count > 0 ? 0 : 1;
                WrongedHigh += high ? 1 : 0;
                Wrong.AddRange(findings.Select(finding => $"{finding.CheckId} {label.Kind} {label.Name}: {finding.Reason}"));
            }
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| {Precision:0.000} | {Recall:0.000} | {FalsePositiveRate:0.0000} | {HighPrecision:0.000} | {HighRecall:0.000} |");

    public static async Task<AbuseEvaluation> OfAsync(IEnumerable<int> seeds, double strength, AbuseRules rules)
    {
        var evaluation = new AbuseEvaluation();
        foreach (var seed in seeds)
        {
            var workload = new Workload((ulong)seed, strength);
            evaluation.Add(workload, (await AbuseLogs.ReadAsync([.. workload.Files])).Store, rules);
        }
        return evaluation;
    }
}
