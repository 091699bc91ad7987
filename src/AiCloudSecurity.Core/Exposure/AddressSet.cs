using System.Collections.Frozen;
using System.Globalization;
using System.Net;

namespace AiCloudSecurity.Exposure;

/// <summary>
/// A set of addresses of IPv4 and IPv6, as address ranges of CIDR make it. Immutable; kept as sorted ranges that neither
/// overlap nor touch, so that equal sets are equal.
/// </summary>
public sealed class AddressSet : IEquatable<AddressSet>
{
    private static readonly UInt128 s_lastFour = uint.MaxValue;
    private readonly Range[] _ranges;

    private AddressSet(Range[] ranges) => _ranges = ranges;

    // Addresses from first to last, of one family.
    private readonly record struct Range(bool IsSix, UInt128 First, UInt128 Last);

    /// <summary>No address.</summary>
    public static AddressSet Empty { get; } = new([]);

    /// <summary>All addresses of IPv4.</summary>
    public static AddressSet AllFour { get; } = new([new(false, 0, s_lastFour)]);

    /// <summary>All addresses of IPv6.</summary>
    public static AddressSet AllSix { get; } = new([new(true, 0, UInt128.MaxValue)]);

    /// <summary>All addresses.</summary>
    public static AddressSet All { get; } = AllFour.Union(AllSix);

