namespace AiCloudSecurity.Abuse;

/// <summary>What a detector saw of a caller in some hours, before episodes are made of it.</summary>
internal sealed record Signal(string Rule, int From, int To, Severity Severity, Confidence Confidence, string Reason)
{
    public double? Observed { get; init; }

    public double? Baseline { get; init; }

    public double? Threshold { get; init; }

    public long N { get; init; }

    public string Evidence { get; init; } = "";

    /// <summary>How far beyond the threshold: the worst of an episode speaks for it.</summary>
    public double Excess => Observed is { } observed && Threshold is > 0 and var threshold ? observed / threshold : 1;
}
