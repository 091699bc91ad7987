using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// What was asked, for findings about prompts, where the user wished to see it: the three requests of each finding
/// whose hashes are smallest, so the same in every run. The logs are read once more for it.
/// </summary>
internal sealed class PromptSamples(IEnumerable<AbuseFinding> findings)
{
    private const int Each = 3;
    private const int Longest = 150;

    private readonly Dictionary<string, List<(AbuseFinding Finding, SortedList<ulong, string> Texts)>> _wanted =
        findings.Where(finding => finding.CheckId[..3] is "EXT" or "INV" or "BLK" or "DOW" && finding.From is not null)
            .GroupBy(finding => finding.ResourceId, StringComparer.Ordinal)
            .ToDictionary(caller => caller.Key, caller => caller.Select(finding => (finding, new SortedList<ulong, string>())).ToList(), StringComparer.Ordinal);

    /// <summary>Whether there is anything to look for.</summary>
    public bool IsEmpty => _wanted.Count == 0;

    /// <summary>Looks at a call.</summary>
    public void See(LogEvent call)
    {
        if (call.PromptHash == 0 || !call.HasText || call.Text.Captured is not { Length: > 0 } text || !_wanted.TryGetValue(call.Principal, out var wanted))
        {
            return;
        }
        foreach (var (finding, texts) in wanted)
        {
            if (call.Time >= finding.From!.Value.ToUnixTimeSeconds() && call.Time < finding.Until!.Value.ToUnixTimeSeconds()
                && (finding.CheckId != "BLK-1" || call.Outcome == Outcome.Blocked) && texts.TryAdd(call.PromptHash, text) && texts.Count > Each)
            {
                texts.RemoveAt(Each);
            }
        }
    }

    /// <summary>A finding with what was found of it.</summary>
    public AbuseFinding Add(AbuseFinding finding) =>
        _wanted.TryGetValue(finding.ResourceId, out var wanted) && wanted.Find(one => one.Finding == finding).Texts is { Count: > 0 } texts
            ? finding with { PromptText = Display.Safe(string.Join(" | ", texts.Values.Select(text => text.Length > Longest ? text[..Longest] + "…" : text))) }
            : finding;

    /// <summary>The text of some bytes, as much of it as is shown.</summary>
    public static string TextOf(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, Longest * 4)]);
}
