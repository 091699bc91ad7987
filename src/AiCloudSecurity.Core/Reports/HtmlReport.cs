using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Reports;

/// <summary>
/// One page that needs nothing else and asks for nothing: style and script are in it and named by their hashes in a
/// content security policy that allows no request. Charts, priorities, coverage and the worst findings are plain
/// HTML and SVG, so they show without script, in a preview and on paper; the script adds all findings, filters and
/// details from a JSON island, with <c>textContent</c> only.
/// </summary>
internal static class HtmlReport
{
    private const int ShownFailures = 8;
    private const int ShownScopes = 200;
    private const int ShownFindings = 200;

    private static readonly (CoverageState State, string Outcome)[] s_outcomes =
    [
        (CoverageState.Refused, "refused"),
        (CoverageState.Failed, "failed"),
        (CoverageState.Absent, "of services that do not exist in their region"),
        (CoverageState.Unused, "not made, because their region holds no AI service"),
    ];

    private static readonly string s_style = Resource("report.css");
    private static readonly string s_script = Resource("report.js");

    public static void Write(ReportContent content, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        var html = new HtmlWriter(text);
        var summary = Summary.Of(content.Findings, content.Coverage);
        var trend = content.Baseline is { } baseline ? new HtmlTrend(baseline, content.Findings) : null;
        WriteHead(html, content);
        html.Write($"<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n");
        WriteMasthead(html, content, summary);
        html.Write($"<main>\n");
        WriteScoreboard(html, summary, trend);
        WritePriorities(html, summary);
        WritePillars(html, content, summary);
        HtmlExposure.Write(html, content.Exposures);
        WriteFindings(html, content, trend);
        WriteCoverage(html, content, summary);
        WriteAccepted(html, content);
        WriteFrameworks(html, content);
        WriteMethod(html, content, summary);
        html.Write($"</main>\n<footer><p>AiCloudSecurity {content.ToolVersion}. This page makes no request and holds nothing about who made it.{(content.IsMasked ? " Ids of accounts are masked." : "")}</p></footer>\n");
        html.Write($"<script type=\"application/json\" id=\"data\">");
        html.Verbatim(HtmlIsland.Json(content, trend));
        html.Write($"</script>\n<script>");
        html.Verbatim(s_script);
        html.Write($"</script>\n</body>\n</html>\n");
    }

