using System.Globalization;
using System.Text;

namespace AiCloudSecurity.Reports;

/// <summary>
/// A summary that fits a job page or a comment: counts, what to fix first, what was not seen. Then every verdict, folded.
/// </summary>
internal static class MarkdownReport
{
    private const int ShownChecks = 10;

    // GitHub refuses a job summary beyond 1 MiB as a whole; the rows that do not fit are counted instead.
    private const int RowBudget = 900_000;

    public static void Write(ReportContent content, Stream output)
    {
        var summary = Summary.Of(content.Findings, content.Coverage);
        using var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        void Line(FormattableString line) => text.WriteLine(line.ToString(CultureInfo.InvariantCulture));

        Line($"# AI security");
        Line($"");
        Line($"{Markdown.Text(Headline(summary))}");
        Line($"");
        Line($"| Pillar | Critical | High | Medium | Low | Fail | Unknown | Accepted | Pass | Not applicable |");
        Line($"|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var pillar in summary.Pillars)
        {
            Line($"| {Wording.Of(pillar.Pillar)} | {pillar.Critical} | {pillar.High} | {pillar.Medium} | {pillar.Low} | {pillar.Fail} | {pillar.Unknown} | {pillar.Accepted} | {pillar.Pass} | {pillar.NotApplicable} |");
        }
        Line($"| **All** | {summary.FailuresOf(Severity.Critical)} | {summary.FailuresOf(Severity.High)} | {summary.FailuresOf(Severity.Medium)} | {summary.FailuresOf(Severity.Low)} | {summary.Fail} | {summary.Unknown} | {summary.Accepted} | {summary.Pass} | {summary.NotApplicable} |");

        if (summary.Failures.Count > 0)
        {
            Line($"");
            Line($"## Fix these first");
            Line($"");
            Line($"| Severity | Check | Fails on | What to do |");
            Line($"|---|---|--:|---|");
            foreach (var failed in summary.Failures.Take(ShownChecks))
            {
                var title = Markdown.Text(failed.Rule.Title);
                Line($"| {failed.Severity} | {(failed.Rule.Link.Length > 0 ? $"[{title}]({failed.Rule.Link})" : title)}<br>{Markdown.Text(failed.Rule.Id)} | {failed.Count} | {Markdown.Text(failed.Rule.Advice)} |");
            }
            if (summary.Failures.Count > ShownChecks)
            {
                Line($"");
                Line($"{summary.Failures.Count - ShownChecks} more checks fail.");
            }
        }

        if (summary.Unknown > 0 || summary.NotSeen.Count > 0)
        {
            Line($"");
            Line($"## What was not seen");
            Line($"");
            Line($"An unread fact is Unknown, never Pass.");
            if (summary.NotSeen.Count > 0)
            {
                Line($"");
                Line($"| Read | Grant | Regions | Unknown verdicts |");
                Line($"|---|---|---|--:|");
                foreach (var read in summary.NotSeen)
                {
                    Line($"| {Markdown.Text(read.Operation)} | {(read.State == CoverageState.Refused ? Markdown.Text(read.Permission) : "failed: not a permission")} | {Markdown.Text(read.Where)} | {read.Unknown} |");
                }
            }
        }

        if (content.Findings.Count > 0)
        {
            Line($"");
            Line($"<details><summary>All {content.Findings.Count} verdicts</summary>");
            Line($"");
            Line($"| Status | Severity | Check | Resource | Scope | Region | Reason |");
            Line($"|---|---|---|---|---|---|---|");
            var (shown, budget) = (0, RowBudget);
            foreach (var finding in WorstFirst.Order(content.Findings))
            {
                var row = $"| {finding.Status} | {finding.Severity} | {Markdown.Text(finding.CheckId)} | {Markdown.Text(finding.ResourceName)} | {Markdown.Text(finding.Scope)} | {Markdown.Text(finding.Region)} | {Markdown.Text(finding.Reason)} |";
                if ((budget -= Encoding.UTF8.GetByteCount(row)) < 0)
                {
                    break;
                }
                shown++;
                text.WriteLine(row);
            }
            if (shown < content.Findings.Count)
            {
                Line($"");
                Line($"{content.Findings.Count - shown} more are too long for a page like this: export them as HTML or CSV.");
            }
            Line($"");
            Line($"</details>");
        }
        Line($"");
        Line($"AiCloudSecurity {Markdown.Text(content.ToolVersion)}, {FindingColumns.Time(content.CreatedAt)}");
    }

    private static string Headline(Summary summary) =>
        summary.ClosingLine("").Replace(". Next: ", ".", StringComparison.Ordinal);
}

/// <summary>Text for Markdown.</summary>
internal static class Markdown
{
    /// <summary>
    /// Text that stays text, in a table's cell too: nothing in it can begin a link, an image, HTML, emphasis, code,
    /// a mention or another cell. Characters that Markdown knows become numeric entities, which every renderer
    /// shows as they are.
    /// </summary>
    public static string Text(string text)
    {
        var plain = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            // An autolink needs "://", "www." or "@"; entities in its place leave words that no renderer links.
            var special = c is < ' ' or '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '~' or '&' or '@' or '$'
                || c is ':' && i + 2 < text.Length && text[i + 1] == '/' && text[i + 2] == '/'
                || c is '.' && i >= 3 && text.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase)
                || i == 0 && c is '+' or '-' or '=';
            if (special)
            {
                plain.Append(CultureInfo.InvariantCulture, $"&#{(int)c};");
            }
            else
            {
                plain.Append(c);
            }
        }
        return plain.ToString();
    }
}
