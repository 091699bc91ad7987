namespace AiCloudSecurity.Checks;

/// <summary>What whoever judges says, beyond what the estate tells.</summary>
public sealed record JudgeSettings
{
    /// <summary>Finished jobs that were created before are history; without it, what the estate was read for.</summary>
    public DateTimeOffset? JobsSince { get; init; }

    /// <summary>From when on use of rights counts; without it, 90 days before the estate was read.</summary>
    public DateTimeOffset? UsedSince { get; init; }

    /// <summary>Names of resources or accounts that are production, with wildcards: all others are not. Without it, tags and the account's name say.</summary>
    public IReadOnlyList<string> ProductionPattern { get; init; } = [];
}

/// <summary>Which jobs are judged: those that can still change, and of the finished ones those that are not history.</summary>
/// <param name="Since">When history ends.</param>
public sealed record JobWindow(DateTimeOffset Since)
{
    /// <summary>How many days back jobs are read and judged unless something else is said.</summary>
    public const int Days = 90;
}
