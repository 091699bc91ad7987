namespace AiCloudSecurity.Abuse;

/// <summary>What hours are counted apart by.</summary>
internal readonly record struct SeriesKey(
    LogSource Source, Subject Subject, string Account, string Principal, string Credential, string Action, string Model, string Region, string Network, string Agent)
{
    // Account, subject and credential seldom tell apart what the rest does not.
    public override int GetHashCode() =>
        HashCode.Combine((int)Source, Principal, Action, Model, Region, Network, Agent, Credential);
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

    /// <summary>About how many bytes it takes.</summary>
    public long Size { get; set; }

    /// <summary>It was left out for want of memory.</summary>
    public bool IsGivenUp { get; set; }
}
