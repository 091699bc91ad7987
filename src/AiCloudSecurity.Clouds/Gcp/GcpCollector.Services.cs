using System.Collections.Concurrent;
using System.Text.Json;

namespace AiCloudSecurity.Clouds.Gcp;

// What the inventory lacks, asked of the services themselves.
internal sealed partial class GcpCollector
{
    // Several projects have a billing account or an organisation in common: each question is asked once.
    private readonly ConcurrentDictionary<string, Lazy<Task<(List<ReadOnlyMemory<byte>>? Items, Exception? Failure)>>> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>?> _enabled = [];

    private static readonly string[] s_notOfSettings = ["error", "nextPageToken", "unreachable"];

    private const string UnknownAbove = "which folders and organisation stand above the project is not known";

    private sealed record Ask(Scope Scope, ResourceType Type, GcpResourceAttribute Read, Resource? Parent, string Location, string Path, string? Subject, Exception? Failure = null);

    private async Task ReadServicesAsync(CancellationToken cancellationToken)
    {
        foreach (var scope in _scopes)
        {
            var services = _answers.GetValueOrDefault((scope.Id, GcpContent.Resource)) is { Failure: null } answer && !answer.Unknown.Contains(ServiceType)
                ? _assets.Of(scope).Where(asset => asset.Type == ServiceType && asset.Contents.TryGetValue(GcpContent.Resource, out var wire) && Text(wire, "state") is null or "ENABLED")
                    .Select(asset => asset.Name[(asset.Name.LastIndexOf('/') + 1)..]).ToHashSet(StringComparer.Ordinal)
                : [];
            // A project that has none at all is one of which nobody knows.
            _enabled[scope.Id] = services.Count == 0 ? null : services;
        }
        await ReadPolicyInsteadAsync(cancellationToken).ConfigureAwait(false);
        // What needs no location may say in which regions something is used, and what is called.
        foreach (var later in (bool[])[false, true])
        {
            List<Ask> asks = [];
            foreach (var scope in _scopes)
            {
                foreach (var (type, read) in _types.Where(type => type.Read is { Path: not null, Of: null } && (IsLocated(type.Read) || type.Read.Near is not null) == later && IsByService(scope, type.Read)))
                {
                    asks.AddRange(await AsksAsync(scope, type, read, cancellationToken).ConfigureAwait(false));
                }
            }
            await AnswerAsync(asks, cancellationToken).ConfigureAwait(false);
        }
        // Parts may have parts: each round reads those of what the last one found.
        HashSet<ResourceType> round = [.. _types.Where(type => type.Read.Of is null).Select(type => type.Type)];
        while (round.Count > 0)
        {
            var parts = PartsOf(round);
            await AnswerAsync(parts, cancellationToken).ConfigureAwait(false);
            round = [.. parts.Select(ask => ask.Type)];
        }
    }

    private bool IsByService(Scope scope, GcpResourceAttribute read) => read.Content == GcpContent.None
        || !(read.Name == OrgPolicyType && _answers.GetValueOrDefault((scope.Id, GcpContent.OrgPolicy)) is { Failure: null })
            && _answers.GetValueOrDefault((scope.Id, read.Content)) is { } answer && IsAskedInstead(read, answer);

    private static bool IsLocated(GcpResourceAttribute read) => read.Path!.Contains("{location}", StringComparison.Ordinal) || read.Host.Contains("{location}", StringComparison.Ordinal);

    private bool IsUsed(Scope scope) => (_enabled[scope.Id] is not { } enabled || GcpAiServices.All.Any(enabled.Contains)) || _resources[scope.Id].Keys.Any(key => key.Item1.Read is { Supporting: false, Of: null })
        || _coverage[scope.Id].Exists(entry => !entry.IsComplete && ResourceType.Find(entry.ResourceType) is { Read.Supporting: false });

