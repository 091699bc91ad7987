using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Reports;

/// <summary>
/// Draws how AI resources can be reached: a tree from where callers are to the resources, so that what several ways
/// share is drawn once. A table says the same in words.
/// </summary>
internal static class HtmlExposure
{
    private const int Shown = 24;
    private const int ColumnWidth = 248, BoxWidth = 214, RowHeight = 58, BoxHeight = 42, LongestText = 24;

    // The widest first; what could not be seen comes after what was seen to be open.
    private static readonly Reach[] s_order = [Reach.Internet, Reach.InternetRestricted, Reach.Unknown, Reach.Organisation, Reach.PeeredNetwork, Reach.PrivateNetwork, Reach.None];

    public static void Write(HtmlWriter html, IReadOnlyList<AiExposure> exposures)
    {
        if (exposures.Count == 0)
        {
            return;
        }
        html.Write($"<section id=\"exposure\" aria-labelledby=\"exposure-title\">\n<h2 id=\"exposure-title\">Who can reach it</h2>\n<p class=\"note\">Each way to an AI resource, the worst first: by how far it reaches, and by what a caller must show.</p>\n<ul class=\"reaches\">\n");
        // What the internet reaches is told apart by what it must show: a signed interface is no open door.
        foreach (var same in exposures.GroupBy(exposure => (Order: Array.IndexOf(s_order, exposure.Reach), Shows: exposure.Reach == Reach.Internet ? Word(exposure.Authentication) : ""))
            .OrderBy(group => group.Key.Order).ThenByDescending(group => group.Max(exposure => exposure.Severity)))
        {
            html.Write($"<li class=\"{Kind(same.MaxBy(exposure => exposure.Severity)!)}\"><b>{same.Count():N0}</b> {Word(same.First().Reach)}{(same.Key.Shows.Length > 0 ? $", showing {same.Key.Shows}" : "")}</li>\n");
        }
        html.Write($"</ul>\n");
        var shown = exposures.Where(exposure => exposure.Reach != Reach.None)
            .OrderBy(exposure => exposure.Reach == Reach.Unknown).ThenByDescending(exposure => exposure.Severity).ThenBy(exposure => Array.IndexOf(s_order, exposure.Reach)).ThenBy(exposure => exposure.Authentication)
            .ThenBy(exposure => exposure.Scope, StringComparer.Ordinal).ThenBy(exposure => exposure.ResourceId, StringComparer.Ordinal).ThenBy(exposure => exposure.Entry, StringComparer.Ordinal)
            .Take(Shown).ToList();
        if (shown.Count > 0)
        {
            Draw(html, shown);
            WriteTable(html, shown);
        }
        if (exposures.Count > shown.Count)
        {
            html.Write($"<p class=\"note\">{(shown.Count == 0 ? "None of" : $"The {shown.Count} widest of")} {exposures.Count:N0} ways{(shown.Count == 0 ? " can be gone from anywhere" : "")}. Get-AiNetworkExposure lists them all.</p>\n");
        }
        html.Write($"</section>\n");
    }

    private static void Draw(HtmlWriter html, List<AiExposure> exposures)
    {
        var root = new Node("", "", HopKind.Source, "");
        foreach (var exposure in exposures)
        {
            var node = root;
            var hops = exposure.Hops();
            foreach (var (hop, index) in hops.Select((hop, index) => (hop, index)))
            {
                // A way ends at its own resource, even where two ways have all hops in common.
                node = node.To(hop.Name, index < hops.Count - 1 ? hop.Detail : $"{Short(exposure.Authentication)}: {exposure.Entry}", hop.Kind, Kind(exposure));
            }
        }
        var depth = root.Depth;
        var row = 0.0;
        root.Place(ref row);
        var (width, height) = (ColumnWidth * depth - (ColumnWidth - BoxWidth) + 4, RowHeight * row);
        html.Write($"<div class=\"wide drawing\" tabindex=\"0\" role=\"region\" aria-label=\"Drawing of the ways in\"><svg class=\"ways\" role=\"img\" aria-label=\"{exposures.Count} ways to AI resources, drawn; the table below says each in words\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n");
        foreach (var source in root.Next)
        {
            Draw(html, source, 0, depth);
        }
        html.Write($"</svg></div>\n");
    }

