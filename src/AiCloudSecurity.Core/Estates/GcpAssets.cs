using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>Gives assets to the projects that they belong to; what hangs on a folder or an organisation, to each project below.</summary>
public sealed class GcpAssets
{
    private const string Crm = "//cloudresourcemanager.googleapis.com/";
    private readonly Dictionary<string, List<GcpAsset>> _byOwner = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _ancestors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _numbers = new(StringComparer.Ordinal);

    /// <summary>Sorts assets by what they belong to.</summary>
    /// <param name="assets">Assets, of one content or of several.</param>
    public GcpAssets(IReadOnlyCollection<GcpAsset> assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        foreach (var asset in assets.Where(asset => asset.Name.StartsWith(Crm, StringComparison.Ordinal)))
        {
            var node = asset.Name[Crm.Length..];
            if (asset.Type == GcpAsset.ProjectType && asset.Contents.TryGetValue(GcpContent.Resource, out var wire))
            {
                var (id, number, name) = ProjectOf(wire);
                number ??= asset.Ancestors.Count > 0 ? asset.Ancestors[0]["projects/".Length..] : null;
                if (number is not null && id is not null)
                {
                    _numbers[id] = number;
                    node = $"projects/{number}";
                    _names[node] = name ?? id;
                }
            }
            else if (asset.Contents.TryGetValue(GcpContent.Resource, out var folder))
            {
                _names[node] = Text(folder, "displayName") ?? node;
            }
        }
        foreach (var asset in assets)
        {
            var owner = OwnerOf(asset);
            (_byOwner.TryGetValue(owner, out var list) ? list : _byOwner[owner] = []).Add(asset);
            if (asset.Ancestors.Count > 0)
            {
                _ancestors.TryAdd(owner, [.. asset.Ancestors.Skip(1)]);
            }
        }
    }

    /// <summary>The projects that something belongs to.</summary>
    /// <param name="caller">Who reads.</param>
    /// <param name="universe">The universe, as googleapis.com.</param>
    public IEnumerable<Scope> Projects(string caller, string universe)
    {
        var ids = _numbers.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
        foreach (var owner in _byOwner.Keys.Where(owner => owner.StartsWith("projects/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var number = owner["projects/".Length..];
            var above = AncestorsOf(owner);
            yield return new()
            {
                Cloud = Cloud.Gcp,
                Id = ids.GetValueOrDefault(number, number),
                Number = number.All(char.IsAsciiDigit) ? number : null,
                Name = _names.GetValueOrDefault(owner, ids.GetValueOrDefault(number, number)),
                Caller = caller,
                Partition = universe,
                Tenant = above.Count > 0 && above[^1].StartsWith("organizations/", StringComparison.Ordinal) ? above[^1] : null,
                Ancestors = above.Count == 0 ? null : above,
                Path = above.Count == 0 ? null : string.Join('/', above.Reverse().Select(node => _names.GetValueOrDefault(node, node))),
            };
        }
    }

    /// <summary>The folders and the organisation above a project, nearest first.</summary>
    public IReadOnlyList<string> Above(Scope project) => AncestorsOf(KeyOf(project));

    /// <summary>Whether something of a project is there.</summary>
    public bool Has(Scope project) => _byOwner.ContainsKey(KeyOf(project));

    /// <summary>A project's assets, without what it inherits.</summary>
    public IReadOnlyList<GcpAsset> Of(Scope project) => _byOwner.GetValueOrDefault(KeyOf(project)) ?? [];

    /// <summary>A project's resources of one type, with what it inherits.</summary>
    public IEnumerable<Resource> Of(Scope project, ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var read = (GcpResourceAttribute)type.Read;
        IEnumerable<string> owners = read.Inherited ? [KeyOf(project), .. Above(project)] : [KeyOf(project)];
        foreach (var asset in owners.SelectMany(owner => _byOwner.GetValueOrDefault(owner) ?? []))
        {
            if (read.Content is GcpContent.Resource or GcpContent.None && !asset.Type.Equals(type.Name, StringComparison.Ordinal))
            {
                // Policies of the first version stand in for those of the second.
                foreach (var (name, policy) in type.Name == "orgpolicy.googleapis.com/Policy" ? asset.OrgPolicies() : [])
                {
                    yield return type.Create(GcpIdentity.Of(read, name, null, policy, project), policy);
                }
                continue;
            }
            if (read.Content == GcpContent.AccessPolicy && !asset.Type.Equals(type.Name, StringComparison.Ordinal))
            {
                continue;
            }
            if (asset.Contents.TryGetValue(read.Content == GcpContent.None ? GcpContent.Resource : read.Content, out var wire)
                || read.Content == GcpContent.AccessPolicy && asset.Contents.TryGetValue(GcpContent.Resource, out wire))
            {
                yield return type.Create(GcpIdentity.Of(read, asset.Name, asset.Location, wire, project), wire);
            }
        }
    }

    /// <summary>A project's IAM policy, as its own interface gives it, in the shape of the inventory.</summary>
    /// <exception cref="FormatException">It is no policy.</exception>
    public static Resource PolicyOf(ResourceType type, Scope project, ReadOnlyMemory<byte> policy)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(project);
        try
        {
            using var document = JsonDocument.Parse(policy);
            var name = $"{Crm}projects/{project.Number ?? project.Id}";
            var wire = GcpAsset.Attached(name, GcpAsset.ProjectType, [$"projects/{project.Number ?? project.Id}"], "iamPolicy", document.RootElement);
            return type.Create(GcpIdentity.Of((GcpResourceAttribute)type.Read, name, null, wire, project), wire);
        }
        catch (JsonException malformed)
        {
            throw new FormatException("the answer was malformed", malformed);
        }
    }

    private IReadOnlyList<string> AncestorsOf(string owner) => _ancestors.GetValueOrDefault(owner) ?? [];

    private static string KeyOf(Scope project) => $"projects/{project.Number ?? project.Id}";

    // Ancestors begin with the asset's own project, folder or organisation. Where they are left out, the name says it.
    private string OwnerOf(GcpAsset asset)
    {
        if (asset.Ancestors.Count > 0)
        {
            return asset.Ancestors[0];
        }
        var name = asset.Name[(asset.Name.IndexOf('/', 2) + 1)..];
        foreach (var word in (ReadOnlySpan<string>)["projects", "folders", "organizations"])
        {
            if (GcpIdentity.After("/" + name, word) is { } id)
            {
                return $"{word}/{(word == "projects" ? _numbers.GetValueOrDefault(id, id) : id)}";
            }
        }
        return "";
    }

    private static (string? Id, string? Number, string? Name) ProjectOf(ReadOnlyMemory<byte> wire)
    {
        // The first version has projectNumber and name, the third name (projects/1) and displayName.
        var name = Text(wire, "name");
        var isThird = name?.StartsWith("projects/", StringComparison.Ordinal) is true;
        return (Text(wire, "projectId"), Text(wire, "projectNumber") ?? (isThird ? name!["projects/".Length..] : null), isThird ? Text(wire, "displayName") : name);
    }

    private static string? Text(ReadOnlyMemory<byte> wire, string member)
    {
        using var document = JsonDocument.Parse(wire);
        var value = Import.Member(document.RootElement, member);
        return value.ValueKind switch { JsonValueKind.String => value.GetString(), JsonValueKind.Number => value.GetRawText(), _ => null };
    }
}
