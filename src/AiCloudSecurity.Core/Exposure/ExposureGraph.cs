using System.Globalization;
using System.Text;

namespace AiCloudSecurity.Exposure;

/// <summary>A language in which graphs are written down.</summary>
public enum ExposureGraphFormat
{
    /// <summary>Mermaid, which Markdown pages draw.</summary>
    Mermaid,
    /// <summary>The language of Graphviz.</summary>
    Dot,
}

/// <summary>Draws the ways to AI resources as one graph: what several ways share is there once.</summary>
public static class ExposureGraph
{
    /// <summary>The graph of some exposures. Names are escaped: whoever names a resource cannot add to the graph.</summary>
    public static string Of(IEnumerable<AiExposure> exposures, ExposureGraphFormat format)
    {
        ArgumentNullException.ThrowIfNull(exposures);
        Dictionary<string, int> nodes = new(StringComparer.Ordinal);
        List<AiExposureHop> hops = [];
        List<(int From, int To, string Label)> edges = [];
        HashSet<(int, int, string)> drawn = [];
        foreach (var exposure in exposures)
        {
            var before = -1;
            foreach (var hop in exposure.Hops())
            {
                // A resource is told from others of its name; what could not be seen is each time something else.
                var key = hop.Kind is HopKind.Resource or HopKind.Unseen ? $"{hop.Kind} {hop.ResourceId} {(hop.Kind == HopKind.Unseen ? hop.Entry : "")}" : $"{hop.Kind} {hop.Name}";
                if (!nodes.TryGetValue(key, out var node))
                {
                    nodes[key] = node = nodes.Count;
                    hops.Add(hop);
                }
                if (before >= 0 && drawn.Add((before, node, hop.Detail)))
                {
                    edges.Add((before, node, hop.Detail));
                }
                before = node;
            }
        }
        return format == ExposureGraphFormat.Mermaid ? Mermaid(hops, edges) : Dot(hops, edges);
    }

    private static string Mermaid(List<AiExposureHop> hops, List<(int From, int To, string Label)> edges)
    {
        var text = new StringBuilder("flowchart LR\n");
        for (var i = 0; i < hops.Count; i++)
        {
            var (open, close) = hops[i].Kind switch { HopKind.Source => ("([", "])"), HopKind.Resource => ("[[", "]]"), HopKind.Unseen => ("{{", "}}"), _ => ("[", "]") };
            text.Append(CultureInfo.InvariantCulture, $"  n{i}{open}\"{Quote(hops[i].Name)}\"{close}\n");
        }
        foreach (var (from, to, label) in edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{from} -->{(label.Length == 0 ? "" : $"|\"{Quote(label)}\"|")} n{to}\n");
        }
        return text.ToString();

        // Mermaid takes entities as #name; or #number; and reads Markdown between backticks.
        static string Quote(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or ':' or '/' or '-' or '_' or '(' or ')' or '*' ? c.ToString() : $"#{(int)c};"));
    }

    private static string Dot(List<AiExposureHop> hops, List<(int From, int To, string Label)> edges)
    {
        var text = new StringBuilder("digraph exposures {\n  rankdir=LR;\n  node [shape=box];\n");
        for (var i = 0; i < hops.Count; i++)
        {
            var shape = hops[i].Kind switch { HopKind.Source => " shape=oval", HopKind.Resource => " peripheries=2", HopKind.Unseen => " style=dashed", _ => "" };
            text.Append(CultureInfo.InvariantCulture, $"  n{i} [label=\"{Quote(hops[i].Name)}\"{shape}];\n");
        }
        foreach (var (from, to, label) in edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"  n{from} -> n{to}{(label.Length == 0 ? "" : $" [label=\"{Quote(label)}\"]")};\n");
        }
        return text.Append("}\n").ToString();

        static string Quote(string name) => name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }
}
