using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed partial class ReportTests
{
    [Theory]
    [InlineData("report.html", ReportFormat.Html)]
    [InlineData("a.b/Report.HTM", ReportFormat.Html)]
    [InlineData("x.json", ReportFormat.Json)]
    [InlineData("x.sarif.json", ReportFormat.Sarif)]
    [InlineData("x.ndjson", ReportFormat.NdJson)]
    [InlineData("x.csv", ReportFormat.Csv)]
    [InlineData("x.sarif", ReportFormat.Sarif)]
    [InlineData("x.md", ReportFormat.Markdown)]
    [InlineData("x.OCSF.json", ReportFormat.Ocsf)]
    [InlineData("x.asff.json", ReportFormat.Asff)]
    [InlineData("x.xml", ReportFormat.JUnit)]
    [InlineData("x.junit.xml", ReportFormat.JUnit)]
    [InlineData("x.nunit.xml", ReportFormat.NUnit)]
    [InlineData("ocsf/x.json", ReportFormat.Json)]
    [InlineData("x.xlsx", ReportFormat.Xlsx)]
    [InlineData("x.pdf", null)]
    [InlineData("html", null)]
    public void The_extension_says_the_format(string path, ReportFormat? format) => Assert.Equal(format, ReportFormats.OfPath(path));

    [Fact]
    public void The_columns_are_those_of_a_finding_in_their_order() =>
        Assert.Equal(typeof(Finding).GetProperties().Where(property => property.GetMethod!.IsPublic).Select(property => property.Name),
            FindingColumns.All.Select(column => column.Name));

    [Theory, MemberData(nameof(Formats))]
    public void A_report_leaves_its_stream_open_and_works_with_nothing_to_say(ReportFormat format)
    {
        using var stream = new MemoryStream();
        Report.Write(format, ReportSamples.Content([]), stream);
        Assert.True(stream.CanWrite);
        if (format != ReportFormat.NdJson)
        {
            Assert.NotEqual(0, stream.Length);
        }
    }

    public static TheoryData<ReportFormat> Formats => new(Enum.GetValues<ReportFormat>().Where(format => format != ReportFormat.Xlsx));

    // What a terminal, a viewer or an editor could obey must be in no format, whatever a resource is called.
    [Theory, MemberData(nameof(Formats))]
    public void No_report_has_a_control_or_bidirectional_character(ReportFormat format)
    {
        var text = ReportSamples.Write(format);
        Assert.DoesNotContain(text.TrimStart('\uFEFF'), c =>
            c is < ' ' and not ('\r' or '\n' or '\t') or '\u007F' or (>= '\u0080' and <= '\u009F') or '\u202E' or '\u200B' or '\uFFFD');
    }

    [Fact]
    public void Csv_is_read_back_by_python_as_it_was()
    {
        using var stream = new MemoryStream();
        Report.Write(ReportFormat.Csv, ReportSamples.Content(), stream);
        var rows = Python("""
            import sys, csv, io, json
            text = sys.stdin.buffer.read().decode("utf-8-sig")
            print(json.dumps(list(csv.DictReader(io.StringIO(text, newline=""), strict=True))))
            """, stream.ToArray());
        Assert.SkipWhen(rows is null, "python3 is not on this machine; the other test parses the file by RFC 4180.");
        AssertRows(JsonSerializer.Deserialize<List<Dictionary<string, string>>>(rows!)!);
    }

    [Fact]
    public void Csv_is_read_back_by_rfc_4180_as_it_was()
    {
        var text = ReportSamples.Write(ReportFormat.Csv);
        Assert.Equal('\uFEFF', text[0]);
        List<List<string>> lines = [[]];
        foreach (Match field in CsvField().Matches(text[1..]))
        {
            var value = field.Groups["text"].Value;
            lines[^1].Add(value.StartsWith('"') ? value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : value);
            if (field.Groups["end"].Value == "\r\n")
            {
                lines.Add([]);
            }
        }
        lines.RemoveAt(lines.Count - 1);
        AssertRows([.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(pair => pair.First, pair => pair.Second))]);
    }

    [Fact]
    public void Csv_guards_texts_that_were_not_made_safe()
    {
        var finding = ReportSamples.Finding() with { ResourceName = "=1+1", Reason = "@x" };
        Assert.Contains(",'=1+1,", ReportSamples.Write(ReportFormat.Csv, ReportSamples.Content([finding])), StringComparison.Ordinal);
        Assert.Contains(",'@x,", ReportSamples.Write(ReportFormat.Csv, ReportSamples.Content([finding])), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_every_finding_as_it_was()
    {
        using var json = JsonDocument.Parse(ReportSamples.Write(ReportFormat.Json));
        Assert.Equal("1.0", json.RootElement.GetProperty("version").GetString());
        AssertRows(json.RootElement.GetProperty("findings").EnumerateArray().Select(Row));
        var summary = json.RootElement.GetProperty("summary");
        Assert.Equal(ReportSamples.Hostile.Count, new[] { "pass", "fail", "unknown", "notApplicable", "accepted" }.Sum(status => summary.GetProperty(status).GetInt32()));
    }

    [Fact]
    public void Json_lines_hold_every_finding_as_it_was()
    {
        var lines = ReportSamples.Write(ReportFormat.NdJson).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        AssertRows(lines.Select(line => Row(JsonDocument.Parse(line).RootElement)));
    }

    [Fact]
    public void Json_is_ascii() => Assert.True(Ascii.IsValid(ReportSamples.Write(ReportFormat.Json)));

    [Fact]
    public void Markdown_counts_every_finding_and_shows_every_verdict()
    {
        var text = ReportSamples.Write(ReportFormat.Markdown);
        var rows = MarkdownRow().Matches(text);
        Assert.Equal(ReportSamples.Hostile.Count, rows.Count(row => Enum.TryParse<Status>(row.Groups[1].Value, out _)));
        Assert.Contains($"| {ReportSamples.Hostile.Count(finding => finding.Status == Status.Fail)} | {ReportSamples.Hostile.Count(finding => finding.Status == Status.Unknown)} |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_in_a_name_is_markdown()
    {
        Assert.All(ReportSamples.HostileNames.Select(Display.Safe), name =>
        {
            var text = Markdown.Text(name);
            Assert.DoesNotMatch(@"[|`\[\]<>*_\\~]|https?://|www\.|^[-+=]|\n", text);
            Assert.Equal(name, System.Net.WebUtility.HtmlDecode(text));
        });
    }

    [Fact]
    public void A_markdown_page_stays_below_what_a_job_summary_may_be()
    {
        var findings = Enumerable.Range(0, 20_000).Select(number => ReportSamples.Finding(name: $"notebook-{number}")).ToList();
        var text = ReportSamples.Write(ReportFormat.Markdown, ReportSamples.Content(findings));
        Assert.InRange(Encoding.UTF8.GetByteCount(text), 500_000, 1_000_000);
        var shown = MarkdownRow().Matches(text).Count(row => row.Groups[1].Value == "Fail");
        Assert.Contains($"{20_000 - shown} more are too long", text, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Row(JsonElement finding) =>
        finding.EnumerateObject().ToDictionary(member => char.ToUpperInvariant(member.Name[0]) + member.Name[1..], member => member.Value.GetString()!);

    private static void AssertRows(IEnumerable<Dictionary<string, string>> rows)
    {
        var expected = ReportSamples.Hostile.Select(finding => FindingColumns.All.Select(column => column.Text(finding)));
        Assert.Equal(expected, rows.Select(row => FindingColumns.All.Select(column => row[column.Name])));
    }

    private static string? Python(string program, byte[] input)
    {
        try
        {
            var start = new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardInput = true, RedirectStandardOutput = true };
            using var python = Process.Start(start)!;
            python.StandardInput.BaseStream.Write(input);
            python.StandardInput.Close();
            var output = python.StandardOutput.ReadToEnd();
            python.WaitForExit();
            Assert.Equal(0, python.ExitCode);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?<text>"(?:[^"]|"")*"|[^",\r\n]*)(?<end>,|\r\n)""")]
    private static partial Regex CsvField();

    [GeneratedRegex(@"^\| (\w+) \|(?: [^|\n]* \|){6}$", RegexOptions.Multiline)]
    private static partial Regex MarkdownRow();
}
