using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;

namespace AiCloudSecurity.Reports;

/// <summary>
/// Writes HTML from interpolated strings: what stands in the source is markup, what is put in is text and gets
/// encoded. There is no way in for a string that was made elsewhere, but <see cref="Verbatim"/>.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    /// <summary>Writes markup with encoded values.</summary>
    public void Write(ref Markup markup) => output.Write(markup.Take());

    /// <summary>Writes our own style, script and JSON as they are.</summary>
    public void Verbatim(ReadOnlySpan<char> text) => output.Write(text);

    [InterpolatedStringHandler]
    public ref struct Markup(int literalLength, int formattedCount)
    {
        private DefaultInterpolatedStringHandler _html = new(literalLength, formattedCount, CultureInfo.InvariantCulture);

        public void AppendLiteral(string markup) => _html.AppendLiteral(markup);

        public void AppendFormatted(string? text) => _html.AppendLiteral(HtmlEncoder.Default.Encode(text ?? ""));

        public void AppendFormatted(int number, string? format = null) => _html.AppendFormatted(number, format);

        /// <summary>A length or position in a drawing.</summary>
        public void AppendFormatted(double number) => _html.AppendFormatted(number, "0.##");

        public string Take() => _html.ToStringAndClear();
    }
}
