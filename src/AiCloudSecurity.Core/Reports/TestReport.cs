using System.Globalization;
using System.Text;
using System.Xml;

namespace AiCloudSecurity.Reports;

/// <summary>
/// Verdicts as the results of tests, as pipelines show them: a suite for each pillar of each scope, a case for each
/// finding. What could not be seen is an error or inconclusive, and so never a success.
/// </summary>
internal static class TestReport
{
    /// <summary>JUnit's XML, in the shape that Jenkins, GitLab and Azure Pipelines read.</summary>
    public static void WriteJUnit(ReportContent content, Stream output)
    {
        using var xml = Writer(output);
        xml.WriteStartElement("testsuites");
        xml.WriteAttributeString("name", "AiCloudSecurity");
        WriteCounts(xml, content.Findings);
        foreach (var suite in Suites(content))
        {
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", suite.Key.Name);
            WriteCounts(xml, [.. suite]);
            xml.WriteAttributeString("time", "0");
            xml.WriteAttributeString("timestamp", Time(content.CreatedAt));
            foreach (var finding in suite)
            {
                var rule = Rule.Of(finding);
                xml.WriteStartElement("testcase");
                xml.WriteAttributeString("classname", $"{finding.CheckId} {rule.Title}");
                xml.WriteAttributeString("name", finding.ResourceId);
                xml.WriteAttributeString("time", "0");
                switch (finding.Status)
                {
                    case Status.Fail:
                        WriteOutcome(xml, "failure", finding, $"{finding.Severity}");
                        break;
                    case Status.Unknown:
                        WriteOutcome(xml, "error", finding, "Unknown");
                        break;
                    case Status.NotApplicable or Status.Accepted:
                        xml.WriteStartElement("skipped");
                        xml.WriteAttributeString("message", finding.Reason);
                        xml.WriteEndElement();
                        break;
                    default:
                        xml.WriteElementString("system-out", finding.Reason);
                        break;
                }
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>NUnit 3's XML.</summary>
    public static void WriteNUnit(ReportContent content, Stream output)
    {
        using var xml = Writer(output);
        xml.WriteStartElement("test-run");
        xml.WriteAttributeString("id", "0");
        xml.WriteAttributeString("name", "AiCloudSecurity");
        xml.WriteAttributeString("fullname", "AiCloudSecurity");
        WriteNUnitCounts(xml, content.Findings);
        xml.WriteAttributeString("start-time", Time(content.CreatedAt));
        xml.WriteAttributeString("end-time", Time(content.CreatedAt));
        xml.WriteAttributeString("engine-version", content.ToolVersion);
        var id = 0;
        foreach (var suite in Suites(content))
        {
            xml.WriteStartElement("test-suite");
            xml.WriteAttributeString("type", "TestSuite");
            xml.WriteAttributeString("id", Number(++id));
            xml.WriteAttributeString("name", suite.Key.Name);
            xml.WriteAttributeString("fullname", suite.Key.Name);
            WriteNUnitCounts(xml, [.. suite]);
            foreach (var finding in suite)
            {
                WriteNUnitCase(xml, finding, ++id);
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteNUnitCase(XmlWriter xml, Finding finding, int id)
    {
        xml.WriteStartElement("test-case");
        xml.WriteAttributeString("id", Number(id));
        xml.WriteAttributeString("name", $"{finding.CheckId} {finding.ResourceName}");
        xml.WriteAttributeString("fullname", $"{finding.CheckId} {finding.ResourceId}");
        xml.WriteAttributeString("classname", finding.CheckId);
        xml.WriteAttributeString("result", Result(finding.Status));
        xml.WriteAttributeString("asserts", "1");
        xml.WriteStartElement("properties");
        foreach (var (name, value) in new[]
        {
            ("Description", Rule.Of(finding).Title), ("Category", finding.Pillar.ToString()), ("Severity", finding.Severity.ToString()),
            ("Region", finding.Region), ("ResourceType", finding.ResourceType), ("Fingerprint", finding.Fingerprint),
        })
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        if (finding.Status == Status.Fail)
        {
            xml.WriteStartElement("failure");
            xml.WriteElementString("message", $"{finding.Reason} {finding.Advice}");
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteStartElement("reason");
            xml.WriteElementString("message", finding.Reason);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteOutcome(XmlWriter xml, string element, Finding finding, string type)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("message", finding.Reason);
        xml.WriteString(finding.Advice);
        xml.WriteEndElement();
    }

    private static IOrderedEnumerable<IGrouping<(Cloud Cloud, string Scope, Pillar Pillar, string Name), Finding>> Suites(ReportContent content) =>
        WorstFirst.Order(content.Findings)
            .GroupBy(finding => (finding.Cloud, finding.Scope, finding.Pillar, $"{Wording.Of(finding.Cloud)} {finding.Scope} {Wording.Of(finding.Pillar)}"))
            .OrderBy(suite => suite.Key);

    private static void WriteCounts(XmlWriter xml, IReadOnlyCollection<Finding> findings)
    {
        xml.WriteAttributeString("tests", Number(findings.Count));
        xml.WriteAttributeString("failures", Number(findings.Count(finding => finding.Status == Status.Fail)));
        xml.WriteAttributeString("errors", Number(findings.Count(finding => finding.Status == Status.Unknown)));
        xml.WriteAttributeString("skipped", Number(findings.Count(finding => finding.Status is Status.NotApplicable or Status.Accepted)));
    }

    private static void WriteNUnitCounts(XmlWriter xml, IReadOnlyCollection<Finding> findings)
    {
        int Count(Status status) => findings.Count(finding => finding.Status == status);
        xml.WriteAttributeString("testcasecount", Number(findings.Count));
        xml.WriteAttributeString("result", Result(
            Count(Status.Fail) > 0 ? Status.Fail : Count(Status.Unknown) > 0 ? Status.Unknown : Count(Status.Pass) > 0 ? Status.Pass : Status.NotApplicable));
        xml.WriteAttributeString("total", Number(findings.Count));
        xml.WriteAttributeString("passed", Number(Count(Status.Pass)));
        xml.WriteAttributeString("failed", Number(Count(Status.Fail)));
        xml.WriteAttributeString("inconclusive", Number(Count(Status.Unknown)));
        xml.WriteAttributeString("skipped", Number(Count(Status.NotApplicable) + Count(Status.Accepted)));
        xml.WriteAttributeString("asserts", Number(findings.Count));
    }

    private static string Result(Status status) => status switch
    {
        Status.Pass => "Passed",
        Status.Fail => "Failed",
        Status.Unknown => "Inconclusive",
        _ => "Skipped",
    };

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static XmlWriter Writer(Stream output) =>
        XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false });
}
