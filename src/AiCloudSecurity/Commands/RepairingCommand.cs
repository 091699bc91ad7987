using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>
/// The base of cmdlets that set right what checks find: they judge again, plan, ask, write down, change, and judge once
/// more. They differ in what they repair, and in what they must be told.
/// </summary>
public abstract class RepairingCommand : ChangingCommand
{
    private const int ChangesAtMost = 25;
    private const int OneIn = 10;

    /// <summary>An ARN of KMS, the address of a key in a vault of Azure, or the name of a key of Cloud KMS.</summary>
    private protected const string KeyPattern = "^(arn:[^:]+:kms:[^:]+:[0-9]{12}:key/[^:]+|https://[^/]+/keys/[^/]+(/[^/]+)?|projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+)$";

    private readonly List<Target> _targets = [];

    /// <summary>Makes changes that may break something without asking. What may break stands in Breaks, and in what -WhatIf says.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>The most changes that are made. Without it: 25, and a tenth of the resources of a type where there are ten or more.</summary>
    [Parameter, ValidateRange(1, int.MaxValue)]
    public int Limit { get; set; }

    /// <summary>Closes, too, what nobody could reach any more by another way: an account without a private endpoint, keys where no token is taken.</summary>
    [Parameter]
    public SwitchParameter SkipPrecheck { get; set; }

    /// <summary>Writes the findings as they are judged after the changes, instead of the changes.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>What a person decided.</summary>
    private protected virtual RepairChoices Choices => new();

    /// <summary>What is to be repaired: a resource, by one of several checks.</summary>
    /// <param name="Cloud">The cloud.</param>
    /// <param name="Scope">The account, subscription or project; that of the credentials without.</param>
    /// <param name="Region">The region; all without.</param>
    /// <param name="ResourceId">The resource.</param>
    /// <param name="CheckIds">The checks.</param>
    /// <param name="Finding">What was found, where somebody judged.</param>
    private protected sealed record Target(Cloud Cloud, string? Scope, string? Region, string ResourceId, IReadOnlyList<string> CheckIds, Finding? Finding);

