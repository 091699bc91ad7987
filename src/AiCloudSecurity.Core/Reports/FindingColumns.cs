using System.Globalization;

namespace AiCloudSecurity.Reports;

/// <summary>The columns of a finding as text, in the order of its properties.</summary>
internal static class FindingColumns
{
    public static (string Name, Func<Finding, string> Text)[] All { get; } =
    [
        (nameof(Finding.CheckId), finding => finding.CheckId),
        (nameof(Finding.Pillar), finding => finding.Pillar.ToString()),
        (nameof(Finding.Severity), finding => finding.Severity.ToString()),
        (nameof(Finding.Status), finding => finding.Status.ToString()),
        (nameof(Finding.Cloud), finding => finding.Cloud.ToString()),
        (nameof(Finding.Scope), finding => finding.Scope),
        (nameof(Finding.Region), finding => finding.Region),
        (nameof(Finding.ResourceType), finding => finding.ResourceType),
        (nameof(Finding.ResourceName), finding => finding.ResourceName),
        (nameof(Finding.ResourceId), finding => finding.ResourceId),
        (nameof(Finding.Reason), finding => finding.Reason),
        (nameof(Finding.Advice), finding => finding.Advice),
        (nameof(Finding.Fix), finding => finding.Fix),
        (nameof(Finding.Command), finding => finding.Command),
        (nameof(Finding.CollectedAt), finding => Time(finding.CollectedAt)),
        (nameof(Finding.Fingerprint), finding => finding.Fingerprint),
    ];

    /// <summary>ISO 8601 in UTC, with as many digits as it takes to be exact.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
