using System.Buffers;
using System.Globalization;
using System.Text;

namespace AiCloudSecurity;

/// <summary>
/// Makes strings that a cloud gave us fit to be shown. Whoever can name a resource can attack whoever reads the
/// report, and Export-Csv, Format-Table and spreadsheets pass everything through, so each human-facing string is
/// made safe where it is made.
/// </summary>
public static class Display
{
    /// <summary>The longest text that is shown, in UTF-16 code units.</summary>
    public const int MaxLength = 512;

    private const int MaxIdLength = 2048;

    private static readonly SearchValues<char> s_plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    /// <summary>
    /// Shows control, bidirectional and zero-width characters, lone surrogates and noncharacters as visible escapes, cuts at
    /// <see cref="MaxLength"/>, and puts an apostrophe before what a spreadsheet would take for a formula.
    /// Safe text comes back as the same instance.
    /// </summary>
    public static string Safe(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        if (text.Length <= MaxLength && IsSafe(text))
        {
            return text;
        }
        var safe = new StringBuilder(Math.Min(text.Length, MaxLength) + 16);
        if (IsFormula(text[0]))
        {
            safe.Append('\'');
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (safe.Length >= MaxLength - 12)
            {
                safe.Append('…');
                break;
            }
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                var rune = new Rune(c, text[++i]);
                if (IsUnsafe(rune))
                {
                    safe.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}");
                }
                else
                {
                    safe.Append(c).Append(text[i]);
                }
            }
            else if (IsUnsafe(c))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                safe.Append(c);
            }
        }
        return safe.ToString();
    }

    /// <summary>Whether a text is shown as it is, but for its length.</summary>
    public static bool IsSafe(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 || !IsFormula(text[0]) && !NeedsEscape(text);
    }

    /// <summary>
    /// An id, which binds to the next cmdlet and is looked up by, so it stays exact, and may be long; one that could be
    /// a formula or an escape code is no id, and becomes <see cref="Safe"/>.
    /// </summary>
    internal static string Id(string id) => id.Length is > 0 and <= MaxIdLength && (char.IsAsciiLetter(id[0]) || id[0] == '/') && IsSafe(id) ? id : Safe(id);

    // What starts a formula in a spreadsheet (OWASP CSV injection, ASVS: NUL too).
    private static bool IsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0';

    private static bool NeedsEscape(string text)
    {
        // Nearly all text is ASCII that can be printed.
        if (!text.AsSpan().ContainsAnyExcept(s_plain))
        {
            return false;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                if (IsUnsafe(new Rune(text[i], text[++i])))
                {
                    return true;
                }
            }
            else if (IsUnsafe(text[i]))
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsUnsafe(char c) =>
        c is < ' ' or >= '\u007F' &&
        (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
            || c is >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE');

    // Control characters beyond the first plane there are none; XML takes no noncharacter of the first one, and no text means any.
    private static bool IsUnsafe(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format || (rune.Value & 0xFFFE) == 0xFFFE;
}
