namespace AiCloudSecurity.Abuse;

/// <summary>A row and what it was counted apart by.</summary>
internal readonly record struct SeriesRow(Series Series, HourRow Row)
{
    public LogSource Source => Series.Key.Source;
}

/// <summary>
/// All series of a caller in one hour, brought together. Sources tell of the same calls, so the largest counts, not
/// the sum. Sketches are merged where somebody asks.
/// </summary>
internal sealed class CallerHour
{
    private readonly ArraySegment<SeriesRow> _rows;

    /// <summary>What was brought together.</summary>
    public ReadOnlySpan<SeriesRow> Rows => _rows;

    /// <param name="rows">The rows of the hour, those of a source side by side.</param>
    public CallerHour(ArraySegment<SeriesRow> rows)
    {
        _rows = rows;
        Hour = rows[0].Row.Hour;
        for (var at = 0; at < rows.Count;)
        {
            int calls = 0, denied = 0, throttled = 0, blocked = 0, bad = 0, scores = 0, prompts = 0;
            long tokens = 0, outTokens = 0, counted = 0;
            var source = rows[at].Source;
            for (; at < rows.Count && rows[at].Source == source; at++)
            {
                var row = rows[at].Row;
                calls += row.Calls;
                denied += row.Denied;
                throttled += row.Throttled;
                blocked += row.Blocked;
                bad += row.BadMax;
                scores += row.Scores;
                prompts += row.Prompts;
                tokens += row.Tokens;
                outTokens += row.OutTokens;
                counted += row.CountedRequests ?? 0;
            }
            Calls = Math.Max(Calls, calls);
            Denied = Math.Max(Denied, denied);
            Throttled = Math.Max(Throttled, throttled);
            Blocked = Math.Max(Blocked, blocked);
            BadMax = Math.Max(BadMax, bad);
            Scores = Math.Max(Scores, scores);
            Prompts = Math.Max(Prompts, prompts);
            Tokens = Math.Max(Tokens, tokens);
            OutTokens = Math.Max(OutTokens, outTokens);
            Counted = Math.Max(Counted, counted);
        }
    }

    public int Hour { get; }

    public int Calls { get; }

    public long Tokens { get; }

    public long OutTokens { get; }

    public int Denied { get; }

    public int Throttled { get; }

    public int Blocked { get; }

    public int BadMax { get; }

    public int Scores { get; }

    public int Prompts { get; }

    /// <summary>Distinct requests as a query counted them.</summary>
    public long Counted { get; }

    public bool HasRequests => Counted > 0 || Requests is not null;

    /// <summary>Distinct requests by all of them.</summary>
    public double Unique => Calls == 0 ? 1 : Math.Min(1, (Requests?.Estimate() ?? Counted) / Calls);

    public DistinctSketch? Requests => Merged(row => row.Requests);

    /// <summary>How alike the prompts are: 0 for none, towards 1 for variations of one. The first of its kind is like no other.</summary>
    public double Alike => Prompts < 2 || Merged(row => row.Near) is not { } near ? 0
        : Math.Clamp((1 - near.Estimate() / (Prompts * (double)TextSketch.Minima)) * Prompts / (Prompts - 1), 0, 1);

    /// <summary>Variance by mean of the calls of a minute, between the first minute with calls and the last.</summary>
    public double Dispersion
    {
        get
        {
            Span<int> minutes = stackalloc int[60], source = stackalloc int[60];
            minutes.Clear();
            for (var at = 0; at < _rows.Count;)
            {
                source.Clear();
                var name = _rows[at].Source;
                for (; at < _rows.Count && _rows[at].Source == name; at++)
                {
                    var calls = _rows[at].Row.PerMinute;
                    for (var i = 0; i < 60; i++)
                    {
                        source[i] += calls[i];
                    }
                }
                for (var i = 0; i < 60; i++)
                {
                    minutes[i] = Math.Min(byte.MaxValue, Math.Max(minutes[i], source[i]));
                }
            }
            var (first, last) = (minutes.IndexOfAnyExcept(0), minutes.LastIndexOfAnyExcept(0));
            // The minutes at both ends are cut.
            if (last - first < 11)
            {
                return 1;
            }
            var inner = minutes[(first + 1)..last];
            double sum = 0, squares = 0;
            foreach (var calls in inner)
            {
                sum += calls;
                squares += calls * (double)calls;
            }
            var mean = sum / inner.Length;
            return mean == 0 ? 1 : (squares / inner.Length - mean * mean) / mean;
        }
    }