    private static void Draw(HtmlWriter html, Node node, int column, int depth)
    {
        // Resources stand in one column, whatever the length of the way.
        var at = node.Next.Count == 0 ? depth - 1 : column;
        double x = at * ColumnWidth + 2, y = node.Row * RowHeight + (RowHeight - BoxHeight) / 2.0, middle = y + BoxHeight / 2.0;
        foreach (var next in node.Next)
        {
            var to = (next.Next.Count == 0 ? depth - 1 : column + 1) * ColumnWidth + 2.0;
            var (from, other) = (x + BoxWidth, next.Row * RowHeight + RowHeight / 2.0);
            var bend = Math.Min(from + ColumnWidth - BoxWidth, to);
            var half = (from + bend) / 2;
            html.Write($"<path class=\"way {next.Tone}\" d=\"M{from} {middle} C{half} {middle} {half} {other} {bend} {other} H{to}\"/>");
        }
        var text = node.Detail.Length == 0 ? node.Name : $"{node.Name}: {node.Detail}";
        html.Write($"<g class=\"hop {node.Kind.ToString().ToLowerInvariant()} {node.Tone}\"><title>{text}</title><rect x=\"{x}\" y=\"{y}\" width=\"{(double)BoxWidth}\" height=\"{(double)BoxHeight}\" rx=\"8\"/><text x=\"{x + 10}\" y=\"{y + (node.Detail.Length == 0 ? 26.0 : 18.0)}\">{Short(node.Name)}</text>");
        if (node.Detail.Length > 0)
        {
            html.Write($"<text class=\"detail\" x=\"{x + 10}\" y=\"{y + 33}\">{Short(node.Detail)}</text>");
        }
        html.Write($"</g>\n");
        foreach (var next in node.Next)
        {
            Draw(html, next, column + 1, depth);
        }
    }

    private static void WriteTable(HtmlWriter html, List<AiExposure> exposures)
    {
        html.Write($"""
            <div class="wide" tabindex="0" role="region" aria-label="The ways in, in words"><table class="reads">
            <thead><tr><th scope="col">Resource</th><th scope="col">Reach</th><th scope="col">A caller must show</th><th scope="col">In front</th><th scope="col">Limit</th><th scope="col">Reaches out</th></tr></thead>
            <tbody>

            """);
        foreach (var exposure in exposures)
        {
            html.Write($"""
                <tr><th scope="row">{exposure.ResourceName}<span class="note">{Wording.OfType(exposure.ResourceType)}, {exposure.Entry}</span></th><td data-label="Reach"><span class="badge {Kind(exposure)}">{Word(exposure.Reach)}</span><span class="note">{exposure.Because}</span></td><td data-label="A caller must show">{Word(exposure.Authentication)}</td><td data-label="In front">{exposure.Gateway}</td><td data-label="Limit">{exposure.RateLimit}</td><td data-label="Reaches out">{Word(exposure.Egress)}</td></tr>

                """);
        }
        html.Write($"</tbody></table></div>\n");
    }

    private static string Kind(AiExposure exposure) => exposure.Reach == Reach.Unknown ? "unknown" : exposure.Severity switch
    {
        Severity.Critical => "critical",
        Severity.High => "high",
        Severity.Medium => "medium",
        Severity.Low => "low",
        _ => exposure.Reach == Reach.None ? "info" : "pass",
    };

    private static string Word(Reach reach) => reach switch
    {
        Reach.Internet => "from the internet",
        Reach.InternetRestricted => "from some of the internet",
        Reach.Organisation => "from the organisation",
        Reach.PeeredNetwork => "from joined networks",
        Reach.PrivateNetwork => "from its own network",
        Reach.Unknown => "not seen",
        _ => "from nowhere",
    };

    private static string Word(Authentication authentication) => authentication switch
    {
        Authentication.None => "nothing",
        Authentication.Key => "a key",
        Authentication.Token => "a token",
        Authentication.Iam => "an identity of the cloud",
        Authentication.Mtls => "a certificate",
        _ => "not seen",
    };

    // What stands first in a narrow box.
    private static string Short(Authentication authentication) => authentication switch
    {
        Authentication.None => "open",
        Authentication.Iam => "signed",
        Authentication.Mtls => "certificate",
        Authentication.Unknown => "sign-in not seen",
        _ => Word(authentication),
    };

    private static string Word(Egress egress) => egress switch
    {
        Egress.Internet => "to the internet",
        Egress.Restricted => "to some places",
        Egress.Unknown => "not seen",
        _ => "nowhere",
    };

    private static string Short(string text) => text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1)] + "…";

    // A hop with what comes after it; ways that begin alike share their first hops.
    private sealed class Node(string name, string detail, HopKind kind, string tone)
    {
        public string Name => name;

        public string Detail => detail;

        public HopKind Kind => kind;

        // The worst of the ways through it: they come in that order.
        public string Tone => tone;

        public List<Node> Next { get; } = [];

        public double Row { get; private set; }

        public int Depth => Next.Count == 0 ? 0 : 1 + Next.Max(next => next.Depth);

        public Node To(string name, string detail, HopKind kind, string tone)
        {
            var known = Next.Find(next => next.Name == name && next.Detail == detail && next.Kind == kind && kind != HopKind.Resource);
            if (known is null)
            {
                Next.Add(known = new(name, detail, kind, tone));
            }
            return known;
        }

        public void Place(ref double row)
        {
            if (Next.Count == 0)
            {
                Row = row++;
                return;
            }
            foreach (var next in Next)
            {
                next.Place(ref row);
            }
            Row = (Next[0].Row + Next[^1].Row) / 2;
        }
    }
}
