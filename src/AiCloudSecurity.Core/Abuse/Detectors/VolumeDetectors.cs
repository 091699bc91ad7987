using System.Globalization;

namespace AiCloudSecurity.Abuse;

/// <summary>DOW and EXT-2: more than before, more than others, the same again and again.</summary>
internal static class VolumeDetectors
{
    public static IEnumerable<Signal> Find(CallerHistory caller, Peers peers, AbuseRules rules) =>
        Rate(caller, rules).Concat(Cusum(caller, rules)).Concat(Loop(caller, rules)).Concat(Harvest(caller, peers, rules)).Concat(Blocks(caller, rules));

    // DOW-1: each hour against the active hours before it. Hours that were found do not become the habit.
    private static IEnumerable<Signal> Rate(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Rate;
        var unit = caller.HasTokens ? "tokens" : "calls";
        double floor = caller.HasTokens ? rule.Tokens : rule.Calls, absolute = caller.HasTokens ? rule.AbsoluteTokens : rule.AbsoluteCalls;
        Queue<(int Hour, double Volume)> window = [];
        List<double> sorted = [];
        foreach (var hour in caller.Hours)
        {
            while (window.TryPeek(out var oldest) && oldest.Hour < hour.Hour - rules.BaselineDays * 24)
            {
                sorted.RemoveAt(sorted.BinarySearch(window.Dequeue().Volume));
            }
            var volume = caller.Volume(hour);
            var log = Math.Log(1 + volume);
            var found = false;
            if (sorted.Count < rule.ActiveHours)
            {
                if (volume >= absolute)
                {
                    // It may be the habit: it joins the history, and is a hint where the logs are as young as the caller.
                    yield return Signal(hour, volume, null, absolute, sorted.Count, Confidence.Low,
                        $"{Say(volume)} {unit} in an hour, with {sorted.Count} active hours before to compare with.") with
                    { Severity = caller.BeganWithLogs ? Severity.Low : Severity.Medium };
                }
            }
            else if (volume >= floor && volume >= rule.Times * sorted[^1])
            {
                // Logarithms keep the order, so the median of volumes is that of their logarithms; only the MAD needs them all.
                var median = Math.Log(1 + Statistics.MedianOfSorted(sorted));
                var mad = Math.Max(rule.Floor, Statistics.Median(sorted.Select(before => Math.Abs(Math.Log(1 + before) - median))));
                var z = 0.6745 * (log - median) / mad;
                if (z >= rule.Z)
                {
                    found = true;
                    yield return Signal(hour, volume, sorted[^1], Math.Max(floor, rule.Times * sorted[^1]), sorted.Count, Confidence.Medium,
                        $"{Say(volume)} {unit} in an hour, {Say(volume / Math.Max(1, sorted[^1]))} times the largest of {sorted.Count} active hours before (modified z {z.ToString("0.0", CultureInfo.InvariantCulture)}).");
                }
            }
            if (!found)
            {
                window.Enqueue((hour.Hour, volume));
                var place = sorted.BinarySearch(volume);
                sorted.Insert(place < 0 ? ~place : place, volume);
            }
        }

        Signal Signal(CallerHour hour, double observed, double? before, double threshold, int n, Confidence confidence, string reason) =>
            new("DOW-1", hour.Hour, hour.Hour, Severity.Medium, confidence, reason) { Observed = observed, Baseline = before, Threshold = threshold, N = n };
    }

    // DOW-2
    private static IEnumerable<Signal> Cusum(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Cusum;
        var unit = caller.HasTokens ? "tokens" : "calls";
        List<(int Day, double Log)> before = [];
        var sum = 0.0;
        foreach (var day in caller.Days)
        {
            before.RemoveAll(one => one.Day < day.Day - rules.BaselineDays);
            var log = Math.Log(1 + caller.Volume(day));
            if (before.Count < rules.ActiveDays)
            {
                before.Add((day.Day, log));
                continue;
            }
            var (median, mad) = Statistics.MedianAndMad(before.Select(one => one.Log));
            sum = Math.Max(0, sum + (log - median) / Math.Max(rule.Floor, mad * Statistics.MadToSigma) - rule.Slack);
            var usual = Math.Exp(median) - 1;
            if (sum >= rule.Limit && caller.Volume(day) >= rule.Times * usual && caller.Volume(day) >= (caller.HasTokens ? rule.Tokens : rule.Calls))
            {
                yield return new("DOW-2", day.Day * 24, day.Day * 24 + 23, Severity.Medium, Confidence.Medium,
                    $"{Say(caller.Volume(day))} {unit} in a day, where {Say(usual)} are usual: a cumulated {sum.ToString("0.0", CultureInfo.InvariantCulture)} spreads above.")
                { Observed = sum, Baseline = usual, Threshold = rule.Limit, N = before.Count };
            }
            else if (sum < rule.Limit)
            {
                before.Add((day.Day, log));
            }
        }
    }

