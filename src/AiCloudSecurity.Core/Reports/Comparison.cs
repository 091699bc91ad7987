namespace AiCloudSecurity.Reports;

/// <summary>What became of a verdict between two runs.</summary>
public enum FindingChange
{
    /// <summary>Fails now, and did not before, or was not seen or not there.</summary>
    New,
    /// <summary>Could be judged before, and is unknown now.</summary>
    NewlyUnknown,
    /// <summary>Fails as before, for another reason or with another severity.</summary>
    Changed,
    /// <summary>Fails, and somebody has accepted it since.</summary>
    Accepted,
    /// <summary>Failed before, and was seen to be right now.</summary>
    Fixed,
    /// <summary>Failed or was unknown before, and has no verdict now: the resource, or the look at it, is gone. Not the same as fixed.</summary>
    Gone,
    /// <summary>As before, or otherwise no news: what passes for the first time.</summary>
    Same,
}

/// <summary>A verdict in two runs: flat, ready for CSV; its names are those of a finding.</summary>
public sealed record AiFindingChange
{
    internal AiFindingChange(FindingChange change, Finding finding, Finding? before, Finding? after)
    {
        Change = change;
        (CheckId, Pillar, Severity, Cloud, Scope, Region) = (finding.CheckId, finding.Pillar, finding.Severity, finding.Cloud, finding.Scope, finding.Region);
        (ResourceType, ResourceName, ResourceId, Fingerprint) = (finding.ResourceType, finding.ResourceName, finding.ResourceId, finding.Fingerprint);
        (StatusBefore, Status) = (before?.Status, after?.Status);
        (ReasonBefore, Reason) = (before?.Reason ?? "", after?.Reason ?? "");
    }

    /// <summary>What became of it.</summary>
    public FindingChange Change { get; }

    /// <summary>The check that judged.</summary>
    public string CheckId { get; }

    /// <summary>The check's pillar.</summary>
    public Pillar Pillar { get; }

    /// <summary>How much it matters.</summary>
    public Severity Severity { get; }

    /// <summary>The verdict before; null where there was none.</summary>
    public Status? StatusBefore { get; }

    /// <summary>The verdict now; null where there is none.</summary>
    public Status? Status { get; }

    /// <summary>The cloud.</summary>
    public Cloud Cloud { get; }

    /// <summary>The account, subscription or project.</summary>
    public string Scope { get; }

    /// <summary>The region.</summary>
    public string Region { get; }

    /// <summary>The kind of resource.</summary>
    public string ResourceType { get; }

    /// <summary>The resource's name.</summary>
    public string ResourceName { get; }

    /// <summary>What identifies the resource.</summary>
    public string ResourceId { get; }

    /// <summary>The fact that decided before.</summary>
    public string ReasonBefore { get; }

    /// <summary>The fact that decides now.</summary>
    public string Reason { get; }

    /// <summary>The same in both runs.</summary>
    public string Fingerprint { get; }
}

/// <summary>Compares the findings of two runs.</summary>
public static class Comparison
{
    /// <summary>What became of each verdict: news first, the worst of them first.</summary>
    /// <param name="before">The findings of the earlier run.</param>
    /// <param name="after">The findings of the later run.</param>
    public static IReadOnlyList<AiFindingChange> Of(IReadOnlyList<Finding> before, IReadOnlyList<Finding> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        // One resource may have several findings of one check where its cloud names it twice; the worst is what counts.
        var old = Worst(before);
        var now = Worst(after);
        return [.. from fingerprint in old.Keys.Union(now.Keys, StringComparer.Ordinal)
                   let was = old.GetValueOrDefault(fingerprint)
                   let isNow = now.GetValueOrDefault(fingerprint)
                   let change = Of(was, isNow)
                   orderby change, (isNow ?? was)!.Severity descending, (isNow ?? was)!.CheckId, (isNow ?? was)!.Scope, (isNow ?? was)!.ResourceId
                   select new AiFindingChange(change, (isNow ?? was)!, was, isNow)];
    }

    private static Dictionary<string, Finding> Worst(IReadOnlyList<Finding> findings)
    {
        Dictionary<string, Finding> worst = new(findings.Count, StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            if (!worst.TryGetValue(finding.Fingerprint, out var other) || WorstFirst.Rank(finding.Status) < WorstFirst.Rank(other.Status))
            {
                worst[finding.Fingerprint] = finding;
            }
        }
        return worst;
    }

    private static FindingChange Of(Finding? was, Finding? now) => (was?.Status, now?.Status) switch
    {
        // Accepting a risk changes nothing about it; what was accepted and fails again is news.
        (Status.Accepted, Status.Fail) => FindingChange.New,
        (_, Status.Accepted) => was?.Status is Status.Accepted ? FindingChange.Same : FindingChange.Accepted,
        (Status.Fail, Status.Fail) => was!.Severity == now!.Severity && was.Reason == now.Reason ? FindingChange.Same : FindingChange.Changed,
        (_, Status.Fail) => FindingChange.New,
        (Status.Unknown, Status.Unknown) => FindingChange.Same,
        (_, Status.Unknown) => FindingChange.NewlyUnknown,
        (Status.Fail or Status.Unknown or Status.Accepted, null) => FindingChange.Gone,
        (Status.Fail or Status.Accepted, _) => FindingChange.Fixed,
        _ => FindingChange.Same,
    };
}
