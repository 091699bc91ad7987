using System.Text.Json;
using AiCloudSecurity.Gateways;
using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>
/// Reads all subscriptions together, in few requests, as resource types say: one question a table to Resource Graph,
/// what that lacks from Resource Manager in batches, and who it is about from the directory. It has no opinion, and what it could not read it says.
/// </summary>
internal sealed class AzureCollector
{
    private readonly AzureClient _client;
    private readonly AzureBatch _batch;
    private readonly AzureDirectory? _directory;
    private readonly string? _tenant;
    private readonly IReadOnlyList<Scope> _scopes;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly List<(ResourceType Type, AzureResourceAttribute Read)> _types;
    private readonly List<(ResourceType Type, AzureResourceAttribute Read)> _ofDirectory;
    private readonly List<(ResourceType Type, AzureResourceAttribute Read)> _gathered;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly Dictionary<string, Dictionary<(ResourceType, string Id), Resource>> _resources;
    private readonly Dictionary<string, List<CoverageEntry>> _coverage;
    private readonly Dictionary<string, Exception> _failures = [];
    private readonly List<(ResourceType Type, AzureResourceAttribute Read, ReadOnlyMemory<byte> Row)> _roles = [];
    private int _done;
    private int _known;

    /// <summary>A collector.</summary>
    /// <param name="client">Asks Resource Manager.</param>
    /// <param name="directory">Asks Microsoft Graph; null where there is no token for it.</param>
    /// <param name="tenant">The tenant whose directory that is; null where the caller's token does not say.</param>
    /// <param name="scopes">The subscriptions.</param>
    /// <param name="types">What to read.</param>
    /// <param name="progress">Is told how far it is.</param>
    public AzureCollector(AzureClient client, AzureClient? directory, string? tenant, IReadOnlyList<Scope> scopes, IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress)
    {
        _client = client;
        _batch = new(client);
        _directory = directory is null ? null : new(directory);
        _tenant = tenant;
        _scopes = scopes;
        _progress = progress;
        var asked = (from type in types.Distinct()
                     where type.Read is AzureResourceAttribute
                     orderby type.Name
                     select (Type: type, Read: (AzureResourceAttribute)type.Read)).ToList();
        _ofDirectory = asked.FindAll(type => type.Read.IsOfDirectory);
        _gathered = asked.FindAll(type => type.Read.IsGathered);
        _types = asked.FindAll(type => !type.Read.IsOfDirectory && !type.Read.IsGathered);
        _resources = scopes.ToDictionary(scope => scope.Id, _ => new Dictionary<(ResourceType, string Id), Resource>());
        _coverage = scopes.ToDictionary(scope => scope.Id, _ => new List<CoverageEntry>());
    }

    public async Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> ReadAsync(CancellationToken cancellationToken)
    {
        var permissions = await ReadPermissionsAsync(cancellationToken).ConfigureAwait(false);
        await ReadTablesAsync(permissions, cancellationToken).ConfigureAwait(false);
        await ReadAgainAsync(cancellationToken).ConfigureAwait(false);
        await ReadPartsAsync(cancellationToken).ConfigureAwait(false);
        AddRoles();
        Gather();
        await ReadDirectoryAsync(cancellationToken).ConfigureAwait(false);
        CoverReferences();
        cancellationToken.ThrowIfCancellationRequested();
        return [.. _scopes.Select(EstateOf)];
    }

    // What the caller may see, a subscription each; what was thrown where that could not be learnt.
    private async Task<Dictionary<string, (AzurePermissions? Permissions, Exception? Failure)>> ReadPermissionsAsync(CancellationToken cancellationToken)
    {
        var answers = await GetAsync([.. _scopes.Select(scope => $"/subscriptions/{scope.Id}/providers/Microsoft.Authorization/permissions?api-version=2022-04-01")], cancellationToken).ConfigureAwait(false);
        Dictionary<string, (AzurePermissions?, Exception?)> permissions = [];
        for (var i = 0; i < _scopes.Count; i++)
        {
            try
            {
                permissions[_scopes[i].Id] = (AzurePermissions.Of(await ItemsAsync(answers[i], cancellationToken).ConfigureAwait(false)), null);
            }
            catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
            {
                permissions[_scopes[i].Id] = (null, failure);
            }
        }
        return permissions;
    }

