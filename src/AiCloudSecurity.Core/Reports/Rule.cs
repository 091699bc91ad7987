using System.Collections.Frozen;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Reports;

/// <summary>What reports say of a check. A finding of a check that this version does not have is told by its id.</summary>
internal sealed record Rule(string Id, string Title, string Risk, string Advice, Severity Severity, Pillar Pillar, string Link, string Tips, string Owasp, string Atlas)
{
    // One id may judge several resource types, each with its own words; a format that knows ids only takes the first.
    private static readonly FrozenDictionary<string, Check[]> s_checks =
        Check.All.SelectMany(check => check.About.Aliases.Prepend(check.Id), (check, name) => (name, check))
            .GroupBy(pair => pair.name, pair => pair.check, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(checks => checks.Key, checks => checks.ToArray(), StringComparer.OrdinalIgnoreCase);

    /// <summary>What it serves: advice of the methodology, OWASP and ATLAS entries.</summary>
    public IEnumerable<string> Tags =>
        Tips.Split(", ").Append(Owasp).Append(Atlas).Where(tag => tag.Length > 0);

    /// <summary>The frameworks that it maps to, each with the entry.</summary>
    public IEnumerable<string> Standards
    {
        get
        {
            foreach (var entry in Owasp.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                yield return entry.StartsWith("ML", StringComparison.Ordinal) ? $"OWASP Machine Learning Security Top 10 2023 {entry}" : $"OWASP Top 10 for LLM Applications 2025 {entry}";
            }
            foreach (var entry in Atlas.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                yield return $"MITRE ATLAS {entry}";
            }
        }
    }

    public static Rule Of(Finding finding) => CheckOf(finding) is { About: var about } check
        ? new(finding.CheckId, about.Title, about.Risk, about.Advice, about.Severity, check.Pillar,
            Uri.TryCreate(about.Link, UriKind.Absolute, out var link) && link.Scheme == Uri.UriSchemeHttps ? about.Link : "",
            about.Tip.Numbers(), about.Owasp, about.Atlas)
        : new(finding.CheckId, finding.CheckId, "", finding.Advice, finding.Severity, finding.Pillar, "", "", "", "");

    /// <summary>The check that made a finding, by its id or former id.</summary>
    public static Check? CheckOf(Finding finding) => finding.OwnCheck ?? Known(finding);

    private static Check? Known(Finding finding) => s_checks.GetValueOrDefault(finding.CheckId) is not { } checks ? null
        : Array.Find(checks, check => check.Subject.Name == finding.ResourceType) ?? checks[0];
}
