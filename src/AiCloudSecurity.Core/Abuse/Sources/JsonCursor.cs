using System.Buffers.Text;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Walks through JSON in one pass: what nobody asks for is jumped over from quote to quote and bracket to bracket, and
/// nothing is copied. What is jumped over is held to close what it opens, no more; half of every record of a log is an
/// answer that no rule reads. Everything that is no JSON on the way is a <see cref="JsonException"/>.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> s_marks = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> s_inString = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> s_ends = SearchValues.Create(",}] \t\r\n"u8);
    private readonly ReadOnlySpan<byte> _json = json;
    private int _at;
    // A member or item was read before: a comma must follow.
    private bool _first;

    /// <summary>What the value begins with: { [ " or the first letter of another; 0 at the end.</summary>
    public byte Peek()
    {
        Space();
        return _at < _json.Length ? _json[_at] : (byte)0;
    }

    /// <summary>The value that was skipped last.</summary>
    public ReadOnlySpan<byte> Last { get; private set; }

    /// <summary>Whether nothing but white space is left.</summary>
    public bool IsAtEnd => Peek() == 0;

    /// <summary>Into the object that is the value; false, and past it, where it is none.</summary>
    public bool EnterObject() => Enter((byte)'{');

    /// <summary>Into the array that is the value; false, and past it, where it is none.</summary>
    public bool EnterArray() => Enter((byte)'[');

    /// <summary>To the value of the next member of the object; false, and past the object, where there is none. Every value must be read or skipped.</summary>
    /// <param name="name">The member's name, without escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool NextMember(out ReadOnlySpan<byte> name)
    {
        if (!Next((byte)'}'))
        {
            name = default;
            return false;
        }
        if (!TryString(out name, out var escaped))
        {
            throw Bad();
        }
        if (escaped)
        {
            var plain = new byte[name.Length];
            name = plain.AsSpan(0, Unescape(name, plain));
        }
        if (Peek() != ':')
        {
            throw Bad();
        }
        _at++;
        return true;
    }

    /// <summary>To the next value of the array; false, and past the array, where there is none.</summary>
    public bool NextItem() => Next((byte)']');

    /// <summary>Past the value.</summary>
    /// <returns>The value as it stands there.</returns>
    public ReadOnlySpan<byte> Skip() => Last = Value();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<byte> Value()
    {
        var c = Peek();
        var start = _at;
        if (c == '"')
        {
            StringEnd();
            return _json[start.._at];
        }
        if (c is not ((byte)'{' or (byte)'['))
        {
            var end = _json[_at..].IndexOfAny(s_ends);
            _at = end < 0 ? _json.Length : _at + end;
            var value = _json[start.._at];
            return c is (byte)'-' or >= (byte)'0' and <= (byte)'9' || value.SequenceEqual("null"u8) || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) ? value : throw Bad();
        }
        // Brackets of either kind: whether they fit each other says the one who reads them.
        var depth = 0;
        while (true)
        {
            var next = _json[_at..].IndexOfAny(s_marks);
            if (next < 0)
            {
                throw Bad();
            }
            _at += next;
            switch (_json[_at])
            {
                case (byte)'"':
                    StringEnd();
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }
            _at++;
            if (depth == 0)
            {
                return _json[start.._at];
            }
        }
    }

    /// <summary>The text that is the value, between its quotes; false, and past it, where it is none.</summary>
    /// <param name="text">The text as it stands there.</param>
    /// <param name="escaped">Whether there is a backslash in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryString(out ReadOnlySpan<byte> text, out bool escaped)
    {
        if (Peek() != '"')
        {
            text = default;
            escaped = false;
            Skip();
            return false;
        }
        var start = _at + 1;
        escaped = StringEnd();
        text = _json[start..(_at - 1)];
        return true;
    }

    /// <summary>The whole number that is the value; false, and past it, where it is none.</summary>
    public bool TryNumber(out long number)
    {
        var value = Skip();
        return Utf8Parser.TryParse(value, out number, out var used) && used == value.Length;
    }

    /// <summary>Text without its escapes. Half a surrogate pair becomes a replacement character.</summary>
    /// <param name="text">Between the quotes.</param>
    /// <param name="plain">At least as long.</param>
    /// <returns>How long it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> plain)
    {
        var length = 0;
        while (true)
        {
            var next = text.IndexOf((byte)'\\');
            if (next < 0)
            {
                text.CopyTo(plain[length..]);
                return length + text.Length;
            }
            text[..next].CopyTo(plain[length..]);
            length += next;
            text = text[next..];
            if (text.Length < 2)
            {
                throw Bad();
            }
            var c = text[1] switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'t' => (byte)'\t',
                (byte)'r' => (byte)'\r',
                (byte)'b' => (byte)'\b',
                (byte)'f' => (byte)'\f',
                (byte)'"' or (byte)'\\' or (byte)'/' => text[1],
                (byte)'u' => (byte)0,
                _ => throw Bad(),
            };
            if (c != 0)
            {
                plain[length++] = c;
                text = text[2..];
                continue;
            }
            var unit = Hex(text);
            text = text[6..];
            var rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(unit) && text is [(byte)'\\', (byte)'u', ..] && Hex(text) is var low && char.IsLowSurrogate(low))
            {
                rune = new(unit, low);
                text = text[6..];
            }
            else if (!char.IsSurrogate(unit))
            {
                rune = new(unit);
            }
            length += rune.EncodeToUtf8(plain[length..]);
        }
    }

    private static char Hex(ReadOnlySpan<byte> escape) =>
        escape.Length >= 6 && Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out var used, 'x') && used == 4 ? (char)unit : throw Bad();

    private static JsonException Bad() => new("This is no JSON.");

    private bool Enter(byte open)
    {
        if (Peek() != open)
        {
            Skip();
            return false;
        }
        _at++;
        _first = true;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Next(byte close)
    {
        var c = Peek();
        if (c == close)
        {
            _at++;
            _first = false;
            return false;
        }
        if (!_first)
        {
            if (c != ',')
            {
                throw Bad();
            }
            _at++;
            c = Peek();
        }
        _first = false;
        return c is 0 or (byte)']' or (byte)'}' or (byte)',' or (byte)':' ? throw Bad() : true;
    }

    private void Space()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }
    }

    // From the opening quote past the closing one; true where there was a backslash.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool StringEnd()
    {
        var escaped = false;
        _at++;
        while (true)
        {
            var next = _json[_at..].IndexOfAny(s_inString);
            if (next < 0)
            {
                throw Bad();
            }
            _at += next + 1;
            if (_json[_at - 1] == '"')
            {
                return escaped;
            }
            escaped = true;
            if (++_at > _json.Length)
            {
                throw Bad();
            }
        }
    }
}
