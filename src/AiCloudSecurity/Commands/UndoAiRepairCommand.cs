using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Takes changes back: restores exactly what was before, from the journal.</summary>
/// <remarks>
/// <para>Each setting is read first. Where it is not as the change left it, somebody has moved on, and it is left as it is; the error says what it was before. What is taken back is itself written to the journal.</para>
/// <para>A change that was interrupted, because the process was stopped or no answer came, is looked at: what was done of it is taken back, and what was not done is left.</para>
/// </remarks>
/// <example>
/// <code>Undo-AiRepair -WhatIf</code>
/// <para>Shows what there is in the journal to take back, field by field, newest first.</para>
/// </example>
/// <example>
/// <code>$changes = $findings | Repair-AiFinding -Force; $changes | Undo-AiRepair</code>
/// <para>Makes changes and takes them back.</para>
/// </example>
/// <example>
/// <code>Undo-AiRepair -RunId 4f0c9a6c2f5b4d1e</code>
/// <para>Takes back everything that one command did.</para>
/// </example>
[Cmdlet(VerbsCommon.Undo, "AiRepair", SupportsShouldProcess = true, DefaultParameterSetName = ByRun)]
[OutputType(typeof(AiRepair))]
public sealed class UndoAiRepairCommand : ChangingCommand
{
    private const string ById = "Id";
    private const string ByRun = "Run";
    private readonly List<string> _ids = [];

    /// <summary>The changes, as Repair-AiFinding and its kin wrote them.</summary>
    [Parameter(ParameterSetName = ById, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] Id { get; set; } = [];

    /// <summary>The runs of cmdlets whose changes are all taken back; wildcards are allowed. All that can be without, which takes -WhatIf or -Force.</summary>
    [Parameter(ParameterSetName = ByRun), SupportsWildcards]
    public string[]? RunId { get; set; }

    /// <summary>Takes back everything in the journal, where no run is named.</summary>
    [Parameter(ParameterSetName = ByRun)]
    public SwitchParameter Force { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        // A planned change has no id: nothing was sent.
        _ids.AddRange(Id.Where(id => id.Length > 0));
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = Journal;
        var entries = JournalFile.Read(path);
        var (chosen, errors) = Choose(entries, path);
        foreach (var error in errors)
        {
            yield return error;
        }
        foreach (var entry in chosen)
        {
            UseSession(entry.Begin.Cloud!.Value);
        }
        Dictionary<(Cloud, string), CloudAccess?> open = [];
        try
        {
            // Backwards: what was changed last is taken back first.
            foreach (var entry in chosen.Reverse())
            {
                var key = (entry.Begin.Cloud!.Value, entry.Begin.Scope!);
                RepairEngine? engine = null;
                Change? change = null;
                AiCloudException? failed = null;
                try
                {
                    if (!open.TryGetValue(key, out var access))
                    {
                        open[key] = access = await OpenAsync(key.Value, entry.Begin.Scope, [], cancellationToken).ConfigureAwait(false);
                    }
                    if (access is not null)
                    {
                        engine = Engine(access.Writer);
                        change = await engine.PlanUndoAsync(entry, cancellationToken).ConfigureAwait(false);
                    }
                }
                catch (AiCloudException failure)
                {
                    // An account that cannot be reached is told of once.
                    open.TryAdd(key, null);
                    failed = failure;
                }
                if (failed is not null)
                {
                    yield return failed;
                    continue;
                }
                if (engine is null)
                {
                    continue;
                }
                var what = $"{entry.Begin.ResourceType} {Display.Safe(entry.Begin.ResourceName)} ({Display.Safe(entry.Begin.ResourceId)})";
                var fields = change is null ? "nothing: it is as it was before" : string.Join(Environment.NewLine + "  ", change.Fields());
                var consent = new Consent($"Restore {entry.Begin.Setting} of {what}:{Environment.NewLine}  {fields}", $"Restore {entry.Begin.Setting} of {what}?{Environment.NewLine}  {fields}", MyInvocation.MyCommand.Name);
                yield return consent;
                if (!consent.IsGiven)
                {
                    if (IsWhatIf && change is not null)
                    {
                        yield return engine.Planned(change);
                    }
                    continue;
                }
                object made;
                try
                {
                    made = await engine.UndoAsync(entry, change, cancellationToken).ConfigureAwait(false);
                }
                catch (AiCloudException failure)
                {
                    made = failure;
                }
                yield return made;
            }
        }
        finally
        {
            foreach (var access in open.Values)
            {
                access?.Dispose();
            }
        }
    }

    private (IReadOnlyList<JournalEntry> Chosen, List<object> Errors) Choose(IReadOnlyList<JournalEntry> entries, string path)
    {
        if (ParameterSetName == ById)
        {
            List<object> errors = [];
            List<JournalEntry> chosen = [];
            foreach (var id in _ids.Distinct(StringComparer.Ordinal))
            {
                switch (entries.FirstOrDefault(entry => entry.Begin.Id == id))
                {
                    case null:
                        errors.Add(new AiCloudException(ErrorId.ResourceNotFound, $"There is no change '{Display.Safe(id)}' in the journal '{Display.Safe(path)}'. Name another journal with -JournalPath.", id));
                        break;
                    case { Begin.Undoes: { } undone }:
                        errors.Add(new AiCloudException(ErrorId.ResourceNotFound, $"{id} took {undone} back. To make that change again, judge and repair again.", id));
                        break;
                    case { UndoneBy: { } by }:
                        errors.Add(new WarningRecord($"{id} was taken back already, by {by}."));
                        break;
                    case { Status: RepairStatus.Refused }:
                        errors.Add(new WarningRecord($"{id} was refused by the cloud, so there is nothing to take back."));
                        break;
                    case { } entry:
                        chosen.Add(entry);
                        break;
                }
            }
            return ([.. entries.Where(chosen.Contains)], errors);
        }
        if (RunId is null && !Force && !IsWhatIf)
        {
            throw new AiCloudException(ErrorId.ConfirmationNeeded, $"Everything in the journal '{Display.Safe(path)}' would be taken back. Name changes with -Id or runs with -RunId, look with -WhatIf, or say -Force.", path);
        }
        var patterns = Array.ConvertAll(RunId ?? ["*"], run => new WildcardPattern(run, WildcardOptions.IgnoreCase));
        if (RunId?.FirstOrDefault(run => !entries.Any(entry => new WildcardPattern(run, WildcardOptions.IgnoreCase).IsMatch(entry.Begin.Run))) is { } missing)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"There is no run '{Display.Safe(missing)}' in the journal '{Display.Safe(path)}'.", missing);
        }
        return ([.. entries.Where(entry => entry is { UndoneBy: null, Begin.Undoes: null, Status: not RepairStatus.Refused } && Array.Exists(patterns, pattern => pattern.IsMatch(entry.Begin.Run)))], []);
    }
}
