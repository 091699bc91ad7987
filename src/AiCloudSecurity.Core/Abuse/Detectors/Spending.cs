using System.Globalization;

namespace AiCloudSecurity.Abuse;

/// <summary>DOW-4: what an account spends in a month, by the user's prices.</summary>
internal sealed class Spending(PriceTable prices)
{
    private readonly Dictionary<(Cloud Cloud, string Account), List<(string Caller, int Day, double Cost)>> _accounts = [];

    /// <summary>Takes in what a caller spent.</summary>
    public void Add(CallerHistory caller)
    {
        // Whole numbers first: they add up alike in every order.
        Dictionary<(string Model, int Day), (long In, long Out)> tokens = [];
        foreach (var series in caller.Invocations)
        {
            foreach (var row in series.Rows)
            {
                var place = (series.Key.Model, row.Hour / 24);
                var (ins, outs) = tokens.GetValueOrDefault(place);
                tokens[place] = (ins + row.InTokens, outs + row.OutTokens);
            }
        }
        foreach (var ((model, day), (ins, outs)) in tokens.OrderBy(pair => pair.Key.Day).ThenBy(pair => pair.Key.Model, StringComparer.Ordinal))
        {
            if (prices.CostOf(model, ins, outs) is > 0 and var cost)
            {
                var account = (caller.Cloud, caller.Account);
                if (!_accounts.TryGetValue(account, out var spent))
                {
                    _accounts[account] = spent = [];
                }
                spent.Add((caller.Name, day, cost));
            }
        }
    }

    /// <summary>The accounts and months that cost too much, each with who spent most.</summary>
    public IEnumerable<((Cloud, string) Caller, Signal Signal)> Find(double? budget, AbuseRules rules)
    {
        foreach (var (account, spent) in _accounts)
        {
            foreach (var month in spent.GroupBy(one => DateOf(one.Day).ToString("yyyy-MM", CultureInfo.InvariantCulture)))
            {
                var days = month.GroupBy(one => one.Day).OrderBy(day => day.Key).Select(day => (Day: day.Key, Cost: day.Sum(one => one.Cost))).ToList();
                var (total, last) = (days.Sum(day => day.Cost), days[^1]);
                var date = DateOf(last.Day);
                var inMonth = DateTime.DaysInMonth(date.Year, date.Month);
                var projected = total / date.Day * inMonth;
                var mean = days.Count > 1 ? days.SkipLast(1).Average(day => day.Cost) : 0;
                var faster = days.Count > rules.ActiveDays && last.Cost >= rules.BurnTimes * mean;
                // The whole of a month that began before the logs do is not known.
                var whole = DateOf(days[0].Day).Day <= 2;
                var over = budget is { } limit && (total > limit || whole && projected > limit);
                if (!over && !faster)
                {
                    continue;
                }
                var most = month.GroupBy(one => one.Caller).OrderByDescending(one => one.Sum(cost => cost.Cost)).ThenBy(one => one.Key, StringComparer.Ordinal).First();
                yield return ((account.Cloud, most.Key), new("DOW-4", days[0].Day * 24, last.Day * 24 + 23, Severity.Medium, Confidence.Medium,
                    over ? $"{Money(total)} were spent in {month.Key} up to day {date.Day}, which makes {Money(projected)} in the month; the budget is {Money(budget!.Value)}."
                        : $"{Money(last.Cost)} were spent on {date:yyyy-MM-dd}, {VolumeDetectors.Say(last.Cost / mean)} times the mean day of the month before it.")
                {
                    Observed = over ? projected : last.Cost,
                    Baseline = over ? total : mean,
                    Threshold = over ? budget : rules.BurnTimes * mean,
                    N = days.Count,
                    Evidence = $"spends most: {most.Key} ({Money(most.Sum(one => one.Cost))})",
                });
            }
        }
    }

    private static DateTime DateOf(int day) => DateTime.UnixEpoch.AddDays(day);

    private static string Money(double amount) => amount.ToString("#,0.00", CultureInfo.InvariantCulture);
}
