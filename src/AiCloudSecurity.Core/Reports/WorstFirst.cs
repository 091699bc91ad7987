namespace AiCloudSecurity.Reports;

/// <summary>The order in which people should read: failures, then what was not seen; in each the severest first.</summary>
internal static class WorstFirst
{
    /// <summary>Critical to Info.</summary>
    public static IReadOnlyList<Severity> Severities { get; } =
        [Severity.Critical, Severity.High, Severity.Medium, Severity.Low, Severity.Info];

    public static IOrderedEnumerable<Finding> Order(IEnumerable<Finding> findings) =>
        findings.OrderBy(finding => Rank(finding.Status))
            .ThenByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.CheckId, StringComparer.Ordinal)
            .ThenBy(finding => finding.Scope, StringComparer.Ordinal)
            .ThenBy(finding => finding.ResourceId, StringComparer.Ordinal);

    /// <summary>Fail, Unknown, Accepted, Pass, NotApplicable.</summary>
    public static int Rank(Status status) => status switch
    {
        Status.Fail => 0,
        Status.Unknown => 1,
        Status.Accepted => 2,
        Status.Pass => 3,
        _ => 4,
    };
}
