using System.Globalization;

namespace AiCloudSecurity.Reports;

/// <summary>What a pipeline must not let through.</summary>
public enum FailOn
{
    /// <summary>A failure of any severity.</summary>
    Info,
    /// <summary>A failure that is low or worse.</summary>
    Low,
    /// <summary>A failure that is medium or worse.</summary>
    Medium,
    /// <summary>A failure that is high or worse.</summary>
    High,
    /// <summary>A failure that is critical.</summary>
    Critical,
    /// <summary>A verdict that could not be reached.</summary>
    Unknown,
    /// <summary>A failure that was not in the baseline.</summary>
    New,
}

/// <summary>Whether findings are as bad as they must not be.</summary>
public static class Threshold
{
    /// <summary>One sentence for each condition that is met; none where all is well.</summary>
    /// <param name="conditions">What must not be.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="baseline">Those of an earlier run, for <see cref="FailOn.New"/>.</param>
    public static IEnumerable<string> Reached(IEnumerable<FailOn> conditions, IReadOnlyList<Finding> findings, IReadOnlyList<Finding> baseline)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        foreach (var condition in conditions.Distinct())
        {
            var (count, what) = condition switch
            {
                FailOn.New => (Comparison.Of(baseline, findings).Count(change => change.Change == FindingChange.New), "fail that did not in the baseline"),
                FailOn.Unknown => (findings.Count(finding => finding.Status == Status.Unknown), "are unknown"),
                FailOn.Info => (findings.Count(finding => finding.Status == Status.Fail), "fail"),
                _ => (findings.Count(finding => finding.Status == Status.Fail && finding.Severity >= Enum.Parse<Severity>(condition.ToString())),
                    condition == FailOn.Critical ? "fail and are critical" : $"fail and are {condition.ToString().ToLowerInvariant()} or worse"),
            };
            if (count > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count} of {findings.Count} findings {what}.");
            }
        }
    }
}
