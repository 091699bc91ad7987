using System.Globalization;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// Each check alone, on copies of one of its own examples: subjects and what they are joined with grow together, so a
/// check that walks through all of something for each subject shows.
/// </summary>
internal static class CheckGrowth
{
    private const int Few = 250;
    private const int Many = 2_500;
    private const int Runs = 3;
    private const int Shown = 25;
    // What is far from linear shows among few: nobody waits for the many then.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(0.1);

    /// <param name="Check">Id and subject.</param>
    /// <param name="Verdicts">Of the many.</param>
    /// <param name="Microseconds">Of processor time for one verdict among many.</param>
    /// <param name="Growth">How much longer many take than few.</param>
    public sealed record Cost(string Check, int Verdicts, double Microseconds, double Growth);

    public static int Run()
    {
        List<Cost> growth = [];
        List<string> slow = [];
        foreach (var check in Check.All)
        {
            var few = Time(check, Few);
            if (few.Time > s_longest)
            {
                slow.Add(string.Create(CultureInfo.InvariantCulture, $"{check.Id} {check.Subject.Name}: {few.Time.TotalSeconds:0.0} s for {Few}"));
                continue;
            }
            // The many warm up the code for the few.
            var many = Time(check, Many);
            few = Time(check, Few);
            growth.Add(new($"{check.Id} {check.Subject.Name}", many.Verdicts, many.Time.TotalMicroseconds / Math.Max(1, many.Verdicts), many.Time / few.Time));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            Each of {growth.Count} checks on {Few} and {Many} copies of an example that all name each other; ten times as many should take ten times as long
              growth of the median check {growth.Select(check => check.Growth).Order().ElementAt(growth.Count / 2):0.0}; those that grow most:
            """));
        foreach (var check in growth.OrderByDescending(check => check.Growth).Take(Shown))
        {
            Print(check);
        }
        var verdicts = growth.Where(check => check.Verdicts > 1).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  µs per verdict of the median check {verdicts.Select(check => check.Microseconds).Order().ElementAt(verdicts.Count / 2):0.0}; those that take most:"));
        foreach (var check in verdicts.OrderByDescending(check => check.Microseconds).Take(Shown))
        {
            Print(check);
        }
        Console.WriteLine($"  not asked of the many: {(slow.Count == 0 ? "none" : string.Join("; ", slow))}");
        return 0;

        static void Print(Cost check) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {check.Check,-60} growth {check.Growth,6:0.0}, {check.Microseconds,8:0.0} µs per verdict"));
    }

    private static (int Verdicts, TimeSpan Time) Time(Check check, int copies)
    {
        var example = check.Examples.Where(example => example.Expected == Status.Pass).MaxBy(example => example.With.Count)!;
        var whole = Copies(check, example, copies);
        var verdicts = check.Judge(whole).Count();
        return (verdicts, Enumerable.Range(0, Runs).Min(_ =>
        {
            // Nothing that was looked up before is known to a new estate; making the copies is not what is measured.
            var estate = new Estate(whole.Scope, whole.CollectedAt, whole.Regions, whole.Resources, whole.Coverage);
            var before = CpuClock.Now;
            _ = check.Judge(estate).Count();
            return CpuClock.Now - before;
        }));
    }

    // The example's own resources come last: whoever looks for them from the start passes all copies.
    private static Estate Copies(Check check, ExampleAttribute example, int copies)
    {
        var one = Example.Estate(check, example);
        var entries = one.Coverage.Where(entry => entry.Subject is not null).ToLookup(entry => entry.Subject!);
        List<Resource> resources = [];
        List<CoverageEntry> coverage = [.. one.Coverage];
        for (var copy = 1; copy < copies; copy++)
        {
            foreach (var resource in one.Resources)
            {
                var identity = resource.Identity;
                var copied = identity with { Id = $"{identity.Id}-{copy}", Name = $"{identity.Name}-{copy}", Parent = identity.Parent is { } parent ? $"{parent}-{copy}" : null };
                resources.Add(resource.Type.Create(copied, resource.Wire, resource.Unread));
                coverage.AddRange(entries[identity.Id].Select(entry => entry with { Subject = copied.Id }));
            }
        }
        return new(one.Scope, one.CollectedAt, one.Regions, resources.Concat(one.Resources).OrderBy(resource => resource.Type.Name, StringComparer.Ordinal), coverage);
    }
}
