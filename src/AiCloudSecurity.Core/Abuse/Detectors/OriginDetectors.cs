using System.Globalization;

namespace AiCloudSecurity.Abuse;

/// <summary>LJ: somebody else uses a credential.</summary>
internal static class OriginDetectors
{
    public static IEnumerable<Signal> Find(CallerHistory caller, AbuseRules rules)
    {
        var found = caller.Subject == Subject.Principal
            ? NewOrigin(caller, rules).Concat(DeniedSweep(caller, rules)).Concat(Reconnaissance(caller, rules)).Concat(Probes(caller, rules)).Concat(Entitlement(caller, rules))
            : [];
        return found.Concat(Control(caller)).Concat(LongLivedKeys(caller, rules));
    }

    // LJ-1: at least two of network, region, model and program that were not seen before, within an hour.
    private static IEnumerable<Signal> NewOrigin(CallerHistory caller, AbuseRules rules)
    {
        (string Kind, Func<SeriesKey, string> Of)[] kinds =
            [("network", key => key.Network), ("region", key => key.Region), ("model", key => key.Model), ("program", key => key.Agent)];
        var seen = kinds.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        HashSet<int> days = [];
        foreach (var hour in caller.Hours)
        {
            // Days before this one.
            var active = days.Count - (days.Contains(hour.Hour / 24) ? 1 : 0);
            var news = News(hour);
            days.Add(hour.Hour / 24);
            if (news.Count == 0)
            {
                continue;
            }
            var kindsOfNews = news.Select(item => item.Split(' ')[0]).Distinct().Count();
            if (active >= rules.ActiveDays && kindsOfNews >= rules.NewAtOnce)
            {
                yield return new("LJ-1", hour.Hour, hour.Hour, Severity.Medium, Confidence.Medium,
                    $"{kindsOfNews} of network, region, model and program are new at once: {string.Join(", ", news.Take(6))}.")
                { Observed = kindsOfNews, Baseline = 0, Threshold = rules.NewAtOnce, N = active };
            }
        }

        List<string> News(CallerHour hour)
        {
            List<string> news = [];
            for (var i = 0; i < kinds.Length; i++)
            {
                // The first value of a kind is new only where the log tells it otherwise, too.
                var known = seen[i].Count > 0;
                var first = news.Count;
                foreach (var (series, _) in hour.Rows)
                {
                    var value = kinds[i].Of(series.Key);
                    if (value.Length > 0 && seen[i].Add(value) && known)
                    {
                        news.Add($"{kinds[i].Kind} {value}");
                    }
                }
                news.Sort(first, news.Count - first, StringComparer.Ordinal);
            }
            return news;
        }
    }

    // LJ-2. Rows have the first and the last refusal of an hour: what is between them counts where all of it is inside.
    private static IEnumerable<Signal> DeniedSweep(CallerHistory caller, AbuseRules rules)
    {
        if (!Array.Exists(caller.Hours, hour => hour.Denied > 0))
        {
            yield break;
        }
        var rule = rules.DeniedSweep;
        var denied = (from series in caller.Invocations
                      from row in series.Rows
                      where row.Denied > 0 && row.FirstDenied != HourRow.Never
                      let start = row.Hour * 3600L
                      group (First: start + row.FirstDenied, Last: start + row.LastDenied, row.Denied) by (series.Key.Source, series.Key.Model, row.Hour) into model
                      select (model.Key.Source, model.Key.Model, First: model.Min(one => one.First), Last: model.Max(one => one.Last), Count: model.Sum(one => one.Denied))).ToList();
        foreach (var start in denied.SelectMany(one => new[] { one.First, one.Last }).Distinct().Order())
        {
            var end = start + rule.Minutes * 60;
            // Invocation log and CloudTrail tell of the same refusals.
            var best = denied.GroupBy(one => one.Source).Select(source =>
            {
                var inside = source.Where(one => one.First >= start && one.First <= end || one.Last >= start && one.Last <= end).ToList();
                return (Models: inside.Select(one => one.Model).Distinct().ToList(), Count: inside.Sum(one => one.First >= start && one.Last <= end ? one.Count : 1));
            }).MaxBy(source => source.Count);
            if (best.Count >= rule.Refusals && best.Models.Count >= rule.Models)
            {
                yield return new("LJ-2", (int)(start / 3600), (int)(end / 3600), Severity.High, Confidence.High,
                    $"{best.Count} calls were refused on {best.Models.Count} models within {rule.Minutes} minutes.")
                { Observed = best.Count, Threshold = rule.Refusals, N = best.Count, Evidence = $"refused: {string.Join(", ", best.Models.Order(StringComparer.Ordinal).Take(6))}" };
            }
        }
    }

