namespace AiCloudSecurity.Reports;

/// <summary>Charts as inline SVG: there at first paint, in print and without script.</summary>
internal static class HtmlChart
{
    /// <summary>One bar of all verdicts: failures by severity, then what was not seen, then what passes.</summary>
    public static void Bar(HtmlWriter html, PillarSummary counts, string title)
    {
        (string Kind, int Count, string Label)[] parts =
        [
            ("critical", counts.Critical, "critical"),
            ("high", counts.High, "high"),
            ("medium", counts.Medium, "medium"),
            ("low", counts.Low, "low"),
            ("info", counts.Fail - counts.Critical - counts.High - counts.Medium - counts.Low, "info"),
            ("unknown", counts.Unknown, "unknown"),
            ("accepted", counts.Accepted, "accepted"),
            ("pass", counts.Pass, "pass"),
        ];
        var shown = parts.Where(part => part.Count > 0).ToList();
        var label = shown.Count > 0 ? string.Join(", ", shown.Select(part => $"{part.Count} {part.Label}")) : "nothing to judge";
        html.Write($"<svg class=\"bar\" role=\"img\" aria-label=\"{title}: {label}\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\">");
        if (shown.Count == 0)
        {
            html.Write($"<rect class=\"track\" width=\"1000\" height=\"10\"/>");
        }
        // A part stays visible however small it is; the large ones give the room.
        const double Least = 8, Gap = 3;
        var room = 1000 - Gap * (shown.Count - 1) - Least * shown.Count;
        double total = shown.Sum(part => part.Count), x = 0;
        foreach (var (kind, count, _) in shown)
        {
            var width = Least + room * count / total;
            html.Write($"<rect class=\"{kind}\" x=\"{x}\" width=\"{width}\" height=\"10\"/>");
            x += width + Gap;
        }
        html.Write($"</svg>");
    }

    /// <summary>How much of the most something is.</summary>
    public static void Length(HtmlWriter html, string kind, double share) =>
        html.Write($"<svg class=\"length\" aria-hidden=\"true\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\"><rect class=\"track\" width=\"100\" height=\"4\"/><rect class=\"{kind}\" width=\"{Math.Max(2, 100 * share)}\" height=\"4\"/></svg>");
}