    private async Task ReadTablesAsync(Dictionary<string, (AzurePermissions? Permissions, Exception? Failure)> permissions, CancellationToken cancellationToken)
    {
        var tables = _types.Where(type => type.Read.Of is null).GroupBy(type => type.Read.Table).ToList();
        var answers = await Task.WhenAll(tables.Select(table => TableAsync(table.Key, table.Select(type => type.Read.Name), cancellationToken))).ConfigureAwait(false);
        List<(ResourceType Type, AzureResourceAttribute Read, ReadOnlyMemory<byte> Row)> above = [];
        foreach (var (table, (rows, failure)) in tables.Zip(answers))
        {
            var byName = table.ToDictionary(type => type.Read.Name, StringComparer.OrdinalIgnoreCase);
            foreach (var row in rows ?? [])
            {
                if (TypeOf(row) is { } name && byName.TryGetValue(name, out var type))
                {
                    if (type.Type.Record == typeof(RoleDefinition))
                    {
                        _roles.Add((type.Type, type.Read, row));
                    }
                    else if (type.Read.MayBeAbove)
                    {
                        above.Add((type.Type, type.Read, row));
                    }
                    else
                    {
                        Add(type.Type, type.Read, row, null);
                    }
                }
            }
            foreach (var scope in _scopes)
            {
                foreach (var (type, read) in table)
                {
                    var operation = read.Operations[0];
                    var (allowed, unknown) = permissions[scope.Id];
                    _coverage[scope.Id].Add(failure is not null ? Failed(scope.Id, type, failure, operation)
                        : unknown is not null ? Failed(scope.Id, type, unknown, new("arm:Microsoft.Authorization/permissions", "Microsoft.Authorization/permissions/read"))
                        : allowed!.Allow(operation.Permission) ? Entry(type, CoverageState.Read, operation)
                        : Entry(type, CoverageState.Refused, operation) with { Message = "no role of the caller's gives it in the whole subscription", Error = ErrorId.CloudAccessDenied });
                }
            }
        }
        above.ForEach(one => AddAbove(one.Type, one.Read, one.Row));
    }

    // What holds at a management group or in the whole tenant holds in each subscription below.
    private void AddAbove(ResourceType type, AzureResourceAttribute read, ReadOnlyMemory<byte> row)
    {
        var id = Text(row, "id") ?? "";
        var at = Text(row, "properties", "scope") is { Length: > 0 } scope ? scope : AzureScope.OfExtension(id);
        var own = AzureIdentity.SubscriptionOf(at);
        foreach (var (subscription, resources) in _resources)
        {
            if (own is not null ? own == subscription : at is "/" or "" || Reaches(at, subscription))
            {
                var identity = AzureIdentity.Of(read, row, subscription) with { Scope = subscription };
                resources[(type, identity.Id.ToLowerInvariant())] = type.Create(identity, row);
            }
            if (own is null && at is not ("/" or "") && GroupsOf(subscription) is null)
            {
                LeaveOpen(subscription, type);
            }
        }
    }

    private void LeaveOpen(string subscription, ResourceType type)
    {
        var read = _coverage[subscription].FindIndex(entry => entry.ResourceType == type.Name && entry.State == CoverageState.Read);
        if (read >= 0)
        {
            _coverage[subscription][read] = _coverage[subscription][read] with { State = CoverageState.Failed, Error = ErrorId.CloudRefused, Message = "Resource Graph did not say in which management groups the subscription is" };
        }
    }

