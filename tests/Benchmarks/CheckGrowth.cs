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

    /// <param name="Check">Id and subject.</param>
    /// <param name="Verdicts">Of the many.</param>
    /// <param name="Microseconds">Of processor time for one verdict among many.</param>
    /// <param name="Growth">How much longer many take than few.</param>
    public sealed record Cost(string Check, int Verdicts, double Microseconds, double Growth);

    public static IReadOnlyList<Cost> Measure() => [.. Check.All.Select(check =>
    {
        // The many first: they warm up the code for the few.
        var many = Time(check, Many);
        var few = Time(check, Few);
        return new Cost($"{check.Id} {check.Subject.Name}", many.Verdicts, many.Time.TotalMicroseconds / Math.Max(1, many.Verdicts), many.Time / few.Time);
    })];

    private static (int Verdicts, TimeSpan Time) Time(Check check, int copies)
    {
        var example = check.Examples.Where(example => example.Expected == Status.Pass).MaxBy(example => example.With.Count)!;
        var estates = Enumerable.Range(0, Runs + 1).Select(_ => Copies(check, example, copies)).ToArray();
        var verdicts = check.Judge(estates[0]).Count();
        return (verdicts, estates[1..].Min(estate =>
        {
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
