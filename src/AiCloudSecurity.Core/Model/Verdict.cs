namespace AiCloudSecurity;

/// <summary>What one check says of one resource, and the fact that decided.</summary>
/// <param name="Status">Pass, Fail, Unknown or NotApplicable.</param>
/// <param name="Reason">A sentence that names the fact.</param>
/// <param name="Severity">How much this failure matters, where that differs from the check's own severity.</param>
public readonly record struct Verdict(Status Status, string Reason, Severity? Severity = null)
{
    /// <summary>Seen, and as it should be.</summary>
    public static Verdict Pass(string reason) => new(Status.Pass, reason);

    /// <summary>Seen, and not as it should be.</summary>
    public static Verdict Fail(string reason) => new(Status.Fail, reason);

    /// <summary>Seen, and worse or milder than the check's own severity says.</summary>
    public static Verdict Fail(string reason, Severity severity) => new(Status.Fail, reason, severity);

    /// <summary>What the verdict rests on could not be read.</summary>
    public static Verdict Unknown(string reason) => new(Status.Unknown, reason);

    /// <summary>Seen, and there is nothing to judge.</summary>
    public static Verdict NotApplicable(string reason) => new(Status.NotApplicable, reason);
}
