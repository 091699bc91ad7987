using System.Text.Json;

namespace AiCloudSecurity.Reports;

/// <summary>
/// One object with the summary, what was not seen, and the findings; or a finding a line. Strings are escaped by
/// the default encoder, so that the text is ASCII and harmless inside HTML too.
/// </summary>
internal static class JsonReport
{
    /// <summary>The version of the shape; a member that goes away or changes its meaning makes a new one.</summary>
    public const string Version = "1.0";

    public static void Write(ReportContent content, Stream output)
    {
        var summary = Summary.Of(content.Findings, content.Coverage);
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("createdAt", FindingColumns.Time(content.CreatedAt));
        json.WriteStartObject("tool");
        json.WriteString("name", "AiCloudSecurity");
        json.WriteString("version", content.ToolVersion);
        json.WriteEndObject();
        WriteSummary(json, summary);
        json.WriteStartArray("notSeen");
        foreach (var read in summary.NotSeen)
        {
            json.WriteStartObject();
            json.WriteString("operation", read.Operation);
            json.WriteString("permission", read.Permission);
            json.WriteString("state", read.State.ToString());
            json.WriteString("scope", read.Scope);
            json.WriteStartArray("regions");
            foreach (var region in read.Regions)
            {
                json.WriteStringValue(region);
            }
            json.WriteEndArray();
            json.WriteNumber("unknown", read.Unknown);
            json.WriteString("message", read.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in content.Findings)
        {
            WriteFinding(json, finding);
            json.Drain();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteLines(ReportContent content, Stream output)
    {
        foreach (var finding in content.Findings)
        {
            using (var json = new Utf8JsonWriter(output))
            {
                WriteFinding(json, finding);
            }
            output.Write("\n"u8);
        }
    }

    private static void WriteSummary(Utf8JsonWriter json, Summary summary)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("pass", summary.Pass);
        json.WriteNumber("fail", summary.Fail);
        json.WriteNumber("unknown", summary.Unknown);
        json.WriteNumber("notApplicable", summary.NotApplicable);
        json.WriteNumber("accepted", summary.Accepted);
        json.WriteNumber("checks", summary.Checks);
        json.WriteNumber("checksNotApplicable", summary.ChecksNotApplicable);
        json.WriteStartArray("pillars");
        foreach (var pillar in summary.Pillars)
        {
            json.WriteStartObject();
            json.WriteString("pillar", pillar.Pillar.ToString());
            json.WriteNumber("pass", pillar.Pass);
            json.WriteNumber("fail", pillar.Fail);
            json.WriteNumber("unknown", pillar.Unknown);
            json.WriteNumber("notApplicable", pillar.NotApplicable);
            json.WriteNumber("accepted", pillar.Accepted);
            json.WriteNumber("critical", pillar.Critical);
            json.WriteNumber("high", pillar.High);
            json.WriteNumber("medium", pillar.Medium);
            json.WriteNumber("low", pillar.Low);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("missingPermissions");
        foreach (var permission in summary.MissingPermissions)
        {
            json.WriteStringValue(permission);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        foreach (var (name, text) in s_members)
        {
            json.WriteString(name, text(finding));
        }
        json.WriteEndObject();
    }

    private static readonly (JsonEncodedText Name, Func<Finding, string> Text)[] s_members =
        [.. FindingColumns.All.Select(column => (JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(column.Name)), column.Text))];
}

/// <summary>What a writer of JSON does between two findings.</summary>
internal static class JsonDrain
{
    /// <summary>Gives to the stream what has come together: the writer itself keeps everything until it is told to.</summary>
    public static void Drain(this Utf8JsonWriter json)
    {
        if (json.BytesPending > 1 << 16)
        {
            json.Flush();
        }
    }
}
