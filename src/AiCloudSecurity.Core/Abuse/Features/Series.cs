using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>What hours are counted apart by.</summary>
internal readonly record struct SeriesKey(
    LogSource Source, Subject Subject, string Account, string Principal, string Credential, string Action, string Model, string Region, string Network, string Agent)
{
    // Account, subject and credential seldom tell apart what the rest does not.
    public override int GetHashCode() =>
        HashCode.Combine((int)Source, Principal, Action, Model, Region, Network, Agent, Credential);

    /// <summary>An order that is the same in every run.</summary>
    public int CompareTo(SeriesKey other)
    {
        var order = Source.CompareTo(other.Source);
        order = order != 0 ? order : Subject.CompareTo(other.Subject);
        foreach (var (mine, others) in (ReadOnlySpan<(string, string)>)[(Account, other.Account), (Principal, other.Principal), (Credential, other.Credential), (Action, other.Action),
            (Model, other.Model), (Region, other.Region), (Network, other.Network), (Agent, other.Agent)])
        {
            order = order != 0 ? order : string.CompareOrdinal(mine, others);
        }
        return order;
    }
}

/// <summary>The hours of one key. Its owner locks it.</summary>
internal sealed class Series(SeriesKey key)
{
    private readonly Dictionary<int, HourRow> _rows = [];

    public SeriesKey Key { get; } = key;

    public IReadOnlyCollection<HourRow> Rows => _rows.Values;

    /// <summary>The row of an hour, which is made where there is none; true where it was.</summary>
    public bool Row(int hour, out HourRow row)
    {
        if (_rows.TryGetValue(hour, out row!))
        {
            return false;
        }
        _rows[hour] = row = new HourRow(hour);
        return true;
    }
}

/// <summary>Everything that is kept of one principal, key or endpoint. Locked while it is changed.</summary>
internal sealed class Caller(Cloud cloud, string name)
{
    public Cloud Cloud { get; } = cloud;

    public string Name { get; } = name;

    /// <summary>By which it is kept or left out where memory is short: the same in every run.</summary>
    public uint Place { get; } = (uint)Hashing.Mix(Hashing.Of(name) + (ulong)cloud);

    public Dictionary<SeriesKey, Series> Series { get; } = [];

    public Dictionary<int, DaySketch> Days { get; } = [];

    /// <summary>Its series in an order that is the same in every run.</summary>
    public IReadOnlyList<Series> InOrder()
    {
        Series[] all = [.. Series.Values];
        Array.Sort(all, static (a, b) => a.Key.CompareTo(b.Key));
        return all;
    }

    /// <summary>The first hour that is known of it.</summary>
    public int FirstHour => Series.Values.SelectMany(series => series.Rows).Select(row => row.Hour).DefaultIfEmpty(int.MaxValue).Min();

    /// <summary>About how many bytes it takes.</summary>
    public long Size { get; set; }

    /// <summary>It was left out for want of memory.</summary>
    public bool IsGivenUp { get; set; }
}

/// <summary>
/// The series that one reader met last. Names of its records are the same strings again, so that they need not be
/// compared: a series that is not found here is looked for by its key.
/// </summary>
internal sealed class RecentSeries
{
    private readonly Met[] _met = new Met[256];

    /// <summary>Where the series of a call is, if it is here.</summary>
    public ref Met Of(LogEvent call) =>
        ref _met[(RuntimeHelpers.GetHashCode(call.Principal) * 31 + RuntimeHelpers.GetHashCode(call.Model) * 7 + RuntimeHelpers.GetHashCode(call.Network)) & 255];

    public readonly record struct Met(Caller? Caller, Series? Series)
    {
        public bool IsOf(LogEvent call) => Series is { Key: var key } && key.Source == call.Source && key.Subject == call.Subject
            && ReferenceEquals(key.Principal, call.Principal) && ReferenceEquals(key.Model, call.Model) && ReferenceEquals(key.Network, call.Network) && ReferenceEquals(key.Region, call.Region)
            && ReferenceEquals(key.Agent, call.Agent) && ReferenceEquals(key.Action, call.Action) && ReferenceEquals(key.Credential, call.Credential) && ReferenceEquals(key.Account, call.Account);
    }
}
