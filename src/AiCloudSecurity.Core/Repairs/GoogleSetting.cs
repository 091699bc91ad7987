using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>A setting of Google Cloud: members of a resource of a REST interface, changed by PATCH with a mask, or in the way that its service has.</summary>
internal sealed class GoogleSetting : DocumentSetting
{
    private const string Map = "@map";

    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Gcp;

    /// <summary>The host, as {location}-aiplatform.googleapis.com.</summary>
    public required string Host { get; init; }

    /// <summary>The version of the interface, and what else stands before names, as v1 or storage/v1/b.</summary>
    public required string Root { get; init; }

    /// <summary>What names look like, as projects/*/locations/*/endpoints/*.</summary>
    public required string Pattern { get; init; }

    /// <summary>What permissions begin with, as aiplatform.endpoints.</summary>
    public required string Permission { get; init; }

    /// <summary>The service takes no mask: what is sent is merged into what is there, and null removes.</summary>
    public bool IsMerged { get; init; }

    /// <summary>The service takes no mask: all members are sent.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The parameter by which the service asks which version is written over, and the member that says it; the body's etag without.</summary>
    public (string Parameter, string Member)? VersionBy { get; init; }

    /// <summary>A map of which the members are keys: it is sent whole, with those of others.</summary>
    public string? MapAt { get; init; }

    /// <summary>What stands behind the name where it is read, as :fetchPublisherModelConfig: the service has nothing there until it is first set.</summary>
    public string Fetch { get; init; } = "";

    /// <summary>What is posted behind the name instead of a PATCH, from the state that is wanted.</summary>
    public Func<JsonObject, (string Suffix, JsonObject Body)>? Post { get; init; }

    /// <summary>The permissions that writing takes, where they are not update.</summary>
    public string[]? Writes { get; init; }

    /// <summary>Whether the service has etags in its documents, and takes them.</summary>
    public bool HasEtag { get; init; }

    /// <summary>What Cloud Monitoring counts its use by, as a filter, from its name.</summary>
    public Func<string, string>? CountedBy { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Permissions =>
        [.. CountedBy is null ? Array.Empty<string>() : ["monitoring.timeSeries.list"], $"{Permission}.get", .. Writes ?? [$"{Permission}.update"], .. ComesAndGoes && Writes is null ? [$"{Permission}.create", $"{Permission}.delete"] : Array.Empty<string>(), .. AlsoNeeds];

    /// <summary>What a resource is called below its service: projects/p/locations/l/endpoints/1.</summary>
    public static string NameOf(string id) => id.StartsWith("//", StringComparison.Ordinal) ? id[(id.IndexOf('/', 2) + 1)..] : id;

    /// <summary>A wish for members of a resource of this type.</summary>
    public Wish Wish(Resource resource, JsonObject members, string breaks = "") => Wish(resource, NameOf(resource.Identity.Id), Repairs.Wish.With(members), breaks);

    /// <summary>A wish for this setting of a resource, or of what belongs to it.</summary>
    public Wish Wish(Resource resource, string name, Func<JsonObject?, JsonObject?> after, string breaks = "") =>
        Repairs.Wish.Of(resource, this, new() { ["name"] = name }, after, breaks);

    internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
    {
        var name = Checked(place);
        // A project may be named by its number.
        if (name.Split('/') is ["projects", var project, ..] && project != cloud.Scope.Id && project != cloud.Scope.Number)
        {
            throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{name}' is not of project {cloud.Scope.Id}", isCertain: true);
        }
        try
        {
            var document = Parsed(await cloud.CallAsync(new(Host, $"GET {Root}/{Escaped(name)}{Fetch}", place.Region, "{}"), cancellationToken).ConfigureAwait(false));
            var state = StateOf(document);
            if (document[VersionBy?.Member ?? "etag"] is { } version && (HasEtag || VersionBy is not null))
            {
                state[Version] = version.ToString();
            }
            if (MapAt is not null)
            {
                state[Map] = At(document, MapAt)?.DeepClone() ?? new JsonObject();
            }
            return state;
        }
        catch (CloudCallException none) when (none.Code is "NOT_FOUND")
        {
            return Fetch.Length > 0 ? StateOf([]) : null;
        }
    }

    internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        var name = Checked(place);
        var version = state.Text(Version);
        if (wanted is null)
        {
            return ComesAndGoes ? [Call("DELETE", $"{Root}/{Escaped(name)}", [])] : throw new InvalidOperationException($"{Name} cannot be taken away.");
        }
        if (state is null)
        {
            if (!ComesAndGoes)
            {
                throw Gone();
            }
            var made = Document(wanted, Members.Where(member => wanted[member] is not null));
            made["name"] = name;
            return [Call("POST", $"{Root}/{Escaped(name[..name.LastIndexOf('/')])}", made)];
        }
        if (Post is not null)
        {
            var (suffix, posted) = Post(wanted);
            return [Call("POST", $"{Root}/{Escaped(name)}{suffix}", posted)];
        }
        if (MapAt is not null)
        {
            var map = state[Map]!.DeepClone().AsObject();
            foreach (var member in changed)
            {
                var key = member[(MapAt.Length + 1)..];
                if (wanted[member] is { } value)
                {
                    map[key] = value.DeepClone();
                }
                else
                {
                    map.Remove(key);
                }
            }
            return [Call("PATCH", $"{Root}/{Escaped(name)}?updateMask={MapAt}", Document(new() { [MapAt] = map }, [MapAt]))];
        }
        var body = IsWhole ? Document(wanted, Members.Where(member => wanted[member] is not null)) : Document(wanted, changed);
        if (IsWhole)
        {
            body["name"] = name;
        }
        if (VersionBy is null && version.Length > 0)
        {
            body["etag"] = version;
        }
        var query = VersionBy is { } by && version.Length > 0 ? $"?{by.Parameter}={Uri.EscapeDataString(version)}"
            : IsMerged || IsWhole ? "" : $"?updateMask={string.Join(',', changed.Order(StringComparer.Ordinal))}";
        return [Call("PATCH", $"{Root}/{Escaped(name)}{query}", IsMerged ? body : Given(body))];

        CloudCall Call(string method, string path, JsonObject members) => new(Host, $"{method} {path}", place.Region, members.ToJsonString());
    }

    internal override async Task<string> UseAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken) => CountedBy is null ? ""
        : Uses.Text((await Uses.OfGoogleAsync(cloud, CountedBy(Checked(place)), null, now, cancellationToken).ConfigureAwait(false)).Sum(counted => counted.Times));

    // A journal's place must lead to nothing but what the setting is of.
    private string Checked(SettingPlace place)
    {
        var name = place.Names().Text("name");
        var (words, pattern) = (name.Split('/'), Pattern.Split('/'));
        return words.Length == pattern.Length && words.Zip(pattern).All(pair => pair.First is not ("" or "." or "..") && FileSystemName.MatchesSimpleExpression(pair.Second, pair.First, ignoreCase: false))
            ? name : throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{name}' is no {Pattern}", isCertain: true);
    }

    private static string Escaped(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    // What the mask names and the body lacks is taken away.
    private static JsonObject Given(JsonObject body)
    {
        foreach (var (member, value) in body.ToList())
        {
            if (value is null)
            {
                body.Remove(member);
            }
            else if (value is JsonObject inner)
            {
                Given(inner);
            }
        }
        return body;
    }
}
