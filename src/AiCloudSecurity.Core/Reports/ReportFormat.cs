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
}

/// <summary>Tells formats from file names.</summary>
public static class ReportFormats
{
    /// <summary>The extensions that say a format.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".html", ".htm", ".json", ".ndjson", ".jsonl", ".csv", ".sarif", ".md"];

    /// <summary>The format that a file's extension says; null where it says none.</summary>
    /// <param name="path">A file name or path; <c>findings.sarif.json</c> is SARIF.</param>
    public static ReportFormat? OfPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".HTML" or ".HTM" => ReportFormat.Html,
            ".JSON" when path.EndsWith(".sarif.json", StringComparison.OrdinalIgnoreCase) => ReportFormat.Sarif,
            ".JSON" => ReportFormat.Json,
            ".NDJSON" or ".JSONL" => ReportFormat.NdJson,
            ".CSV" => ReportFormat.Csv,
            ".SARIF" => ReportFormat.Sarif,
            ".MD" => ReportFormat.Markdown,
            _ => null,
        };
    }
}
