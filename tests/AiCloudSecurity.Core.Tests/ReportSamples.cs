using System.Text;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Findings for reports: every check, every status, names that attack whoever reads them.</summary>
internal static class ReportSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static readonly string[] HostileNames = HostileStrings.Names;

    public static Finding Finding(string checkId = "AWS-NET-001", Status status = Status.Fail, Severity severity = Severity.High, string name = "nb-1",
        string scope = "111122223333", string region = "eu-west-1", Pillar pillar = Pillar.Isolation, string reason = "Direct internet access is on.")
    {
        var id = $"arn:aws:sagemaker:{region}:{scope}:notebook-instance/{name}";
        return new()
        {
            CheckId = checkId,
            Pillar = pillar,
            Severity = severity,
            Status = status,
            Cloud = Cloud.Aws,
            Scope = scope,
            Region = region,
            ResourceType = "AWS::SageMaker::NotebookInstance",
            ResourceName = Display.Safe(name),
            ResourceId = Display.Safe(id),
            Reason = Display.Safe(reason),
            Advice = "Recreate the notebook in a subnet of your own with direct internet access off.",
            Fix = status == Status.Fail ? "Manual (Recreate)" : "None",
            CollectedAt = Now,
            Fingerprint = AiCloudSecurity.Finding.FingerprintOf(checkId, id),
        };
    }

    /// <summary>Every check with every status, each on a resource with a hostile name and reason.</summary>
    public static IReadOnlyList<Finding> Hostile { get; } =
        [.. from pair in HostileNames.Select((name, number) => (name, number))
            let check = Check.All[pair.number % Check.All.Count]
            let status = (Status)(pair.number % 5)
            select Finding(check.Id, status, check.Severity, pair.name, scope: pair.number % 3 == 0 ? "444455556666" : "111122223333", pillar: check.Pillar, reason: status == Status.Accepted ? $"Accepted by {pair.name} until 2027-01-31: {pair.name} It is called {pair.name}." : $"It is called {pair.name}.")];

    public static ReportContent Content(IReadOnlyList<Finding>? findings = null, IReadOnlyList<CoverageEntry>? coverage = null) =>
        new(findings ?? Hostile, coverage ?? [], Now, "0.1.0");

    public static string Write(ReportFormat format, ReportContent? content = null)
    {
        using var stream = new MemoryStream();
        Report.Write(format, content ?? Content(), stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
