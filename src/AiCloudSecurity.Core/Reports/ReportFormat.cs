namespace AiCloudSecurity.Reports;

/// <summary>What a report is written as.</summary>
public enum ReportFormat
{
    /// <summary>One self-contained page that makes no request.</summary>
    Html,
    /// <summary>One JSON object: summary, coverage and findings.</summary>
    Json,
    /// <summary>One JSON object a line, a finding each.</summary>
    NdJson,
    /// <summary>RFC 4180, with the columns of <see cref="Finding"/>.</summary>
    Csv,
    /// <summary>SARIF 2.1.0, for code scanning.</summary>
    Sarif,
    /// <summary>GitHub-flavoured Markdown, for a job summary or a comment.</summary>
    Markdown,
    /// <summary>OCSF Compliance Findings (class 2003), for security lakes.</summary>
    Ocsf,
    /// <summary>AWS Security Finding Format, for Security Hub; findings of AWS only.</summary>
    Asff,
    /// <summary>JUnit XML, for pipelines.</summary>
    JUnit,
    /// <summary>NUnit 3 XML, for pipelines.</summary>
    NUnit,
    /// <summary>An Excel workbook.</summary>
    Xlsx,
}

/// <summary>Tells formats from file names.</summary>
public static class ReportFormats
{
    /// <summary>The extensions that say a format.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".html", ".htm", ".json", ".ndjson", ".jsonl", ".csv", ".sarif", ".md", ".ocsf.json", ".asff.json", ".xml", ".nunit.xml", ".xlsx"];

    /// <summary>The format that a file's extension says; null where it says none.</summary>
    /// <param name="path">
    /// A file name or path. A second extension decides: <c>findings.sarif.json</c> is SARIF, <c>findings.nunit.xml</c>
    /// NUnit; XML alone is JUnit, which everything reads.
    /// </param>
    public static ReportFormat? OfPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" or ".XML" when Second(path) is { } format => format,
            ".HTML" or ".HTM" => ReportFormat.Html,
            ".JSON" => ReportFormat.Json,
            ".NDJSON" or ".JSONL" => ReportFormat.NdJson,
            ".CSV" => ReportFormat.Csv,
            ".SARIF" => ReportFormat.Sarif,
            ".MD" => ReportFormat.Markdown,
            ".XML" => ReportFormat.JUnit,
            ".XLSX" => ReportFormat.Xlsx,
            _ => null,
        };
    }

    private static ReportFormat? Second(string path) => Path.GetExtension(Path.GetFileNameWithoutExtension(path)).ToUpperInvariant() switch
    {
        ".SARIF" => ReportFormat.Sarif,
        ".OCSF" => ReportFormat.Ocsf,
        ".ASFF" => ReportFormat.Asff,
        ".JUNIT" => ReportFormat.JUnit,
        ".NUNIT" => ReportFormat.NUnit,
        _ => null,
    };
}