    // Where the inventory is not enabled, a project's own policy is still to be had.
    private async Task ReadPolicyInsteadAsync(CancellationToken cancellationToken)
    {
        foreach (var (type, read) in _types.Where(type => type.Read.Content == GcpContent.IamPolicy))
        {
            foreach (var scope in _scopes.Where(scope => _answers.GetValueOrDefault((scope.Id, read.Content)) is { Failure: GcpErrorAnswer { IsDisabled: true } }))
            {
                try
                {
                    var body = await CountedAsync(_client.SendAsync("cloudresourcemanager.googleapis.com", "", $"v1/projects/{scope.Id}:getIamPolicy", """{"options":{"requestedPolicyVersion":3}}"""u8.ToArray(), cancellationToken)).ConfigureAwait(false);
                    var resource = GcpAssets.PolicyOf(type, scope, body);
                    _resources[scope.Id].TryAdd((type, resource.Identity.Id), resource);
                }
                catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
                {
                    _failures.TryAdd(scope.Id, failure);
                }
            }
        }
    }

    // What to ask for one type in one project.
    private async Task<List<Ask>> AsksAsync(Scope scope, ResourceType type, GcpResourceAttribute read, CancellationToken cancellationToken)
    {
        var operation = read.Operations[^1];
        var path = read.Path!;
        List<Ask> asks = [];
        if (read.Supporting && !IsUsed(scope))
        {
            _coverage[scope.Id].Add(Entry(type, CoverageState.Unused, operation));
        }
        else if (_enabled[scope.Id]?.Contains(read.Api) is false && !read.HoldsUnenabled && !path.StartsWith("v1/{billingAccount}", StringComparison.Ordinal) && !path.Contains("{organization}", StringComparison.Ordinal) && !path.Contains("{ancestor}", StringComparison.Ordinal))
        {
            _coverage[scope.Id].Add(Entry(type, CoverageState.Absent, operation) with { Message = $"{read.Api} is not enabled" });
        }
        else if (path.Contains("{billingAccount}", StringComparison.Ordinal))
        {
            await AddBillingAsync(scope, type, read, path, asks, cancellationToken).ConfigureAwait(false);
        }
        else if (path.Contains("{organization}", StringComparison.Ordinal))
        {
            if (OrganizationOf(scope) is { } organization)
            {
                asks.Add(new(scope, type, read, null, "", path.Replace("{organization}", organization, StringComparison.Ordinal), null));
            }
            else
            {
                // Only assets say what stands above a project.
                _coverage[scope.Id].Add(_assets.Has(scope) ? Entry(type, CoverageState.Absent, operation) with { Message = "the project is in no organisation" }
                    : Entry(type, CoverageState.Failed, operation) with { Message = UnknownAbove, Error = ErrorId.CloudRefused });
            }
        }
        else if (path.Contains("{ancestor}", StringComparison.Ordinal))
        {
            asks.Add(new(scope, type, read, null, "", AtNode(path, $"projects/{scope.Id}"), null));
            if (!_assets.Has(scope))
            {
                _coverage[scope.Id].Add(Entry(type, CoverageState.Failed, operation, "//cloudresourcemanager.googleapis.com/") with { Message = UnknownAbove, Error = ErrorId.CloudRefused });
            }
            asks.AddRange(_assets.Above(scope).Select(node => new Ask(scope, type, read, null, "", AtNode(path, node), $"//cloudresourcemanager.googleapis.com/{node}")));
        }
        else if (!IsLocated(read) && read.Near is { } near && WasRead(scope, near) && !_resources[scope.Id].Keys.Any(key => key.Item1.Record == near))
        {
            _coverage[scope.Id].Add(Entry(type, CoverageState.Unused, operation));
        }
        else if (IsLocated(read))
        {
            var (locations, failure) = await LocationsAsync(scope, read, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                _coverage[scope.Id].Add(Failed(scope, type, failure, operation));
            }
            else if (locations.Count == 0)
            {
                _coverage[scope.Id].Add(Entry(type, CoverageState.Unused, operation) with { Message = "no region of the project is known to be in use; -Region names others" });
            }
            asks.AddRange(locations.Select(location => new Ask(scope, type, read, null, location, Filled(path, scope, location), null)));
        }
        else
        {
            asks.Add(new(scope, type, read, null, "", Filled(path, scope, ""), null));
        }
        return asks;
    }

