using System.Text.Json;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>
/// Reads all projects together, in few requests, as resource types say: Cloud Asset Inventory by content, and what that
/// lacks from the services themselves, where they are in use. It has no opinion, and what it could not read it says.
/// </summary>
internal sealed partial class GcpCollector
{
    private const string ServiceType = "serviceusage.googleapis.com/Service";
    private const string BillingType = "cloudbilling.googleapis.com/ProjectBillingInfo";
    private const string OrgPolicyType = "orgpolicy.googleapis.com/Policy";
    private readonly GcpClient _client;
    private readonly GcpOptions _options;
    private readonly GcpInventory _inventory;
    private readonly IReadOnlyList<GcpRoot> _roots;
    private readonly IReadOnlyList<Scope> _scopes;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly IReadOnlyList<(ResourceType Type, GcpResourceAttribute Read)> _types;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly Dictionary<string, Dictionary<(ResourceType, string Id), Resource>> _resources;
    private readonly Dictionary<string, List<CoverageEntry>> _coverage;
    private readonly Dictionary<string, Exception> _failures = [];
    // What the inventory said, by project and content.
    private readonly Dictionary<(string Scope, GcpContent Content), GcpAnswer> _answers = [];
    // What was asked as a whole and answered: the organisations, folders and projects themselves.
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Node, Dictionary<GcpContent, GcpAnswer> Answers)> _above = [];
    private GcpAssets _assets = new([]);
    private int _done;
    private int _known;

    public GcpCollector(GcpClient client, GcpOptions options, IReadOnlyList<GcpRoot> roots, IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress)
    {
        _client = client;
        _options = options;
        _inventory = new(client);
        _roots = roots;
        _scopes = [.. roots.SelectMany(root => root.Projects).DistinctBy(scope => scope.Id)];
        _progress = progress;
        _types = [.. from type in types.Distinct()
                     where type.Read is GcpResourceAttribute
                     orderby type.Name
                     select (type, (GcpResourceAttribute)type.Read)];
        _resources = _scopes.ToDictionary(scope => scope.Id, _ => new Dictionary<(ResourceType, string Id), Resource>());
        _coverage = _scopes.ToDictionary(scope => scope.Id, _ => new List<CoverageEntry>());
    }

    public async Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> ReadAsync(CancellationToken cancellationToken)
    {
        await ReadInventoryAsync(cancellationToken).ConfigureAwait(false);
        await ReadAboveAsync(cancellationToken).ConfigureAwait(false);
        Distribute();
        await ReadServicesAsync(cancellationToken).ConfigureAwait(false);
        CoverReferences();
        cancellationToken.ThrowIfCancellationRequested();
        return [.. _scopes.Select(EstateOf)];
    }

    // One question a content. Where what holds the projects may not be asked, each of them is.
    private async Task ReadInventoryAsync(CancellationToken cancellationToken)
    {
        var resources = TypesOf(GcpContent.Resource);
        var first = await Task.WhenAll(_roots.Select(root => CountedAsync(_inventory.ListAsync(root.Node, GcpContent.Resource, resources, cancellationToken)))).ConfigureAwait(false);
        List<(GcpRoot Root, GcpAnswer Answer)> answered = [];
        List<GcpRoot> single = [];
        foreach (var (root, answer) in _roots.Zip(first))
        {
            if (!root.IsProject && answer.Failure is GcpErrorAnswer { Status: 403 or 404 })
            {
                single.AddRange(root.Projects.Select(project => new GcpRoot($"projects/{project.Id}", [project])));
            }
            else
            {
                answered.Add((root, answer));
            }
        }
        var again = await Task.WhenAll(single.Select(root => CountedAsync(_inventory.ListAsync(root.Node, GcpContent.Resource, resources, cancellationToken)))).ConfigureAwait(false);
        answered.AddRange(single.Zip(again));
        foreach (var (root, answer) in answered)
        {
            Keep(root, GcpContent.Resource, answer);
            if (answer.Failure is null)
            {
                _answered.Add(root.Node);
            }
        }
        var others = from content in _types.Select(type => type.Read.Content).Distinct()
                     where content is not (GcpContent.Resource or GcpContent.None)
                     from one in answered
                     select (one.Root, Content: content, Types: TypesOf(content, one.Answer.Unknown));
        var rest = others.ToList();
        // Policies of the first version stand in, where the inventory does not know those of the second.
        rest.AddRange(from one in answered
                      where one.Answer.Unknown.Contains(OrgPolicyType) && !rest.Exists(asked => asked.Content == GcpContent.OrgPolicy)
                      select (one.Root, GcpContent.OrgPolicy, GcpInventory.Holders.ToList()));
        var answers = await Task.WhenAll(rest.Select(one => CountedAsync(_inventory.ListAsync(one.Root.Node, one.Content, one.Types, cancellationToken)))).ConfigureAwait(false);
        foreach (var (one, answer) in rest.Zip(answers))
        {
            Keep(one.Root, one.Content, answer);
        }
        _assets = new([.. _answers.Values.Distinct().SelectMany(answer => answer.Assets)]);
    }

    private void Keep(GcpRoot root, GcpContent content, GcpAnswer answer)
    {
        foreach (var project in root.Projects)
        {
            _answers[(project.Id, content)] = answer;
        }
    }

    // What hangs on the folders and the organisation above a project holds in it.
    private async Task ReadAboveAsync(CancellationToken cancellationToken)
    {
        var inherited = _types.Where(type => type.Read is { Inherited: true, Content: not GcpContent.None }).ToList();
        var nodes = (from scope in _scopes
                     let above = _assets.Above(scope)
                     where above.Count > 0 && !(_answered.Contains(above[^1]) && _roots.Any(root => root.Node == above[^1] && root.Projects.Contains(scope)))
                     select (Scope: scope.Id, Node: above[^1])).ToList();
        var asked = (from node in nodes.Select(node => node.Node).Distinct()
                     from content in inherited.Select(type => type.Read.Content).Distinct()
                     select (Node: node, Content: content)).ToList();
        var answers = await Task.WhenAll(asked.Select(one => CountedAsync(_inventory.ListAsync(one.Node, one.Content, one.Content switch
        {
            GcpContent.Resource => [.. inherited.Where(type => type.Read.Content == GcpContent.Resource).Select(type => type.Type.Name).Concat(GcpInventory.Holders.Skip(1))],
            GcpContent.AccessPolicy => [],
            _ => [.. GcpInventory.Holders.Skip(1)],
        }, cancellationToken)))).ConfigureAwait(false);
        foreach (var (scope, node) in nodes)
        {
            _above[scope] = (node, asked.Zip(answers).Where(one => one.First.Node == node).ToDictionary(one => one.First.Content, one => one.Second));
        }
        if (answers.Length > 0)
        {
            _assets = new([.. _answers.Values.Concat(answers).Distinct().SelectMany(answer => answer.Assets)]);
        }
    }

    private List<string> TypesOf(GcpContent content, IReadOnlySet<string>? unknown = null)
    {
        var names = content switch
        {
            GcpContent.Resource => _types.Where(type => type.Read.Content == content).Select(type => type.Type.Name).Concat(GcpInventory.Holders)
                .Concat(_types.Any(type => type.Read.Path?.Contains("{billingAccount}", StringComparison.Ordinal) is true) ? [BillingType] : [])
                .Concat(_types.Any(type => type.Read.Content == GcpContent.None) ? [ServiceType] : []),
            GcpContent.IamPolicy => ResourceType.All.Where(type => type.Read is GcpResourceAttribute { Content: GcpContent.Resource }).Select(type => type.Name).Concat(GcpInventory.Holders),
            GcpContent.OrgPolicy => GcpInventory.Holders,
            _ => [],
        };
        return [.. names.Where(name => unknown?.Contains(name) is not true).Distinct().Order(StringComparer.Ordinal)];
    }

    private void Distribute()
    {
        foreach (var scope in _scopes)
        {
            foreach (var (type, read) in _types.Where(type => type.Read.Content != GcpContent.None))
            {
                if (_answers.GetValueOrDefault((scope.Id, read.Content)) is not { } answer)
                {
                    continue;
                }
                foreach (var resource in _assets.Of(scope, type).Where(resource => read.Supporting || IsWanted(resource.Identity.Region)))
                {
                    _resources[scope.Id].TryAdd((type, resource.Identity.Id), resource);
                }
                var operation = read.Operations[0];
                // What the inventory does not know may be known to its service.
                var isKnown = !answer.Unknown.Contains(type.Name);
                if (answer.Failure is { } failure)
                {
                    if (!IsAskedInstead(read, answer))
                    {
                        _coverage[scope.Id].Add(Failed(scope, type, failure, operation, isService: false));
                    }
                }
                else if (isKnown || type.Name == OrgPolicyType && _answers.GetValueOrDefault((scope.Id, GcpContent.OrgPolicy)) is { Failure: null })
                {
                    _coverage[scope.Id].Add(Entry(type, CoverageState.Read, operation));
                }
                else if (read.Path is null)
                {
                    _coverage[scope.Id].Add(Entry(type, CoverageState.Failed, operation) with { Message = "Cloud Asset Inventory does not know this type", Error = ErrorId.CloudRefused });
                }
                CoverAbove(scope, type, read, operation);
            }
        }
    }

    private void CoverAbove(Scope scope, ResourceType type, GcpResourceAttribute read, ReadOperation operation)
    {
        if (read.Inherited && _above.TryGetValue(scope.Id, out var above) && above.Answers.TryGetValue(read.Content, out var answer))
        {
            var subject = $"//cloudresourcemanager.googleapis.com/{above.Node}";
            _coverage[scope.Id].Add(answer.Failure is { } failure ? Failed(scope, type, failure, operation, subject, isService: false) : Entry(type, CoverageState.Read, operation, subject));
        }
    }

    // The service is asked where the inventory does not know the type, or is not enabled at all.
    private static bool IsAskedInstead(GcpResourceAttribute read, GcpAnswer answer) =>
        read.Path is not null && (answer.Unknown.Contains(read.Name) || answer.Failure is GcpErrorAnswer { IsDisabled: true });

    private bool IsWanted(string region) => _options.Regions.Count == 0 || region == ResourceIdentity.Global
        || _options.Regions.Any(wanted => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(wanted, region, ignoreCase: true));

    // What lies in another project is given to the estate that names it, or what is known of it.
    private void CoverReferences()
    {
        Dictionary<(ResourceType, string), Resource> all = [];
        foreach (var scope in _scopes)
        {
            foreach (var resource in _resources[scope.Id].Values.Where(resource => resource.Type.Read is { Of: null } && resource.Identity.Scope == scope.Id))
            {
                all.TryAdd((resource.Type, GcpIdentity.Relative(resource.Identity.Id, scope)), resource);
                foreach (var name in resource is INamedOtherwise named ? named.OtherNames : [])
                {
                    all.TryAdd((resource.Type, name), resource);
                }
            }
        }
        var ids = _scopes.Where(scope => scope.Number is not null).ToDictionary(scope => scope.Number!, scope => scope);
        foreach (var scope in _scopes)
        {
            ids[scope.Id] = scope;
        }
        var wanted = _types.Select(type => type.Type).ToHashSet();
        foreach (var scope in _scopes)
        {
            var foreign = _resources[scope.Id].Values.SelectMany(References.In).Where(reference => wanted.Contains(reference.Type))
                .Select(reference => (reference.Type, Name: GcpIdentity.Relative(reference.Name, scope))).Distinct()
                .Where(reference => GcpIdentity.ProjectOf(reference.Name, scope) != scope.Id && !(all.TryGetValue(reference, out var own) && own.Identity.Scope == scope.Id)).ToList();
            foreach (var reference in foreign)
            {
                var operation = reference.Type.Read.Operations[0];
                var owner = GcpIdentity.ProjectOf(reference.Name, scope) is { } project ? ids.GetValueOrDefault(project) : null;
                // Their own number is their id to them.
                if (all.TryGetValue((reference.Type, owner is null ? reference.Name : GcpIdentity.Relative(reference.Name, owner)), out var resource))
                {
                    _resources[scope.Id].TryAdd((reference.Type, resource.Identity.Id), resource);
                    _coverage[scope.Id].Add(Entry(reference.Type, CoverageState.Read, operation, reference.Name) with { Means = resource.Identity.Id });
                    continue;
                }
                var theirs = owner is null ? null : _coverage[owner.Id].Find(entry => entry.ResourceType == reference.Type.Name && entry.Subject is null);
                _coverage[scope.Id].Add(theirs is not null ? theirs with { Subject = reference.Name }
                    : Entry(reference.Type, CoverageState.Failed, operation, reference.Name) with { Message = "it lies in a project that was not read" });
            }
        }
    }

    private (Estate?, AiCloudException?) EstateOf(Scope scope)
    {
        var (resources, coverage) = (_resources[scope.Id].Values, _coverage[scope.Id]);
        if (coverage.Count > 0 && !coverage.Exists(entry => entry.State == CoverageState.Read))
        {
            var message = _failures.TryGetValue(scope.Id, out var failure) ? GcpError.Of(failure).Message : coverage[0].Message;
            return (null, new(ErrorId.NothingAssessed,
                $"Nothing could be read in project {scope.Id}: {coverage.Count} reads failed, the first with {Display.Safe(message ?? "no answer")}. Grant the role that Get-AiRequiredPermission -Cloud Gcp prints to {Display.Safe(scope.Caller)}.", scope.Id, failure));
        }
        // The folders' names came with the assets.
        var named = _assets.Projects(scope.Caller, scope.Partition).FirstOrDefault(project => project.Number is not null ? project.Number == scope.Number : project.Id == scope.Id);
        return (new Estate(scope with { Tenant = named?.Tenant ?? scope.Tenant, Path = named?.Path ?? scope.Path, Ancestors = named?.Ancestors ?? scope.Ancestors }, _now,
            resources.Where(resource => resource.Identity.Scope == scope.Id).Select(resource => resource.Identity.Region).Where(region => region != ResourceIdentity.Global),
            resources.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Id, StringComparer.Ordinal),
            coverage.OrderBy(entry => entry.ResourceType, StringComparer.Ordinal).ThenBy(entry => entry.Subject, StringComparer.Ordinal)), null);
    }

    private async Task<T> CountedAsync<T>(Task<T> work)
    {
        Interlocked.Increment(ref _known);
        var result = await work.ConfigureAwait(false);
        _progress?.Report(new ReadProgress(_scopes.Count == 1 ? _scopes[0].Id : $"{_scopes.Count} projects", Interlocked.Increment(ref _done), _known));
        return result;
    }

    // A service that is not enabled in the project that is asked has nothing there; the inventory says nothing of the kind.
    private CoverageEntry Failed(Scope scope, ResourceType type, Exception failure, ReadOperation operation, string? subject = null, bool isService = true)
    {
        var error = GcpError.Of(failure, isService ? scope : null);
        if (error.State != CoverageState.Absent)
        {
            _failures.TryAdd(scope.Id, failure);
        }
        return Entry(type, error.State, operation, subject) with { Message = error.Message, Error = error.State == CoverageState.Absent ? null : error.Id };
    }

    private static CoverageEntry Entry(ResourceType type, CoverageState state, ReadOperation operation, string? subject = null) => new()
    {
        ResourceType = type.Name,
        Region = ResourceIdentity.Global,
        State = state,
        Operation = operation.Operation,
        Permission = operation.Permission,
        Subject = subject,
    };

    // Everything that Google and the network do; not that the caller stopped, nor what is wrong here.
    private static bool IsAnswerTo(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && failure is not (NullReferenceException or ArgumentException or ObjectDisposedException or AiCloudException);

    private static string? Text(ReadOnlyMemory<byte> wire, string member)
    {
        using var document = JsonDocument.Parse(wire);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
