namespace AiCloudSecurity.Abuse;

/// <summary>All series of a caller in one hour, brought together.</summary>
internal sealed class CallerHour(int hour)
{
    private readonly byte[] _perMinute = new byte[60];
    private DistinctSketch? _requests;
    private DistinctSketch? _near;
    private long _counted;

    public int Hour { get; } = hour;

    public int Calls { get; private set; }

    public long Tokens { get; private set; }

    public long OutTokens { get; private set; }

    public int Denied { get; private set; }

    public int Throttled { get; private set; }

    public int Blocked { get; private set; }

    public int BadMax { get; private set; }

    public int Scores { get; private set; }

    public int Prompts { get; private set; }

    public bool HasRequests => _requests is not null || _counted > 0;

    /// <summary>Distinct requests by all of them.</summary>
    public double Unique => Calls == 0 ? 1 : Math.Min(1, (_requests?.Estimate() ?? _counted) / Calls);

    public DistinctSketch? Requests => _requests;

    public double Counted => _counted;

    /// <summary>How alike the prompts are: 0 for none, towards 1 for variations of one. The first of its kind is like no other.</summary>
    public double Alike => Prompts < 2 || _near is null ? 0
        : Math.Clamp((1 - _near.Estimate() / (Prompts * (double)TextSketch.Minima)) * Prompts / (Prompts - 1), 0, 1);

    /// <summary>Variance by mean of the calls of a minute, between the first minute with calls and the last.</summary>
    public double Dispersion
    {
        get
        {
            var first = Array.FindIndex(_perMinute, calls => calls > 0);
            var last = Array.FindLastIndex(_perMinute, calls => calls > 0);
            // The minutes at both ends are cut.
            if (last - first < 11)
            {
                return 1;
            }
            var inner = _perMinute.AsSpan(first + 1, last - first - 1);
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

    /// <summary>Adds a row of a source: sources tell of the same calls, so the largest counts, not the sum.</summary>
    public void Add(IEnumerable<HourRow> rows)
    {
        int calls = 0, denied = 0, throttled = 0, blocked = 0, bad = 0, scores = 0, prompts = 0;
        long tokens = 0, outTokens = 0, counted = 0;
        Span<int> minutes = stackalloc int[60];
        minutes.Clear();
        foreach (var row in rows)
        {
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
            for (var i = 0; i < 60; i++)
            {
                minutes[i] += row.PerMinute[i];
            }
            if (row.Requests is { } requests)
            {
                (_requests ??= new()).Merge(requests);
            }
            if (row.Near is { } near)
            {
                (_near ??= new()).Merge(near);
            }
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
        _counted = Math.Max(_counted, counted);
        for (var i = 0; i < 60; i++)
        {
            _perMinute[i] = (byte)Math.Min(byte.MaxValue, Math.Max(_perMinute[i], minutes[i]));
        }
    }
}

/// <summary>A caller's day.</summary>
internal sealed record CallerDay(int Day, int Calls, long Tokens, long OutTokens, int Blocked, double Unique, bool HasRequests, DaySketch? Sketch);

/// <summary>Everything that is known of one caller, in the order of time.</summary>
internal sealed class CallerHistory
{
    public CallerHistory(Caller caller)
    {
        Cloud = caller.Cloud;
        Name = caller.Name;
        Series = [.. caller.Series.Values.OrderBy(series => series.Key.ToString(), StringComparer.Ordinal)];
        Invocations = [.. Series.Where(series => series.Key.Action == LogEvent.Invoke)];
        Subject = Series.Count == 0 ? Subject.Principal : Series.Max(series => series.Key.Subject);
        Account = Series.Select(series => series.Key.Account).FirstOrDefault(account => account.Length > 0) ?? "";
        var hours = from series in Invocations
                    from row in series.Rows
                    group (series.Key.Source, row) by row.Hour into hour
                    orderby hour.Key
                    select hour;
        List<CallerHour> all = [];
        foreach (var hour in hours)
        {
            var sum = new CallerHour(hour.Key);
            foreach (var source in hour.GroupBy(pair => pair.Source, pair => pair.row).OrderBy(source => source.Key))
            {
                sum.Add(source);
            }
            all.Add(sum);
        }
        Hours = all;
        HasTokens = Hours.Any(hour => hour.Tokens > 0);
        Days = [.. Hours.GroupBy(hour => hour.Hour / 24).Select(day => DayOf(day.Key, [.. day], caller.Days.GetValueOrDefault(day.Key)))];
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
    public IReadOnlyList<CallerHour> Hours { get; }

    /// <summary>Days with calls, in order.</summary>
    public IReadOnlyList<CallerDay> Days { get; }

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

    private static CallerDay DayOf(int day, List<CallerHour> hours, DaySketch? sketch)
    {
        var calls = hours.Sum(hour => hour.Calls);
        var requests = new DistinctSketch();
        foreach (var hour in hours)
        {
            if (hour.Requests is { } some)
            {
                requests.Merge(some);
            }
        }
        var distinct = requests.IsEmpty ? hours.Sum(hour => hour.Counted) : requests.Estimate();
        return new(day, calls, hours.Sum(hour => hour.Tokens), hours.Sum(hour => hour.OutTokens), hours.Sum(hour => hour.Blocked), calls == 0 ? 1 : Math.Min(1, distinct / calls), distinct > 0, sketch);
    }
}
