namespace AiCloudSecurity.Abuse;

/// <summary>How sure a finding is.</summary>
public enum Confidence
{
    /// <summary>A hint.</summary>
    Low,
    /// <summary>Statistics over a history that is long enough.</summary>
    Medium,
    /// <summary>It happened, and has few other explanations.</summary>
    High,
}

/// <summary>
/// A finding in logs: who, when, what was seen against what was usual. Flat and scalar as every finding.
/// Status is Fail for what a rule found, NotApplicable for what the rule file allows, Unknown for what the logs do
/// not tell.
/// </summary>
public sealed record AbuseFinding : Finding
{
    /// <summary>What was measured, in the unit that the reason names; null where nothing was.</summary>
    public double? Observed { get; init; }

    /// <summary>The same before; null without a history.</summary>
    public double? Baseline { get; init; }

    /// <summary>From where on it is found.</summary>
    public double? Threshold { get; init; }

    /// <summary>How many calls, hours or days it rests on.</summary>
    public long N { get; init; }

    /// <summary>When it began (UTC), to the hour.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it ended (UTC), to the hour.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The window as an ISO 8601 interval.</summary>
    public string Window { get; init; } = "";

    /// <summary>Models, networks, counts that it rests on. Never what was asked.</summary>
    public string Evidence { get; init; } = "";

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>Rules that could not be answered for this caller, for want of what logs tell.</summary>
    public string NotEvaluated { get; init; } = "";

    /// <summary>The technique in MITRE ATLAS.</summary>
    public string Atlas { get; init; } = "";

    /// <summary>Some of what was asked, where that was wished for; null otherwise.</summary>
    public string? PromptText { get; init; }
}