    private async Task AddBillingAsync(Scope scope, ResourceType type, GcpResourceAttribute read, string path, List<Ask> asks, CancellationToken cancellationToken)
    {
        var operation = read.Operations[^1];
        var account = _assets.Of(scope).Where(asset => asset.Type == BillingType).Select(asset => asset.Contents.TryGetValue(GcpContent.Resource, out var wire) ? Text(wire, "billingAccountName") : null)
            .FirstOrDefault(name => name is { Length: > 0 });
        if (account is null)
        {
            // The inventory need not have the link.
            var (items, failure) = await AskAsync("cloudbilling.googleapis.com", "", $"v1/projects/{scope.Id}/billingInfo", null, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
            {
                _coverage[scope.Id].Add(Failed(scope, type, failure, new("rest:cloudbilling.googleapis.com/ProjectBillingInfo", "resourcemanager.projects.get"), isService: false));
                return;
            }
            account = Text(items![0], "billingAccountName") is { Length: > 0 } name ? name : null;
        }
        if (account is null)
        {
            _coverage[scope.Id].Add(Entry(type, CoverageState.Absent, operation) with { Message = "the project has no billing account" });
            return;
        }
        asks.Add(new(scope, type, read, null, "", path.Replace("{billingAccount}", account, StringComparison.Ordinal), null));
    }

    private string? OrganizationOf(Scope scope) =>
        _assets.Above(scope) is [.., var top] && top.StartsWith("organizations/", StringComparison.Ordinal) ? top : scope.Tenant;

    // A name within a name is escaped.
    private static string AtNode(string path, string node) =>
        path.Replace("%2F{ancestor}", "%2F" + Uri.EscapeDataString(node), StringComparison.Ordinal).Replace("{ancestor}", node, StringComparison.Ordinal);

    private bool WasRead(Scope scope, Type record) => _coverage[scope.Id].Exists(entry => entry.ResourceType == ResourceType.Of(record).Name && entry is { Subject: null, IsComplete: true });

    private static string Filled(string path, Scope scope, string location) =>
        path.Replace("{project}", scope.Id, StringComparison.Ordinal).Replace("{number}", scope.Number ?? scope.Id, StringComparison.Ordinal).Replace("{location}", location, StringComparison.Ordinal);

    // The regions in use, and those that the caller names; where nobody could say which are in use, all that the service has.
    private async Task<(IReadOnlyCollection<string> Locations, Exception? Failure)> LocationsAsync(Scope scope, GcpResourceAttribute read, CancellationToken cancellationToken)
    {
        if (read.Locations is { } given)
        {
            return (given.Split(',', StringSplitOptions.TrimEntries), null);
        }
        var named = _options.Regions.Where(region => !region.AsSpan().ContainsAny('*', '?')).Select(region => region.ToLowerInvariant()).ToList();
        if (_answers.GetValueOrDefault((scope.Id, GcpContent.Resource)) is { Failure: GcpErrorAnswer { IsDisabled: true } } && named.Count == 0)
        {
            var version = read.Path![..read.Path!.IndexOf('/', StringComparison.Ordinal)];
            var (items, failure) = await AskAsync(read.Host, "", $"{version}/projects/{scope.Id}/locations", "locations", cancellationToken).ConfigureAwait(false);
            return failure is not null ? ([], failure) : ([.. items!.Select(item => Text(item, "locationId")).OfType<string>().Where(IsWanted)], null);
        }
        var near = read.Near is { } type && WasRead(scope, type) ? type : null;
        var used = _resources[scope.Id].Where(known => (near is null ? known.Key.Item1.Read is { Supporting: false, Of: null } : known.Key.Item1.Record == near) && IsRegion(known.Value.Identity.Region)).Select(known => known.Value.Identity.Region);
        return ([.. used.Concat(named).Concat(_options.Places.Where(IsRegion)).Distinct().Order(StringComparer.Ordinal)], null);
    }

    // us and global are no regions: services have other hosts there, or none.
    private static bool IsRegion(string text) => text.Contains('-', StringComparison.Ordinal) && char.IsAsciiDigit(text[^1]);

    private List<Ask> PartsOf(HashSet<ResourceType> round)
    {
        List<Ask> asks = [];
        foreach (var scope in _scopes)
        {
            foreach (var parent in _resources[scope.Id].Values.Where(resource => round.Contains(resource.Type) && resource.Identity.Scope == scope.Id).ToList())
            {
                foreach (var (type, read) in _types.Where(part => part.Read.Of == parent.Type.Record))
                {
                    if (parent.Unread is { } unread)
                    {
                        _coverage[scope.Id].Add(Entry(type, unread.State, new(unread.Operation, unread.Permission), parent.Identity.Id) with { Message = unread.Message });
                    }
                    else if (parent is IPartlyRead { HasParts: false })
                    {
                        _coverage[scope.Id].Add(Entry(type, CoverageState.Unused, read.Operations[^1], parent.Identity.Id));
                    }
                    else
                    {
                        var name = parent.Identity.Id[(parent.Identity.Id.IndexOf('/', 2) + 1)..];
                        asks.Add(new(scope, type, read, parent, GcpIdentity.After(name, "locations") ?? "", read.Path!.Replace("{parent}", name, StringComparison.Ordinal), parent.Identity.Id));
                    }
                }
            }
        }
        return asks;
    }

    private async Task AnswerAsync(List<Ask> asks, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(asks.Select(ask => AskAsync(ask.Read.Host, ask.Location, ask.Path + QueryOf(ask.Read), ask.Read.IsSetting ? null : ask.Read.List, cancellationToken))).ConfigureAwait(false);
        var answering = asks.Zip(answers).Where(one => one.Second.Failure is null or GcpErrorAnswer).Select(one => one.First.Read.Host).ToHashSet(StringComparer.Ordinal);
        foreach (var group in asks.Zip(answers).GroupBy(one => (one.First.Scope, one.First.Type, one.First.Subject)))
        {
            var (scope, type, subject) = group.Key;
            List<CoverageEntry> entries = [];
            foreach (var (ask, (items, failure)) in group)
            {
                entries.Add(Answered(ask, items, failure, answering));
            }
            // A list of several places is complete where each of them is; what lies elsewhere nobody looked for.
            var whole = entries.Find(entry => entry.State is CoverageState.Refused or CoverageState.Failed) ?? entries.Find(entry => entry.State == CoverageState.Read) ?? entries[0];
            var places = group.Select(one => one.First).Where(ask => ask.Parent is null && ask.Location.Length > 0 && ask.Read.Locations is null).Select(ask => ask.Location).ToList();
            _coverage[scope.Id].Add(whole.State == CoverageState.Read && places.Count > 0 ? whole with { Message = $"asked in {string.Join(", ", places)}; -Region names others" } : whole);
        }
    }

    private CoverageEntry Answered(Ask ask, List<ReadOnlyMemory<byte>>? items, Exception? failure, HashSet<string> answering)
    {
        var operation = ask.Read.Operations[^1];
        if (failure is null)
        {
            try
            {
                foreach (var item in items!.Where(item => ask.Read.Holding is not { } member || Holds(item, member)))
                {
                    Add(ask, item);
                }
                return Entry(ask.Type, CoverageState.Read, operation, ask.Subject);
            }
            catch (Exception malformed) when (malformed is InvalidDataException or FormatException)
            {
                failure = malformed;
            }
        }
        // A setting that nobody has set, or a part of something that has none; a region that the service does not have.
        if (failure is GcpErrorAnswer { Status: 404 } && (ask.Read.IsSetting || ask.Parent is not null))
        {
            return Entry(ask.Type, CoverageState.Read, operation, ask.Subject);
        }
        // Where other locations' hosts are found; where none is, it is the network's names that are missing.
        if (ask.Location.Length > 0 && ask.Read.Host.Contains("{location}", StringComparison.Ordinal) && answering.Contains(ask.Read.Host) && GcpError.IsNoHost(failure))
        {
            return Entry(ask.Type, CoverageState.Absent, operation, ask.Subject) with { Message = $"the service is not in {ask.Location}" };
        }
        // That another service than the type's own is not enabled says nothing of the type.
        var isOwn = !ask.Read.HoldsUnenabled && ask.Read.Host.Contains(ask.Type.Name[..ask.Type.Name.IndexOf('.', StringComparison.Ordinal)], StringComparison.Ordinal);
        var entry = Failed(ask.Scope, ask.Type, failure, operation, ask.Subject, isOwn);
        return ask.Location.Length > 0 && entry.Message is { } message ? entry with { Message = $"{message} in {ask.Location}" } : entry;
    }

    private void Add(Ask ask, ReadOnlyMemory<byte> wire)
    {
        // A setting may not say its name: then it is that of its path, without the version. What was called has that of its labels.
        var name = Text(wire, "name") ?? CalledModel(ask.Scope, wire) ?? (ask.Read.IsSetting ? ask.Path[(ask.Path.IndexOf('/', StringComparison.Ordinal) + 1)..] : throw new InvalidDataException("the answer holds something without a name"));
        var identity = GcpIdentity.Of(ask.Read, name, ask.Location.Length > 0 ? ask.Location : null, wire, ask.Scope, ask.Parent?.Identity);
        _resources[ask.Scope.Id].TryAdd((ask.Type, identity.Id), ask.Type.Create(identity, wire));
    }

    private static bool Holds(ReadOnlyMemory<byte> wire, string member)
    {
        using var document = JsonDocument.Parse(wire);
        return Within(document.RootElement);

        bool Within(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Any(property => property.NameEquals(member) || Within(property.Value)),
            JsonValueKind.Array => element.EnumerateArray().Any(Within),
            _ => false,
        };
    }

    private string QueryOf(GcpResourceAttribute read) => read.Query is not { } query ? ""
        : "?" + query.Replace("{now}", Time(_now), StringComparison.Ordinal).Replace("{monthAgo}", Time(_now.AddDays(-30)), StringComparison.Ordinal);

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // Cloud Monitoring's labels of a model that somebody called.
    private static string? CalledModel(Scope scope, ReadOnlyMemory<byte> wire)
    {
        using var document = JsonDocument.Parse(wire);
        if (!(document.RootElement.TryGetProperty("resource", out var resource) && resource.ValueKind == JsonValueKind.Object && resource.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Object))
        {
            return null;
        }
        string? Label(string name) => labels.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
        return Label("model_user_id") is { } model ? $"projects/{scope.Id}/locations/{Label("location") ?? "global"}/publishers/{Label("publisher") ?? "google"}/models/{model}" : null;
    }

    // One question; a list without a member that holds it is one object.
    private Task<(List<ReadOnlyMemory<byte>>? Items, Exception? Failure)> AskAsync(string host, string location, string path, string? member, CancellationToken cancellationToken) =>
        _asked.GetOrAdd($"{host} {location} {path}", _ => new(async () =>
        {
            try
            {
                return (await CountedAsync(member is null ? OneAsync() : _client.ListAsync(host, location, path, member, cancellationToken)).ConfigureAwait(false), null);
            }
            catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
            {
                return (null, failure);
            }

            async Task<List<ReadOnlyMemory<byte>>> OneAsync()
            {
                var one = await _client.SendAsync(host, location, path, null, cancellationToken).ConfigureAwait(false);
                using var document = JsonDocument.Parse(one);
                // An empty object is a setting of nothing but defaults; a list or an error is none.
                return document.RootElement.ValueKind == JsonValueKind.Object && !s_notOfSettings.Any(member => document.RootElement.TryGetProperty(member, out JsonElement _))
                    ? [one] : throw new InvalidDataException("the answer is not one object");
            }
        })).Value;
}