    // Azure has a thousand roles: those that somebody has or may take matter, and the customer's own.
    private void AddRoles()
    {
        foreach (var (subscription, resources) in _resources)
        {
            var held = resources.Values.Select(resource => resource switch
            {
                RoleAssignment assignment => assignment.Properties?.RoleDefinitionId,
                RoleEligibility eligibility => eligibility.Properties?.RoleDefinitionId,
                _ => null,
            }).OfType<string>().Select(RoleDefinition.GuidOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var (type, read, row) in _roles)
            {
                var role = (RoleDefinition)type.Create(AzureIdentity.Of(read, row, subscription) with { Scope = subscription }, row);
                var scopes = role.IsCustom ? role.Properties?.AssignableScopes ?? [] : [];
                if (held.Contains(role.Guid) || scopes.Any(scope => AzureIdentity.SubscriptionOf(scope) is { } other ? other == subscription : scope == "/" || Reaches(scope, subscription)))
                {
                    resources[(type, role.Identity.Id.ToLowerInvariant())] = role;
                }
                else if (GroupsOf(subscription) is null && scopes.Any(AzureScope.IsManagementGroup))
                {
                    LeaveOpen(subscription, type);
                }
            }
        }
    }

    private bool Reaches(string scope, string subscription) => GroupsOf(subscription)?.Contains(scope[(scope.LastIndexOf('/') + 1)..]) is true;

