using AiCloudSecurity.Reports;

namespace AiCloudSecurity.Core.Tests;

public sealed class ReportSizeTests
{
    private static readonly IReadOnlyList<Finding> s_many = [.. Enumerable.Range(0, 20_000).Select(number => ReportSamples.Finding(name: $"notebook-{number}"))];

    public static TheoryData<ReportFormat> Streamed => new(Enum.GetValues<ReportFormat>().Except([ReportFormat.Xlsx, ReportFormat.Html]));

    // Then a million findings take no more memory than the findings themselves.
    [Theory, MemberData(nameof(Streamed))]
    public void A_format_for_tools_is_written_as_it_goes_and_not_kept(ReportFormat format)
    {
        using var output = new Counting();
        Report.Write(format, ReportSamples.Content(s_many), output);
        Assert.InRange(output.Largest, 1, 1 << 18);
        Assert.True(output.Total > 500_000, $"{output.Total}");
    }

    [Fact]
    public void A_page_holds_what_a_browser_can_show_and_says_how_much_is_missing()
    {
        var finding = ReportSamples.Finding();
        var text = ReportSamples.Write(ReportFormat.Html, ReportSamples.Content([.. Enumerable.Repeat(finding, HtmlIsland.MostFindings + 5)]));
        Assert.Contains("the 100,000 worst of 100,005 verdicts", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 1, 12_000_000);
    }

    private sealed class Counting : Stream
    {
        public int Largest { get; private set; }

        public long Total { get; private set; }

        public override void Write(byte[] buffer, int offset, int count) => Count(count);

        public override void Write(ReadOnlySpan<byte> buffer) => Count(buffer.Length);

        private void Count(int count) => (Largest, Total) = (Math.Max(Largest, count), Total + count);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Total;

        public override long Position { get => Total; set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
