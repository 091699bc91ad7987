using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>How much of a kind of event is logged.</summary>
internal enum Logged
{
    /// <summary>None of it.</summary>
    Nothing,
    /// <summary>What satisfies further conditions, or only reads, or only writes.</summary>
    Some,
    /// <summary>All of it.</summary>
    Everything,
}

/// <summary>What a trail's selectors log, by CloudTrail's rules.</summary>
internal static class EventSelection
{
    /// <summary>How much of the management events of Bedrock is logged: model invocations are among them, as reads.</summary>
    public static Logged Management(TrailEventSelectors selectors)
    {
        if (selectors.AdvancedEventSelectors is { Count: > 0 } advanced)
        {
            return Of(advanced, "Management", null);
        }
        if (selectors.EventSelectors is not { Count: > 0 } classic)
        {
            // A trail that was told nothing logs management events and nothing else.
            return Logged.Everything;
        }
        var kinds = classic.Where(selector => selector.IncludeManagementEvents is not false).Select(selector => selector.ReadWriteType ?? "All").ToList();
        return kinds.Contains("All") || kinds.Contains("ReadOnly") && kinds.Contains("WriteOnly") ? Logged.Everything
            : kinds.Count > 0 ? Logged.Some : Logged.Nothing;
    }

    /// <summary>How much of the data events of a kind of resource is logged. Classic selectors know no AI resource.</summary>
    public static Logged Data(TrailEventSelectors selectors, string resourceType) => Of(selectors.AdvancedEventSelectors ?? [], "Data", resourceType);

    private static Logged Of(IReadOnlyList<AdvancedEventSelector> selectors, string category, string? resourceType)
    {
        bool reads = false, writes = false, some = false;
        foreach (var fields in selectors.Select(selector => selector.FieldSelectors ?? []))
        {
            if (!Is(fields, "eventCategory", category) || resourceType is not null && !Is(fields, "resources.type", resourceType))
            {
                continue;
            }
            var others = fields.Where(field => field.Field is not ("eventCategory" or "resources.type" or "readOnly") && !Admits(field, "eventSource", "bedrock.amazonaws.com", "sagemaker.amazonaws.com")).ToList();
            some = true;
            if (others.Count > 0)
            {
                continue;
            }
            var readOnly = fields.FirstOrDefault(field => field.Field is "readOnly")?.Equal;
            reads |= readOnly is null || readOnly.Contains("true");
            writes |= readOnly is null || readOnly.Contains("false");
        }
        return reads && writes ? Logged.Everything : some ? Logged.Some : Logged.Nothing;
    }

    // These fields know the operator Equals only.
    private static bool Is(IReadOnlyList<FieldSelector> fields, string name, string value) =>
        fields.Any(field => field.Field == name) && fields.Where(field => field.Field == name).All(field => field.Equal?.Contains(value) is true);

    // A condition on the source of events that an AI service's own events satisfy is no limit.
    private static bool Admits(FieldSelector field, string name, params ReadOnlySpan<string> values)
    {
        if (field.Field != name)
        {
            return false;
        }
        foreach (var value in values)
        {
            if (!Admits(field, value))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Admits(FieldSelector field, string value)
    {
        var demands = field.Equal is not null || field.StartsWith is not null || field.EndsWith is not null;
        return (!demands
                || field.Equal?.Contains(value) is true
                || field.StartsWith?.Any(start => value.StartsWith(start, StringComparison.Ordinal)) is true
                || field.EndsWith?.Any(end => value.EndsWith(end, StringComparison.Ordinal)) is true)
            && field.NotEquals?.Contains(value) is not true
            && field.NotStartsWith?.Any(start => value.StartsWith(start, StringComparison.Ordinal)) is not true
            && field.NotEndsWith?.Any(end => value.EndsWith(end, StringComparison.Ordinal)) is not true;
    }
}

/// <summary>The trails that log a region.</summary>
internal sealed class Trails(Inventory<Trail> trails, Inventory<TrailStatus> statuses, Inventory<TrailEventSelectors> selectors)
{
    /// <summary>The trail to which selectors are added: this account's own that is logging, one of all regions before others; null where there is none.</summary>
    public Trail? Own(string account, Func<Trail, bool>? which = null) => trails.All.Where(which ?? (_ => true))
        .Where(trail => trail.TrailARN?.Split(':') is [_, _, _, _, var owner, ..] && owner == account && statuses.One(trail)?.IsLogging is true)
        .OrderByDescending(trail => trail.IsMultiRegionTrail is true).ThenBy(trail => trail.TrailARN, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>A wish that a trail log data events of kinds of resources, or of a bucket's objects; none where the account has no trail of its own.</summary>
    public static IEnumerable<Wish> Log(Trail? trail, IReadOnlyList<string> types, string? objectsOf = null) => trail is null ? [] :
    [
        // Only where it was made can a trail be changed.
        Wish.Of(trail, WatchSettings.EventSelectors, new() { ["TrailName"] = trail.TrailARN }, WatchSettings.Logging(types, objectsOf),
            "Data events are billed by their number.", trail.TrailARN!.Split(':')[3]),
    ];

    /// <summary>The trail that is logging and logs most of something; null where none is logging any of it.</summary>
    public (Trail Trail, Logged Logged)? Best(Func<TrailEventSelectors, Logged> logs, Func<Trail, bool>? which = null)
    {
        (Trail Trail, Logged Logged)? best = null;
        UnseenException? unseen = null;
        foreach (var trail in trails.All.Where(which ?? (_ => true)))
        {
            try
            {
                if (statuses.One(trail)?.IsLogging is true && selectors.One(trail) is { } of && logs(of) is var logged and not Logged.Nothing)
                {
                    best = best is { } known && known.Logged >= logged ? known : (trail, logged);
                }
            }
            catch (UnseenException missing)
            {
                unseen = missing;
            }
        }
        // One trail that logs everything decides, whatever the others are.
        return best is { Logged: Logged.Everything } || unseen is null ? best : throw unseen;
    }
}