    // DOW-3. Retries after throttling are no loop.
    private static IEnumerable<Signal> Loop(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Loop;
        var habit = 0;
        foreach (var hour in caller.Hours.Where(hour => hour.Calls >= rule.HabitCalls && hour.HasRequests))
        {
            var repeats = 1 - hour.Unique;
            if (repeats < rule.Repeats)
            {
                continue;
            }
            if (hour.Calls - hour.Throttled >= rule.Calls && habit < rule.Habit && hour.Dispersion <= rule.Dispersion)
            {
                yield return new("DOW-3", hour.Hour, hour.Hour, Severity.High, Confidence.Medium,
                    $"{Percent(repeats)} of {hour.Calls} requests of an hour repeat an earlier one, as regular as a clock (dispersion {hour.Dispersion.ToString("0.00", CultureInfo.InvariantCulture)}).")
                { Observed = repeats, Threshold = rule.Repeats, N = hour.Calls };
            }
            else
            {
                habit++;
            }
        }
    }

    // EXT-2
    private static IEnumerable<Signal> Harvest(CallerHistory caller, Peers peers, AbuseRules rules)
    {
        var rule = rules.Harvest;
        var habit = 0;
        foreach (var day in caller.Days)
        {
            if (day.Calls < rule.Calls || day.Unique is not { } unique || unique < rule.Unique)
            {
                continue;
            }
            if (habit >= rule.Habit)
            {
                continue;
            }
            var (share, model) = peers.Share(caller, day.Day, rule.ModelCallers);
            var others = peers.P99(caller, day.Day, rule.Peers);
            var most = share >= rule.Share;
            if (most || others is { } p99 && day.OutTokens >= rule.PeerTimes * p99)
            {
                yield return new("EXT-2", day.Day * 24, day.Day * 24 + 23, Severity.Medium, Confidence.Medium,
                    $"{day.Calls} calls in a day, {Percent(unique)} of them asked once, "
                    + (most ? $"and {Percent(share)} of the output of {model}." : $"and {Say(day.OutTokens / Math.Max(1, others ?? 1))} times the output of the 99th percentile of other callers."))
                { Observed = day.Calls, Threshold = rule.Calls, Baseline = others, N = day.Calls };
            }
            habit++;
        }
    }

    // BLK-1, by the hour and, for who goes slowly, by the day.
    private static IEnumerable<Signal> Blocks(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Blocks;
        foreach (var (windows, hours, word) in new[] {
            (caller.Hours.Select(hour => (At: hour.Hour, hour.Calls, hour.Blocked)), 1, "an hour"),
            (caller.Days.Select(day => (At: day.Day * 24, day.Calls, day.Blocked)), 24, "a day") })
        {
            double calls = rule.Prior, blocks = 1;
            foreach (var window in windows)
            {
                var expected = blocks / calls * window.Calls;
                var chance = Statistics.PoissonTail(window.Blocked, expected);
                if (window.Blocked >= rule.Blocks && chance < rule.Chance)
                {
                    yield return new("BLK-1", window.At, window.At + hours - 1, Severity.High, Confidence.High,
                        $"{window.Blocked} of {window.Calls} calls of {word} were blocked, where {expected.ToString("0.0", CultureInfo.InvariantCulture)} were to be expected (chance {chance.ToString("0.0e0", CultureInfo.InvariantCulture)}).")
                    { Observed = window.Blocked, Baseline = expected, Threshold = rule.Blocks, N = window.Calls };
                    continue;
                }
                calls += window.Calls;
                blocks += window.Blocked;
            }
        }
    }

    internal static string Say(double number) => number.ToString(number >= 100 ? "#,0" : "0.#", CultureInfo.InvariantCulture);

    internal static string Percent(double share) => share.ToString("0 %", CultureInfo.InvariantCulture);
}

/// <summary>What callers do side by side.</summary>
internal sealed class Peers
{
    private readonly Dictionary<(int Day, string Model), Dictionary<string, long>> _output = [];
    private readonly Dictionary<int, List<(string Caller, double Tokens)>> _days = [];

    /// <summary>Takes in a caller.</summary>
    public void Add(CallerHistory caller)
    {
        foreach (var series in caller.Invocations)
        {
            foreach (var row in series.Rows)
            {
                if (row.OutTokens == 0)
                {
                    continue;
                }
                var model = (row.Hour / 24, series.Key.Model);
                if (!_output.TryGetValue(model, out var output))
                {
                    _output[model] = output = new(StringComparer.Ordinal);
                }
                output[caller.Name] = output.GetValueOrDefault(caller.Name) + row.OutTokens;
            }
        }
        foreach (var day in caller.Days)
        {
            if (!_days.TryGetValue(day.Day, out var all))
            {
                _days[day.Day] = all = [];
            }
            all.Add((caller.Name, day.OutTokens));
        }
    }

    /// <summary>The caller's largest share of the output of a model that at least so many use.</summary>
    public (double Share, string Model) Share(CallerHistory caller, int day, int callers) =>
        caller.Invocations.Select(series => series.Key.Model).Distinct().Select(model =>
            _output.TryGetValue((day, model), out var output) && output.Count >= callers ? (output.GetValueOrDefault(caller.Name) / (double)Math.Max(1, output.Values.Sum()), model) : (0, model))
        .OrderByDescending(share => share.Item1).ThenBy(share => share.model, StringComparer.Ordinal).FirstOrDefault((0, ""));

    /// <summary>The 99th percentile of the output of other callers on the day; null where they are too few.</summary>
    public double? P99(CallerHistory caller, int day, int fewest)
    {
        var others = _days.GetValueOrDefault(day)?.Where(one => one.Caller != caller.Name).Select(one => one.Tokens).Order().ToList();
        return others is { Count: > 0 } && others.Count >= fewest ? others[(int)(others.Count * 0.99)] : null;
    }
}
