using AiCloudSecurity.Checks;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>One run of repairs with a journal in memory.</summary>
internal sealed class RepairRun : IJournal
{
    private readonly List<JournalLine> _lines = [];

    public RepairRun(ICloudWriter cloud, TimeProvider time) => Engine = new(cloud, this, time, "run", "Repair-AiFinding");

    public RepairEngine Engine { get; }

    public IReadOnlyList<JournalLine> Lines => _lines;

    public IReadOnlyList<JournalEntry> Entries => Journal.Read((byte[])[.. _lines.SelectMany(Journal.Write)], "journal");

    void IJournal.Add(JournalLine line) => _lines.Add(line);

    /// <summary>What was read of an example, at the example's own time.</summary>
    public static Estate AsOfExamples((Estate? Estate, AiCloudException? Failure) read) =>
        read.Estate is { } estate ? new(estate.Scope, Example.Now, estate.Regions, estate.Resources, estate.Coverage) : throw read.Failure!;

    /// <summary>The changes that wishes come to: several of one setting are one, and none where all is as it should be.</summary>
    public async Task<List<Change>> PlanAsync(IEnumerable<Wish> wishes, string check, CancellationToken cancellationToken)
    {
        List<Change> changes = [];
        foreach (var same in wishes.GroupBy(wish => (wish.Setting, wish.Place.Key)))
        {
            if (await Engine.PlanAsync([.. same], check, cancellationToken) is { } change)
            {
                changes.Add(change);
            }
        }
        return changes;
    }

    /// <summary>Makes the changes, each of which says its fields and must be told of as made.</summary>
    public async Task ApplyAsync(IEnumerable<Change> changes, CancellationToken cancellationToken)
    {
        foreach (var change in changes)
        {
            Assert.NotEmpty(change.Fields());
            Assert.Equal(RepairStatus.Applied, (await Engine.ApplyAsync(change, cancellationToken)).Status);
        }
        Assert.All(_lines, line => Assert.Null(line.Message));
    }

    /// <summary>Takes all back, the last first.</summary>
    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in Entries.Reverse())
        {
            await Engine.UndoAsync(entry, await Engine.PlanUndoAsync(entry, cancellationToken), cancellationToken);
        }
    }
}
