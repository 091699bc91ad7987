using System.Text;
using System.Text.Json;

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

    /// <summary>The string value that the reader stands on; null for anything else.</summary>
    public string? Of(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            return null;
        }
        if (json.ValueSpan.Length > Longest)
        {
            return Of(json.ValueSpan[..Longest]);
        }
        return json.ValueIsEscaped ? Of(_unescaped.AsSpan(0, json.CopyString(_unescaped))) : Of(json.ValueSpan);
    }

    /// <summary>A name from its UTF-8.</summary>
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
