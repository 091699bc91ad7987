using System.Globalization;

namespace AiCloudSecurity.Reports;

/// <summary>What became of the verdicts since an earlier run.</summary>
internal sealed class HtmlTrend
{
    private const int Shown = 50;

    private static readonly (FindingChange Change, string Word)[] s_words =
    [
        (FindingChange.New, "new"),
        (FindingChange.NewlyUnknown, "newly unknown"),
        (FindingChange.Changed, "changed"),
        (FindingChange.Accepted, "newly accepted"),
        (FindingChange.Fixed, "fixed"),
        (FindingChange.Gone, "gone"),
    ];

    private readonly IReadOnlyList<Finding> _baseline;
    private readonly ILookup<FindingChange, AiFindingChange> _changes;
    private readonly Dictionary<string, FindingChange> _byFingerprint;

    public HtmlTrend(IReadOnlyList<Finding> baseline, IReadOnlyList<Finding> findings)
    {
        _baseline = baseline;
        var changes = Comparison.Of(baseline, findings);
        _changes = changes.ToLookup(change => change.Change);
        _byFingerprint = changes.Where(change => change.Status is not null && change.Change is not (FindingChange.Same or FindingChange.Fixed))
            .ToDictionary(change => change.Fingerprint, change => change.Change, StringComparer.Ordinal);
    }

    /// <summary>As New, or empty where a finding is as before.</summary>
    public string Of(Finding finding) => _byFingerprint.TryGetValue(finding.Fingerprint, out var change) ? change.ToString() : "";

    public void Write(HtmlWriter html, Summary now)
    {
        var then = Summary.Of(_baseline);
        var day = _baseline.Count == 0 ? "before" : _baseline.Max(finding => finding.CollectedAt).UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        html.Write($"<div class=\"trend\">\n<h2 id=\"trend-title\">Since {day}</h2>\n<dl><dt>Then</dt><dd>");
        HtmlChart.Bar(html, then.Total, "All verdicts then");
        html.Write($"<span class=\"note\">{then.Fail:N0} fail, {then.Unknown:N0} unknown, {then.Pass:N0} pass</span></dd><dt>Now</dt><dd>");
        HtmlChart.Bar(html, now.Total, "All verdicts now");
        html.Write($"<span class=\"note\">{now.Fail:N0} fail, {now.Unknown:N0} unknown, {now.Pass:N0} pass</span></dd></dl>\n<ul class=\"changes\">\n");
        foreach (var (change, word) in s_words)
        {
            var count = _changes[change].Count();
            // What is fixed or gone is no finding any more: the lists below name it.
            html.Write($"<li class=\"{(count == 0 ? "none" : "some")}\">");
            if (count > 0 && change is not (FindingChange.Fixed or FindingChange.Gone))
            {
                html.Write($"<a href=\"#status=all&amp;change={change.ToString()}\"><b>{count:N0}</b> {word}</a></li>\n");
            }
            else
            {
                html.Write($"<b>{count:N0}</b> {word}</li>\n");
            }
        }
        html.Write($"</ul>\n");
        WriteList(html, FindingChange.Fixed, "Fixed: seen again, and right now");
        WriteList(html, FindingChange.Gone, "Gone: no verdict any more, which is not the same as fixed");
        html.Write($"</div>\n");
    }

    private void WriteList(HtmlWriter html, FindingChange change, string title)
    {
        var changes = _changes[change].ToList();
        if (changes.Count == 0)
        {
            return;
        }
        html.Write($"<details><summary>{title} ({changes.Count:N0})</summary><ul>\n");
        foreach (var one in changes.Take(Shown))
        {
            html.Write($"<li>{one.ResourceName} <span class=\"note\">{one.CheckId}, {one.Severity.ToString()}, {one.Scope} {one.Region}. Was: {one.ReasonBefore}</span></li>\n");
        }
        if (changes.Count > Shown)
        {
            html.Write($"<li class=\"note\">and {changes.Count - Shown:N0} more; Compare-AiAssessment lists them.</li>\n");
        }
        html.Write($"</ul></details>\n");
    }
}