    private static void WriteHead(HtmlWriter html, ReportContent content)
    {
        var policy = $"default-src 'none'; style-src '{Hash(s_style)}'; script-src '{Hash(s_script)}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";
        html.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{policy}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex">
            <title>{Title(content.Findings)}, {Day(content.CreatedAt)}</title>
            <link rel="icon" href="data:,">
            <style>
            """);
        html.Verbatim(s_style);
        html.Write($"</style>\n</head>\n");
    }

    private static void WriteMasthead(HtmlWriter html, ReportContent content, Summary summary)
    {
        html.Write($"""
            <header class="masthead">
            <p class="brand">AiCloudSecurity</p>
            <h1>{Title(content.Findings)}</h1>
            <p class="lead">{Lead(summary)}</p>
            <p class="meta">
            """);
        if (content.Findings.Count > 0)
        {
            var (first, last) = (content.Findings.Min(finding => finding.CollectedAt), content.Findings.Max(finding => finding.CollectedAt));
            html.Write($"Read {Moment(first)}");
            if (Moment(first) != Moment(last))
            {
                html.Write($" to {Moment(last)}");
            }
            html.Write($" <span aria-hidden=\"true\">·</span> ");
        }
        html.Write($"""
            Report made <time datetime="{FindingColumns.Time(content.CreatedAt)}">{Moment(content.CreatedAt)}</time></p>
            </header>
            <nav aria-label="Sections"><ul>
            <li><a href="#first">Fix first</a></li><li><a href="#pillars">Pillars</a></li>
            """);
        if (content.Exposures.Count > 0)
        {
            html.Write($"<li><a href=\"#exposure\">Exposure</a></li>");
        }
        html.Write($"<li><a href=\"#findings\">Findings</a></li><li><a href=\"#coverage\">Not seen</a></li>");
        if (summary.Accepted > 0)
        {
            html.Write($"<li><a href=\"#accepted\">Accepted</a></li>");
        }
        html.Write($"<li><a href=\"#frameworks\">Frameworks</a></li><li><a href=\"#method\">Method</a></li>\n</ul></nav>\n");
    }

    private static void WriteScoreboard(HtmlWriter html, Summary summary, HtmlTrend? trend)
    {
        html.Write($"<section class=\"scoreboard\" aria-label=\"Verdicts at a glance\">\n<ul class=\"tiles\">\n");
        foreach (var severity in WorstFirst.Severities.Where(severity => severity != Severity.Info || summary.FailuresOf(severity) > 0))
        {
            WriteTile(html, severity.ToString().ToLowerInvariant(), summary.FailuresOf(severity), severity.ToString(), $"status=Fail&severity={severity}");
        }
        WriteTile(html, "unknown", summary.Unknown, "Unknown", "status=Unknown");
        WriteTile(html, "pass", summary.Pass, "Pass", "status=Pass");
        html.Write($"</ul>\n");
        HtmlChart.Bar(html, summary.Total, "All verdicts");
        trend?.Write(html, summary);
        html.Write($"</section>\n");
    }

    private static void WriteTile(HtmlWriter html, string kind, int count, string label, string filter) =>
        html.Write($"<li class=\"tile {kind} {(count == 0 ? "none" : "some")}\"><a href=\"#{filter}\"><b>{count:N0}</b> <span>{label}</span></a></li>\n");

    private static void WritePriorities(HtmlWriter html, Summary summary)
    {
        html.Write($"<section id=\"first\" aria-labelledby=\"first-title\">\n<h2 id=\"first-title\">What to fix first</h2>\n");
        if (summary.Failures.Count == 0)
        {
            html.Write($"<p class=\"empty\">{(summary.Pass > 0 ? "Nothing that was seen fails." : "Nothing was judged.")}</p>\n</section>\n");
            return;
        }
        html.Write($"<p class=\"note\">By severity, then by how many resources fail.</p>\n<ol class=\"fixes\">\n");
        var most = summary.Failures.Take(ShownFailures).Max(failed => failed.Count);
        foreach (var failed in summary.Failures.Take(ShownFailures))
        {
            var kind = failed.Severity.ToString().ToLowerInvariant();
            html.Write($"""
                <li class="fix {kind}">
                <div class="rank"><span class="badge {kind}">{failed.Severity.ToString()}</span></div>
                <div class="what"><h3>{failed.Rule.Title}</h3>
                <p class="risk">{failed.Rule.Risk}</p>
                <p class="advice">{failed.Rule.Advice}</p>
                <p class="tags"><span>{failed.Rule.Id}</span>
                """);
            foreach (var tag in failed.Rule.Tags)
            {
                html.Write($" <span>{tag}</span>");
            }
            if (failed.Rule.Link.Length > 0)
            {
                html.Write($" <a href=\"{failed.Rule.Link}\" target=\"_blank\" rel=\"noopener noreferrer\">Documentation<span class=\"quiet\"> for {failed.Rule.Id}</span></a>");
            }
            html.Write($"</p></div>\n<div class=\"extent\"><a href=\"#status=Fail&amp;check={Uri.EscapeDataString(failed.Rule.Id)}\"><b>{failed.Count:N0}</b> {(failed.Count == 1 ? "resource fails" : "resources fail")}</a>");
            HtmlChart.Length(html, kind, (double)failed.Count / most);
            html.Write($"<span class=\"note\">in {failed.Scopes.Count:N0} {ScopeWord(failed.Scopes.Select(scope => scope.Cloud), failed.Scopes.Count)}</span></div>\n</li>\n");
        }
        html.Write($"</ol>\n");
        if (summary.Failures.Count > ShownFailures)
        {
            html.Write($"<p class=\"note\"><a href=\"#status=Fail\">{summary.Failures.Count - ShownFailures:N0} more checks fail</a>; the findings below name them.</p>\n");
        }
        html.Write($"</section>\n");
    }

    private static void WritePillars(HtmlWriter html, ReportContent content, Summary summary)
    {
        html.Write($"<section id=\"pillars\" aria-labelledby=\"pillars-title\">\n<h2 id=\"pillars-title\">Four pillars</h2>\n<ul class=\"pillars\">\n");
        foreach (var pillar in summary.Pillars)
        {
            html.Write($"""
                <li><h3><a href="#pillar={pillar.Pillar.ToString()}">{Wording.Of(pillar.Pillar)}</a></h3>
                <p class="note">{Wording.Question(pillar.Pillar)}</p>

                """);
            HtmlChart.Bar(html, pillar, Wording.Of(pillar.Pillar));
            html.Write($"<p class=\"counts\">");
            WriteCounts(html, pillar);
            html.Write($"</p></li>\n");
        }
        html.Write($"</ul>\n");
        var scopes = content.Findings.GroupBy(finding => (finding.Cloud, finding.Scope))
            .Select(scope => (scope.Key, Cells: Enum.GetValues<Pillar>().Select(pillar => PillarSummary.Of(pillar, scope.Where(finding => finding.Pillar == pillar))).ToList()))
            .OrderByDescending(scope => scope.Cells.Sum(cell => cell.Critical)).ThenByDescending(scope => scope.Cells.Sum(cell => cell.High))
            .ThenByDescending(scope => scope.Cells.Sum(cell => cell.Fail)).ThenBy(scope => scope.Key).ToList();
        if (scopes.Count > 1)
        {
            WriteMatrix(html, scopes);
        }
        html.Write($"</section>\n");
    }

    private static void WriteMatrix(HtmlWriter html, List<((Cloud Cloud, string Scope) Key, List<PillarSummary> Cells)> scopes)
    {
        html.Write($"<h3 class=\"matrix-title\">By {ScopeWord(scopes.Select(scope => scope.Key.Cloud), 1)}</h3>\n<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Pillars by scope\"><table class=\"matrix\">\n<thead><tr><th scope=\"col\">Scope</th>");
        foreach (var pillar in Enum.GetValues<Pillar>())
        {
            html.Write($"<th scope=\"col\">{Wording.Of(pillar)}</th>");
        }
        html.Write($"</tr></thead>\n<tbody>\n");
        foreach (var (key, cells) in scopes.Take(ShownScopes))
        {
            html.Write($"<tr><th scope=\"row\"><a href=\"#scope={Uri.EscapeDataString(key.Scope)}\">{key.Scope}</a><span class=\"note\">{Wording.Of(key.Cloud)}</span></th>");
            foreach (var cell in cells)
            {
                html.Write($"<td>");
                if (cell.Pass + cell.Fail + cell.Unknown == 0)
                {
                    html.Write($"<span class=\"note\">nothing to judge</span>");
                }
                else
                {
                    HtmlChart.Bar(html, cell, Wording.Of(cell.Pillar));
                    html.Write($"<a href=\"#scope={Uri.EscapeDataString(key.Scope)}&amp;pillar={cell.Pillar.ToString()}\">");
                    WriteCounts(html, cell);
                    html.Write($"</a>");
                }
                html.Write($"</td>");
            }
            html.Write($"</tr>\n");
        }
        html.Write($"</tbody></table></div>\n");
        if (scopes.Count > ShownScopes)
        {
            html.Write($"<p class=\"note\">The {ShownScopes} worst of {scopes.Count:N0}.</p>\n");
        }
    }

    private static void WriteFindings(HtmlWriter html, ReportContent content, HtmlTrend? trend)
    {
        html.Write($"""
            <section id="findings" aria-labelledby="findings-title">
            <h2 id="findings-title">Findings</h2>
            <div id="filters" class="filters" hidden></div>
            <p id="count" class="note" role="status">
            """);
        var shown = WorstFirst.Order(content.Findings).Take(ShownFindings).ToList();
        if (content.Findings.Count > shown.Count)
        {
            html.Write($"The {shown.Count:N0} worst of {content.Findings.Count:N0} verdicts. With script, this page shows, filters and sorts them all.");
        }
        else
        {
            html.Write($"{content.Findings.Count:N0} verdicts, the worst first.");
        }
        html.Write($"""
            </p>
            <table class="findings" role="table">
            <caption class="quiet">Verdicts, the worst first</caption>
            <thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col" data-sort="status">Status</th><th role="columnheader" scope="col" data-sort="severity">Severity</th><th role="columnheader" scope="col" data-sort="check">Check</th><th role="columnheader" scope="col" data-sort="resource">Resource</th><th role="columnheader" scope="col" data-sort="scope">Where</th></tr></thead>
            <tbody id="rows" role="rowgroup">

            """);
        foreach (var finding in shown)
        {
            html.Write($"""
                <tr class="main" role="row"><td role="cell"><span class="badge {finding.Status.ToString().ToLowerInvariant()}">{Wording.Of(finding.Status)}</span></td><td role="cell"><span class="level {finding.Severity.ToString().ToLowerInvariant()}">{finding.Severity.ToString()}</span></td><td role="cell"><strong>{Rule.Of(finding).Title}</strong><span class="note">{finding.Reason}</span></td><td role="cell"><span class="name">{finding.ResourceName}</span><span class="note">{Wording.OfType(finding.ResourceType)}</span></td><td role="cell">{finding.Scope}<span class="note">{finding.Region}</span></td></tr>

                """);
        }
        html.Write($"</tbody></table>\n");
        if (content.Findings.Count > HtmlIsland.MostFindings)
        {
            html.Write($"<p class=\"note\">This page holds the {HtmlIsland.MostFindings:N0} worst of {content.Findings.Count:N0} verdicts; the counts above are of all. Export them as CSV or NDJSON for the rest.</p>\n");
        }
        html.Write($"<p class=\"more\"><button type=\"button\" id=\"more\" hidden>Show more</button></p>\n</section>\n");
    }

    private static void WriteCoverage(HtmlWriter html, ReportContent content, Summary summary)
    {
        html.Write($"<section id=\"coverage\" aria-labelledby=\"coverage-title\">\n<h2 id=\"coverage-title\">What was not seen</h2>\n");
        if (summary.Unknown == 0 && summary.NotSeen.Count == 0)
        {
            html.Write($"<p class=\"empty\">{(content.Findings.Count > 0 ? "Everything that these verdicts rest on was read." : "Nothing was judged.")}</p>\n");
        }
        else
        {
            html.Write($"<p>{summary.Unknown:N0} {(summary.Unknown == 1 ? "verdict is" : "verdicts are")} Unknown, because what they rest on could not be read. An unread fact is never a Pass.</p>\n");
        }
        if (summary.MissingPermissions.Count > 0)
        {
            html.Write($"<h3 id=\"grant-title\">Permissions to grant</h3>\n<div class=\"copyable\"><pre id=\"permissions\" tabindex=\"0\" role=\"region\" aria-labelledby=\"grant-title\">{string.Join('\n', summary.MissingPermissions)}</pre><button type=\"button\" data-copy=\"permissions\" hidden>Copy</button></div>\n");
        }
        if (summary.NotSeen.Count > 0)
        {
            html.Write($"""
                <div class="wide" tabindex="0" role="region" aria-label="Reads that were refused or failed"><table class="reads">
                <thead><tr><th scope="col">Read</th><th scope="col">Outcome</th><th scope="col">Permission</th><th scope="col">Regions</th><th scope="col" class="number">Unknown verdicts</th></tr></thead>
                <tbody>

                """);
            foreach (var read in summary.NotSeen)
            {
                html.Write($"<tr><th scope=\"row\"><code>{read.Operation}</code></th><td data-label=\"Outcome\">{read.State.ToString()}<span class=\"note\">{read.Message}</span></td><td data-label=\"Permission\"><code>{(read.State == CoverageState.Refused ? read.Permission : "")}</code></td><td data-label=\"Regions\">{read.Where}</td><td class=\"number\" data-label=\"Unknown verdicts\">{read.Unknown:N0}</td></tr>\n");
            }
            html.Write($"</tbody></table></div>\n");
        }
        if (content.Coverage.Count > 0)
        {
            int Reads(CoverageState state) => content.Coverage.Count(entry => entry.State == state);
            html.Write($"<p class=\"note\">{content.Coverage.Count:N0} reads: {Reads(CoverageState.Read):N0} complete");
            foreach (var (state, outcome) in s_outcomes.Where(outcome => Reads(outcome.State) > 0))
            {
                html.Write($", {Reads(state):N0} {outcome}");
            }
            html.Write($".</p>\n");
        }
        html.Write($"</section>\n");
    }

    private static void WriteAccepted(HtmlWriter html, ReportContent content)
    {
        var accepted = content.Findings.Where(finding => finding.Status == Status.Accepted).ToList();
        if (accepted.Count == 0)
        {
            return;
        }
        html.Write($"""
            <section id="accepted" aria-labelledby="accepted-title">
            <h2 id="accepted-title">Accepted risks</h2>
            <p>{accepted.Count:N0} {(accepted.Count == 1 ? "verdict fails" : "verdicts fail")} and {(accepted.Count == 1 ? "is" : "are")} accepted. After its last day an exception counts no more, and what it covered fails again.</p>
            <div class="wide" tabindex="0" role="region" aria-label="Accepted risks, with owner and end"><table class="reads">
            <thead><tr><th scope="col">Accepted by, until, why</th><th scope="col">Check</th><th scope="col">Resources</th></tr></thead>
            <tbody>

            """);
        foreach (var group in accepted.GroupBy(finding => (By: finding.AcceptedBy.Length > 0 ? finding.AcceptedBy : finding.Reason, finding.CheckId)).OrderBy(group => group.Key))
        {
            const int Shown = 5;
            var names = string.Join(", ", group.Select(finding => finding.ResourceName).Take(Shown));
            html.Write($"<tr><th scope=\"row\">{group.Key.By}</th><td data-label=\"Check\">{Rule.Of(group.First()).Title}<span class=\"note\">{group.Key.CheckId}</span></td><td data-label=\"Resources\">{names}{(group.Count() > Shown ? $" and {group.Count() - Shown} more" : "")}</td></tr>\n");
        }
        html.Write($"</tbody></table></div>\n<p class=\"note\"><a href=\"#status=Accepted\">Show them among the findings</a></p>\n</section>\n");
    }

    private static void WriteFrameworks(HtmlWriter html, ReportContent content)
    {
        var served = content.Findings.Select(finding => (Finding: finding, Check: Rule.CheckOf(finding))).Where(pair => pair.Check is not null)
            .GroupBy(pair => pair.Check!).SelectMany(check => Frameworks.Of(check.Key), (check, entry) => (entry, check.Key, Findings: check.Select(pair => pair.Finding)))
            .GroupBy(pair => pair.entry).ToDictionary(entry => entry.Key, entry => entry.ToList());
        if (served.Count == 0)
        {
            return;
        }
        html.Write($"<section id=\"frameworks\" aria-labelledby=\"frameworks-title\">\n<h2 id=\"frameworks-title\">Frameworks</h2>\n<p class=\"note\">What the verdicts mean to whoever works by one of these; no claim of compliance with any.</p>\n");
        foreach (var framework in Frameworks.All.Where(framework => framework.Entries.Any(served.ContainsKey)))
        {
            html.Write($"""
                <details><summary>{framework.Name}</summary>
                <p class="note">{framework.Basis} <a href="{framework.Source}" target="_blank" rel="noopener noreferrer">Its publisher's page<span class="quiet"> on {framework.Name}</span></a></p>
                <div class="wide" tabindex="0" role="region" aria-label="{framework.Name}"><table class="frameworks">
                <thead><tr><th scope="col">Entry</th><th scope="col" class="number">Checks</th><th scope="col" class="number">Fail</th><th scope="col" class="number">Unknown</th><th scope="col" class="number">Accepted</th><th scope="col" class="number">Pass</th></tr></thead>
                <tbody>

                """);
            foreach (var entry in framework.Entries)
            {
                var checks = served.GetValueOrDefault(entry) ?? [];
                int Of(Status status) => checks.Sum(check => check.Findings.Count(finding => finding.Status == status));
                html.Write($"<tr><th scope=\"row\"><code>{entry.Id}</code> {entry.Title}</th><td class=\"number\">{checks.Select(check => check.Key.Id).Distinct().Count():N0}</td><td class=\"number\">{Of(Status.Fail):N0}</td><td class=\"number\">{Of(Status.Unknown):N0}</td><td class=\"number\">{Of(Status.Accepted):N0}</td><td class=\"number\">{Of(Status.Pass):N0}</td></tr>\n");
            }
            html.Write($"</tbody></table></div></details>\n");
        }
        html.Write($"</section>\n");
    }

    private static void WriteMethod(HtmlWriter html, ReportContent content, Summary summary)
    {
        html.Write($"""
            <section id="method" aria-labelledby="method-title">
            <h2 id="method-title">How to read this</h2>
            <p>{summary.Checks:N0} checks gave {content.Findings.Count:N0} verdicts. Each is about one resource and names the fact that decided.{(summary.ChecksNotApplicable > 0 ? $" {summary.ChecksNotApplicable:N0} of the checks had nothing to judge." : "")}</p>
            <div class="legends">
            <dl><dt><span class="badge fail">Fail</span></dt><dd>Seen, and not as it should be.</dd><dt><span class="badge unknown">Unknown</span></dt><dd>What the verdict rests on could not be read. It may be either.</dd><dt><span class="badge accepted">Accepted</span></dt><dd>Seen, and not as it should be; somebody answers for it until a date.</dd><dt><span class="badge pass">Pass</span></dt><dd>Seen, and as it should be.</dd><dt><span class="badge notapplicable">Not applicable</span></dt><dd>Seen, and there is nothing to judge.</dd></dl>
            <dl><dt><span class="level critical">Critical</span></dt><dd>Can be abused as it is.</dd><dt><span class="level high">High</span></dt><dd>A defence is missing.</dd><dt><span class="level medium">Medium</span></dt><dd>Weakens a defence.</dd><dt><span class="level low">Low</span></dt><dd>Good practice.</dd><dt><span class="level info">Info</span></dt><dd>Evidence, no risk by itself.</dd></dl>
            </div>
            <p class="note">Tags name the advice that a check serves: T1 least privilege, T2 isolation, T3 monitoring, T4 data protection; LLM and ML numbers are OWASP's, AML numbers are techniques of MITRE ATLAS.</p>
            </section>

            """);
    }

    private static string Lead(Summary summary)
    {
        if (summary.Fail + summary.Unknown + summary.Pass + summary.NotApplicable + summary.Accepted == 0)
        {
            return "Nothing was judged.";
        }
        var failures = summary.Fail == 0 ? "Nothing that was seen fails" : string.Create(CultureInfo.InvariantCulture,
            $"{summary.Fail:N0} of {summary.Fail + summary.Pass + summary.Unknown + summary.Accepted:N0} verdicts fail");
        var critical = summary.FailuresOf(Severity.Critical);
        return failures
            + (critical > 0 ? string.Create(CultureInfo.InvariantCulture, $", {critical:N0} of them critical") : "")
            + (summary.Accepted > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {summary.Accepted:N0} accepted") : "")
            + (summary.Unknown > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {summary.Unknown:N0} could not be seen.") : ".");
    }

    private static void WriteCounts(HtmlWriter html, PillarSummary counts)
    {
        html.Write($"<strong>{counts.Fail:N0} fail</strong> <span class=\"note\">");
        if (counts.Unknown > 0)
        {
            html.Write($"<span class=\"part\">{counts.Unknown:N0} unknown,</span> ");
        }
        html.Write($"<span class=\"part\">{counts.Pass:N0} pass</span></span>");
    }

    private static string Title(IReadOnlyList<Finding> findings)
    {
        var scopes = findings.Select(finding => (finding.Cloud, finding.Scope)).Distinct().ToList();
        return scopes switch
        {
            [] => "AI security",
            [var (cloud, scope)] => $"AI security of {Wording.Of(cloud)} {scope}",
            _ => string.Create(CultureInfo.InvariantCulture, $"AI security of {scopes.Count:N0} {ScopeWord(scopes.Select(scope => scope.Cloud), scopes.Count)}"),
        };
    }

    private static string ScopeWord(IEnumerable<Cloud> clouds, int count)
    {
        var word = clouds.Distinct().ToList() switch
        {
            [Cloud.Aws] => "account",
            [Cloud.Azure] => "subscription",
            [Cloud.Gcp] => "project",
            _ => "scope",
        };
        return count == 1 ? word : word + "s";
    }

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A browser reads CR LF as LF before it hashes; a checkout on Windows must give the same page.
    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
