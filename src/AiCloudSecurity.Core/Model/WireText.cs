using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace AiCloudSecurity;

/// <summary>
/// The text of an answer as JSON's readers can make text of it. They take bytes that are no UTF-8, and escapes that are half
/// of a surrogate pair, for well-formed until somebody asks for them, and throw then: one such name in one resource would
/// spoil the page that it is on.
/// </summary>
public static class WireText
{
    private const int EscapeLength = 6;

    /// <summary>The same JSON, with U+FFFD for what is no text, as decoders of UTF-8 have it.</summary>
    /// <param name="json">An answer; it may be changed.</param>
    public static byte[] Readable(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (!Utf8.IsValid(json))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        }
        // Escapes of surrogates begin so; hardly any answer has one.
        if (json.AsSpan().IndexOf("\\ud"u8) >= 0 || json.AsSpan().IndexOf("\\uD"u8) >= 0)
        {
            Pair(json);
        }
        return json;
    }

    private static void Pair(Span<byte> json)
    {
        for (var next = json.IndexOf((byte)'\\'); next >= 0; next = json.IndexOf((byte)'\\'))
        {
            json = json[next..];
            var unit = Unit(json);
            if (unit is null || !char.IsSurrogate(unit.Value))
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }
            if (char.IsHighSurrogate(unit.Value) && Unit(json[EscapeLength..]) is { } low && char.IsLowSurrogate(low))
            {
                json = json[(2 * EscapeLength)..];
                continue;
            }
            "fffd"u8.CopyTo(json[2..]);
            json = json[EscapeLength..];
        }
    }

    // What an escape at the start stands for; null where there is none.
    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == '\\' && json[1] == 'u' && Utf8Parser.TryParse(json[2..EscapeLength], out ushort unit, out var read, 'x') && read == 4 ? (char)unit : null;
}
