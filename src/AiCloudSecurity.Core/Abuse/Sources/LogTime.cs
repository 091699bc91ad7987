using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Times as logs write them: ISO 8601 with any number of digits, "yyyy-MM-dd HH:mm:ss.fffffffff" with or without UTC,
/// an offset, or a number of seconds, milli-, micro- or nanoseconds since 1970.
/// </summary>
internal static class LogTime
{
    /// <summary>Seconds since 1970, UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text.Length < 16 || text[4] != '-')
        {
            return TryNumber(text, out seconds);
        }
        if (!Digits(text, 0, 4, out var year) || !Digits(text, 5, 2, out var month) || text[7] != '-' || !Digits(text, 8, 2, out var day)
            || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || !Digits(text, 11, 2, out var hour) || text[13] != ':' || !Digits(text, 14, 2, out var minute))
        {
            return false;
        }
        var second = 0;
        var rest = text[16..];
        if (rest is [(byte)':', _, _, ..])
        {
            if (!Digits(rest, 1, 2, out second))
            {
                return false;
            }
            rest = rest[3..];
        }
        if (rest is [(byte)'.' or (byte)',', ..])
        {
            rest = rest[1..];
            while (rest is [>= (byte)'0' and <= (byte)'9', ..])
            {
                rest = rest[1..];
            }
        }
        if (year is < 1970 or > 9998 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60 || !TryOffset(rest, out var offset))
        {
            return false;
        }
        seconds = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks / TimeSpan.TicksPerSecond - 62_135_596_800 + second - offset;
        return seconds >= 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int seconds)
    {
        seconds = 0;
        if (text is [] or [(byte)'Z' or (byte)'z'] || text.SequenceEqual(" UTC"u8))
        {
            return true;
        }
        if (text is not [(byte)'+' or (byte)'-', _, _, ..] || !Digits(text, 1, 2, out var hours))
        {
            return false;
        }
        var minutes = 0;
        var rest = text[3..] is [(byte)':', ..] ? text[4..] : text[3..];
        if (rest.Length > 0 && (rest.Length != 2 || !Digits(rest, 0, 2, out minutes)))
        {
            return false;
        }
        seconds = (text[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (!Utf8Parser.TryParse(text, out double number, out var used) || used != text.Length || !(number is > 1e8 and < 1e19))
        {
            return false;
        }
        seconds = (long)(number switch { > 1e17 => number / 1e9, > 1e14 => number / 1e6, > 1e11 => number / 1e3, _ => number });
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int at, int count, out int value)
    {
        value = 0;
        foreach (var c in text.Slice(at, count))
        {
            if (c is < (byte)'0' or > (byte)'9')
            {
                return false;
            }
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
