using System.Runtime.CompilerServices;
using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// The few names that come again in every record, as one string each. Kept by one reader; forgotten all at once when
/// somebody fills a log with names.
/// </summary>
internal sealed class Names
{
    private const int Most = 1 << 15;
    private const int Longest = 2048;
    private readonly Dictionary<ulong, (byte[] Utf8, string Text)> _known = [];
    private readonly byte[] _unescaped = new byte[Longest * 6];

    /// <summary>The string that is the value; null, and past it, for anything else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string? Of(ref JsonCursor json)
    {
        if (!json.TryString(out var text, out var escaped))
        {
            return null;
        }
        if (escaped)
        {
            text = _unescaped.AsSpan(0, JsonCursor.Unescape(text[..Math.Min(text.Length, _unescaped.Length)], _unescaped));
        }
        return Of(text[..Math.Min(text.Length, Longest)]);
    }

    /// <summary>A name from its UTF-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }
        var hash = Hashing.Of(utf8);
        if (_known.TryGetValue(hash, out var known) && utf8.SequenceEqual(known.Utf8))
        {
            return known.Text;
        }
        var text = Encoding.UTF8.GetString(utf8);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }
        _known[hash] = (utf8.ToArray(), text);
        return text;
    }
}
