using System.Globalization;

namespace AiCloudSecurity.Abuse;

/// <summary>EXT-1 and INV: what is asked, by sketches of it.</summary>
internal static class PromptDetectors
{
    public static IEnumerable<Signal> Find(CallerHistory caller, AbuseRules rules) =>
        Coverage(caller, rules).Concat(NearDuplicates(caller, rules)).Concat(Scores(caller, rules)).Concat(Drift(caller, rules));

    // EXT-1: a day against the days before, held to what those days differ by among themselves. They are disjoint.
    private static IEnumerable<Signal> Coverage(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Coverage;
        List<DaySketch> before = [];
        foreach (var day in caller.Days)
        {
            if (day.Sketch is not { } sketch || sketch.Prompts < rule.HistoryPrompts)
            {
                continue;
            }
            before.RemoveAll(one => one.Day < day.Day - rules.BaselineDays);
            var found = false;
            if (before.Count >= rule.Days && sketch.Prompts >= rule.Prompts)
            {
                var all = Sum(before);
                var distance = Statistics.Mmd2(sketch, all.Coverage, all.Prompts);
                var usual = before.Select(one => Statistics.Mmd2(one, all.Coverage, all.Prompts, within: true));
                var (median, mad) = Statistics.MedianAndMad(usual);
                var threshold = median + rule.Mads * Math.Max(rule.Floor, mad);
                var volume = sketch.Prompts / Math.Max(1, Statistics.Median(before.Select(one => (double)one.Prompts)));
                if (distance > threshold && volume >= rule.Times)
                {
                    found = true;
                    yield return new("EXT-1", day.Day * 24, day.Day * 24 + 23, Severity.High, Confidence.Medium,
                        $"{sketch.Prompts} prompts of a day are about other subjects than those of {before.Count} days before (distance {distance.ToString("0.000", CultureInfo.InvariantCulture)}, usual {median.ToString("0.000", CultureInfo.InvariantCulture)}), and {VolumeDetectors.Say(volume)} times as many.")
                    { Observed = distance, Baseline = median, Threshold = threshold, N = sketch.Prompts };
                }
            }
            if (!found)
            {
                before.Add(sketch);
            }
        }
    }

    // INV-1
    private static IEnumerable<Signal> NearDuplicates(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.NearDuplicates;
        // Sorted.
        List<double> before = [];
        HashSet<int> days = [];
        foreach (var hour in caller.Hours.Where(hour => hour.Prompts >= rule.HistoryPrompts))
        {
            var alike = hour.Alike;
            days.Add(hour.Hour / 24);
            var known = before.Count >= rules.Rate.ActiveHours && days.Count > 1;
            var usual = known ? Statistics.MedianOfSorted(before) : (double?)null;
            // A loop of one request is DOW-3's.
            if (hour.Prompts >= rule.Prompts && hour.Unique > rule.Unique
                && (known ? alike >= rule.Alike && alike >= usual + rule.Rise : alike >= rule.AlikeWithout))
            {
                yield return new("INV-1", hour.Hour, hour.Hour, known ? Severity.High : caller.BeganWithLogs ? Severity.Low : Severity.Medium, known ? Confidence.Medium : Confidence.Low,
                    $"{hour.Prompts} prompts of an hour are variations of few: likeness {alike.ToString("0.00", CultureInfo.InvariantCulture)}{(known ? $", usual {usual!.Value.ToString("0.00", CultureInfo.InvariantCulture)}" : ", without a history to compare with")}.")
                { Observed = alike, Baseline = usual, Threshold = known ? Math.Max(rule.Alike, usual!.Value + rule.Rise) : rule.AlikeWithout, N = hour.Prompts };
                if (known)
                {
                    continue;
                }
            }
            var place = before.BinarySearch(alike);
            before.Insert(place < 0 ? ~place : place, alike);
        }
    }

    // INV-2
    private static IEnumerable<Signal> Scores(CallerHistory caller, AbuseRules rules)
    {
        var habit = 0;
        foreach (var hour in caller.Hours.Where(hour => hour.Scores > 0))
        {
            if (hour.Scores >= rules.ScoredCalls && habit < rules.Rate.ActiveHours && (hour.Alike >= rules.NearDuplicates.Alike || hour.Prompts == 0 && hour.HasRequests && hour.Unique > 0.9))
            {
                yield return new("INV-2", hour.Hour, hour.Hour, Severity.High, Confidence.Medium,
                    $"{hour.Scores} calls of an hour asked for or got probabilities, on prompts that are variations of few (likeness {hour.Alike.ToString("0.00", CultureInfo.InvariantCulture)}).")
                { Observed = hour.Scores, Threshold = rules.ScoredCalls, N = hour.Calls };
                continue;
            }
            habit++;
        }
    }

    // INV-3
    private static IEnumerable<Signal> Drift(CallerHistory caller, AbuseRules rules)
    {
        long[] ins = new long[DaySketch.Lengths], outs = new long[DaySketch.Lengths];
        foreach (var day in caller.Days)
        {
            if (day.Sketch is not { } sketch)
            {
                continue;
            }
            var (dayIns, dayOuts) = (Array.ConvertAll(sketch.InLengths, n => (long)n), Array.ConvertAll(sketch.OutLengths, n => (long)n));
            if (ins.Sum() >= rules.Drift.Calls && dayIns.Sum() >= rules.Drift.Calls)
            {
                var (psiIn, psiOut) = (Statistics.Psi(ins, dayIns), Statistics.Psi(outs, dayOuts));
                var psi = Math.Max(psiIn, psiOut);
                if (psi >= rules.Drift.Psi)
                {
                    yield return new("INV-3", day.Day * 24, day.Day * 24 + 23, Severity.Low, Confidence.Low,
                        $"{(psiIn >= psiOut ? "Input" : "Output")} lengths of {dayIns.Sum()} calls differ from before (stability index {psi.ToString("0.00", CultureInfo.InvariantCulture)}).")
                    { Observed = psi, Threshold = rules.Drift.Psi, N = dayIns.Sum() };
                }
            }
            for (var i = 0; i < DaySketch.Lengths; i++)
            {
                ins[i] += dayIns[i];
                outs[i] += dayOuts[i];
            }
        }
    }

    private static (long[] Coverage, long Prompts) Sum(IEnumerable<DaySketch> days)
    {
        var coverage = new long[TextSketch.Classes];
        var prompts = 0L;
        foreach (var day in days)
        {
            prompts += day.Prompts;
            for (var i = 0; i < coverage.Length; i++)
            {
                coverage[i] += day.Coverage[i];
            }
        }
        return (coverage, prompts);
    }
}
