using System.Globalization;

namespace AiCloudSecurity.Abuse;

/// <summary>DOW-4: what an account spends in a month, by the user's prices.</summary>
internal static class BurnDetector
{
    public static IEnumerable<(CallerHistory Caller, Signal Signal)> Find(IReadOnlyList<CallerHistory> callers, PriceTable prices, double? budget, AbuseRules rules)
    {
        var spent = (from caller in callers
                     from series in caller.Invocations
                     from row in series.Rows
                     let cost = prices.CostOf(series.Key.Model, row.InTokens, row.OutTokens)
                     where cost > 0
                     select (caller, Day: row.Hour / 24, Cost: cost.Value)).ToList();
        foreach (var account in spent.GroupBy(one => (one.caller.Cloud, one.caller.Account)))
        {
            foreach (var month in account.GroupBy(one => DateOf(one.Day).ToString("yyyy-MM", CultureInfo.InvariantCulture)))
            {
                var days = month.GroupBy(one => one.Day).OrderBy(day => day.Key).Select(day => (Day: day.Key, Cost: day.Sum(one => one.Cost))).ToList();
                var (total, last) = (days.Sum(day => day.Cost), days[^1]);
                var date = DateOf(last.Day);
                var inMonth = DateTime.DaysInMonth(date.Year, date.Month);
                var projected = total / date.Day * inMonth;
                var mean = days.Count > 1 ? days.SkipLast(1).Average(day => day.Cost) : 0;
                var faster = days.Count > 5 && last.Cost >= rules.BurnTimes * mean;
                // The whole of a month that began before the logs do is not known.
                var whole = DateOf(days[0].Day).Day <= 2;
                var over = budget is { } limit && (total > limit || whole && projected > limit);
                if (!over && !faster)
                {
                    continue;
                }
                var most = month.GroupBy(one => one.caller.Name).OrderByDescending(one => one.Sum(cost => cost.Cost)).ThenBy(one => one.Key, StringComparer.Ordinal).First();
                var worst = callers.First(caller => caller.Name == most.Key && caller.Cloud == account.Key.Cloud);
                yield return (worst, new("DOW-4", days[0].Day * 24, last.Day * 24 + 23, Severity.Medium, Confidence.Medium,
                    over ? $"{Money(total)} were spent in {month.Key} up to day {date.Day}, which makes {Money(projected)} in the month; the budget is {Money(budget!.Value)}."
                        : $"{Money(last.Cost)} were spent on {date:yyyy-MM-dd}, {VolumeDetectors.Say(last.Cost / mean)} times the mean day of the month before it.")
                {
                    Observed = over ? projected : last.Cost,
                    Baseline = over ? total : mean,
                    Threshold = over ? budget : rules.BurnTimes * mean,
                    N = days.Count,
                    Evidence = $"spends most: {worst.Name} ({Money(most.Sum(one => one.Cost))})",
                });
            }
        }
    }

    private static DateTime DateOf(int day) => DateTime.UnixEpoch.AddDays(day);

    private static string Money(double amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);
}