    // LJ-3: looks around, then calls, with the same key.
    private static IEnumerable<Signal> Reconnaissance(CallerHistory caller, AbuseRules rules)
    {
        var rule = rules.Reconnaissance;
        var looks = (from series in caller.Series
                     where ControlActions.KindOf(series.Key.Action) == ControlKind.Reconnaissance && !rule.UsualPrograms.Contains(series.Key.Agent, StringComparer.OrdinalIgnoreCase)
                     from row in series.Rows
                     select (series.Key.Credential, series.Key.Action, First: row.Hour * 3600L + row.First, Last: row.Hour * 3600L + row.Last)).ToList();
        foreach (var key in looks.GroupBy(look => look.Credential))
        {
            var calls = (from series in caller.Invocations
                         where key.Key.Length == 0 || series.Key.Credential == key.Key || series.Key.Credential.Length == 0
                         from row in series.Rows
                         select (First: row.Hour * 3600L + row.First, Last: row.Hour * 3600L + row.Last)).ToList();
            foreach (var start in key.Select(look => look.First).Distinct().Order())
            {
                var inside = key.Where(look => look.First >= start && look.First <= start + rule.Minutes * 60).ToList();
                var operations = inside.Select(look => look.Action).Distinct().Order(StringComparer.Ordinal).ToList();
                // Inventory tools do so every day, and look at it as a habit.
                var habit = key.Where(look => look.First < start).Select(look => look.First / 86400).Distinct().Count(day => day < start / 86400);
                if (operations.Count < rule.Operations || habit >= rule.Habit)
                {
                    continue;
                }
                var last = inside.Max(look => look.First);
                var used = calls.SelectMany(call => new[] { call.First, call.Last }).Where(time => time >= last && time <= last + rule.Minutes * 60).ToList();
                if (used.Count > 0)
                {
                    var longLived = key.Key.StartsWith("AKIA", StringComparison.Ordinal) || key.Key == "bearer token" || key.Key.StartsWith("ABSK", StringComparison.Ordinal);
                    yield return new("LJ-3", (int)(start / 3600), (int)(used.Max() / 3600), longLived ? Severity.High : Severity.Medium, Confidence.High,
                        $"{operations.Count} operations that look around, and a call {(used.Min() - last) / 60} minutes later{(longLived ? $", with the long-lived key {key.Key}" : "")}.")
                    { Observed = operations.Count, Threshold = rule.Operations, N = inside.Count, Evidence = string.Join(", ", operations) };
                }
            }
        }
    }

    // LJ-5: a call that can only be refused for its form, or invalid ones before the first success on a model.
    private static IEnumerable<Signal> Probes(CallerHistory caller, AbuseRules rules)
    {
        foreach (var hour in caller.Hours.Where(hour => hour.BadMax > 0))
        {
            yield return new("LJ-5", hour.Hour, hour.Hour, Severity.Medium, Confidence.Medium,
                $"{hour.BadMax} calls asked for fewer than one token: such calls only test whether a key works.")
            { Observed = hour.BadMax, Threshold = 1, N = hour.Calls };
        }
        if (!caller.Invocations.Any(series => series.Rows.Any(row => row.Invalid > 0)))
        {
            yield break;
        }
        foreach (var model in caller.Invocations.GroupBy(series => (series.Key.Source, series.Key.Model)))
        {
            var rows = model.SelectMany(series => series.Rows).ToList();
            var firstOk = rows.Where(row => row.FirstOk != HourRow.Never).Select(row => row.Hour * 3600L + row.FirstOk).DefaultIfEmpty(long.MaxValue).Min();
            var before = rows.Where(row => row.Invalid > 0 && row.Hour * 3600L + row.LastInvalid <= firstOk && row.Hour * 3600L + row.LastInvalid >= firstOk - 60 * rules.Probe.Minutes).ToList();
            var habits = caller.Days.Count(day => day.Day < firstOk / 86400);
            if (firstOk != long.MaxValue && habits >= rules.ActiveDays && before.Sum(row => row.Invalid) >= rules.Probe.Invalid)
            {
                yield return new("LJ-5", before.Min(row => row.Hour), (int)(firstOk / 3600), Severity.Low, Confidence.Low,
                    $"{before.Sum(row => row.Invalid)} invalid calls and then the first success ever on {model.Key.Model}.")
                { Observed = before.Sum(row => row.Invalid), Threshold = rules.Probe.Invalid, N = before.Sum(row => row.Calls) };
            }
        }
    }

