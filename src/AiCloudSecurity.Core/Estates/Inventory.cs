using System.Collections;

namespace AiCloudSecurity;

/// <summary>
/// The resources of one type, as a check may use them. What was not read cannot be mistaken for what is not
/// there: each way in throws <see cref="UnseenException"/> where its answer would rest on a read that is missing.
/// </summary>
/// <typeparam name="T">The record of the type.</typeparam>
public sealed class Inventory<T> : IEnumerable<T> where T : Resource
{
    private readonly Estate _estate;
    private readonly string? _region;
    private readonly ResourceType _type = ResourceType.Of<T>();
    private readonly List<T> _resources;
    private readonly string? _unseen;
    private readonly T? _unread;
    private readonly Dictionary<string, T> _byName = new(Comparer);
    private readonly Lazy<ILookup<string, T>> _byParent;

    internal Inventory(Estate estate, string? region)
    {
        _estate = estate;
        _region = _type.Read.Global ? null : region;
        _resources = [.. estate.Of(_type).Cast<T>().Where(resource => _region is null || resource.Identity.Region == _region)];
        foreach (var resource in _resources)
        {
            _unread ??= resource.Unread is null ? null : resource;
            _byName.TryAdd(NameOf(resource.Identity.Id), resource);
            // Names are unique in a resource group or a region only in Azure and Google Cloud.
            if (_type.Cloud == Cloud.Aws)
            {
                _byName.TryAdd(resource.Identity.Name, resource);
            }
            // What others call it: an alias, a key id.
            foreach (var name in resource is INamedOtherwise named ? named.OtherNames : [])
            {
                _byName.TryAdd(name, resource);
            }
        }
        _byParent = new(() => _resources.ToLookup(resource => resource.Identity.Parent ?? "", Comparer));
        _unseen = WhyIncomplete(_type);
    }

    /// <summary>All of them. Throws where the list or one of them could not be read.</summary>
    public IReadOnlyList<T> All =>
        _unseen is { } reason ? throw new UnseenException(reason)
        : _unread is { } unread ? throw new UnseenException(Why(unread.Unread!, unread.Identity.Name))
        : _resources;

    /// <summary>Whether a file that the estate comes from holds none of them, and says nothing of that: nobody asked for them, and none is named.</summary>
    public bool IsLeftOut => _estate.Source.Length > 0 && !_estate.Asked(_type) && _resources.Count == 0;

    /// <summary>Those that were read, whatever is missing: what they show is so, and what they do not show may be.</summary>
    public IEnumerable<T> Known => _resources.Where(resource => resource.Unread is null);

    /// <summary>The one with that id, name or reference; null where there is none. Throws where it could not be read.</summary>
    public T? Find(string? reference) => Find(reference, out var unseen) is { } found ? found : unseen is null ? null : throw new UnseenException(unseen);

    /// <summary>
    /// As <see cref="Find(string)"/>, but says why it is not known instead of throwing: for what many verdicts of an
    /// account rest on, where each would cost an exception.
    /// </summary>
    /// <param name="reference">The id, name or reference.</param>
    /// <param name="unseen">Why nothing is known of it; null where that there is none is known, too.</param>
    public T? Find(string? reference, out string? unseen)
    {
        unseen = null;
        if (string.IsNullOrEmpty(reference))
        {
            return null;
        }
        reference = NameOf(reference);
        if (_byName.TryGetValue(reference, out var found) || CoverageOf(reference)?.Means is { } id && _byName.TryGetValue(id, out found))
        {
            unseen = found.Unread is { } refusal ? Why(refusal, reference) : null;
            return unseen is null ? found : null;
        }
        unseen = WhyNotFound(reference);
        return null;
    }

    private string? WhyNotFound(string reference)
    {
        if (_type.Read is AwsResourceAttribute { IsReferenced: true })
        {
            return CoverageOf(reference) switch
            {
                { IsComplete: true } => null,
                { } entry => Why(entry.Refusal(), reference),
                null => $"{_type.Name} {reference} was not read ({Operation}).",
            };
        }
        // What lies in another subscription is covered by its own entry, if it was looked for.
        if (_type.Cloud == Cloud.Azure && AzureIdentity.SubscriptionOf(reference) is { } other && !other.Equals(_estate.Scope.Id, StringComparison.OrdinalIgnoreCase))
        {
            return CoverageOf(reference.ToLowerInvariant()) switch
            {
                { IsComplete: true } => null,
                { } entry => Why(entry.Refusal(), reference),
                null => $"{_type.Name} {reference} lies in a subscription that was not read ({Operation}).",
            };
        }
        // So does what lies in another project, or does not say where it lies, as a bucket.
        if (_type.Cloud == Cloud.Gcp && GcpIdentity.ProjectOf(reference, _estate.Scope) is var project && project != _estate.Scope.Id)
        {
            return CoverageOf(reference) switch
            {
                { IsComplete: true } => null,
                { } entry => Why(entry.Refusal(), reference),
                null => project is null
                    ? $"{_type.Name} {reference} is not in this project, and others were not asked ({Operation})."
                    : $"{_type.Name} {reference} lies in a project that was not read ({Operation}).",
            };
        }
        return _unseen;
    }

