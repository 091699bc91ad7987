using System.Buffers;
using System.Text;
using System.Text.Json;

namespace AiCloudSecurity.Reports;

/// <summary>
/// The findings for the page's script. Texts repeat, so each stands once in <c>texts</c> and rows hold their
/// numbers, in the order of <c>columns</c>: those of a finding, and what became of it since the baseline. In a
/// command {resourceId}, {resourceName}, {scope} and {region} stand for those columns. System.Text.Json's default encoder leaves no character that could end
/// the element or begin a comment.
/// </summary>
internal static class HtmlIsland
{
    /// <summary>The most findings that a page holds: more is no page that a browser opens.</summary>
    public const int MostFindings = 100_000;

    public static string Json(ReportContent content, HtmlTrend? trend)
    {
        var findings = content.Findings;
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        List<string> texts = [];
        int Number(string text)
        {
            if (!numbers.TryGetValue(text, out var number))
            {
                numbers.Add(text, number = texts.Count);
                texts.Add(text);
            }
            return number;
        }

        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("masked", content.IsMasked);
            json.WriteStartArray("columns");
            foreach (var (name, _) in FindingColumns.All)
            {
                json.WriteStringValue(JsonNamingPolicy.CamelCase.ConvertName(name));
            }
            json.WriteStringValue("change");
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (var finding in WorstFirst.Order(findings).Take(MostFindings))
            {
                json.WriteStartArray();
                foreach (var (name, text) in FindingColumns.All)
                {
                    json.WriteNumberValue(Number(name == nameof(Finding.Command) ? Shortened(finding) : text(finding)));
                }
                json.WriteNumberValue(Number(trend?.Of(finding) ?? ""));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("texts");
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }
            json.WriteEndArray();
            json.WriteStartObject("checks");
            foreach (var rule in findings.DistinctBy(finding => finding.CheckId).Select(Rule.Of))
            {
                json.WriteStartObject(rule.Id);
                json.WriteString("title", rule.Title);
                json.WriteString("risk", rule.Risk);
                json.WriteString("link", rule.Link);
                json.WriteString("tags", string.Join(", ", rule.Tags));
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // What the row says already is said by its column's name: the commands of a check are then one text, not one for each resource.
    private static string Shortened(Finding finding)
    {
        var command = finding.Command;
        (string Text, string Column)[] said = [.. new[] { (finding.ResourceId, "resourceId"), (finding.ResourceName, "resourceName"), (finding.Scope, "scope"), (finding.Region, "region") }
            .Where(column => column.Item1.Length > 0)];
        StringBuilder text = new(command.Length);
        for (var i = 0; i < command.Length;)
        {
            var found = Array.Find(said, column => string.CompareOrdinal(command, i, column.Text, 0, column.Text.Length) == 0);
            if (found.Text is null)
            {
                text.Append(command[i++]);
                continue;
            }
            text.Append('{').Append(found.Column).Append('}');
            i += found.Text.Length;
        }
        return text.ToString();
    }
}
