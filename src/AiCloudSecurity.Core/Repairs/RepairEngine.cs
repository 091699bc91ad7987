using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>
/// Makes changes and takes them back: looks again, writes down what restores, sends, looks again, writes down how it
/// ended. It is the only way in which anything here changes a cloud.
/// </summary>
/// <param name="cloud">The account, subscription or project.</param>
/// <param name="journal">Where changes are written down.</param>
/// <param name="time">The clock, and the waits.</param>
/// <param name="run">The run of a cmdlet.</param>
/// <param name="by">The cmdlet.</param>
public sealed class RepairEngine(ICloudWriter cloud, IJournal journal, TimeProvider time, string run, string by)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);
    // A notebook takes minutes to stop and as many to start.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    // How long what was accepted may take until reads show it.
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What wishes for one setting come to: the change between what is there and what they want; null where it is so already.
    /// </summary>
    /// <param name="wishes">Wishes for the same setting in the same place.</param>
    /// <param name="checkId">The checks whose findings they repair.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CloudCallException">The setting cannot be read.</exception>
    public async Task<Change?> PlanAsync(IReadOnlyList<Wish> wishes, string checkId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wishes);
        var state = await ReadAsync(wishes[0].Setting, wishes[0].Place, cancellationToken).ConfigureAwait(false);
        var wanted = state?.DeepClone().AsObject();
        foreach (var wish in wishes)
        {
            wanted = wish.After(wanted);
        }
        var breaks = wishes.Select(wish => wish.Breaks).Where(text => text.Length > 0).Distinct().ToList();
        if (breaks.Count > 0 && wishes[0].Setting.Warning(state) is { Length: > 0 } warning)
        {
            breaks.Add(Display.Safe(warning));
        }
        if (Change.Between(state, wanted, wishes[0] with { Breaks = string.Join(" ", breaks) }, checkId) is not { } change)
        {
            return null;
        }
        var use = breaks.Count > 0 ? await UseAsync(wishes[0], cancellationToken).ConfigureAwait(false) : "";
        return change with { Breaks = use.Length > 0 ? $"{change.Breaks} {use}" : change.Breaks, Whole = state?.ToJsonString() };
    }

    /// <summary>Makes a change.</summary>
    /// <exception cref="AiCloudException">
    /// The resource has changed since (ResourceChanged), the journal cannot be written, or the cloud refused; nothing was
    /// changed then. Where no answer came, the message says so and names the change.
    /// </exception>
    public Task<AiRepair> ApplyAsync(Change change, CancellationToken cancellationToken) => ApplyAsync(change, null, cancellationToken);

    /// <summary>What taking back a change comes to; null where the state is already as it was before.</summary>
    /// <exception cref="AiCloudException">The resource has moved on (ResourceChanged), or cannot be read.</exception>
    public async Task<Change?> PlanUndoAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var done = ChangeOf(entry.Begin);
        JsonObject? state;
        try
        {
            state = await ReadAsync(done.Setting, done.Place, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudCallException failure)
        {
            throw Failed(failure, done, "could not be read");
        }
        if (Change.Is(state, done.Before))
        {
            return null;
        }
        // What was written may have read back otherwise at first.
        if (!Change.Is(state, done.After) && !(entry.End?.Seen is { } seen && Change.Is(state, seen)) && !((entry.Status is RepairStatus.Interrupted or RepairStatus.Uncertain || entry.IsUndoBegun) && IsBetween(done, state)))
        {
            throw new AiCloudException(ErrorId.ResourceChanged,
                $"{Display.Safe(done.ResourceName)} has changed since {entry.Begin.Id} ({done.Setting.Name} is {Display.Safe(Side(state, done))}), so it is left as it is. Set it by hand to: {Display.Safe(done.Before ?? "absent")}.", done.Place.ResourceId);
        }
        var side = state is null || done.Before is null ? state : state.Pick(Change.Parse(done.Before)!.Select(member => member.Key));
        foreach (var member in side is null || done.Before is null ? [] : Change.Parse(done.Before)!.Select(member => member.Key).Where(member => !side.ContainsKey(member)).ToList())
        {
            side![member] = null;
        }
        return done with { Before = side?.ToJsonString(), After = done.Before, Breaks = "", Whole = state?.ToJsonString() };
    }

    /// <summary>Takes a change back, and writes that down as a change of its own.</summary>
    /// <param name="entry">The change.</param>
    /// <param name="change">What <see cref="PlanUndoAsync"/> gave.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<AiRepair> UndoAsync(JournalEntry entry, Change? change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (change is not null)
        {
            return await ApplyAsync(change, entry.Begin.Id, cancellationToken).ConfigureAwait(false) with { Status = RepairStatus.Undone };
        }
        // Nothing is to be sent: it never happened, or somebody was faster. One look alone is not believed.
        var done = ChangeOf(entry.Begin);
        if (!(await LookAsync(done, cancellationToken).ConfigureAwait(false)).IsBefore)
        {
            throw ReadsDiffer(done);
        }
        var same = done with { After = done.Before };
        var id = NewId();
        journal.Add(Begin(same, id, entry.Begin.Id));
        journal.Add(End(id, "Applied") with { Seen = done.Before, Message = "It was as before already; nothing was sent." });
        return AiRepair.Of(same, entry.Begin.Cloud!.Value, id, run, time.GetUtcNow(), RepairStatus.Undone);
    }

    /// <summary>What a change would be shown as.</summary>
    public AiRepair Planned(Change change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return AiRepair.Of(change, cloud.Scope.Cloud, "", run, time.GetUtcNow(), RepairStatus.Planned);
    }

    /// <summary>The change of a line that begins one.</summary>
    /// <exception cref="AiCloudException">This version does not know its setting (EstateUnreadable).</exception>
    internal static Change ChangeOf(JournalLine line) => new()
    {
        Setting = Setting.Find(line.Setting!) ?? throw new AiCloudException(ErrorId.EstateUnreadable, $"This version knows no setting '{Display.Safe(line.Setting)}', which the journal's change {Display.Safe(line.Id)} is of. Use the version that made it.", line.Id),
        Place = new(line.Scope!, line.Partition ?? "", line.Region!, line.ResourceId!, line.Key!),
        CheckId = line.CheckId ?? "",
        ResourceType = line.ResourceType ?? "",
        ResourceName = line.ResourceName ?? "",
        Before = line.Before,
        After = line.After,
        Breaks = "",
    };

    private async Task<AiRepair> ApplyAsync(Change change, string? undoes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var state = await AgainAsync(change, cancellationToken).ConfigureAwait(false);
        if (!Change.Is(state, change.Before))
        {
            throw new AiCloudException(ErrorId.ResourceChanged,
                $"{Display.Safe(change.ResourceName)} has changed in the meantime ({change.Setting.Name} is {Display.Safe(Side(state, change))}), so it was not touched. Judge it again.", change.Place.ResourceId);
        }
        // What is beside the change is written with it where all is written at once, so it must not be one wrong answer's.
        if (!States.Same(Change.Parse(change.Whole), state) && !States.Same(await AgainAsync(change, cancellationToken).ConfigureAwait(false), state))
        {
            throw ReadsDiffer(change);
        }
        var id = NewId();
        journal.Add(Begin(change, id, undoes));
        var done = 0;
        try
        {
            var wanted = Change.Put(state, change.After);
            var changed = (Change.Parse(change.After) ?? Change.Parse(change.Before))!.Select(member => member.Key).ToList();
            foreach (var call in change.Setting.Write(change.Place, state, wanted, changed))
            {
                if (done > 0)
                {
                    state = await ReadAsync(change.Setting, change.Place, cancellationToken).ConfigureAwait(false);
                }
                await cloud.CallAsync(change.Setting.Completed(call, state), cancellationToken).ConfigureAwait(false);
                done++;
            }
        }
        catch (CloudCallException failure)
        {
            // What was sent twice may be refused the second time because it was done the first: the state tells, where it can be read.
            var (isAfter, isBefore) = await LookAsync(change, cancellationToken).ConfigureAwait(false);
            if (!isAfter)
            {
                if (failure.IsCertain && done == 0 && (isBefore || failure.Id == ErrorId.ResourceChanged))
                {
                    journal.Add(End(id, "Refused") with { Message = failure.Message });
                    throw Failed(failure, change, "was not changed");
                }
                journal.Add(End(id, "Uncertain") with { Message = failure.Message });
                throw Failed(failure, change, "may have been changed", $" Undo-AiRepair -Id {undoes ?? id} looks, and restores it.");
            }
        }
        catch (OperationCanceledException)
        {
            journal.Add(End(id, "Uncertain") with { Message = "stopped while it was under way" });
            throw;
        }
        var (seen, asWanted) = await ReadBackAsync(change, cancellationToken).ConfigureAwait(false);
        if (!asWanted && undoes is not null)
        {
            journal.Add(End(id, "Uncertain") with { Seen = seen?.ToJsonString(), Message = "It reads back otherwise than it was before." });
            throw new AiCloudException(ErrorId.CloudRefused, $"{change.Setting.Name} of {Display.Safe(change.ResourceName)} was to be as it was before, and reads back otherwise ({Display.Safe(seen?.ToJsonString() ?? "absent")}). Undo-AiRepair -Id {undoes} looks again, and tries again.", change.Place.ResourceId);
        }
        journal.Add(End(id, "Applied") with { Seen = seen?.ToJsonString(), Message = asWanted ? null : "It reads back otherwise than it was written." });
        return AiRepair.Of(change, cloud.Scope.Cloud, id, run, time.GetUtcNow(), RepairStatus.Applied);
    }

    // What cannot be seen of use is said, and hinders nothing.
    private async Task<string> UseAsync(Wish wish, CancellationToken cancellationToken)
    {
        try
        {
            return Display.Safe(await wish.Setting.UseAsync(cloud, wish.Place, time.GetUtcNow(), cancellationToken).ConfigureAwait(false));
        }
        catch (CloudCallException failure)
        {
            return $"Whether it was used in the last week could not be seen ({Display.Safe(failure.Message)}).";
        }
        // An answer of another shape tells nothing, and must not hinder either.
        catch (Exception unforeseen) when (Checks.Check.IsOfShape(unforeseen))
        {
            return $"Whether it was used in the last week could not be seen (the answer has an unexpected shape, {unforeseen.GetType().Name}).";
        }
    }

    private async Task<JsonObject?> AgainAsync(Change change, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(change.Setting, change.Place, cancellationToken).ConfigureAwait(false);
        }
        catch (CloudCallException failure)
        {
            throw Failed(failure, change, "could not be read, so it was not touched");
        }
    }

    private static AiCloudException ReadsDiffer(Change change) => new(ErrorId.ResourceChanged,
        $"{Display.Safe(change.ResourceName)} is changing now: two reads of {change.Setting.Name} differ, so it was not touched. Try again.", change.Place.ResourceId);

    // Reads, and waits while something is under way.
    private async Task<JsonObject?> ReadAsync(Setting setting, SettingPlace place, CancellationToken cancellationToken)
    {
        var until = time.GetTimestamp();
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            JsonObject? state;
            try
            {
                state = await setting.ReadAsync(cloud, place, cancellationToken).ConfigureAwait(false);
            }
            // A member that is given twice, or a text where an object belongs.
            catch (Exception unforeseen) when (Checks.Check.IsOfShape(unforeseen))
            {
                throw new CloudCallException(ErrorId.CloudRefused, null, $"the answer has an unexpected shape ({unforeseen.GetType().Name})", isCertain: false, unforeseen);
            }
            if (setting.IsSettled(state))
            {
                return state;
            }
            if (time.GetElapsedTime(until) > s_patience)
            {
                throw new CloudCallException(ErrorId.CloudRefused, null, $"something else is under way for more than {s_patience.TotalMinutes:0} minutes", isCertain: true);
            }
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(JsonObject? Seen, bool AsWanted)> ReadBackAsync(Change change, CancellationToken cancellationToken)
    {
        JsonObject? state = null;
        var since = time.GetTimestamp();
        for (var wait = s_firstWait; ; wait *= 2)
        {
            try
            {
                state = await ReadAsync(change.Setting, change.Place, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception unread) when (unread is CloudCallException or OperationCanceledException)
            {
                // It was accepted. What it reads back as is then taken to be what was written.
                return (Change.Parse(change.After), true);
            }
            if (Change.Is(state, change.After))
            {
                return (Change.Parse(change.After), true);
            }
            if (time.GetElapsedTime(since) > s_settling)
            {
                return (state?.Pick((Change.Parse(change.After) ?? []).Select(member => member.Key)), false);
            }
            await Task.Delay(wait, time, CancellationToken.None).ConfigureAwait(false);
        }
    }

    // Neither, where it cannot be read or is on its way.
    private async Task<(bool IsAfter, bool IsBefore)> LookAsync(Change change, CancellationToken cancellationToken)
    {
        try
        {
            var state = await ReadAsync(change.Setting, change.Place, cancellationToken).ConfigureAwait(false);
            return (Change.Is(state, change.After), Change.Is(state, change.Before));
        }
        catch (CloudCallException)
        {
            return (false, false);
        }
    }

    // A change that was interrupted may have done a part: each member is as before, as after, or on its way.
    private static bool IsBetween(Change change, JsonObject? state)
    {
        var (before, after) = (Change.Parse(change.Before), Change.Parse(change.After));
        return state is not null && (before ?? after)!.All(member => change.Setting.Passing.Contains(member.Key)
            || States.IsBetween(state[member.Key], before?[member.Key], after?[member.Key]));
    }

    private static string Side(JsonObject? state, Change change) => state is null ? "absent"
        : (Change.Parse(change.Before) ?? Change.Parse(change.After)) is { } members ? state.Pick(members.Select(member => member.Key)).ToJsonString() : "there";

    private JournalLine Begin(Change change, string id, string? undoes) => new()
    {
        Id = id,
        Run = run,
        At = time.GetUtcNow(),
        Step = "Begin",
        By = by,
        Caller = cloud.Scope.Caller,
        Undoes = undoes,
        Cloud = cloud.Scope.Cloud,
        Scope = change.Place.Scope,
        Partition = change.Place.Partition,
        Region = change.Place.Region,
        CheckId = change.CheckId,
        ResourceType = change.ResourceType,
        ResourceId = change.Place.ResourceId,
        ResourceName = change.ResourceName,
        Setting = change.Setting.Name,
        Key = change.Place.Key,
        Before = change.Before,
        After = change.After,
    };

    private JournalLine End(string id, string step) => new() { Id = id, Run = run, At = time.GetUtcNow(), Step = step };

    private static string NewId() => Guid.NewGuid().ToString("N")[..16];

    private static AiCloudException Failed(CloudCallException failure, Change change, string what, string further = "") => new(failure.Id,
        $"{change.Setting.Name} of {Display.Safe(change.ResourceName)} {what} ({Display.Safe(failure.Message)}).{(failure.Id == ErrorId.CloudAccessDenied ? $" Grant {string.Join(", ", change.Setting.PermissionsAt(change.Place))}." : "")}{further}",
        change.Place.ResourceId, failure);
}
