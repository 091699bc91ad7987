namespace AiCloudSecurity.Checks;

/// <summary>One thing that a check was tested for: flat and scalar, ready for CSV.</summary>
public sealed record CheckExamination
{
    /// <summary>The check.</summary>
    public required string CheckId { get; init; }

    /// <summary>What was tested: an example by its number, a read that was withheld, a rule about what the check says of itself.</summary>
    public required string Test { get; init; }

    /// <summary>What must be.</summary>
    public required string Expected { get; init; }

    /// <summary>What is.</summary>
    public required string Actual { get; init; }

    /// <summary>Whether it is as it must be.</summary>
    public required bool Passed { get; init; }

    /// <summary>The reason that the check gave, or what to do.</summary>
    public required string Reason { get; init; }
}

/// <summary>Tests a check by its own examples, and by taking away what it reads.</summary>
public static class CheckExaminations
{
    private const int LongestTitle = 80;

    /// <summary>Every test of a check.</summary>
    public static IEnumerable<CheckExamination> Of(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        foreach (var (rule, holds, advice) in Rules(check))
        {
            yield return new() { CheckId = check.Id, Test = rule, Expected = "yes", Actual = holds ? "yes" : "no", Passed = holds, Reason = holds ? "" : advice };
        }
        var number = 0;
        foreach (var example in check.Examples)
        {
            number++;
            var (status, reason) = Judge(check, () => Example.Estate(check, example));
            yield return new()
            {
                CheckId = check.Id,
                Test = $"example {number.ToString(System.Globalization.CultureInfo.InvariantCulture)}",
                Expected = example.Expected.ToString(),
                Actual = status,
                Passed = status == example.Expected.ToString(),
                Reason = Display.Safe(reason),
            };
        }
        // A verdict may need less than the check names, but without a read it may turn to Unknown only, and each must matter once.
        foreach (var type in check.Needs.Where(type => type.Read.Operations.Count > 0))
        {
            var without = check.Examples.Select(example => (example.Expected, Verdict: Judge(check, () => Example.Estate(check, example, type)))).ToList();
            var wrong = without.Find(one => one.Verdict.Status != nameof(Status.Unknown) && one.Verdict.Status != one.Expected.ToString());
            var unknown = without.Find(one => one.Verdict.Status == nameof(Status.Unknown));
            var (actual, reason) = wrong.Verdict.Status is not null ? wrong.Verdict
                : unknown.Verdict.Status is not null ? unknown.Verdict
                : ("no difference", $"No example needs {type.Name}. Give one that does, or leave it out.");
            yield return new() { CheckId = check.Id, Test = $"without {type.Name}", Expected = nameof(Status.Unknown), Actual = actual, Passed = actual == nameof(Status.Unknown), Reason = Display.Safe(reason) };
        }
    }

    private static (string Status, string Reason) Judge(Check check, Func<Estate> estate)
    {
        try
        {
            var findings = check.Judge(estate()).ToList();
            var worst = findings.Find(finding => finding.Status == Status.Fail) ?? findings.Find(finding => finding.Status == Status.Unknown) ?? findings.FirstOrDefault();
            return worst is null ? ("no verdict", "The example's resource was not found.") : (worst.Status.ToString(), worst.Reason);
        }
        catch (Exception malformed) when (malformed is FormatException or System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return ("no verdict", malformed.Message);
        }
    }

    private static IEnumerable<(string Rule, bool Holds, string Advice)> Rules(Check check)
    {
        yield return ("the title is short", check.Title.Length is > 0 and <= LongestTitle, $"Say the good state in at most {LongestTitle} characters.");
        yield return ("it says the risk", check.About.Risk.Length > 0, "Say in one sentence what can happen.");
        yield return ("it says what to do", check.About.Advice.Length > 0, "Say in one imperative sentence what to do.");
        yield return ("an example passes", check.Examples.Any(example => example.Expected == Status.Pass), "Give an example with Passes.");
        yield return ("an example fails", check.Examples.Any(example => example.Expected == Status.Fail), "Give an example with Fails.");
        yield return ("the link is https", check.About.Link.Length == 0 || check.About.Link.StartsWith("https://", StringComparison.Ordinal), "Link to https, or leave the link out.");
    }
}