    private HashSet<string>? GroupsOf(string subscription) => _resources[subscription].Values.OfType<Subscription>().FirstOrDefault()?.Properties?.ManagementGroupAncestorsChain is { } chain
        ? chain.Select(group => group.Name).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase) : null;

    private async Task<(List<ReadOnlyMemory<byte>>? Rows, Exception? Failure)> TableAsync(string table, IEnumerable<string> types, CancellationToken cancellationToken)
    {
        try
        {
            return (await CountedAsync(AzureGraph.RowsAsync(_client, table, types, [.. _scopes.Select(scope => scope.Id)], cancellationToken)).ConfigureAwait(false), null);
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            return (null, failure);
        }
    }

    // Resource Graph knows which there are, but it lags and may not show the newest members.
    private async Task ReadAgainAsync(CancellationToken cancellationToken)
    {
        var asked = (from scope in _scopes
                     from type in _types
                     where type.Read is { Of: null, ApiVersion: not null } && _resources[scope.Id].Keys.Any(key => key.Item1 == type.Type)
                     select (Scope: scope.Id, type.Type, type.Read)).ToList();
        var answers = await GetAsync([.. asked.Select(one => $"/subscriptions/{one.Scope}/providers/{one.Read.Name}?api-version={one.Read.ApiVersion}")], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < asked.Count; i++)
        {
            var (scope, type, read) = asked[i];
            try
            {
                var items = await ItemsAsync(answers[i], cancellationToken).ConfigureAwait(false);
                foreach (var key in _resources[scope].Keys.Where(key => key.Item1 == type).ToList())
                {
                    _resources[scope].Remove(key);
                }
                items.ForEach(item => Add(type, read, item, null));
            }
            catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
            {
                Note(scope, failure);
                var (error, operation) = (AzureError.Of(failure), read.Operations[^1]);
                foreach (var (key, resource) in _resources[scope].Where(known => known.Key.Item1 == type).ToList())
                {
                    _resources[scope][key] = type.Create(resource.Identity, resource.Wire,
                        new Refusal(error.State == CoverageState.Refused ? CoverageState.Refused : CoverageState.Failed, operation.Operation, operation.Permission, error.Message));
                }
            }
        }
    }

    private async Task ReadPartsAsync(CancellationToken cancellationToken)
    {
        var parts = _types.Where(type => type.Read.Of is not null).ToList();
        var inUse = _scopes.Where(scope => _resources[scope.Id].Keys.Any(key => key.Item1.Read is { Of: null, Supporting: false })
            || _coverage[scope.Id].Exists(entry => !entry.IsComplete && ResourceType.Find(entry.ResourceType) is { Read.Supporting: false })).Select(scope => scope.Id).ToHashSet();
        // What is read only where it is used comes last: what uses it is known then.
        foreach (var whereUsed in new[] { false, true })
        {
            var first = parts.Where(part => part.Read.WhereUsed == whereUsed).ToList();
            var all = whereUsed ? _resources.Values.SelectMany(resources => resources.Values).Where(resource => resource.Unread is null).ToLookup(resource => resource.Type) : null;
            var parents = first.Select(part => ResourceType.Of(part.Read.Of!)).ToHashSet();
            var round = await ReadPartsAsync(parents, first, inUse, all, cancellationToken).ConfigureAwait(false);
            // Parts may have parts: each round reads those of what the last one found.
            while (round.Count > 0)
            {
                round = await ReadPartsAsync(round, [.. parts.Where(part => !part.Read.WhereUsed)], inUse, null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Reads the parts of what is of some types, and gives the types of these parts.
    private async Task<HashSet<ResourceType>> ReadPartsAsync(HashSet<ResourceType> parents, IReadOnlyList<(ResourceType Type, AzureResourceAttribute Read)> parts, HashSet<string> inUse, ILookup<ResourceType, Resource>? all, CancellationToken cancellationToken)
    {
        List<(string Scope, Resource Parent, ResourceType Type, AzureResourceAttribute Read)> asked = [];
        foreach (var scope in _scopes.Select(scope => scope.Id))
        {
            foreach (var parent in _resources[scope].Values.Where(resource => parents.Contains(resource.Type)).ToList())
            {
                var isUsed = new Lazy<bool>(() => parent is IReadWhereUsed used ? used.IsUsed(all!) : true);
                foreach (var (type, read) in parts.Where(part => part.Read.Of == parent.Type.Record))
                {
                    var operation = read.Operations[0];
                    if (read.Supporting && !(read.Of == typeof(Subscription) ? inUse.Contains(scope) : inUse.Count > 0) || parent is IPartlyRead { HasParts: false } || all is not null && parent.Unread is null && !isUsed.Value)
                    {
                        _coverage[scope].Add(Entry(type, CoverageState.Unused, operation, parent.Identity.Id));
                    }
                    else if (parent.Unread is { } unread)
                    {
                        _coverage[scope].Add(Entry(type, unread.State, new(unread.Operation, unread.Permission), parent.Identity.Id) with { Message = unread.Message });
                    }
                    else if (read.Kinds is { } kinds && !kinds.Split(',').Contains(KindOf(parent), StringComparer.OrdinalIgnoreCase))
                    {
                        _coverage[scope].Add(Entry(type, CoverageState.Absent, operation, parent.Identity.Id));
                    }
                    else
                    {
                        asked.Add((scope, parent, type, read));
                    }
                }
            }
        }
        var answers = await GetAsync([.. asked.Select(one => one.Read.Address(one.Parent.Identity.Id) + Filter(one.Read))], cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < asked.Count; i++)
        {
            await AddPartsAsync(asked[i].Scope, asked[i].Parent, asked[i].Type, asked[i].Read, answers[i], cancellationToken).ConfigureAwait(false);
        }
        return [.. asked.Select(one => one.Type)];
    }

    private async Task AddPartsAsync(string scope, Resource parent, ResourceType type, AzureResourceAttribute read, (ReadOnlyMemory<byte> Body, Exception? Failure) answer, CancellationToken cancellationToken)
    {
        var operation = read.Operations[0];
        try
        {
            var items = !read.IsSetting ? await ItemsAsync(answer, cancellationToken).ConfigureAwait(false)
                : answer.Failure is null ? [answer.Body] : throw answer.Failure;
            items.ForEach(item => Add(type, read, item, parent));
            _coverage[scope].Add(Entry(type, CoverageState.Read, operation, parent.Identity.Id));
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            _coverage[scope].Add(failure is AzureErrorAnswer none && read.None.Split(',', StringSplitOptions.TrimEntries).Contains(none.Code, StringComparer.OrdinalIgnoreCase)
                ? Entry(type, CoverageState.Read, operation, parent.Identity.Id)
                : Failed(scope, type, failure, operation, parent.Identity.Id));
        }
    }

    // Who works in two subscriptions can only be seen where both were read.
    private void Gather()
    {
        foreach (var (type, read) in _gathered)
        {
            foreach (var scope in _scopes)
            {
                var id = $"/subscriptions/{scope.Id}";
                var others = _scopes.Where(other => other != scope).ToList();
                var gap = (from other in others
                           from entry in _coverage[other.Id]
                           where !entry.IsComplete && SiblingSubscriptions.From.Contains(ResourceType.Find(entry.ResourceType)?.Record)
                           select (other.Name, Entry: entry)).FirstOrDefault();
                _coverage[scope.Id].Add(gap.Entry is null ? Entry(type, CoverageState.Read, read.Operations[0], id)
                    : gap.Entry with { ResourceType = type.Name, Subject = id, Message = $"{gap.Entry.Message}, in the subscription {gap.Name}" });
                var wire = SiblingSubscriptions.Gather(others.Select(other => (other.Name, (IReadOnlyCollection<Resource>)_resources[other.Id].Values)));
                var identity = AzureIdentity.Of(read, wire, scope.Id, new(Cloud.Azure, scope.Id, ResourceIdentity.Global, id, scope.Name));
                _resources[scope.Id][(type, identity.Id.ToLowerInvariant())] = type.Create(identity, wire);
            }
        }
    }

    // Whom roles are given to in all subscriptions is asked together; each estate gets those that it names.
    private async Task ReadDirectoryAsync(CancellationToken cancellationToken)
    {
        if (_ofDirectory.Count == 0)
        {
            return;
        }
        Dictionary<string, List<string>> named = [];
        foreach (var scope in _scopes)
        {
            var ids = _resources[scope.Id].Values.SelectMany(PrincipalsOf).Where(id => Guid.TryParse(id, out var guid) && guid != Guid.Empty).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var isElsewhere = _tenant is not null && scope.Tenant is not null && !_tenant.Equals(scope.Tenant, StringComparison.OrdinalIgnoreCase);
            if (ids.Count == 0)
            {
                CoverDirectory(scope.Id, (type, read) => Entry(type, CoverageState.Unused, read));
            }
            else if (isElsewhere || _directory is null)
            {
                CoverDirectory(scope.Id, (type, read) => Entry(type, CoverageState.Failed, read) with
                {
                    Error = ErrorId.CloudAuthenticationFailed,
                    Message = isElsewhere ? "the subscription is of another tenant than the caller, who has the directory of his own only" : "the session gave no token for Microsoft Graph",
                });
            }
            else
            {
                named[scope.Id] = ids;
            }
        }
        if (named.Count == 0)
        {
            return;
        }
        AzureDirectory.Answer answer;
        try
        {
            answer = await CountedAsync(_directory!.ReadAsync(named.Values.SelectMany(ids => ids), cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            foreach (var scope in named.Keys)
            {
                CoverDirectory(scope, (type, read) => Failed(scope, type, failure, read));
            }
            return;
        }
        foreach (var (scope, ids) in named)
        {
            CoverDirectory(scope, (type, read) => Entry(type, CoverageState.Read, read));
            foreach (var (type, read) in _ofDirectory.Where(type => type.Read.Of is null))
            {
                foreach (var (principal, failure) in from id in ids where answer.Principals.ContainsKey(id) select answer.Principals[id])
                {
                    var wire = type.Known(JsonSerializer.SerializeToUtf8Bytes(principal));
                    var identity = AzureIdentity.Of(read, wire, scope);
                    var unread = failure is null ? null : new Refusal(AzureError.Of(failure).State == CoverageState.Refused ? CoverageState.Refused : CoverageState.Failed, "msgraph:users", read.Operations[0].Permission, AzureError.Of(failure).Message);
                    _resources[scope][(type, identity.Id.ToLowerInvariant())] = type.Create(identity, wire, unread);
                    foreach (var (partType, part) in _ofDirectory.Where(part => part.Read.Of == type.Record && answer.Members.ContainsKey(identity.Id)))
                    {
                        AddMembers(scope, identity, partType, part, answer.Members[identity.Id]);
                    }
                }
            }
        }
    }

    private void AddMembers(string scope, ResourceIdentity group, ResourceType type, AzureResourceAttribute read, (IReadOnlyList<ReadOnlyMemory<byte>> Members, Exception? Failure) answer)
    {
        _coverage[scope].Add(answer.Failure is { } failure ? Failed(scope, type, failure, read.Operations[0], group.Id) : Entry(type, CoverageState.Read, read.Operations[0], group.Id));
        foreach (var member in answer.Members)
        {
            var wire = type.Known(member.Span);
            var identity = AzureIdentity.Of(read, wire, scope, group);
            _resources[scope][(type, identity.Id.ToLowerInvariant())] = type.Create(identity, wire);
        }
    }

    // Who is in a group is covered by each group.
    private void CoverDirectory(string scope, Func<ResourceType, ReadOperation, CoverageEntry> entry) =>
        _coverage[scope].AddRange(_ofDirectory.Where(type => type.Read.Of is null).Select(type => entry(type.Type, type.Read.Operations[0])));

    private static IEnumerable<string> PrincipalsOf(Resource resource) => (resource switch
    {
        RoleAssignment assignment => [assignment.Properties?.PrincipalId],
        RoleEligibility eligibility => [eligibility.Properties?.PrincipalId],
        SiblingSubscriptions beside => (beside.Assignments ?? []).Select(assignment => assignment.PrincipalId),
        DenyAssignment deny => (deny.Properties?.Principals ?? []).Concat(deny.Properties?.ExcludePrincipals ?? []).Select(principal => principal.Id),
        _ => (IEnumerable<string?>)[],
    }).OfType<string>();

    // What lies in another subscription is given to the estate that names it, or what is known of it.
    private void CoverReferences()
    {
        var own = _resources.ToDictionary(scope => scope.Key, scope => scope.Value.Values.ToList());
        var all = own.Values.SelectMany(resources => resources).GroupBy(resource => (resource.Type, resource.Identity.Id.ToLowerInvariant())).ToDictionary(group => group.Key, group => group.First());
        var parts = all.Values.Where(resource => resource.Identity.Parent is not null).ToLookup(resource => resource.Identity.Parent!, StringComparer.OrdinalIgnoreCase);
        var ofParts = _coverage.Values.SelectMany(entries => entries).Where(entry => entry.Subject is not null).ToLookup(entry => entry.Subject!, StringComparer.OrdinalIgnoreCase);
        var whole = _coverage.ToDictionary(scope => scope.Key, scope => scope.Value.Where(entry => entry.Subject is null).ToDictionary(entry => entry.ResourceType));
        var wanted = _types.Select(type => type.Type).ToHashSet();
        var otherNames = (from resource in all.Values
                          from name in (resource as INamedOtherwise)?.OtherNames ?? []
                          group resource.Identity.Id.ToLowerInvariant() by (resource.Type, name.ToLowerInvariant())).ToDictionary(group => group.Key, group => group.First());
        foreach (var scope in _scopes.Select(scope => scope.Id))
        {
            HashSet<(ResourceType Type, string Id)> known = [];
            Queue<(ResourceType Type, string Id)> open = new(own[scope].SelectMany(References.In).Select(Named).Concat(GatewaysInFront(own, scope)));
            while (open.TryDequeue(out var reference))
            {
                if (!wanted.Contains(reference.Type) || AzureIdentity.SubscriptionOf(reference.Id) is not { } other || other == scope || !known.Add(reference))
                {
                    continue;
                }
                var theirs = whole.GetValueOrDefault(other)?.GetValueOrDefault(reference.Type.Name);
                _coverage[scope].Add(theirs is not null ? theirs with { Subject = reference.Id }
                    : Entry(reference.Type, CoverageState.Failed, reference.Type.Read.Operations[0], reference.Id) with { Message = "it lies in a subscription that was not read" });
                if (all.TryGetValue(reference, out var resource) && _resources[scope].TryAdd(reference, resource))
                {
                    Give(resource);
                }
            }

            // With its parts, and with what it names itself.
            void Give(Resource resource)
            {
                foreach (var named in References.In(resource))
                {
                    open.Enqueue(Named(named));
                }
                _coverage[scope].AddRange(ofParts[resource.Identity.Id].Where(entry => ResourceType.Find(entry.ResourceType)?.Parent == resource.Type));
                foreach (var part in parts[resource.Identity.Id])
                {
                    if (part.Type.Parent == resource.Type && _resources[scope].TryAdd((part.Type, part.Identity.Id.ToLowerInvariant()), part))
                    {
                        Give(part);
                    }
                }
            }
        }

        // A vault is named by its address, too.
        (ResourceType Type, string Id) Named(Reference reference) => (reference.Type, otherNames.GetValueOrDefault((reference.Type, reference.Name.ToLowerInvariant())) ?? reference.Name.ToLowerInvariant());
    }

    // A gateway names accounts by their hosts, wherever it lies. One of which something could not be read may do so, too.
    private List<(ResourceType Type, string Id)> GatewaysInFront(Dictionary<string, List<Resource>> own, string scope)
    {
        const string Start = "/Microsoft.ApiManagement/service/";
        var accounts = own[scope].OfType<CognitiveAccount>().ToList();
        List<string> parts = [];
        foreach (var (other, resources) in own.Where(other => accounts.Count > 0 && other.Key != scope))
        {
            parts.AddRange(resources.Where(part => part is GatewayApi or GatewayBackend or GatewayPolicy && ModelHosts.In(part.Json).Any(host => accounts.Exists(account => ModelHosts.IsOf(host, account))))
                .Select(part => part.Identity.Id));
            parts.AddRange(_coverage[other].Where(entry => !entry.IsComplete).Select(entry => entry.Subject).OfType<string>());
            _coverage[scope].AddRange(_coverage[other].Where(entry => entry is { IsComplete: false, Subject: null } && entry.ResourceType == ResourceType.Of<Gateway>().Name));
        }
        return [.. from part in parts
                   let at = part.IndexOf(Start, StringComparison.OrdinalIgnoreCase)
                   where at > 0
                   let end = part.IndexOf('/', at + Start.Length)
                   select (ResourceType.Of<Gateway>(), (end < 0 ? part : part[..end]).ToLowerInvariant())];
    }

    private (Estate?, AiCloudException?) EstateOf(Scope scope)
    {
        var (resources, coverage) = (_resources[scope.Id].Values, _coverage[scope.Id]);
        if (coverage.Count > 0 && !coverage.Exists(entry => entry.State == CoverageState.Read))
        {
            var message = _failures.TryGetValue(scope.Id, out var failure) ? AzureError.Of(failure).Message : coverage[0].Message;
            return (null, new(ErrorId.NothingAssessed,
                $"Nothing could be read in subscription {Display.Safe(scope.Name)} ({scope.Id}): {coverage.Count} reads failed, the first with {Display.Safe(message ?? "no answer")}. Assign the role that Get-AiRequiredPermission -Cloud Azure prints to {Display.Safe(scope.Caller)}.", scope.Id, failure));
        }
        return (new Estate(scope, _now, resources.Select(resource => resource.Identity.Region).Where(region => region != ResourceIdentity.Global),
            resources.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Id, StringComparer.OrdinalIgnoreCase),
            coverage.OrderBy(entry => entry.ResourceType, StringComparer.Ordinal).ThenBy(entry => entry.Subject, StringComparer.Ordinal)), null);
    }

    private void Add(ResourceType type, AzureResourceAttribute read, ReadOnlyMemory<byte> wire, Resource? parent)
    {
        if (read.Key is not null)
        {
            wire = type.Known(wire.Span);
        }
        // What has no id is no resource, but some other answer.
        else if (Text(wire, "id") is not { Length: > 0 })
        {
            throw new InvalidDataException("the answer holds something without an id");
        }
        ResourceIdentity identity;
        try
        {
            identity = AzureIdentity.Of(read, wire, parent?.Identity.Scope ?? "", parent?.Identity);
        }
        catch (FormatException malformed)
        {
            throw new InvalidDataException("an item of the list is no object", malformed);
        }
        if (_resources.TryGetValue(identity.Scope, out var resources))
        {
            resources[(type, identity.Id.ToLowerInvariant())] = type.Create(identity, wire);
        }
    }

    private async Task<List<ReadOnlyMemory<byte>>> ItemsAsync((ReadOnlyMemory<byte> Body, Exception? Failure) answer, CancellationToken cancellationToken)
    {
        if (answer.Failure is not null)
        {
            throw answer.Failure;
        }
        List<ReadOnlyMemory<byte>> items = [];
        await _client.AddPagesAsync(items, answer.Body, cancellationToken).ConfigureAwait(false);
        return items;
    }

    private async Task<IReadOnlyList<(ReadOnlyMemory<byte> Body, Exception? Failure)>> GetAsync(string[] paths, CancellationToken cancellationToken) =>
        await CountedAsync(_batch.GetByAnyVersionAsync(paths, cancellationToken), paths.Length).ConfigureAwait(false);

    private async Task<T> CountedAsync<T>(Task<T> work, int count = 1)
    {
        var known = Interlocked.Add(ref _known, count);
        var result = await work.ConfigureAwait(false);
        _progress?.Report(new ReadProgress(_scopes.Count == 1 ? _scopes[0].Id : $"{_scopes.Count} subscriptions", Interlocked.Add(ref _done, count), known));
        return result;
    }

    private CoverageEntry Failed(string scope, ResourceType type, Exception failure, ReadOperation operation, string? subject = null)
    {
        Note(scope, failure);
        var error = AzureError.Of(failure);
        return Entry(type, error.State, operation, subject) with { Message = error.Message, Error = error.State == CoverageState.Absent ? null : error.Id };
    }

    private void Note(string scope, Exception failure) => _failures.TryAdd(scope, failure);

    private static CoverageEntry Entry(ResourceType type, CoverageState state, ReadOperation operation, string? subject = null) => new()
    {
        ResourceType = type.Name,
        Region = ResourceIdentity.Global,
        State = state,
        Operation = operation.Operation,
        Permission = operation.Permission,
        Subject = subject,
    };

    // Everything that Azure and the network do; not that the caller stopped, nor what is wrong here.
    private static bool IsAnswerTo(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && failure is not (NullReferenceException or ArgumentException or ObjectDisposedException);

    private string Filter(AzureResourceAttribute read) => read.Filter is null ? ""
        : "&" + read.Filter.Replace("{90 days ago}", $"{_now.AddDays(-89.9):yyyy-MM-ddTHH:mm:ssZ}", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal);

    private static string? TypeOf(ReadOnlyMemory<byte> row) => Text(row, "type");

    private static string? KindOf(Resource resource) => Text(resource.Wire, "kind");

    private static string? Text(ReadOnlyMemory<byte> wire, params ReadOnlySpan<string> path)
    {
        using var document = JsonDocument.Parse(wire);
        var value = document.RootElement;
        foreach (var member in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(member, out value))
            {
                return null;
            }
        }
        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
