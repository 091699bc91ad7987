using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Reports;

/// <summary>What a report is made of. No name of a machine, a user or a file is part of it.</summary>
/// <param name="Findings">Every one of them is in every format.</param>
/// <param name="Coverage">What became of each read; may be empty, then findings alone tell what was not seen.</param>
/// <param name="CreatedAt">When the report is made.</param>
/// <param name="ToolVersion">The version of AiCloudSecurity.</param>
public sealed record ReportContent(
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<CoverageEntry> Coverage,
    DateTimeOffset CreatedAt,
    string ToolVersion)
{
    /// <summary>Every one of them is in every format. A finding's texts are safe where they are made; whoever makes findings himself gets them made safe here.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = Shown(Findings);

    /// <summary>The findings of an earlier run, to tell what has changed since; null without one.</summary>
    public IReadOnlyList<Finding>? Baseline { get; init => field = value is null ? null : Shown(value); }

    /// <summary>How AI resources can be reached; drawn on the page.</summary>
    public IReadOnlyList<AiExposure> Exposures { get; init; } = [];

    /// <summary>Whether ids of accounts were taken out.</summary>
    public bool IsMasked { get; init; }

    /// <summary>The same without ids of accounts, subscriptions, projects and tenants: names such as account-1 stand in their place.</summary>
    public ReportContent Masked() => Mask.Of(this);

    private static IReadOnlyList<Finding> Shown(IReadOnlyList<Finding> findings) =>
        findings.Any(finding => !ReferenceEquals(finding, finding.Shown())) ? [.. findings.Select(finding => finding.Shown())] : findings;
}

/// <summary>Writes findings for people and for other tools.</summary>
public static class Report
{
    /// <summary>Writes a report as UTF-8. The stream stays open.</summary>
    /// <param name="format">The format: any but Xlsx, which takes a library and is written by AiCloudSecurity.Documents.</param>
    /// <param name="content">What it is made of.</param>
    /// <param name="output">Where to.</param>
    /// <exception cref="AiCloudException">The format cannot hold a finding (UnsupportedCloud).</exception>
    public static void Write(ReportFormat format, ReportContent content, Stream output)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(output);
        Action<ReportContent, Stream> write = format switch
        {
            ReportFormat.Html => HtmlReport.Write,
            ReportFormat.Json => JsonReport.Write,
            ReportFormat.NdJson => JsonReport.WriteLines,
            ReportFormat.Csv => CsvReport.Write,
            ReportFormat.Sarif => SarifReport.Write,
            ReportFormat.Markdown => MarkdownReport.Write,
            ReportFormat.Ocsf => OcsfReport.Write,
            ReportFormat.Asff => AsffReport.Write,
            ReportFormat.JUnit => TestReport.WriteJUnit,
            ReportFormat.NUnit => TestReport.WriteNUnit,
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such format."),
        };
        write(content, output);
    }
}