    // What is not routed on the internet: RFC 6890 and its successors (IANA's special-purpose registries), multicast.
    private static readonly AddressSet s_special = Of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
        "::/3", "4000::/2", "8000::/1");

    /// <summary>The addresses of the internet: all but private, shared, local and multicast ones.</summary>
    public static AddressSet Internet { get; } = All.Except(s_special);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>Whether it has at least half of the internet's addresses of a family: rules that leave out a few do not make it narrow.</summary>
    public bool IsWholeInternet => Intersect(Internet)._ranges.GroupBy(range => range.IsSix)
        .Any(family => family.Aggregate(UInt128.Zero, (sum, range) => sum + (range.Last - range.First + 1)) >= UInt128.One << (family.Key ? 124 : 31));

    /// <summary>Whether it has an address of the internet.</summary>
    public bool HasInternet => !Intersect(Internet).IsEmpty;

    /// <summary>The addresses of ranges such as 10.0.0.0/8, fd00::/8 or 10.0.0.1.</summary>
    /// <exception cref="FormatException">One is no such range.</exception>
    public static AddressSet Of(params IEnumerable<string> ranges) =>
        UnionOf(ranges.Select(range => TryParse(range) ?? throw new FormatException($"'{Display.Safe(range)}' is no range of addresses.")));

    /// <summary>The addresses of a range such as 10.0.0.0/8, of which bits beyond the prefix do not count; null where it is none.</summary>
    public static AddressSet? TryParse(string? range)
    {
        if (string.IsNullOrEmpty(range))
        {
            return null;
        }
        var slash = range.IndexOf('/', StringComparison.Ordinal);
        if (Parse(slash < 0 ? range : range[..slash]) is not { } address)
        {
            return null;
        }
        var bits = address.IsSix ? 128 : 32;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(range.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return null;
        }
        var host = length == 0 ? (address.IsSix ? UInt128.MaxValue : s_lastFour) : (UInt128.One << (bits - length)) - 1;
        return new([new(address.IsSix, address.Value & ~host, address.Value | host)]);
    }

    /// <summary>The addresses that one of them has.</summary>
    public static AddressSet UnionOf(IEnumerable<AddressSet> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        AddressSet? only = null;
        List<Range>? ranges = null;
        foreach (var set in sets)
        {
            if (set.IsEmpty || ReferenceEquals(set, only))
            {
                continue;
            }
            if (only is null)
            {
                only = set;
                continue;
            }
            ranges ??= [.. only._ranges];
            ranges.AddRange(set._ranges);
        }
        if (ranges is null)
        {
            return only ?? Empty;
        }
        ranges.Sort(static (a, b) => a.IsSix != b.IsSix ? a.IsSix.CompareTo(b.IsSix) : a.First.CompareTo(b.First));
        List<Range> joined = [ranges[0]];
        foreach (var range in ranges)
        {
            var last = joined[^1];
            if (range.IsSix == last.IsSix && (last.Last == UInt128.MaxValue || range.First <= last.Last + 1))
            {
                joined[^1] = last with { Last = UInt128.Max(last.Last, range.Last) };
            }
            else
            {
                joined.Add(range);
            }
        }
        return new([.. joined]);
    }

    /// <summary>The addresses that this or the other has.</summary>
    public AddressSet Union(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsEmpty || ReferenceEquals(other, All))
        {
            return other;
        }
        if (other.IsEmpty || ReferenceEquals(this, other) || ReferenceEquals(this, All))
        {
            return this;
        }
        // Both are sorted: whichever comes first is put at the end, or joined with what is there.
        var joined = new Range[_ranges.Length + other._ranges.Length];
        var count = 0;
        for (int i = 0, j = 0; i < _ranges.Length || j < other._ranges.Length;)
        {
            var range = j == other._ranges.Length || i < _ranges.Length && IsBefore(_ranges[i], other._ranges[j]) ? _ranges[i++] : other._ranges[j++];
            if (count > 0 && joined[count - 1] is var last && range.IsSix == last.IsSix && (last.Last == UInt128.MaxValue || range.First <= last.Last + 1))
            {
                joined[count - 1] = last with { Last = UInt128.Max(last.Last, range.Last) };
            }
            else
            {
                joined[count++] = range;
            }
        }
        return Of(joined, count);
    }

    private static bool IsBefore(in Range one, in Range other) => one.IsSix == other.IsSix ? one.First < other.First : !one.IsSix;

    private static AddressSet Of(Range[] ranges, int count) => count == 0 ? Empty : new(count == ranges.Length ? ranges : ranges[..count]);

    /// <summary>The addresses that both have.</summary>
    public AddressSet Intersect(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsEmpty || other.IsEmpty)
        {
            return Empty;
        }
        if (ReferenceEquals(other, All) || ReferenceEquals(this, other))
        {
            return this;
        }
        if (ReferenceEquals(this, All))
        {
            return other;
        }
        var both = new Range[_ranges.Length + other._ranges.Length];
        var count = 0;
        for (int i = 0, j = 0; i < _ranges.Length && j < other._ranges.Length;)
        {
            var (a, b) = (_ranges[i], other._ranges[j]);
            if (a.IsSix != b.IsSix)
            {
                _ = a.IsSix ? j++ : i++;
                continue;
            }
            var (first, last) = (UInt128.Max(a.First, b.First), UInt128.Min(a.Last, b.Last));
            if (first <= last)
            {
                both[count++] = new(a.IsSix, first, last);
            }
            _ = a.Last < b.Last ? i++ : j++;
        }
        return Of(both, count);
    }

    /// <summary>The addresses that the other does not have.</summary>
    public AddressSet Except(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }
        var left = new Range[_ranges.Length + other._ranges.Length];
        var (count, j) = (0, 0);
        foreach (var range in _ranges)
        {
            var first = range.First;
            var isOver = false;
            while (j < other._ranges.Length && IsAhead(other._ranges[j], range.IsSix, first))
            {
                j++;
            }
            for (var k = j; k < other._ranges.Length && other._ranges[k].IsSix == range.IsSix && other._ranges[k].First <= range.Last && !isOver; k++)
            {
                var taken = other._ranges[k];
                if (taken.First > first)
                {
                    left[count++] = range with { First = first, Last = taken.First - 1 };
                }
                isOver = taken.Last >= range.Last;
                first = isOver ? first : taken.Last + 1;
            }
            if (!isOver)
            {
                left[count++] = range with { First = first };
            }
        }
        return Of(left, count);

        // Whether a range lies wholly ahead of an address.
        static bool IsAhead(in Range taken, bool isSix, UInt128 first) => taken.IsSix == isSix ? taken.Last < first : !taken.IsSix;
    }

    /// <summary>Its stretches of addresses that are longer than a range of that prefix: ranges that touch are one stretch.</summary>
    /// <param name="four">The length of the prefix, of IPv4.</param>
    /// <param name="six">Of IPv6.</param>
    public AddressSet WiderThan(int four, int six) => new([.. _ranges.Where(range => range.Last - range.First >= UInt128.One << (range.IsSix ? 128 - six : 32 - four))]);

    /// <summary>Whether both have an address.</summary>
    public bool Overlaps(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0, j = 0; i < _ranges.Length && j < other._ranges.Length;)
        {
            var (a, b) = (_ranges[i], other._ranges[j]);
            if (a.IsSix == b.IsSix && a.First <= b.Last && b.First <= a.Last)
            {
                return true;
            }
            _ = a.IsSix != b.IsSix ? a.IsSix ? j++ : i++ : a.Last < b.Last ? i++ : j++;
        }
        return false;
    }

    /// <summary>Whether it has all that the other has.</summary>
    public bool Covers(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Except(this).IsEmpty;
    }

    /// <summary>Whether it has an address.</summary>
    public bool Contains(string address) => Parse(address) is { } parsed && Array.Exists(_ranges, range => range.IsSix == parsed.IsSix && range.First <= parsed.Value && parsed.Value <= range.Last);

    /// <summary>Whether it has an address, which is given as a number of its family.</summary>
    internal bool Contains(bool isSix, UInt128 address)
    {
        foreach (var range in _ranges)
        {
            if (range.IsSix == isSix && range.First <= address && address <= range.Last)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The ranges of CIDR that make it up, fewest, IPv4 first.</summary>
    public IEnumerable<string> Cidrs()
    {
        foreach (var range in _ranges)
        {
            var bits = range.IsSix ? 128 : 32;
            var first = range.First;
            while (true)
            {
                // As far as the first address is aligned, and no further than the last.
                var host = first == 0 ? bits : Math.Min(bits, (int)UInt128.TrailingZeroCount(first));
                while (host > 0 && (host == 128 ? UInt128.MaxValue : first + ((UInt128.One << host) - 1)) > range.Last)
                {
                    host--;
                }
                var last = host == 128 ? UInt128.MaxValue : first + ((UInt128.One << host) - 1);
                yield return $"{Text(range.IsSix, first)}/{(bits - host).ToString(CultureInfo.InvariantCulture)}";
                if (last >= range.Last)
                {
                    break;
                }
                first = last + 1;
            }
        }
    }

    /// <summary>The widest of its ranges in one line, and how many more there are.</summary>
    public override string ToString()
    {
        var cidrs = Cidrs().Take(1_000).ToList();
        var widest = cidrs.OrderBy(cidr => int.Parse(cidr.AsSpan(cidr.IndexOf('/', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture)).Take(4).ToFrozenSet();
        var shown = string.Join(", ", cidrs.Where(widest.Contains));
        return cidrs.Count > widest.Count ? $"{shown} and {(cidrs.Count - widest.Count).ToString(CultureInfo.InvariantCulture)} more" : shown;
    }

    /// <inheritdoc/>
    public bool Equals(AddressSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AddressSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _ranges.Aggregate(_ranges.Length, HashCode.Combine);

    /// <summary>The length of a range's prefix, by which routes are told apart; -1 where it is none.</summary>
    internal static int PrefixLength(string? range)
    {
        if (TryParse(range) is not { } set)
        {
            return -1;
        }
        var slash = range!.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? set._ranges[0].IsSix ? 128 : 32 : int.Parse(range.AsSpan(slash + 1), CultureInfo.InvariantCulture);
    }

    // IPAddress takes 1, 0x7f.1 and 010.0.0.1, too, which mean something else elsewhere.
    private static (bool IsSix, UInt128 Value)? Parse(string text)
    {
        if (ParseFour(text) is { } four)
        {
            return (false, four);
        }
        if (!IPAddress.TryParse(text, out var address) || text.AsSpan().ContainsAny('%', '['))
        {
            return null;
        }
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var value = UInt128.Zero;
        foreach (var part in bytes[..length])
        {
            value = value << 8 | part;
        }
        return length == 16 ? (true, value) : address.ToString() == text ? (false, value) : null;
    }

    // Four numbers without more zeros than they need: most of what is parsed.
    private static uint? ParseFour(string text)
    {
        var (value, part, digits, parts) = (0u, 0u, 0, 1);
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (digits == 0 || ++parts > 4)
                {
                    return null;
                }
                (value, part, digits) = (value << 8 | part, 0, 0);
            }
            else if (!char.IsAsciiDigit(c) || digits == 1 && part == 0 || (part = part * 10 + (uint)(c - '0')) > 255)
            {
                return null;
            }
            else
            {
                digits++;
            }
        }
        return parts == 4 && digits > 0 ? value << 8 | part : null;
    }

    private static string Text(bool six, UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[six ? 16 : 4];
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bytes[i] = (byte)(value & 0xFF);
            value >>= 8;
        }
        return new IPAddress(bytes).ToString();
    }
}