    // Most hours have one row: its sketch is theirs. It is not to be changed.
    private DistinctSketch? Merged(Func<HourRow, DistinctSketch?> of)
    {
        DistinctSketch? one = null, merged = null;
        foreach (var (_, row) in _rows)
        {
            if (of(row) is not { } sketch)
            {
                continue;
            }
            if (one is null)
            {
                one = sketch;
                continue;
            }
            if (merged is null)
            {
                merged = new();
                merged.Merge(one);
            }
            merged.Merge(sketch);
        }
        return merged ?? one;
    }
}

/// <summary>A caller's day.</summary>
internal sealed class CallerDay
{
    private readonly ArraySegment<CallerHour> _hours;

    public CallerDay(ArraySegment<CallerHour> hours, Caller caller)
    {
        _hours = hours;
        Day = hours[0].Hour / 24;
        Sketch = caller.Days.GetValueOrDefault(Day);
        foreach (var hour in hours)
        {
            Calls += hour.Calls;
            Tokens += hour.Tokens;
            OutTokens += hour.OutTokens;
            Blocked += hour.Blocked;
        }
    }

    /// <summary>Days since 1970, UTC.</summary>
    public int Day { get; }

    public int Calls { get; }

    public long Tokens { get; }

    public long OutTokens { get; }

    public int Blocked { get; }

    public DaySketch? Sketch { get; }

    /// <summary>The share of requests that were made once; null where the log has none.</summary>
    public double? Unique
    {
        get
        {
            var requests = new DistinctSketch();
            long counted = 0;
            foreach (var hour in _hours)
            {
                counted += hour.Counted;
                if (hour.Requests is { } some)
                {
                    requests.Merge(some);
                }
            }
            var distinct = requests.IsEmpty ? counted : requests.Estimate();
            return distinct <= 0 || Calls == 0 ? null : Math.Min(1, distinct / Calls);
        }
    }
}

/// <summary>Everything that is known of one caller, in the order of time.</summary>
internal sealed class CallerHistory
{
    public CallerHistory(Caller caller)
    {
        Cloud = caller.Cloud;
        Name = caller.Name;
        Series = caller.InOrder();
        Invocations = [.. Series.Where(series => series.Key.Action == LogEvent.Invoke)];
        Subject = Series.Count == 0 ? Subject.Principal : Series.Max(series => series.Key.Subject);
        Account = Series.Select(series => series.Key.Account).FirstOrDefault(account => account.Length > 0) ?? "";
        var rows = new SeriesRow[Invocations.Sum(series => series.Rows.Count)];
        var filled = 0;
        foreach (var series in Invocations)
        {
            foreach (var row in series.Rows)
            {
                rows[filled++] = new(series, row);
            }
        }
        Array.Sort(rows, static (a, b) => a.Row.Hour != b.Row.Hour ? a.Row.Hour.CompareTo(b.Row.Hour) : a.Source.CompareTo(b.Source));
        Hours = Runs(rows, static (a, b) => a.Row.Hour == b.Row.Hour, static run => new CallerHour(run));
        HasTokens = Array.Exists(Hours, hour => hour.Tokens > 0);
        Days = Runs(Hours, static (a, b) => a.Hour / 24 == b.Hour / 24, run => new CallerDay(run, caller));
    }

