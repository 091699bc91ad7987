namespace AiCloudSecurity.Reports;

/// <summary>The order in which people should read: failures, then what was not seen; in each the severest first.</summary>
public static class WorstFirst
{
    /// <summary>Critical to Info.</summary>
    public static IReadOnlyList<Severity> Severities { get; } =
        [Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Info];

    /// <summary>Over all pillars.</summary>
    public static IOrderedEnumerable<Finding> Order(IEnumerable<Finding> findings) =>
        findings.OrderBy(finding => Rank(finding.Status))
            .ThenByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.CheckId, StringComparer.Ordinal)
            .ThenBy(finding => finding.Scope, StringComparer.Ordinal)
            .ThenBy(finding => finding.ResourceId, StringComparer.Ordinal);

    /// <summary>Pillar by pillar.</summary>
    public static IOrderedEnumerable<Finding> ByPillar(IEnumerable<Finding> findings) => Order(findings).OrderBy(finding => finding.Pillar);

    /// <summary>Fail, Unknown, Accepted, Pass, NotApplicable.</summary>
    internal static int Rank(Status status) => status switch
    {
        Status.Fail => 0,
        Status.Unknown => 1,
        Status.Accepted => 2,
        Status.Pass => 3,
        _ => 4,
    };
}
