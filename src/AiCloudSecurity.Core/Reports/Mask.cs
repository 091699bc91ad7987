using System.Globalization;
using System.Text.RegularExpressions;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Reports;

/// <summary>
/// Puts <c>account-1</c>, <c>subscription-2</c>, <c>project-3</c> in place of what tells whose cloud it is, wherever it
/// stands, so that a report can be shown to others. One id has one name throughout a report, and perhaps another in
/// the next. Fingerprints are made anew, since from an account's twelve digits they could be guessed: a masked
/// report can be compared with nothing.
/// </summary>
internal sealed partial class Mask
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex? _named;

    private Mask(IEnumerable<(Cloud Cloud, string Id)> scopes)
    {
        foreach (var (cloud, id) in scopes.Where(scope => scope.Id.Length > 0).Distinct().Order())
        {
            _names.TryAdd(id, $"{Word(cloud)}-{(_names.Count + 1).ToString(CultureInfo.InvariantCulture)}");
        }
        if (_names.Count > 0)
        {
            // The longer name first: one may begin another.
            var alternatives = _names.Keys.OrderByDescending(id => id.Length).ThenBy(id => id, StringComparer.Ordinal).Select(Regex.Escape);
            _named = new($"(?<![A-Za-z0-9])(?:{string.Join('|', alternatives)})(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>The same content without ids of accounts, subscriptions, projects, tenants and other objects of a directory.</summary>
    public static ReportContent Of(ReportContent content)
    {
        var mask = new Mask([.. content.Findings.Select(finding => (finding.Cloud, finding.Scope)), .. content.Exposures.Select(exposure => (exposure.Cloud, exposure.Scope))]);
        return content with
        {
            IsMasked = true,
            Findings = [.. content.Findings.Select(mask.Of)],
            Coverage = [.. content.Coverage.Select(mask.Of)],
            Exposures = [.. content.Exposures.Select(mask.Of)],
            Baseline = content.Baseline is { } baseline ? [.. baseline.Select(mask.Of)] : null,
        };
    }

    private Finding Of(Finding finding)
    {
        var id = Of(finding.ResourceId);
        return finding with
        {
            Scope = Of(finding.Scope),
            ResourceName = Of(finding.ResourceName),
            ResourceId = id,
            Reason = Of(finding.Reason),
            Command = Of(finding.Command),
            AcceptedBy = Of(finding.AcceptedBy),
            Fingerprint = Finding.FingerprintOf(finding.CheckId, finding.Cloud == Cloud.Azure ? id.ToLowerInvariant() : id),
        };
    }

    private CoverageEntry Of(CoverageEntry entry) => entry with
    {
        Scope = Of(entry.Scope),
        Subject = entry.Subject is null ? null : Of(entry.Subject),
        Means = entry.Means is null ? null : Of(entry.Means),
        Message = entry.Message is null ? null : Of(entry.Message),
    };

    private AiExposure Of(AiExposure exposure) => (exposure with
    {
        Scope = Of(exposure.Scope),
        ResourceName = Of(exposure.ResourceName),
        ResourceId = Of(exposure.ResourceId),
        Entry = Of(exposure.Entry),
        From = Of(exposure.From),
        Gateway = Of(exposure.Gateway),
        Path = Of(exposure.Path),
        Because = Of(exposure.Because),
    }).With([.. exposure.Hops().Select(hop => hop with { ResourceId = Of(hop.ResourceId), Entry = Of(hop.Entry), Name = Of(hop.Name), Detail = Of(hop.Detail) })], null);

    private string Of(string text)
    {
        if (text.Length == 0)
        {
            return text;
        }
        text = _named?.Replace(text, match => _names[match.Value]) ?? text;
        return Others().Replace(text, match => _names.TryGetValue(match.Value, out var name) ? name
            : _names[match.Value] = $"{(match.Length == 12 ? "account" : "id")}-{(_names.Count + 1).ToString(CultureInfo.InvariantCulture)}");
    }

    private static string Word(Cloud cloud) => cloud switch { Cloud.Aws => "account", Cloud.Azure => "subscription", _ => "project" };

    // Accounts that are none of the scopes, as those that a policy lets in; tenants and principals; numbers of projects.
    [GeneratedRegex(@"(?<![A-Za-z0-9])(?:[0-9]{12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?![A-Za-z0-9])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Others();
}
