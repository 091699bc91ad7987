using System.Text.Json;

namespace AiCloudSecurity.Reports;

/// <summary>
/// SARIF 2.1.0, a run for each scope. Code scanning takes every result for an alert, whatever its kind says, so
/// results are what fails and what could not be seen; verdicts that pass, are accepted or do not apply are kept, in short, in the
/// run's property <c>otherVerdicts</c>. Not indented: code scanning limits the size.
/// </summary>
internal static class SarifReport
{
    // Code scanning refuses a file with more; beyond it all scopes are one run.
    private const int MostRuns = 20;

    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string Home = "https://www.powershellgallery.com/packages/AiCloudSecurity";

    public static void Write(ReportContent content, Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        var scopes = content.Findings.GroupBy(finding => (finding.Cloud, finding.Scope)).OrderBy(scope => scope.Key).ToList();
        if (scopes.Count is 0 or > MostRuns)
        {
            WriteRun(json, content, content.Findings, "AiCloudSecurity/");
        }
        else
        {
            foreach (var scope in scopes)
            {
                WriteRun(json, content, [.. scope], $"AiCloudSecurity/{Segment(scope.Key.Cloud.ToString())}/{Segment(scope.Key.Scope)}/");
            }
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, ReportContent content, IReadOnlyList<Finding> findings, string automation)
    {
        List<Rule> rules = [.. findings.DistinctBy(finding => finding.CheckId).Select(Rule.Of).OrderBy(rule => rule.Id, StringComparer.Ordinal)];
        var index = rules.Select((rule, number) => (rule.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number);
        json.WriteStartObject();
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "AiCloudSecurity");
        json.WriteString("version", content.ToolVersion);
        json.WriteString("informationUri", Home);
        json.WriteStartArray("rules");
        foreach (var rule in rules)
        {
            WriteRule(json, rule);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("automationDetails");
        json.WriteString("id", automation);
        json.WriteEndObject();
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in findings.Where(IsResult))
        {
            WriteResult(json, finding, index[finding.CheckId]);
            json.Drain();
        }
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("createdAt", FindingColumns.Time(content.CreatedAt));
        json.WriteStartArray("otherVerdicts");
        foreach (var finding in findings.Where(finding => !IsResult(finding)))
        {
            json.WriteStartObject();
            json.WriteString("ruleId", finding.CheckId);
            json.WriteString("kind", Kind(finding.Status));
            json.WriteString("status", finding.Status.ToString());
            json.WriteString("resource", finding.ResourceId);
            json.WriteString("reason", finding.Reason);
            json.WriteString("fingerprint", finding.Fingerprint);
            json.WriteEndObject();
            json.Drain();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static bool IsResult(Finding finding) => finding.Status is Status.Fail or Status.Unknown;

    private static void WriteRule(Utf8JsonWriter json, Rule rule)
    {
        var risk = rule.Risk.Length > 0 ? rule.Risk : rule.Title;
        json.WriteStartObject();
        json.WriteString("id", rule.Id);
        json.WriteString("name", Name(rule));
        WriteText(json, "shortDescription", Sentence(rule.Title));
        WriteText(json, "fullDescription", $"{Sentence(rule.Title)} {Sentence(risk)}");
        json.WriteStartObject("help");
        json.WriteString("text", Sentence($"{Sentence(risk)} {rule.Advice}"));
        json.WriteString("markdown",
            $"**Risk.** {Markdown.Text(risk)}\n\n**Advice.** {Markdown.Text(rule.Advice)}" +
            (rule.Link.Length > 0 ? $"\n\n[The vendor's documentation]({rule.Link})" : ""));
        json.WriteEndObject();
        if (rule.Link.Length > 0)
        {
            json.WriteString("helpUri", rule.Link);
        }
        json.WriteStartObject("defaultConfiguration");
        json.WriteString("level", Level(rule.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("precision", "very-high");
        json.WriteString("security-severity", Score(rule.Severity));
        json.WriteStartArray("tags");
        foreach (var tag in rule.Tags.Prepend(rule.Pillar.ToString()).Prepend("security"))
        {
            json.WriteStringValue(tag);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding, int ruleIndex)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.CheckId);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("kind", Kind(finding.Status));
        // The standard wants none wherever the kind is not fail.
        json.WriteString("level", finding.Status == Status.Fail ? Level(finding.Severity) : "none");
        json.WriteStartObject("message");
        json.WriteString("text", Sentence($"{finding.ResourceName}: {finding.Reason}"));
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        // Code scanning asks for a file and a line; a path that names the resource is what its lists then show.
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', new[] { finding.Cloud.ToString(), finding.Scope, finding.Region, finding.ResourceType, finding.ResourceName }.Select(Segment)));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", 1);
        json.WriteNumber("endLine", 1);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", finding.ResourceName);
        json.WriteString("fullyQualifiedName", finding.ResourceId);
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("partialFingerprints");
        json.WriteString("checkAndResource/v1", finding.Fingerprint);
        json.WriteString("primaryLocationLineHash", finding.Fingerprint);
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteString("severity", finding.Severity.ToString());
        json.WriteString("status", finding.Status.ToString());
        json.WriteString("advice", finding.Advice);
        json.WriteString("fix", finding.Fix);
        if (finding.Command.Length > 0)
        {
            json.WriteString("command", finding.Command);
        }
        json.WriteString("collectedAt", FindingColumns.Time(finding.CollectedAt));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Kind(Status status) => status switch
    {
        Status.Fail or Status.Accepted => "fail",
        Status.Pass => "pass",
        Status.NotApplicable => "notApplicable",
        // The analysis could not decide; "review" would say that a person has to.
        _ => "open",
    };

    private static string Level(Severity severity) => severity switch
    {
        Severity.Critical or Severity.High => "error",
        Severity.Medium => "warning",
        _ => "note",
    };

    // Code scanning: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low.
    private static string Score(Severity severity) => severity switch
    {
        Severity.Critical => "9.5",
        Severity.High => "8.0",
        Severity.Medium => "5.5",
        Severity.Low => "3.0",
        _ => "0.0",
    };

    // A Pascal-case name beside the opaque id, as the standard asks: NotebookHasNoDirectInternetAccess. Two capitals
    // in a row are none, so articles go and abbreviations become words.
    private static string Name(Rule rule) =>
        string.Concat(rule.Title.Split(' ', '-', '\'', '/', '.', ',', '(', ')').Where(word => word.Length > 0)
            .Select(word => new string([.. word.Where(char.IsAsciiLetterOrDigit)]))
            .Where(word => word.Length > 1)
            .Select(word => char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()));

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' or '…' ? text : text + ".";

    // An empty or dotted segment would mean another path.
    private static string Segment(string text) =>
        text.All(character => character == '.') ? $"_{text}" : Uri.EscapeDataString(text);
}
