namespace AiCloudSecurity.Repairs;

/// <summary>A change that was made, would be made or was taken back: flat and scalar, ready for CSV, and bound by name to Undo-AiRepair.</summary>
public sealed record AiRepair
{
    /// <summary>The change, as Undo-AiRepair takes it; empty where nothing was sent.</summary>
    public required string Id { get; init; }

    /// <summary>The run of the cmdlet: all its changes have the same.</summary>
    public required string RunId { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of it.</summary>
    public required RepairStatus Status { get; init; }

    /// <summary>The cloud.</summary>
    public required Cloud Cloud { get; init; }

    /// <summary>The account, subscription or project.</summary>
    public required string Scope { get; init; }

    /// <summary>The region, or <c>global</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The checks whose findings it repairs.</summary>
    public required string CheckId { get; init; }

    /// <summary>The kind of resource.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Its name.</summary>
    public required string ResourceName { get; init; }

    /// <summary>What identifies it.</summary>
    public required string ResourceId { get; init; }

    /// <summary>The setting, as aws/s3/PublicAccessBlock.</summary>
    public required string Setting { get; init; }

    /// <summary>What changes, field by field: before and after.</summary>
    public required string Change { get; init; }

    /// <summary>Safe or MayBreak.</summary>
    public required Remedy Safety { get; init; }

    /// <summary>Who may lose what.</summary>
    public required string Breaks { get; init; }

    /// <summary>What a change is shown as.</summary>
    internal static AiRepair Of(Change change, Cloud cloud, string id, string run, DateTimeOffset at, RepairStatus status) => new()
    {
        Id = id,
        RunId = run,
        At = at,
        Status = status,
        Cloud = cloud,
        Scope = change.Place.Scope,
        Region = change.Place.Region,
        CheckId = change.CheckId,
        ResourceType = change.ResourceType,
        ResourceName = Display.Safe(change.ResourceName),
        ResourceId = change.Place.ResourceId,
        Setting = change.Setting.Name,
        Change = Display.Safe(string.Join("; ", change.Fields())),
        Safety = change.Safety,
        Breaks = change.Breaks,
    };

    /// <summary>What a journal tells of a change.</summary>
    public static AiRepair Of(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var change = RepairEngine.ChangeOf(entry.Begin);
        return Of(change, entry.Begin.Cloud!.Value, entry.Begin.Id, entry.Begin.Run, (entry.End ?? entry.Begin).At, entry.Status);
    }
}
