using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// The features of all logs that were read: for each series and hour a row, for each caller and day a sketch. Several
/// readers add at once. What it holds depends on the records alone, not on the order of lines or files, nor on how
/// they were split.
/// </summary>
/// <remarks>
/// Memory is bounded: where it would grow beyond the budget, half of the callers that are left, chosen by a hash of
/// their names, are given up and told of (<see cref="LeftOut"/>).
/// </remarks>
internal sealed class FeatureStore(long memoryBudget = FeatureStore.DefaultBudget)
{
    /// <summary>What is kept at most, about: 64 MB, which keeps a process under 200 MB.</summary>
    public const long DefaultBudget = 64L << 20;

    // Its name, its dictionaries, and its place in that of all.
    private const int CallerSize = 2500;

    private readonly ConcurrentDictionary<(Cloud, string), Caller> _callers = new();
    private readonly ConcurrentDictionary<LogSource, long> _sources = new();
    private readonly object _gate = new();
    private long _size;
    private ulong _limit = 1UL << 32;

    /// <summary>Callers in the order of their names.</summary>
    public IEnumerable<Caller> Callers => _callers.Values.Where(Admits)
        .OrderBy(caller => caller.Cloud).ThenBy(caller => caller.Name, StringComparer.Ordinal);

    /// <summary>How many records of each source were added.</summary>
    public IReadOnlyDictionary<LogSource, long> Sources => _sources;

    /// <summary>The share of callers that was left out for want of memory, 0 for none.</summary>
    public double LeftOut => 1 - _limit / (double)(1UL << 32);

    /// <summary>About how many bytes are kept.</summary>
    public long Size => Volatile.Read(ref _size);

    public void Count(LogSource source, long records) => _sources.AddOrUpdate(source, records, (_, before) => before + records);

    /// <summary>The caller of a name; null where it was left out.</summary>
    public Caller? CallerOf(Cloud cloud, string name)
    {
        if (_callers.TryGetValue((cloud, name), out var caller))
        {
            return caller;
        }
        caller = new Caller(cloud, name);
        return Admits(caller) ? _callers.GetOrAdd((cloud, name), caller) : null;
    }

    /// <summary>Adds a call.</summary>
    /// <param name="call">What is added.</param>
    /// <param name="recent">The series that this reader met before.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LogEvent call, RecentSeries recent)
    {
        ref var met = ref recent.Of(call);
        var isKnown = met.IsOf(call);
        if ((isKnown ? met.Caller : CallerOf(LogSources.CloudOf(call.Source), call.Principal)) is not { } caller)
        {
            return;
        }
        var hour = (int)(call.Time / 3600);
        var grown = 0L;
        lock (caller)
        {
            if (caller.IsGivenUp)
            {
                return;
            }
            if (!isKnown)
            {
                grown += SeriesOf(caller, new(call.Source, call.Subject, call.Account, call.Principal, call.Credential, call.Action, call.Model, call.Region, call.Network, call.Agent), out var series);
                met = new(caller, series);
            }
            grown += RowOf(met.Series!, hour, out var row);
            var before = row.Size;
            row.Add(call);
            grown += row.Size - before;
            if (call.Action == LogEvent.Invoke && (call.HasText || call.InTokens + call.OutTokens > 0))
            {
                grown += DayOf(caller, hour / 24, out var day);
                day.Add(call);
            }
            caller.Size += grown;
            if (grown != 0)
            {
                Interlocked.Add(ref _size, grown);
            }
        }
        Bound(grown);
    }

    /// <summary>Adds a row that was counted elsewhere.</summary>
    public void Add(SeriesKey key, HourRow row)
    {
        if (CallerOf(LogSources.CloudOf(key.Source), key.Principal) is not { } caller)
        {
            return;
        }
        var grown = 0L;
        lock (caller)
        {
            if (caller.IsGivenUp)
            {
                return;
            }
            grown += SeriesOf(caller, key, out var series) + RowOf(series, row.Hour, out var mine);
            var before = mine.Size;
            mine.Merge(row);
            grown += mine.Size - before;
            caller.Size += grown;
            Interlocked.Add(ref _size, grown);
        }
        Bound(grown);
    }

    /// <summary>Adds a day that was counted elsewhere.</summary>
    public void Add(Cloud cloud, string principal, DaySketch day)
    {
        if (CallerOf(cloud, principal) is not { } caller)
        {
            return;
        }
        var grown = 0L;
        lock (caller)
        {
            if (caller.IsGivenUp)
            {
                return;
            }
            grown += DayOf(caller, day.Day, out var mine);
            mine.Merge(day);
            caller.Size += grown;
            Interlocked.Add(ref _size, grown);
        }
        Bound(grown);
    }

    private static long SeriesOf(Caller caller, SeriesKey key, out Series series)
    {
        if (caller.Series.TryGetValue(key, out series!))
        {
            return 0;
        }
        var first = caller.Series.Count == 0 ? CallerSize : 0;
        caller.Series[key] = series = new Series(key);
        return 500 + first;
    }

    private static long RowOf(Series series, int hour, out HourRow row) => series.Row(hour, out row) ? row.Size + 40 : 0;

    private static long DayOf(Caller caller, int day, out DaySketch sketch)
    {
        if (caller.Days.TryGetValue(day, out sketch!))
        {
            return 0;
        }
        caller.Days[day] = sketch = new DaySketch(day);
        return DaySketch.Size + 40;
    }

    private bool Admits(Caller caller) => caller.Place < Volatile.Read(ref _limit);

    private void Bound(long grown)
    {
        if (grown == 0 || Size <= memoryBudget)
        {
            return;
        }
        lock (_gate)
        {
            while (Volatile.Read(ref _size) > memoryBudget && _limit > 1)
            {
                Volatile.Write(ref _limit, _limit / 2);
                foreach (var (key, caller) in _callers)
                {
                    if (!Admits(caller) && _callers.TryRemove(key, out _))
                    {
                        lock (caller)
                        {
                            caller.IsGivenUp = true;
                            Interlocked.Add(ref _size, -caller.Size);
                        }
                    }
                }
            }
        }
    }
}
