using System.Globalization;
using System.Net;

namespace AiCloudSecurity.Iam;

/// <summary>One value of a condition, ready to be compared with a value of the request.</summary>
internal abstract class ConditionValue
{
    public abstract Truth Matches(string value, Request request);

    /// <summary>Adds the variables of which nothing is known.</summary>
    public virtual void AddUnknown(Request request, ISet<string> keys)
    {
    }
}

/// <summary>Text, with or without wildcards.</summary>
internal sealed class TextValue(PolicyText text) : ConditionValue
{
    public override Truth Matches(string value, Request request) => text.Matches(value, request);

    public override void AddUnknown(Request request, ISet<string> keys) => text.AddUnknown(request, keys);
}

/// <summary>An ARN: its six parts are compared one by one. What it leaves out at the end belongs to its last part.</summary>
internal sealed class ArnValue(PolicyText text) : ConditionValue
{
    private const int Parts = 6;
    private readonly string[]? _parts = text.Constant?.Split(':', Parts);

    public override Truth Matches(string value, Request request)
    {
        var truth = Truth.True;
        var parts = _parts;
        if (parts is null)
        {
            truth = text.Resolve(request, out var pattern);
            if (truth == Truth.Unknown)
            {
                // A variable may hold colons: then the parts are not known.
                return Truths.Of(Glob.Matches(pattern, value)).And(truth);
            }
            parts = pattern.Split(':', Parts);
        }
        if (truth == Truth.False)
        {
            return text.Unresolved;
        }
        var rest = value.AsSpan();
        for (var i = 0; i < parts.Length; i++)
        {
            var end = i == parts.Length - 1 ? rest.Length : rest.IndexOf(':');
            if (end < 0 || !Glob.Matches(parts[i], rest[..end]))
            {
                return Truth.False;
            }
            rest = end < rest.Length ? rest[(end + 1)..] : default;
        }
        return truth;
    }

    public override void AddUnknown(Request request, ISet<string> keys) => text.AddUnknown(request, keys);
}

/// <summary>True or false.</summary>
internal sealed class BoolValue(bool expected) : ConditionValue
{
    public override Truth Matches(string value, Request request) => Truths.Of(bool.TryParse(value, out var given) && given == expected);
}

/// <summary>Bytes.</summary>
internal sealed class BinaryValue(byte[] expected) : ConditionValue
{
    public static bool TryParse(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var read = Convert.TryFromBase64String(text, bytes, out var length);
        Array.Resize(ref bytes, length);
        return read;
    }

    public override Truth Matches(string value, Request request) => Truths.Of(TryParse(value, out var given) && given.AsSpan().SequenceEqual(expected));
}

/// <summary>A number or a date, compared by size.</summary>
internal sealed class OrderedValue<T>(T expected, OrderedValue<T>.Parser parse, Func<int, bool> holds) : ConditionValue where T : IComparable<T>
{
    public delegate bool Parser(string text, out T value);

    public override Truth Matches(string value, Request request) => Truths.Of(parse(value, out var given) && holds(given.CompareTo(expected)));
}

/// <summary>How numbers and dates are written.</summary>
internal static class OrderedValues
{
    private static readonly string[] s_dates = ["yyyy", "yyyy-MM", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    /// <summary>A date of ISO 8601 as the W3C profiles it, or seconds since 1970.</summary>
    public static bool TryDate(string text, out DateTimeOffset date)
    {
        if (DateTimeOffset.TryParseExact(text, s_dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date))
        {
            return true;
        }
        var isEpoch = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        date = isEpoch ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : default;
        return isEpoch;
    }
}

/// <summary>A range of addresses.</summary>
internal sealed class IpRange : ConditionValue
{
    private readonly byte[] _network;
    private readonly int _bits;

    private IpRange(byte[] network, int bits)
    {
        _network = network;
        _bits = bits;
    }

    /// <summary>Reads an address or a CIDR range. Unlike IPNetwork, it takes a range whose base has bits beyond the prefix.</summary>
    public static IpRange? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text[..slash], out var address))
        {
            return null;
        }
        var bits = address.Length * 8;
        return slash < 0 || int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= address.Length * 8
            ? new(address, bits)
            : null;
    }

    public override Truth Matches(string value, Request request)
    {
        if (!TryAddress(value, out var address) || address.Length != _network.Length)
        {
            return Truth.False;
        }
        for (var i = 0; i < _bits; i += 8)
        {
            var mask = _bits - i >= 8 ? 0xFF : 0xFF << (8 - (_bits - i));
            if (((address[i / 8] ^ _network[i / 8]) & mask) != 0)
            {
                return Truth.False;
            }
        }
        return Truth.True;
    }

    // IPAddress takes "10" for 0.0.0.10 and a scope after a percent sign; neither is an address here.
    private static bool TryAddress(string text, out byte[] bytes)
    {
        bytes = [];
        if (IPAddress.TryParse(text, out var address) && !text.Contains('%', StringComparison.Ordinal)
            && (text.Contains(':', StringComparison.Ordinal) || text.Count(character => character == '.') == 3))
        {
            bytes = address.GetAddressBytes();
        }
        return bytes.Length > 0;
    }
}