    // LJ-6
    private static IEnumerable<Signal> Entitlement(CallerHistory caller, AbuseRules rules)
    {
        foreach (var (action, row) in Of(caller, ControlKind.Entitlement))
        {
            var days = caller.Series.SelectMany(series => series.Rows).Select(other => other.Hour / 24).Where(day => day < row.Hour / 24).Distinct().Count();
            var isNew = days < rules.ActiveDays;
            yield return new("LJ-6", row.Hour, row.Hour, isNew ? Severity.Medium : Severity.Low, isNew ? Confidence.Medium : Confidence.Low,
                $"{action} {(row.Ok > 0 ? "succeeded" : "was tried")} by a caller seen on {days} days before.")
            { Observed = row.Calls, Threshold = 1, Baseline = days, N = row.Calls };
        }
    }

    // LJ-4, and the listing of keys of LJ-7.
    private static IEnumerable<Signal> Control(CallerHistory caller)
    {
        foreach (var kind in new[] { ControlKind.Blinding, ControlKind.Weakening })
        {
            foreach (var (action, row) in Of(caller, kind))
            {
                var blinded = kind == ControlKind.Blinding && row.Ok > 0;
                yield return new("LJ-4", row.Hour, row.Hour, blinded ? Severity.High : Severity.Medium, Confidence.High, $"{action} {(row.Ok > 0 ? "succeeded" : "was tried and refused")}.")
                { Observed = row.Calls, Threshold = 1, N = row.Calls };
            }
        }
        foreach (var (action, row) in Of(caller, ControlKind.KeyListing))
        {
            yield return new("LJ-7", row.Hour, row.Hour, Severity.Info, Confidence.High, $"Keys were listed: {action}, {row.Calls.ToString(CultureInfo.InvariantCulture)} times.")
            { Observed = row.Calls, Threshold = 1, N = row.Calls };
        }
    }

    // LJ-7. One call with a key proves that there is one, which an assessment lists; more of them, that it is in use.
    private static IEnumerable<Signal> LongLivedKeys(CallerHistory caller, AbuseRules rules)
    {
        foreach (var key in caller.Invocations.Where(series => series.Key.Credential.Length > 0 && series.Key.Subject == Subject.Principal).GroupBy(series => series.Key.Credential))
        {
            var rows = key.SelectMany(series => series.Rows).ToList();
            if (rows.Sum(row => row.Calls) < rules.LongLivedCalls)
            {
                continue;
            }
            yield return new("LJ-7", rows.Min(row => row.Hour), rows.Max(row => row.Hour), Severity.Info, Confidence.High, $"Models are called with {(key.Key == "bearer token" ? "an API key" : $"the long-lived key {key.Key}")}.")
            { Observed = rows.Sum(row => row.Calls), Threshold = rules.LongLivedCalls, N = rows.Sum(row => row.Calls) };
        }
    }

    private static IEnumerable<(string Action, HourRow Row)> Of(CallerHistory caller, ControlKind kind) =>
        from series in caller.Series
        where ControlActions.KindOf(series.Key.Action) == kind
        from row in series.Rows
        orderby row.Hour
        select (series.Key.Action, row);
}
