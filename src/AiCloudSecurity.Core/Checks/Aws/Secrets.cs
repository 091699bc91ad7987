namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges what may hold secrets; the values themselves were replaced when the estate was read.</summary>
internal static class Secrets
{
    /// <summary>Judges named values, as environment variables.</summary>
    /// <param name="what">What they are, as "environment variable".</param>
    /// <param name="values">The values; null where there are none.</param>
    public static Verdict Judge(string what, IEnumerable<KeyValuePair<string, string>>? values)
    {
        var held = (values ?? []).Where(value => Redaction.IsSecret(value.Value))
            .OrderBy(value => value.Key, StringComparer.Ordinal)
            .Select(value => $"{value.Key} ({Kind(value.Value)})").ToList();
        return held.Count > 0
            ? Verdict.Fail($"A secret stands in the {what}{(held.Count > 1 ? "s" : "")} {string.Join(", ", held)}.")
            : Verdict.Pass($"No {what} looks like a secret.");
    }

    /// <summary>Judges scripts.</summary>
    /// <param name="scripts">What they are called and what they say.</param>
    public static Verdict JudgeScripts(IEnumerable<(string Name, string? Content)> scripts)
    {
        ArgumentNullException.ThrowIfNull(scripts);
        var held = scripts.Where(script => Redaction.IsSecret(script.Content)).Select(script => $"{script.Name} ({Kind(script.Content!)})").ToList();
        return held.Count > 0
            ? Verdict.Fail($"A secret stands in {string.Join(", ", held)}.")
            : Verdict.Pass("No script holds what looks like a secret.");
    }

    // [secret: AWS access key]
    private static string Kind(string replaced) => replaced[(replaced.IndexOf(' ', StringComparison.Ordinal) + 1)..^1];
}
