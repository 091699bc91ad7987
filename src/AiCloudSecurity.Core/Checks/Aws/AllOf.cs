using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Judges what is good only where all its parts are. A part that fails decides, whatever could not be read of the
/// others; it passes only where every part was seen.
/// </summary>
internal static class AllOf
{
    private const int Shown = 3;

    /// <summary>The verdict on all parts; <paramref name="none"/> says it where there are none to judge.</summary>
    public static Verdict Judge(string none, IEnumerable<Func<Verdict>> parts)
    {
        var verdicts = parts.Select(Seen).ToList();
        var failures = verdicts.FindAll(verdict => verdict.Status == Status.Fail);
        if (failures.Count > 0)
        {
            var mildest = failures.TrueForAll(failure => failure.Severity is not null) ? failures.Max(failure => failure.Severity) : null;
            return Fail(Together(failures)) with { Severity = mildest };
        }
        if (verdicts.Find(verdict => verdict.Status == Status.Unknown) is { Reason: { } unknown })
        {
            return Unknown(unknown);
        }
        var passes = verdicts.FindAll(verdict => verdict.Status == Status.Pass);
        return passes.Count > 0 ? Pass(Together(passes)) : NotApplicable(none);
    }

    private static Verdict Seen(Func<Verdict> part)
    {
        try
        {
            return part();
        }
        catch (UnseenException unseen)
        {
            return Unknown(unseen.Message);
        }
    }

    private static string Together(List<Verdict> verdicts) =>
        string.Join(' ', verdicts.Take(Shown).Select(verdict => verdict.Reason)) + (verdicts.Count > Shown ? $" And {verdicts.Count - Shown} more." : "");
}
