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
        return IsEmpty ? other : other.IsEmpty ? this : UnionOf([this, other]);
    }

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
        List<Range> both = [];
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
                both.Add(new(a.IsSix, first, last));
            }
            _ = a.Last < b.Last ? i++ : j++;
        }
        return both.Count == 0 ? Empty : new([.. both]);
    }

    /// <summary>The addresses that the other does not have.</summary>
    public AddressSet Except(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsEmpty || other.IsEmpty ? this : Intersect(other.Complement());
    }

    /// <summary>Its stretches of addresses that are longer than a range of that prefix: ranges that touch are one stretch.</summary>
    /// <param name="four">The length of the prefix, of IPv4.</param>
    /// <param name="six">Of IPv6.</param>
    public AddressSet WiderThan(int four, int six) => new([.. _ranges.Where(range => range.Last - range.First >= UInt128.One << (range.IsSix ? 128 - six : 32 - four))]);

    /// <summary>Whether both have an address.</summary>
    public bool Overlaps(AddressSet other) => !Intersect(other).IsEmpty;

    /// <summary>Whether it has all that the other has.</summary>
    public bool Covers(AddressSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Except(this).IsEmpty;
    }

    /// <summary>Whether it has an address.</summary>
    public bool Contains(string address) => Parse(address) is { } parsed && Array.Exists(_ranges, range => range.IsSix == parsed.IsSix && range.First <= parsed.Value && parsed.Value <= range.Last);

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

    private AddressSet Complement()
    {
        List<Range> gaps = [];
        foreach (var six in (ReadOnlySpan<bool>)[false, true])
        {
            var (next, end) = (UInt128.Zero, six ? UInt128.MaxValue : s_lastFour);
            var whole = true;
            foreach (var range in _ranges)
            {
                if (range.IsSix != six)
                {
                    continue;
                }
                if (range.First > next)
                {
                    gaps.Add(new(six, next, range.First - 1));
                }
                whole = range.Last != end;
                next = whole ? range.Last + 1 : end;
            }
            if (whole)
            {
                gaps.Add(new(six, next, end));
            }
        }
        return new([.. gaps]);
    }

    // IPAddress takes 1, 0x7f.1 and 010.0.0.1, too, which mean something else elsewhere.
    private static (bool IsSix, UInt128 Value)? Parse(string text)
    {
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
