using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on how much models are used.</summary>
internal static class ModelUsageChecks
{
    private const int Times = 5;
    private const int Days = 14;

    // Below these a day is no base to compare with.
    private static readonly Dictionary<string, double> s_least = new(StringComparer.Ordinal) { ["invocations"] = 100, ["tokens"] = 100_000 };

    [Check("AWS-MON-016", Severity.High, "No model is used far more than usual",
        Risk = "A model is being copied through its answers, or somebody spends your money on it.",
        Advice = "Find out who calls the model, and limit or cut off whoever should not.",
        Tip = Tip.TheftSignature, Remedy = Remedy.None, Owasp = "LLM10", Atlas = "AML.T0024.002, AML.T0034",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/monitoring.html")]
    [Command("aws cloudtrail lookup-events --lookup-attributes 'AttributeKey=EventSource,AttributeValue=bedrock.amazonaws.com' --region {Region}")]
    [Passes("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [1000, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200] }""")]
    [Fails("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [1001, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200] }""")]
    [Fails("{}", """ModelUsage { "Id": "tokens", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [1000001, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000] }""")]
    [Passes("{}", """ModelUsage { "Id": "tokens", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [1000000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000, 200000] }""")]
    [Fails("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [600, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200] }""", """ModelUsage { "Id": "invocations", "Label": "n", "Timestamps": ["2026-11-01T10:00:00Z"], "Values": [501] }""", Because = "The other model was hardly used before.")]
    [Passes("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z"], "Values": [500] }""", Because = "So few are no base to compare with.")]
    [Passes("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [600, 9000, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200] }""", Because = "The median does not mind one day that was unusual.")]
    [Skips("{}")]
    [Skips("{}", """ModelUsage { "Label": "m", "Timestamps": ["2026-11-01T10:00:00Z"], "Values": [1] }""", Because = "Nothing says what was counted.")]
    [Passes("{}", """ModelUsage { "Id": "invocations", "Label": "m", "Timestamps": ["2026-01-01T10:00:00Z", "2026-11-01T10:00:00Z", "2026-10-31T10:00:00Z", "2026-10-30T10:00:00Z", "2026-10-29T10:00:00Z", "2026-10-28T10:00:00Z", "2026-10-27T10:00:00Z", "2026-10-26T10:00:00Z", "2026-10-25T10:00:00Z", "2026-10-24T10:00:00Z", "2026-10-23T10:00:00Z", "2026-10-22T10:00:00Z", "2026-10-21T10:00:00Z", "2026-10-20T10:00:00Z", "2026-10-19T10:00:00Z", "2026-10-18T10:00:00Z"], "Values": [1000000, 1000, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200] }""", Because = "That was long before.")]
    public static Verdict Usual(RegionItself region, Inventory<ModelUsage> usage, DateTimeOffset now)
    {
        var measured = usage.All.Where(series => series.Id is not null && series.Label is not null).GroupBy(series => (series.Id, series.Label)).ToList();
        if (measured.Count == 0)
        {
            return NotApplicable($"Nobody has called a model in {region.Identity.Name} for {Days} days.");
        }
        List<string> unusual = [];
        foreach (var series in measured)
        {
            var days = new double[Days + 1];
            foreach (var (at, value) in series.SelectMany(part => (part.Timestamps ?? []).Zip(part.Values ?? [])))
            {
                // The hour that began within the last day belongs to it.
                var day = (int)Math.Floor((now - at).TotalDays);
                if (day is >= 0 and <= Days)
                {
                    days[day] += value;
                }
            }
            var median = days[1..].Order().Skip(Days / 2 - 1).Take(2).Average();
            var usual = Math.Max(median, s_least.GetValueOrDefault(series.Key.Id!, 0));
            if (days[0] > Times * usual)
            {
                unusual.Add($"{series.Key.Label}: {days[0]:0} {series.Key.Id} within a day, and {median:0} on a usual one");
            }
        }
        return unusual.Count == 0
            ? Pass($"None of {measured.Select(series => series.Key.Label).Distinct().Count()} models was used more than {Times} times as much as on the median of {Days} days.")
            : Fail($"{string.Join("; ", unusual)}.");
    }
}
