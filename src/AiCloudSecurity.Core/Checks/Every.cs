namespace AiCloudSecurity.Checks;

/// <summary>Judges a rule of several parts, all of which must hold.</summary>
internal static class Every
{
    /// <summary>As the other, with what to say where there is no part to judge.</summary>
    public static Verdict Of(string none, IEnumerable<Func<Verdict>> parts) =>
        Of(parts) is { Status: not Status.NotApplicable } verdict ? verdict : Verdict.NotApplicable(none);

    /// <summary>
    /// A part that fails decides, even where another could not be read; the reason names all that fail. Parts that
    /// do not apply do not count.
    /// </summary>
    public static Verdict Of(params IEnumerable<Func<Verdict>> parts)
    {
        List<Verdict> verdicts = [];
        foreach (var part in parts)
        {
            try
            {
                verdicts.Add(part());
            }
            catch (UnseenException unseen)
            {
                verdicts.Add(Verdict.Unknown(unseen.Message));
            }
        }
        foreach (var status in new[] { Status.Fail, Status.Unknown, Status.Pass })
        {
            if (verdicts.Where(verdict => verdict.Status == status).ToList() is { Count: > 0 } decisive)
            {
                return new(status, string.Join(' ', decisive.Select(verdict => verdict.Reason)), decisive.Max(verdict => verdict.Severity));
            }
        }
        return Verdict.NotApplicable(string.Join(' ', verdicts.Select(verdict => verdict.Reason)));
    }
}