    /// <summary>Takes what an input object asks for: everything is planned together before anything is changed.</summary>
    private protected void Collect(Target target)
    {
        UseSession(target.Cloud);
        _targets.Add(target);
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Batch> batches = [];
        try
        {
            foreach (var group in _targets.GroupBy(target => (target.Cloud, target.Scope, InAllRegions: InAllRegions(target))))
            {
                Batch? batch = null;
                AiCloudException? failed = null;
                try
                {
                    batch = await OpenAsync([.. group], cancellationToken).ConfigureAwait(false);
                }
                catch (AiCloudException failure) when (_targets.Exists(target => (target.Cloud, target.Scope) != (group.Key.Cloud, group.Key.Scope)))
                {
                    // One account's failure does not stop the rest.
                    failed = failure;
                }
                if (batch is null)
                {
                    yield return failed!;
                    continue;
                }
                batches.Add(batch);
                foreach (var item in await PlanAsync(batch, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
            if (TooMany(batches) is { } tooMany)
            {
                if (!IsWhatIf)
                {
                    throw tooMany;
                }
                yield return new WarningRecord(tooMany.Message);
            }
            foreach (var batch in batches)
            {
                await foreach (var item in ApplyAsync(batch, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }
        finally
        {
            batches.ForEach(batch => batch.Access.Dispose());
        }
    }

    // What has no region of its own is judged by what lies in all of them, where its checks look at that.
    private static bool InAllRegions(Target target) => target.Region is null or ResourceIdentity.Global
        && Check.All.Any(check => target.CheckIds.Contains(check.Id, StringComparer.OrdinalIgnoreCase) && check.Types.Any(type => !type.Read.Global));

    private async Task<Batch> OpenAsync(List<Target> targets, CancellationToken cancellationToken)
    {
        string[] regions = InAllRegions(targets[0]) ? [] : [.. targets.Select(target => target.Region!).Where(region => region != ResourceIdentity.Global).Distinct()];
        var checks = Check.All.Where(check => targets.Exists(target => target.Cloud == check.Cloud && target.CheckIds.Contains(check.Id, StringComparer.OrdinalIgnoreCase))).ToList();
        ResourceType[] types = [.. checks.SelectMany(check => check.Types.Concat(Repair.Of(check)?.Needs ?? [])).Distinct()];
        var access = await OpenAsync(targets[0].Cloud, targets[0].Scope, regions, cancellationToken).ConfigureAwait(false);
        try
        {
            return new Batch(targets, checks, types, access, Engine(access.Writer), await access.ReadAsync(types, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            access.Dispose();
            throw;
        }
    }

    // What is to be changed, and an error for each finding of which nothing comes.
    private async Task<List<object>> PlanAsync(Batch batch, CancellationToken cancellationToken)
    {
        List<object> said = [.. ReadErrors.Of(batch.Estate)];
        List<(Check Check, Finding Now, Wish Wish)> wishes = [];
        var settings = new JudgeSettings();
        foreach (var target in batch.Targets)
        {
            var found = batch.Judge(target);
            if (found.Count == 0)
            {
                said.Add(new AiCloudException(ErrorId.ResourceNotFound, target.Finding is null
                    ? $"{Display.Safe(target.ResourceId)} is nothing that {MyInvocation.MyCommand.Name} can set right."
                    : $"{Display.Safe(target.ResourceId)} is not there any more, or {Display.Safe(target.Finding.CheckId)} no longer judges it.", target.ResourceId));
                continue;
            }
            foreach (var (check, resource, now) in found)
            {
                batch.Judged.Add((check, now));
                if (now.Status is Status.Pass or Status.NotApplicable)
                {
                    said.Add(target.Finding switch
                    {
                        { Status: Status.Fail } when now.Status == Status.Pass => new WarningRecord($"{check.Id} of {now.ResourceName} passes now, so there is nothing to repair: {now.Reason}"),
                        // It may be about it only beside what lies elsewhere, and fail there still.
                        { Status: Status.Fail } => new AiCloudException(ErrorId.ResourceChanged, $"{check.Id} of {now.ResourceName} failed when it was judged, and is not about it by what its {(target.Cloud switch { Cloud.Aws => "account", Cloud.Azure => "subscription", _ => "project" })} shows alone, so it is not touched: {now.Reason}{HandCommand(now)}", now.ResourceId),
                        _ => new VerboseRecord($"{check.Id} does not fail for {now.ResourceName}: {now.Reason}"),
                    });
                }
                else if (now.Status == Status.Unknown)
                {
                    said.Add(new AiCloudException(ErrorId.CloudAccessDenied, $"{check.Id} cannot judge {now.ResourceName} now, so it is not touched: {now.Reason}", now.ResourceId));
                }
                else if (target.Finding is { } then && (then.Status != Status.Fail || then.Reason != now.Reason))
                {
                    said.Add(new AiCloudException(ErrorId.ResourceChanged, then.Status != Status.Fail
                        ? $"{check.Id} of {now.ResourceName} was {then.Status} when it was judged, and fails now; only what failed is repaired. Judge it again."
                        : $"{now.ResourceName} has changed since it was judged, so it is not touched. It was: {then.Reason} It is: {now.Reason} Judge it again.", now.ResourceId));
                }
                else if (Repair.Of(check) is not { } repair)
                {
                    said.Add(ByHand(check, now));
                }
                else if (!SkipPrecheck && repair.Unmet(resource, batch.Estate, settings) is { } unmet)
                {
                    said.Add(new AiCloudException(ErrorId.ConfirmationNeeded,
                        $"{check.Id} of {now.ResourceName} is not touched, because it would shut everybody out: {unmet.CheckId} must not fail before, and is {unmet.Status} ({unmet.Reason}) {unmet.Advice} -SkipPrecheck does it all the same.", now.ResourceId));
                }
                else
                {
                    try
                    {
                        var planned = repair.Plan(resource, batch.Estate, settings, Choices);
                        wishes.AddRange(planned.Select(wish => (check, now, wish)));
                        if (planned.Count == 0)
                        {
                            said.Add(ByHand(check, now));
                        }
                    }
                    catch (ChoiceNeededException needed)
                    {
                        said.Add(new AiCloudException(ErrorId.ConfirmationNeeded, $"{check.Id} of {now.ResourceName} can be repaired when it is said how: name {needed.Parameter}{(repair.About.Needs.Length > needed.Parameter.Length ? $" (it takes {repair.About.Needs})" : "")}.", now.ResourceId));
                    }
                    catch (UnseenException unseen)
                    {
                        said.Add(new AiCloudException(ErrorId.CloudAccessDenied, $"{check.Id} of {now.ResourceName} is not touched: {unseen.Message}", now.ResourceId));
                    }
                }
            }
        }
        HashSet<string> answered = [];
        // Several findings may be about one setting: that is one change.
        foreach (var same in wishes.GroupBy(wish => (wish.Wish.Setting, wish.Wish.Place.Region, wish.Wish.Place.Key)))
        {
            var ids = string.Join(", ", same.Select(wish => wish.Check.Id).Distinct(StringComparer.Ordinal));
            try
            {
                if (await batch.Engine.PlanAsync([.. same.Select(wish => wish.Wish)], ids, cancellationToken).ConfigureAwait(false) is { } change)
                {
                    batch.Changes.Add(change);
                    answered.UnionWith(same.Select(wish => wish.Now.Fingerprint));
                }
            }
            catch (CloudCallException failure)
            {
                answered.UnionWith(same.Select(wish => wish.Now.Fingerprint));
                said.Add(new AiCloudException(failure.Id, $"{same.Key.Setting.Name} of {Display.Safe(same.First().Wish.ResourceName)} could not be read, so it is not touched ({Display.Safe(failure.Message)}).{(failure.Id == ErrorId.CloudAccessDenied ? $" Grant {string.Join(", ", same.Key.Setting.PermissionsAt(same.First().Wish.Place))}." : "")}", same.First().Wish.Place.ResourceId, failure));
            }
        }
        // What a repair would set is set, and it is another reason that it fails for.
        foreach (var left in wishes.Where(wish => !answered.Contains(wish.Now.Fingerprint)).GroupBy(wish => wish.Now.Fingerprint))
        {
            var (check, now, _) = left.First();
            said.Add(new AiCloudException(ErrorId.ResourceNotFound,
                $"{check.Id} of {now.ResourceName} fails for what takes a person, because {string.Join(", ", left.Select(wish => wish.Wish.Setting.Name).Distinct())} is as a repair would set it: {now.Reason} {check.About.Advice}{HandCommand(now)}", now.ResourceId));
        }
        return said;
    }

    private AiCloudException? TooMany(List<Batch> batches)
    {
        var changes = batches.SelectMany(batch => batch.Changes).ToList();
        if (changes.Count > (Limit > 0 ? Limit : ChangesAtMost))
        {
            return new(ErrorId.LimitExceeded, $"{changes.Count} changes are more than {(Limit > 0 ? Limit : ChangesAtMost)}, so nothing is changed. Look at them with -WhatIf, and say -Limit {changes.Count}.", MyInvocation.MyCommand.Name);
        }
        foreach (var batch in Limit > 0 ? [] : batches)
        {
            foreach (var type in batch.Changes.GroupBy(change => change.ResourceType))
            {
                var all = batch.Estate.Resources.Count(resource => resource.Type.Name == type.Key);
                var some = type.Select(change => change.Place.ResourceId).Distinct().Count();
                if (all >= OneIn && some > all / OneIn)
                {
                    return new(ErrorId.LimitExceeded, $"{some} of {all} resources of {type.Key} are more than a tenth, so nothing is changed. Look at them with -WhatIf, and say -Limit {changes.Count}.", type.Key);
                }
            }
        }
        return null;
    }

    private async IAsyncEnumerable<object> ApplyAsync(Batch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var applied = 0;
        foreach (var change in batch.Changes)
        {
            await foreach (var item in MakeAsync(batch.Engine, change, Force, cancellationToken).ConfigureAwait(false))
            {
                if (item is AiRepair made)
                {
                    applied += made.Status == RepairStatus.Applied ? 1 : 0;
                    if (PassThru)
                    {
                        continue;
                    }
                }
                yield return item;
            }
        }
        if (applied > 0)
        {
            await foreach (var item in JudgeAgainAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        else if (PassThru)
        {
            foreach (var (_, finding) in batch.Judged)
            {
                yield return finding;
            }
        }
    }

    private async IAsyncEnumerable<object> JudgeAgainAsync(Batch batch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Another batch: a copy would keep the verdicts of before.
        var after = new Batch(batch.Targets, batch.Checks, batch.Types, batch.Access, batch.Engine, await batch.Access.ReadAsync(batch.Types, cancellationToken).ConfigureAwait(false));
        var findings = batch.Targets.SelectMany(after.Judge).DistinctBy(judged => judged.Finding.Fingerprint).ToDictionary(judged => judged.Finding.Fingerprint, judged => judged.Finding);
        foreach (var (check, before) in batch.Judged)
        {
            var finding = findings.GetValueOrDefault(before.Fingerprint);
            if (PassThru && finding is not null)
            {
                yield return finding;
            }
            if (finding is { Status: Status.Fail } && batch.Changes.Exists(change => change.CheckId.Split(", ").Contains(check.Id) && before.Status == Status.Fail))
            {
                yield return new WarningRecord($"{check.Id} fails still for {finding.ResourceName}: {finding.Reason}");
            }
        }
    }

    private static AiCloudException ByHand(Check check, Finding finding) => new(ErrorId.ResourceNotFound,
        $"{check.Id} of {finding.ResourceName} cannot be repaired in place without a person: {check.About.Advice}{HandCommand(finding)}", finding.ResourceId);

    private static string HandCommand(Finding finding) => finding.Command.Length > 0 ? $" By hand: {finding.Command}" : "";

    /// <summary>What is done in one account, subscription or project.</summary>
    private sealed record Batch(List<Target> Targets, List<Check> Checks, ResourceType[] Types, CloudAccess Access, RepairEngine Engine, Estate Estate)
    {
        private Dictionary<(string CheckId, string ResourceId), (Check, Resource, Finding)>? _byResource;

        public List<Change> Changes { get; } = [];

        public List<(Check Check, Finding Finding)> Judged { get; } = [];

        /// <summary>The verdicts that a target asks for, each with its resource.</summary>
        public List<(Check Check, Resource Resource, Finding Finding)> Judge(Target target)
        {
            if (_byResource is null)
            {
                var resources = Estate.Resources.Concat(Estate.Containers).GroupBy(resource => (resource.Type, resource.Identity.Id)).ToDictionary(group => group.Key, group => group.First());
                _byResource = [];
                foreach (var check in Checks)
                {
                    foreach (var finding in check.Judge(Estate))
                    {
                        if (resources.TryGetValue((check.Subject, finding.ResourceId), out var resource))
                        {
                            _byResource[(check.Id.ToUpperInvariant() + check.Subject.Name, Folded(finding.ResourceId))] = (check, resource, finding);
                        }
                    }
                }
            }
            return [.. from check in Checks
                       where target.CheckIds.Contains(check.Id, StringComparer.OrdinalIgnoreCase)
                       where target.Finding is null || target.Finding.ResourceType == check.Subject.Name
                       let key = (check.Id.ToUpperInvariant() + check.Subject.Name, Folded(target.ResourceId))
                       where _byResource.ContainsKey(key)
                       select _byResource[key]];
        }

        private string Folded(string id) => Estate.Scope.Cloud == Cloud.Azure ? id.ToLowerInvariant() : id;
    }
}
