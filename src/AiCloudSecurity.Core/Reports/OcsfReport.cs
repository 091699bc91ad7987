using System.Text.Json;

namespace AiCloudSecurity.Reports;

/// <summary>
/// OCSF 1.5 Compliance Findings (class 2003), a JSON array of them. A verdict that could not be reached is the
/// schema's Warning, "did not yield a result due to missing information"; one with nothing to judge is Other.
/// </summary>
internal static class OcsfReport
{
    private const string Version = "1.5.0";
    private const int ClassId = 2003;
    private const int ActivityCreate = 1;

    public static void Write(ReportContent content, Stream output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartArray();
        foreach (var finding in content.Findings)
        {
            WriteFinding(json, content, finding);
            json.Drain();
        }
        json.WriteEndArray();
    }

    private static void WriteFinding(Utf8JsonWriter json, ReportContent content, Finding finding)
    {
        var rule = Rule.Of(finding);
        json.WriteStartObject();
        json.WriteNumber("activity_id", ActivityCreate);
        json.WriteString("activity_name", "Create");
        json.WriteNumber("category_uid", ClassId / 1000);
        json.WriteString("category_name", "Findings");
        json.WriteNumber("class_uid", ClassId);
        json.WriteString("class_name", "Compliance Finding");
        json.WriteNumber("type_uid", ClassId * 100 + ActivityCreate);
        json.WriteString("type_name", "Compliance Finding: Create");
        json.WriteNumber("time", content.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("severity_id", (int)finding.Severity + 1);
        json.WriteString("severity", finding.Severity == Severity.Info ? "Informational" : finding.Severity.ToString());
        var (state, name) = finding.Status switch
        {
            Status.Fail or Status.Unknown => (1, "New"),
            Status.Accepted => (3, "Suppressed"),
            _ => (4, "Resolved"),
        };
        json.WriteNumber("status_id", state);
        json.WriteString("status", name);
        if (finding.AcceptedBy.Length > 0)
        {
            json.WriteString("comment", finding.AcceptedBy);
        }
        json.WriteString("message", finding.Reason);
        WriteMetadata(json, content);
        WriteInfo(json, finding, rule);
        WriteCompliance(json, finding, rule);
        json.WriteStartObject("remediation");
        json.WriteString("desc", finding.Advice);
        if (rule.Link.Length > 0)
        {
            json.WriteStartArray("references");
            json.WriteStringValue(rule.Link);
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteStartArray("resources");
        json.WriteStartObject();
        json.WriteString("uid", finding.ResourceId);
        json.WriteString("name", finding.ResourceName);
        json.WriteString("type", finding.ResourceType);
        json.WriteString("region", finding.Region);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteCloud(json, finding);
        // What the schema has no member for is kept under the name that it reserves.
        json.WriteStartObject("unmapped");
        json.WriteString("pillar", finding.Pillar.ToString());
        json.WriteString("fix", finding.Fix);
        json.WriteString("command", finding.Command);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, ReportContent content)
    {
        json.WriteStartObject("metadata");
        json.WriteString("version", Version);
        json.WriteStartObject("product");
        json.WriteString("name", "AiCloudSecurity");
        json.WriteString("vendor_name", "AiCloudSecurity");
        json.WriteString("version", content.ToolVersion);
        json.WriteEndObject();
        json.WriteStartArray("profiles");
        json.WriteStringValue("cloud");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteInfo(Utf8JsonWriter json, Finding finding, Rule rule)
    {
        json.WriteStartObject("finding_info");
        json.WriteString("uid", finding.Fingerprint);
        json.WriteString("title", rule.Title);
        json.WriteString("desc", rule.Risk.Length > 0 ? rule.Risk : finding.Reason);
        json.WriteNumber("created_time", finding.CollectedAt.ToUnixTimeMilliseconds());
        json.WriteStartArray("types");
        json.WriteStringValue(Wording.Of(finding.Pillar));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCompliance(Utf8JsonWriter json, Finding finding, Rule rule)
    {
        var (id, name) = finding.Status switch
        {
            Status.Pass => (1, "Pass"),
            Status.Unknown => (2, "Warning"),
            Status.Fail or Status.Accepted => (3, "Fail"),
            _ => (99, "Not applicable"),
        };
        json.WriteStartObject("compliance");
        json.WriteString("control", finding.CheckId);
        json.WriteString("desc", rule.Title);
        json.WriteNumber("status_id", id);
        json.WriteString("status", name);
        json.WriteString("status_code", finding.Status.ToString());
        json.WriteStartArray("status_details");
        json.WriteStringValue(finding.Reason);
        json.WriteEndArray();
        json.WriteStartArray("standards");
        foreach (var standard in rule.Standards.DefaultIfEmpty("AiCloudSecurity"))
        {
            json.WriteStringValue(standard);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCloud(Utf8JsonWriter json, Finding finding)
    {
        // The schema's numbers of kinds of account.
        var (type, name) = finding.Cloud switch
        {
            Cloud.Aws => (10, "AWS Account"),
            Cloud.Gcp => (11, "GCP Project"),
            _ => (13, "Azure Subscription"),
        };
        json.WriteStartObject("cloud");
        json.WriteString("provider", finding.Cloud == Cloud.Azure ? "Azure" : finding.Cloud.ToString().ToUpperInvariant());
        json.WriteString("region", finding.Region);
        json.WriteStartObject("account");
        json.WriteString("uid", finding.Scope);
        json.WriteNumber("type_id", type);
        json.WriteString("type", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
