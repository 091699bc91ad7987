using System.Collections.Concurrent;

namespace AiCloudSecurity;

/// <summary>
/// Everything read from one scope: resources, and what became of each read. Immutable; can be saved, opened and
/// judged again.
/// </summary>
public sealed class Estate
{
    private readonly Dictionary<ResourceType, List<Resource>> _byType = [];
    private readonly Dictionary<ReadKey, CoverageEntry> _coverage = [];
    private readonly ILookup<ReadKey, CoverageEntry> _gaps;
    private readonly HashSet<string> _asked;
    private readonly Dictionary<Place, Refusal> _unread = [];
    private readonly ConcurrentDictionary<InventoryKey, object> _inventories = new();

    /// <summary>An estate of what was read.</summary>
    public Estate(Scope scope, DateTimeOffset collectedAt, IEnumerable<string> regions, IEnumerable<Resource> resources, IEnumerable<CoverageEntry> coverage, string source = "", DateTimeOffset? jobsSince = null)
    {
        JobsSince = jobsSince ?? UsualJobsSince(collectedAt);
        Scope = scope;
        CollectedAt = collectedAt;
        Source = source;
        Resources = [.. resources];
        Coverage = [.. coverage.Select(entry => entry.Scope == scope.Id ? entry : entry with { Scope = scope.Id })];
        Regions = [.. regions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        HashSet<Place> used = [];
        foreach (var resource in Resources)
        {
            (_byType.TryGetValue(resource.Type, out var list) ? list : _byType[resource.Type] = []).Add(resource);
            if (resource.Unread is { } refusal)
            {
                _unread.TryAdd(new(resource.Type, resource.Type.Read.Global ? ResourceIdentity.Global : resource.Identity.Region), refusal);
            }
            if (IsUse(resource))
            {
                used.Add(new(resource.Type, resource.Identity.Region));
            }
        }
        foreach (var entry in Coverage)
        {
            // Where a read is reported twice, the worse report counts.
            ReadKey key = new(entry.ResourceType, entry.Region, entry.Subject);
            if (!_coverage.TryGetValue(key, out var known) || known.IsComplete)
            {
                _coverage[key] = entry;
            }
        }
        _asked = [.. _coverage.Keys.Select(key => key.Type)];
        _gaps = _coverage.Values.Where(entry => !entry.IsComplete).ToLookup(entry => new ReadKey(entry.ResourceType, entry.Region));
        var covered = from entry in Coverage
                      where entry.Subject is null && entry.Region != ResourceIdentity.Global && entry.State != CoverageState.Unused && entry.State != CoverageState.Absent
                      let type = ResourceType.Find(entry.ResourceType)
                      where type is { Read: { Supporting: false, Of: null, OnRequest: false } }
                      where !entry.IsComplete || used.Contains(new(type, entry.Region))
                      select entry.Region;
        RegionsInUse = [.. covered.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Account = Synthetic<ScopeItself>(ResourceIdentity.Global, $"{scope.Cloud.ToString().ToLowerInvariant()}:///{scope.Id}", scope.Name);
        RegionResources = [.. RegionsInUse.Select(region =>
            Synthetic<RegionItself>(region, $"{scope.Cloud.ToString().ToLowerInvariant()}:///{scope.Id}/{region}", region, WhyNotKnownInUse(region)))];
    }

    // A region where nothing of AI was seen, but where not everything was seen: neither a pass nor a failure is due.
    private Refusal? WhyNotKnownInUse(string region) =>
        AiUsage.Types.Any(type => _byType.GetValueOrDefault(type)?.Exists(resource => resource.Identity.Region == region && IsUse(resource)) is true) ? null
        : AiUsage.Types.SelectMany(type => Gaps(type, region)).FirstOrDefault()?.Refusal();

    /// <summary>The account, subscription or project.</summary>
    public Scope Scope { get; }

    /// <summary>When it was read (UTC).</summary>
    public DateTimeOffset CollectedAt { get; }

    /// <summary>From when on finished jobs were read.</summary>
    public DateTimeOffset JobsSince { get; }

    /// <summary>Where it comes from: empty for a cloud, else the kind of file.</summary>
    public string Source { get; }

    /// <summary>The regions that were looked at.</summary>
    public IReadOnlyList<string> Regions { get; }

    /// <summary>The regions that hold AI services, or where that could not be seen.</summary>
    public IReadOnlyList<string> RegionsInUse { get; }

    /// <summary>Everything that was read.</summary>
    public IReadOnlyList<Resource> Resources { get; }

    /// <summary>What became of each read.</summary>
    public IReadOnlyList<CoverageEntry> Coverage { get; }

    internal static DateTimeOffset UsualJobsSince(DateTimeOffset collectedAt) =>
        collectedAt - DateTimeOffset.MinValue < TimeSpan.FromDays(Checks.JobWindow.Days) ? DateTimeOffset.MinValue : collectedAt.AddDays(-Checks.JobWindow.Days);

    internal AiUsage Usage => new(this);

    internal ScopeItself Account { get; }

    internal IReadOnlyList<RegionItself> RegionResources { get; }

    /// <summary>What holds the resources, as something to judge: the account, and the regions that are in use.</summary>
    public IReadOnlyList<Resource> Containers => [Account, .. RegionResources];

    /// <summary>The resources of one type.</summary>
    /// <param name="region">Only those of this region; null for all.</param>
    public Inventory<T> Inventory<T>(string? region = null) where T : Resource =>
        (Inventory<T>)_inventories.GetOrAdd(new(typeof(T), region), key => new Inventory<T>(this, key.Region));

    internal object InventoryOf(Type record, string? region) =>
        _inventories.GetOrAdd(new(record, region), key =>
            Activator.CreateInstance(typeof(Inventory<>).MakeGenericType(key.Record),
                System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic, null, [this, key.Region], null)!);

    internal IReadOnlyList<Resource> Of(ResourceType type) => _byType.TryGetValue(type, out var list) ? list : [];

    internal CoverageEntry? CoverageOf(ResourceType type, string region, string? subject = null) =>
        _coverage.GetValueOrDefault(new(type.Name, type.Read.Global ? ResourceIdentity.Global : Display.Safe(region), subject is null ? null : Display.Id(subject)));

    // The reads of a type in a region that are missing: of all of them, and of single ones.
    internal IEnumerable<CoverageEntry> Gaps(ResourceType type, string region) =>
        _gaps[new(type.Name, type.Read.Global ? ResourceIdentity.Global : Display.Safe(region))];

    /// <summary>Whether somebody tried to read resources of that type.</summary>
    internal bool Asked(ResourceType type) => _asked.Contains(type.Name);

    /// <summary>Why it is not known which resources of a type found by name there are; null where it is.</summary>
    internal string? WhyNotNamed(ResourceType type, string region) => WhyNotNamed(type, region, [type]);

    private string? WhyNotNamed(ResourceType type, string region, HashSet<ResourceType> asked)
    {
        foreach (var referrer in type.ReferredBy)
        {
            foreach (var at in type.Read.Global && !referrer.Read.Global ? Regions : [region])
            {
                for (var whole = referrer; whole is not null; whole = whole.Parent)
                {
                    if (Gaps(whole, at).FirstOrDefault() is { } gap)
                    {
                        return gap.Refusal().ToString();
                    }
                    if (_unread.GetValueOrDefault(new(whole, whole.Read.Global ? ResourceIdentity.Global : at)) is { } unread)
                    {
                        return unread.ToString();
                    }
                    if (whole.IsReferenced && asked.Add(whole) && WhyNotNamed(whole, at, asked) is { } further)
                    {
                        return further;
                    }
                    if (whole is { Parent: null, IsReferenced: false } && CoverageOf(whole, at) is null)
                    {
                        return $"{whole.Name} was not read ({whole.Read.Operations[0].Operation}).";
                    }
                }
            }
        }
        return null;
    }

    // Classes, not tuples: the library has compiled code for dictionaries of those, and would be compiled for tuples at each start.
    private sealed record ReadKey(string Type, string Region, string? Subject = null);

    private sealed record Place(ResourceType Type, string Region);

    private sealed record InventoryKey(Type Record, string? Region);

    // A setting that says "nothing configured" does not mean that the service is used.
    private static bool IsUse(Resource resource) => resource is not IOptionalSetting { IsSet: false };

    private T Synthetic<T>(string region, string id, string name, Refusal? unread = null) where T : Resource, new() => new()
    {
        Type = ResourceType.Of<T>(),
        Identity = new(Scope.Cloud, Scope.Id, region, id, name),
        Wire = "{}"u8.ToArray(),
        Unread = unread,
    };
}

/// <summary>A setting that every region has, in use or not.</summary>
public interface IOptionalSetting
{
    /// <summary>Whether somebody has set it.</summary>
    bool IsSet { get; }
}

/// <summary>A resource of which the parts are read only where they may matter: each would be a request.</summary>
public interface IPartlyRead
{
    /// <summary>Whether its parts are read.</summary>
    bool HasParts { get; }
}

/// <summary>A resource of which some parts are read only where something else that was read makes them matter.</summary>
public interface IReadWhereUsed
{
    /// <summary>Whether its parts are read.</summary>
    /// <param name="all">All that was read so far, in all scopes.</param>
    bool IsUsed(ILookup<ResourceType, Resource> all);
}

/// <summary>Says the name of a type that no cloud has: it stands for what holds the resources.</summary>
internal sealed class ContainerAttribute(string name) : ResourceAttribute(name)
{
    public override Cloud Cloud => Cloud.Aws;

    public override IReadOnlyList<ReadOperation> Operations => [];
}

/// <summary>The account, subscription or project as something to judge.</summary>
[Container("AWS::Account", Global = true)]
public sealed record ScopeItself : Resource;

/// <summary>A region in use as something to judge.</summary>
[Container("AWS::Region", Supporting = true)]
public sealed record RegionItself : Resource;