    public Cloud Cloud { get; }

    public string Name { get; }

    public string Account { get; }

    public Subject Subject { get; }

    public bool HasTokens { get; }

    /// <summary>
    /// The logs begin with the caller, or not long before: that it has no history says nothing. Where others have had
    /// one for days, a caller without is news.
    /// </summary>
    public bool BeganWithLogs { get; init; }

    public IReadOnlyList<Series> Series { get; }

    /// <summary>Series of calls to models.</summary>
    public IReadOnlyList<Series> Invocations { get; }

    /// <summary>Hours with calls, in order.</summary>
    public CallerHour[] Hours { get; }

    /// <summary>Days with calls, in order.</summary>
    public CallerDay[] Days { get; }

    /// <summary>The volume of an hour: tokens where the log has them, calls otherwise.</summary>
    public double Volume(CallerHour hour) => HasTokens ? hour.Tokens : hour.Calls;

    /// <summary>The volume of a day.</summary>
    public double Volume(CallerDay day) => HasTokens ? day.Tokens : day.Calls;

    /// <summary>Models and networks of some hours, the most used first.</summary>
    public string Where(int first, int last)
    {
        var rows = from series in Invocations
                   let calls = series.Rows.Where(row => row.Hour >= first && row.Hour <= last).Sum(row => row.Calls)
                   where calls > 0
                   select (series.Key, calls);
        var all = rows.ToList();
        var models = Few(all.GroupBy(pair => pair.Key.Model, pair => pair.calls));
        var networks = Few(all.Where(pair => pair.Key.Network.Length > 0).GroupBy(pair => pair.Key.Network, pair => pair.calls));
        var keys = Few(all.Where(pair => pair.Key.Credential.Length > 0).GroupBy(pair => pair.Key.Credential, pair => pair.calls));
        return string.Join("; ", new[] { models.Length > 0 ? $"models {models}" : "", networks.Length > 0 ? $"networks {networks}" : "", keys.Length > 0 ? $"credentials {keys}" : "" }.Where(part => part.Length > 0));
    }

    /// <summary>The region with the most calls in some hours.</summary>
    public string Region(int first, int last) => (
        from series in Series
        from row in series.Rows
        where row.Hour >= first && row.Hour <= last
        group row.Calls by series.Key.Region into region
        orderby region.Sum() descending, region.Key
        select region.Key).FirstOrDefault() is { Length: > 0 } name ? name : "global";

    /// <summary>The long-lived key with the most calls; empty where there is none.</summary>
    public string Key => Series.Where(series => series.Key.Credential.StartsWith("AKIA", StringComparison.Ordinal) || Cloud == Cloud.Gcp && series.Key.Credential.Length > 0)
        .GroupBy(series => series.Key.Credential).OrderByDescending(key => key.Sum(series => series.Rows.Sum(row => row.Calls))).ThenBy(key => key.Key, StringComparer.Ordinal)
        .Select(key => key.Key).FirstOrDefault() ?? "";

    private static string Few(IEnumerable<IGrouping<string, int>> names)
    {
        var ordered = names.OrderByDescending(name => name.Sum()).ThenBy(name => name.Key, StringComparer.Ordinal).Select(name => $"{name.Key} ({name.Sum()})").ToList();
        return string.Join(", ", ordered.Take(3)) + (ordered.Count > 3 ? $" and {ordered.Count - 3} more" : "");
    }

    // What belongs together stands side by side.
    private static TRun[] Runs<T, TRun>(T[] all, Func<T, T, bool> together, Func<ArraySegment<T>, TRun> make)
    {
        List<TRun> runs = [];
        for (int first = 0, next = 1; first < all.Length; first = next++)
        {
            while (next < all.Length && together(all[first], all[next]))
            {
                next++;
            }
            runs.Add(make(new(all, first, next - first)));
        }
        return [.. runs];
    }
}
