using System.Management.Automation;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Commands;

/// <summary>Chooses checks as users name them.</summary>
internal static class CheckSelection
{
    /// <summary>The checks that match, ordered by pillar, then worst first.</summary>
    /// <exception cref="AiCloudException">A name or pattern matches no check.</exception>
    public static IReadOnlyList<Check> Of(string[]? ids, Severity[]? severities = null, Pillar[]? pillars = null, string[]? services = null, Cloud[]? clouds = null, Tip? tip = null, IReadOnlyList<Check>? own = null, string[]? frameworks = null)
    {
        var chosen = Check.All.Concat(own ?? []).ToList();
        if (ids is { Length: > 0 })
        {
            var patterns = Array.ConvertAll(ids, id => (Id: id, Pattern: new WildcardPattern(id, WildcardOptions.IgnoreCase)));
            foreach (var (id, pattern) in patterns)
            {
                if (!chosen.Exists(check => Matches(check, pattern)))
                {
                    throw new AiCloudException(ErrorId.ResourceNotFound, $"No check matches '{Display.Safe(id)}'. Get-AiCheck lists them; {Nearest(id)} is the nearest id.", id);
                }
            }
            chosen.RemoveAll(check => !Array.Exists(patterns, pattern => Matches(check, pattern.Pattern)));
        }
        if (services is { Length: > 0 })
        {
            var patterns = Array.ConvertAll(services, service => new WildcardPattern(service, WildcardOptions.IgnoreCase));
            chosen.RemoveAll(check => !Array.Exists(patterns, pattern => pattern.IsMatch(check.Service)));
            if (chosen.Count == 0)
            {
                throw new AiCloudException(ErrorId.ResourceNotFound, $"No check is about the service '{Display.Safe(string.Join(", ", services))}'. Known: {string.Join(", ", Services)}.", services[0]);
            }
        }
        if (frameworks is { Length: > 0 })
        {
            var patterns = Array.ConvertAll(frameworks, framework => new WildcardPattern(framework, WildcardOptions.IgnoreCase));
            var entries = Frameworks.All.SelectMany(framework => framework.Entries).Where(entry => Array.Exists(patterns, pattern => Matches(entry, pattern))).ToHashSet();
            if (entries.Count == 0)
            {
                throw new AiCloudException(ErrorId.ResourceNotFound, $"No framework and none of its entries is called '{Display.Safe(string.Join(", ", frameworks))}'. Known: {string.Join(", ", Frameworks.All.Select(framework => framework.Id))}; entries such as OWASP-LLM:LLM02.", frameworks[0]);
            }
            chosen.RemoveAll(check => !Frameworks.Of(check).Any(entries.Contains));
        }
        chosen.RemoveAll(check => severities is { Length: > 0 } && !severities.Contains(check.Severity)
            || pillars is { Length: > 0 } && !pillars.Contains(check.Pillar)
            || clouds is { Length: > 0 } && !clouds.Contains(check.Cloud)
            || tip is { } wanted && (check.About.Tip & wanted) == 0);
        return [.. chosen.OrderBy(check => check.Pillar).ThenByDescending(check => check.Severity).ThenBy(check => check.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether a check of least privilege rests on what identities hold.</summary>
    public static bool IsOnPolicies(Check check) => check.Pillar == Pillar.LeastPrivilege && check.Needs.Any(type => type.Read is AwsResourceAttribute { Service: "iam" } or AzureResourceAttribute { Service: "authorization" } or GcpResourceAttribute { Content: GcpContent.IamPolicy });

    /// <summary>The services that checks are about.</summary>
    public static IEnumerable<string> Services => Check.All.Select(check => check.Service).Where(service => service.Length > 0).Distinct().Order(StringComparer.Ordinal);

    private static bool Matches(FrameworkEntry entry, WildcardPattern pattern) => pattern.IsMatch(entry.Framework.Id) || pattern.IsMatch(entry.Id) || pattern.IsMatch(entry.Name);

    private static bool Matches(Check check, WildcardPattern pattern) => pattern.IsMatch(check.Id) || Array.Exists(check.About.Aliases, pattern.IsMatch);

    private static string Nearest(string id) => Check.All.MinBy(check => Distance(check.Id, id.ToUpperInvariant()))!.Id;

    // Levenshtein: what a mistyped id is nearest to.
    private static int Distance(string a, string b)
    {
        b = b.Length > 32 ? b[..32] : b;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
