namespace AiCloudSecurity.Iam;

/// <summary>A policy that leaves a principal what it used: flat and scalar, ready for CSV.</summary>
public sealed record AiPolicyProposal
{
    /// <summary>The ARN of the user or role.</summary>
    public required string Principal { get; init; }

    /// <summary>Which of these it is.</summary>
    public required PrincipalType PrincipalType { get; init; }

    /// <summary>A name for the policy; empty where there is nothing to keep.</summary>
    public required string PolicyName { get; init; }

    /// <summary>Managed or Inline.</summary>
    public required AiPolicyKind Kind { get; init; }

    /// <summary>Which of the principal's proposed policies this is, as 1 of 2. All of them together take the place of what it holds now, groups included; its boundary stays.</summary>
    public required string Part { get; init; }

    /// <summary>How long it is as AWS counts: characters but white space.</summary>
    public required int Size { get; init; }

    /// <summary>How many AI actions all of them keep.</summary>
    public required int ActionsKept { get; init; }

    /// <summary>How many of these are kept because AWS does not show whether they were used.</summary>
    public required int ActionsUnseen { get; init; }

    /// <summary>How many AI actions go.</summary>
    public required int ActionsRemoved { get; init; }

    /// <summary>
    /// Pass: what was used stays allowed, and no finding about the principal is left. Fail: one is left. Unknown: it
    /// cannot be said, or for some actions not whether they were used.
    /// </summary>
    public required Status Status { get; init; }

    /// <summary>What was proved, and what was not.</summary>
    public required string Reason { get; init; }

    /// <summary>From when on use counts.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The AI actions that are kept, those first that were used, and other services.</summary>
    public required string Kept { get; init; }

    /// <summary>The AI actions that go.</summary>
    public required string Removed { get; init; }

    /// <summary>The policy, as JSON without a character too many; empty where there is nothing to keep.</summary>
    public required string PolicyDocument { get; init; }
}

/// <summary>What came of one principal.</summary>
/// <param name="Principal">Its ARN.</param>
/// <param name="Proposals">The policies that are proposed; empty where none can be.</param>
/// <param name="Unseen">Why none is; null where some are.</param>
public sealed record PrincipalProposals(string Principal, IReadOnlyList<AiPolicyProposal> Proposals, string? Unseen = null);
