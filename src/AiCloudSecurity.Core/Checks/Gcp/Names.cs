namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Words and names in reasons.</summary>
internal static class Names
{
    private const int Most = 5;

    /// <summary>The first of them, and how many more there are.</summary>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.Distinct(StringComparer.Ordinal).ToList();
        return all.Count <= Most ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Most))} and {all.Count - Most} more";
    }

    /// <summary>The last word of a name, as 1 of projects/p/locations/l/models/1.</summary>
    public static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>A length of time as Google writes it, as 10800s; null where it is none.</summary>
    public static TimeSpan? Duration(string? text) =>
        text is ['0' or '1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9' or '.', ..] && text[^1] == 's'
        && double.TryParse(text[..^1], System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds <= TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds) : null;
}
