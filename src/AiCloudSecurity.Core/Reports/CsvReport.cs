using System.Text;

namespace AiCloudSecurity.Reports;

/// <summary>
/// RFC 4180: CRLF, quotes where they are needed. It begins with a byte order mark, because Excel takes a file
/// without one for the machine's code page and garbles every name beyond ASCII; Import-Csv, pandas and python
/// (<c>utf-8-sig</c>) know the mark.
/// </summary>
internal static class CsvReport
{
    public static void Write(ReportContent content, Stream output)
    {
        using var csv = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        csv.WriteLine(string.Join(',', FindingColumns.All.Select(column => column.Name)));
        foreach (var finding in content.Findings)
        {
            csv.WriteLine(string.Join(',', FindingColumns.All.Select(column => Field(column.Text(finding)))));
        }
    }

    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