    // Google's services name one thing in several ways.
    private string NameOf(string reference) => _type.Cloud == Cloud.Gcp ? GcpIdentity.Relative(reference, _estate.Scope) : reference;

    /// <summary>The parts or settings of one resource. Throws where they could not be read.</summary>
    public IReadOnlyList<T> Of(Resource parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        return Of(parent.Identity.Id, parent.Identity.Name, parent.Identity.Region);
    }

    /// <summary>The parts or settings of what another resource is a part of: the policies beside a deployment.</summary>
    public IReadOnlyList<T> Beside(Resource part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var parent = part.Identity.Parent ?? "";
        return Of(parent, parent[(parent.LastIndexOf('/') + 1)..], part.Identity.Region);
    }

    private List<T> Of(string id, string name, string region)
    {
        if (_estate.CoverageOf(_type, region, id) is { IsComplete: false } entry)
        {
            throw new UnseenException(Why(entry.Refusal(), name));
        }
        var parts = _byParent.Value[id].ToList();
        if (parts.Find(part => part.Unread is not null) is { } unread)
        {
            throw new UnseenException(Why(unread.Unread!, unread.Identity.Name));
        }
        if (parts.Count == 0 && _type.Parent is null && _type.Cloud == Cloud.Gcp && _estate.CoverageOf(_type, region, id) is null)
        {
            // A list of its own, whose items say what they belong to, as policies do.
            return WhyUnlisted(_type, above: false) is { } reason ? throw new UnseenException(reason) : parts;
        }
        if (parts.Count == 0 && _estate.CoverageOf(_type, region, id) is null)
        {
            throw new UnseenException($"{_type.Name} of {name} was not read ({Operation}).");
        }
        return parts;
    }

    /// <summary>The setting of one resource, null where it has none. Throws where it could not be read.</summary>
    public T? One(Resource parent) => Of(parent) is [var setting, ..] ? setting : null;

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => All.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Azure's ids come in whatever case the writer used.
    private static StringComparer Comparer => ResourceType.Of<T>().Cloud == Cloud.Azure ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private string Operation => string.Join(", ", _type.Read.Operations.Select(operation => operation.Operation));

    private CoverageEntry? CoverageOf(string reference) => _region is not null || _type.Read.Global
        ? _estate.CoverageOf(_type, _region ?? ResourceIdentity.Global, reference)
        : _estate.Regions.Select(region => _estate.CoverageOf(_type, region, reference)).FirstOrDefault(entry => entry is not null);

    private string? WhyIncomplete(ResourceType type)
    {
        if (type.Parent is not { } parent)
        {
            return WhyUnlisted(type);
        }
        // All parts are known where all parents are, which may be parts themselves, and the parts of each.
        return WhyIncomplete(parent) ?? (
            from whole in _estate.Of(parent)
            where _region is null || whole.Identity.Region == _region
            let entry = _estate.CoverageOf(type, whole.Identity.Region, whole.Identity.Id)
            where entry is not { IsComplete: true }
            select entry is null ? $"{type.Name} of {whole.Identity.Name} was not read ({Operation})." : Why(entry.Refusal(), whole.Identity.Name)).FirstOrDefault();
    }

    private string? WhyUnlisted(ResourceType type, bool above = true)
    {
        // What hangs on a folder or the organisation holds for the project, and is read there.
        if (above && type.Read is GcpResourceAttribute { Inherited: true }
            && _estate.Gaps(type, ResourceIdentity.Global).FirstOrDefault(entry => entry.Subject?.StartsWith("//", StringComparison.Ordinal) is true) is { } gap)
        {
            return Why(gap.Refusal(), gap.Subject);
        }
        var regions = type.Read.Global ? [ResourceIdentity.Global] : _region is null ? _estate.Regions : [_region];
        // An estate of no region says nothing of what lies in regions.
        foreach (var region in regions.DefaultIfEmpty(ResourceIdentity.Global))
        {
            switch (_estate.CoverageOf(type, region))
            {
                case null:
                    return _estate.Source.Length > 0
                        ? $"{type.Name} is not in the {_estate.Source} ({Operation})."
                        : $"{type.Name} was not read in {region} ({Operation}).";
                case { IsComplete: false } entry:
                    return Why(entry.Refusal(), _region is null ? region : null);
            }
        }
        return null;
    }

    private static string Why(Refusal refusal, string? about) => about is null ? refusal.ToString() : $"{about}: {refusal}";
}

/// <summary>A resource that others refer to by names beside its id and name.</summary>
public interface INamedOtherwise
{
    /// <summary>Those names.</summary>
    IEnumerable<string> OtherNames { get; }
}
