using System.Globalization;
using AiCloudSecurity.Reports;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace AiCloudSecurity.Documents;

/// <summary>A workbook: a sheet of counts, one of findings, one of what was not seen. Every cell is text or a number, none a formula.</summary>
public static class ExcelReport
{
    // A sheet has 1,048,576 rows, the first of which is the header.
    private const int MaxRows = 1_000_000;

    // In characters; columns that are not named have the usual width.
    private static readonly (string Name, double Width)[] s_widths =
    [
        ("CheckId", 14), ("Pillar", 16), ("Scope", 16), ("Region", 14), ("ResourceType", 34), ("ResourceName", 30), ("ResourceId", 50),
        ("Reason", 70), ("Advice", 60), ("Fix", 18), ("Command", 60), ("CollectedAt", 22), ("Read", 44), ("Permission", 44), ("Regions", 24), ("Message", 60),
    ];

    /// <summary>Writes the workbook. The stream stays open.</summary>
    public static void Write(ReportContent content, Stream output)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(output);
        var summary = Summary.Of(content.Findings, content.Coverage);
        Dictionary<string, object> sheets = new()
        {
            ["Summary"] = summary.Pillars.Select(Row).ToList(),
        };
        for (var start = 0; start < Math.Max(content.Findings.Count, 1); start += MaxRows)
        {
            var number = start / MaxRows;
            sheets[number == 0 ? "Findings" : string.Create(CultureInfo.InvariantCulture, $"Findings {number + 1}")] = Rows(content.Findings, start);
        }
        sheets["Not seen"] = summary.NotSeen.Count > 0 ? summary.NotSeen.Select(Row).ToList() : [new Dictionary<string, object> { ["Read"] = "Everything that these verdicts rest on was read." }];
        output.SaveAs(sheets, configuration: new OpenXmlConfiguration
        {
            FreezeRowCount = 1,
            TableStyles = TableStyles.Default,
            DynamicColumns = [.. s_widths.Select(column => new DynamicExcelColumn(column.Name) { Width = column.Width })],
        });
    }

    private static IEnumerable<Dictionary<string, object>> Rows(IReadOnlyList<Finding> findings, int start)
    {
        for (var i = start; i < Math.Min(findings.Count, start + MaxRows); i++)
        {
            yield return FindingRow.Of(findings[i]).ToDictionary(cell => cell.Name, cell => (object)cell.Text);
        }
    }

    private static Dictionary<string, object> Row(PillarSummary pillar) => new()
    {
        ["Pillar"] = pillar.Pillar.ToString(),
        ["Critical"] = pillar.Critical,
        ["High"] = pillar.High,
        ["Medium"] = pillar.Medium,
        ["Low"] = pillar.Low,
        ["Fail"] = pillar.Fail,
        ["Unknown"] = pillar.Unknown,
        ["Accepted"] = pillar.Accepted,
        ["Pass"] = pillar.Pass,
        ["NotApplicable"] = pillar.NotApplicable,
    };

    private static Dictionary<string, object> Row(NotSeen read) => new()
    {
        ["Read"] = read.Operation,
        ["Outcome"] = read.State.ToString(),
        ["Permission"] = read.Permission,
        ["Regions"] = read.Where,
        ["Unknown verdicts"] = read.Unknown,
        ["Message"] = read.Message,
    };
}
