using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// Reads one account as its resource types say: what is AI in every region, what supports it only where there is
/// some, and what those resources refer to. It has no opinion, and what it could not read it says.
/// </summary>
internal sealed class AwsCollector
{
    // 0.1 s, 0.2 s … 51.2 s: under two minutes in all.
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_lastWait = TimeSpan.FromMinutes(1);
    private static readonly string[] s_tokens = ["NextToken", "nextToken", "Marker", "NextMarker", "NextPageToken", "PaginationToken", "position"];

    private readonly AwsConnection _connection;
    private readonly IProgress<ReadProgress>? _progress;
    private readonly RequestGate _gate;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly ConcurrentBag<Resource> _resources = [];
    private readonly ConcurrentBag<CoverageEntry> _coverage = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _uses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _answering = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Type, string Region, string Id), bool> _referenced = new();
    private readonly ConcurrentDictionary<(string Service, string Region, string Operation, string Input), Lazy<Task<ReadOnlyMemory<byte>>>> _asked = new();
    private readonly ConcurrentDictionary<string, string> _bucketRegions = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(ResourceType Type, AwsResourceAttribute Read)> _types;
    private readonly AwsReadInput _input;
    private readonly DateTimeOffset _jobsSince;
    private Exception? _firstFailure;
    private int _done;
    private int _known;

    public AwsCollector(AwsConnection connection, IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress, DateTimeOffset? jobsSince = null)
    {
        _connection = connection;
        _progress = progress;
        _gate = connection.Gate ?? new(connection.ThrottleLimit);
        _jobsSince = jobsSince ?? _now.AddDays(-Checks.JobWindow.Days);
        _input = new(connection.Scope, _now, _jobsSince, part => _resources.FirstOrDefault(candidate => candidate.Identity.Id == part.Identity.Parent));
        _types = [.. from type in types.Distinct()
                     where type.Read is AwsResourceAttribute
                     orderby type.Name
                     select (type, (AwsResourceAttribute)type.Read)];
    }

    public async Task<Estate> ReadAsync(CancellationToken cancellationToken)
    {
        var regional = _types.Any(type => !type.Read.Global);
        var regions = regional ? await _connection.GetRegionsAsync(cancellationToken).ConfigureAwait(false) : [];
        await Task.WhenAll([ReadGlobalAsync(cancellationToken), .. regions.Select(region => ReadRegionAsync(region, cancellationToken))]).ConfigureAwait(false);
        // What has no region but is named in some, as buckets are.
        await ReadReferencedAsync(ResourceIdentity.Global, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        // What is found by name counts as read where no name was found: that alone is nothing.
        if (!_coverage.IsEmpty && !_coverage.Any(entry => entry.State == CoverageState.Read && ResourceType.Find(entry.ResourceType) is { IsReferenced: false }))
        {
            var first = _firstFailure is null ? default : AwsError.Of(_firstFailure);
            throw new AiCloudException(ErrorId.NothingAssessed,
                $"Nothing could be read in account {_connection.Scope.Id}: {_coverage.Count} reads failed, the first with {first.Message ?? "no answer"}. Grant the permissions that Get-AiRequiredPermission prints to {_connection.Scope.Caller}.",
                _connection.Scope.Id, _firstFailure);
        }
        var (resources, coverage) = AwsOrganization.OnTheWay(_resources, _coverage);
        return new Estate(_connection.Scope, _now, regions, resources.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal)
            .ThenBy(resource => resource.Identity.Region, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Id, StringComparer.Ordinal),
            coverage.OrderBy(entry => entry.ResourceType, StringComparer.Ordinal).ThenBy(entry => entry.Region, StringComparer.Ordinal)
                .ThenBy(entry => entry.Subject, StringComparer.Ordinal), jobsSince: _jobsSince);
    }

    private async Task ReadGlobalAsync(CancellationToken cancellationToken)
    {
        await ReadListedAsync(ResourceIdentity.Global, type => type.Read.Global, cancellationToken).ConfigureAwait(false);
        await ReadPartsAsync(ResourceIdentity.Global, In(ResourceIdentity.Global), cancellationToken).ConfigureAwait(false);
        // That somebody asked shows even where there is nothing of which they could be parts.
        foreach (var (type, read) in _types.Where(type => type.Read is { OnRequest: true, Of: not null }))
        {
            Cover(type, ResourceIdentity.Global, CoverageState.Read, read.Operations[0]);
        }
    }

    private async Task ReadRegionAsync(string region, CancellationToken cancellationToken)
    {
        TaskCompletionSource<bool> use = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _uses[region] = use;
        // What supports AI is asked for as soon as something of AI is seen, not when all of it was read.
        var supporting = ReadSupportingAsync(region, use.Task, cancellationToken);
        try
        {
            await ReadListedAsync(region, type => !type.Read.Global && !type.Read.Supporting, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            use.TrySetResult(_coverage.Any(entry => entry.Region == region && !entry.IsComplete && ResourceType.Find(entry.ResourceType) is not { Read.OnRequest: true }));
            await supporting.ConfigureAwait(false);
        }
        if (!await use.Task.ConfigureAwait(false))
        {
            return;
        }
        await ReadPartsAsync(region, In(region), cancellationToken).ConfigureAwait(false);
        await ReadReferencedAsync(region, cancellationToken).ConfigureAwait(false);
    }

    private async Task ReadSupportingAsync(string region, Task<bool> inUse, CancellationToken cancellationToken)
    {
        if (await inUse.ConfigureAwait(false))
        {
            await ReadListedAsync(region, type => type.Read is { Global: false, Supporting: true }, cancellationToken).ConfigureAwait(false);
            return;
        }
        foreach (var (type, read) in _types.Where(type => type.Read is { Global: false, Supporting: true }))
        {
            Cover(type, region, CoverageState.Unused, read.Operations[0]);
        }
    }

    private Task ReadListedAsync(string region, Func<(ResourceType Type, AwsResourceAttribute Read), bool> wanted, CancellationToken cancellationToken)
    {
        var types = _types.Where(wanted).Where(type => type.Read.Of is null).ToList();
        var lists = types.Where(type => type.Read.List is not null)
            .GroupBy(type => (type.Read.Service, type.Read.List, type.Read.Input))
            .Select(group => ListAsync(region, [.. group], cancellationToken));
        var singletons = types.Where(type => type.Read.IsSingleton)
            .Select(type => SettingAsync(type.Type, type.Read, region, null, cancellationToken));
        return Task.WhenAll([.. lists, .. singletons]);
    }

    // One list operation may give several types: GetAccountAuthorizationDetails gives four.
    private async Task ListAsync(string region, List<(ResourceType Type, AwsResourceAttribute Read)> types, CancellationToken cancellationToken, Resource? parent = null, Task<AwsBulk>? bulk = null)
    {
        var read = types[0].Read;
        var operation = AwsPermission.Of(read.Service, read.List!.Split(' ')[0]);
        var given = parent is not null && bulk is not null ? (await bulk.ConfigureAwait(false)).Find(parent.Wire) : default;
        if (!given.IsEmpty)
        {
            operation = AwsPermission.Of(read.Service, read.Bulk!.Split(' ')[0]);
        }
        List<Task> details = [];
        // A list that changes between its pages may name one twice: it is one all the same.
        HashSet<(ResourceType, string)> named = [];
        CoverageEntry? failed = null;
        try
        {
            // One after the other: what is asked so often has narrow limits.
            foreach (var each in read.Each is null ? (string?[])[null] : read.Each.Split(',', StringSplitOptions.TrimEntries))
            {
                var input = parent is null ? _input.Of(read, region, each) : _input.Of(read, region, read.Key, parent.Wire, parent);
                if (read.Since is not null)
                {
                    input[read.Since] = _input.Since(read);
                }
                if (read.Job is not null)
                {
                    var list = operation;
                    operation = AwsPermission.Of(read.Service, read.Job);
                    input = JsonNode.Parse((await CallAsync(AwsService.Of(read.Service), region, read.Job, input, cancellationToken).ConfigureAwait(false)).Span)!.AsObject();
                    operation = list;
                    await WaitAsync(read, region, input, cancellationToken).ConfigureAwait(false);
                }
                var pages = 0;
                var source = given.IsEmpty ? PagesAsync(AwsService.Of(read.Service), region, read.List, input, cancellationToken, continues: each is not null) : PageAsync(given);
                await foreach (var page in source.ConfigureAwait(false))
                {
                    using (page)
                    {
                        foreach (var (type, of) in types)
                        {
                            var items = AwsReadAnswer.Items(page.RootElement, of.Items!).Where(item => !IsLeftOut(of, item) && named.Add((type, NameOf(of, item)))).ToList();
                            if (bulk is null && of is { Bulk: not null, Describe: not null } && details.Count + items.Count > 1)
                            {
                                bulk = BulkAsync(of, region, cancellationToken);
                            }
                            details.AddRange(items.Select(item => DescribeAsync(type, of, region, AwsReadAnswer.Bytes(type, of, item), parent, bulk, cancellationToken)));
                        }
                        if (++pages == read.PagesAtMost && Token(page.RootElement) is { Value.Length: > 0 })
                        {
                            failed = Entry(types[0].Type, region, CoverageState.Failed, operation, parent?.Identity.Id) with { Message = $"there are more than the first {pages} pages{(each is null ? "" : $" of {each}")}, and no more were read" };
                            break;
                        }
                    }
                }
            }
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            if (!IsNone(read, failure))
            {
                failed = Failed(types[0].Type, region, failure, operation, parent?.Identity.Id);
            }
        }
        await Task.WhenAll(details).ConfigureAwait(false);
        foreach (var (type, _) in types)
        {
            if (failed is null)
            {
                Cover(type, region, CoverageState.Read, operation, parent?.Identity.Id);
            }
            else
            {
                _coverage.Add(failed with { ResourceType = type.Name });
            }
        }
    }

    // What a describe operation is asked by says which one it is; all that a list says, where that does not.
    private static string NameOf(AwsResourceAttribute read, JsonElement item)
    {
        if (read is { Describe: not null, Key: { } key })
        {
            var names = key.Split(',', StringSplitOptions.TrimEntries).Select(part => part.Split('=')[^1].Trim('[', ']'))
                .Select(source => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(source, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null).ToList();
            if (names.TrueForAll(name => !string.IsNullOrEmpty(name)))
            {
                return string.Join('\n', names);
            }
        }
        return item.GetRawText();
    }

    private static bool IsLeftOut(AwsResourceAttribute read, JsonElement item) =>
        read.Without?.Split('=') is [var name, var value] && AwsIdentity.Member(item, name) == value;

    private async Task DescribeAsync(ResourceType type, AwsResourceAttribute read, string region, ReadOnlyMemory<byte> item, Resource? parent, Task<AwsBulk>? bulk, CancellationToken cancellationToken)
    {
        if (read.Describe is null || parent is not null && read.List is null)
        {
            Add(type, read, region, item, parent);
            return;
        }
        if (bulk is not null && (await bulk.ConfigureAwait(false)).Find(item) is { IsEmpty: false } given)
        {
            Add(type, read, region, given, parent, identifiedBy: item);
            return;
        }
        var operation = AwsPermission.Of(read.Service, read.Describe.Split(' ')[0]);
        try
        {
            var answer = await CallAsync(AwsService.Of(read.Service), region, read.Describe, _input.Of(read, region, read.Key, item, parent, withInput: false), cancellationToken).ConfigureAwait(false);
            Add(type, read, region, AwsReadAnswer.Unwrap(read, answer), parent, identifiedBy: item);
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            var error = AwsError.Of(failure);
            if (IsGone(read, failure, error))
            {
                return;
            }
            Note(failure);
            Add(type, read, region, item, parent, new Refusal(error.State, operation.Operation, operation.Permission, error.Message));
        }
    }

    // Whatever it does not give is asked for one by one, and that says what is missing.
    private async Task<AwsBulk> BulkAsync(AwsResourceAttribute read, string region, CancellationToken cancellationToken)
    {
        AwsBulk bulk = new(read.Key!);
        try
        {
            await foreach (var page in PagesAsync(AwsService.Of(read.Service), region, read.Bulk!, _input.Bulk(read, region), cancellationToken).ConfigureAwait(false))
            {
                using (page)
                {
                    bulk.Add(page.RootElement, read.BulkItems!);
                }
            }
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
        }
        return bulk;
    }

    // Settings that are one answer: of the region, or of a parent.
    private async Task SettingAsync(ResourceType type, AwsResourceAttribute read, string region, Resource? parent, CancellationToken cancellationToken)
    {
        var operation = read.Operations[0];
        try
        {
            var input = parent is null ? _input.Of(read, region) : _input.Of(read, region, read.Key, parent.Wire, parent);
            var answer = await CallOnceAsync(AwsService.Of(read.Service), RegionOf(region, parent), read.Describe!, input, cancellationToken).ConfigureAwait(false);
            Add(type, read, region, AwsReadAnswer.Unwrap(read, answer), parent);
            Cover(type, region, CoverageState.Read, operation, parent?.Identity.Id);
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            if (IsNone(read, failure))
            {
                Cover(type, region, CoverageState.Read, operation, parent?.Identity.Id);
                return;
            }
            _coverage.Add(Failed(type, region, failure, operation, parent?.Identity.Id));
        }
    }

    private async Task ReadPartsAsync(string region, IReadOnlyList<Resource> parents, CancellationToken cancellationToken)
    {
        var parts = _types.Where(type => type.Read.Of is not null).ToList();
        // Parts may have parts: each round reads those of what the last one found.
        for (var round = parents; round.Count > 0;)
        {
            var before = In(region).Where(resource => resource.Identity.Parent is not null).ToHashSet(ReferenceEqualityComparer.Instance);
            var all = In(region).ToLookup(resource => resource.Type);
            await Task.WhenAll(from part in parts
                               let wholes = round.Where(parent => part.Read.Of == parent.Type.Record).ToList()
                               let bulk = part.Read.Bulk is not null && wholes.Count(parent => parent.Unread is null) > 1 ? BulkAsync(part.Read, region, cancellationToken) : null
                               from parent in wholes
                               select ReadPartAsync(part.Type, part.Read, region, parent, bulk, all, cancellationToken)).ConfigureAwait(false);
            round = [.. In(region).Where(resource => resource.Identity.Parent is not null && !before.Contains(resource))];
        }
    }

    private Task ReadPartAsync(ResourceType type, AwsResourceAttribute read, string region, Resource parent, Task<AwsBulk>? bulk, ILookup<ResourceType, Resource> all, CancellationToken cancellationToken)
    {
        if (parent.Unread is { } unread)
        {
            _coverage.Add(new CoverageEntry
            {
                ResourceType = type.Name, Region = region, State = unread.State, Operation = unread.Operation,
                Permission = unread.Permission, Subject = parent.Identity.Id, Message = unread.Message,
            });
            return Task.CompletedTask;
        }
        if (parent is IPartlyRead { HasParts: false } || parent is IReadWhereUsed used && !used.IsUsed(all))
        {
            Cover(type, region, CoverageState.Unused, read.Operations[0], parent.Identity.Id);
            return Task.CompletedTask;
        }
        return read.List is null
            ? SettingAsync(type, read, region, parent, cancellationToken)
            : ListAsync(region, [(type, read)], cancellationToken, parent, bulk);
    }

    private async Task ReadReferencedAsync(string region, CancellationToken cancellationToken)
    {
        var wanted = _types.Where(type => type.Read.IsReferenced && type.Read.Global == (region == ResourceIdentity.Global)).ToList();
        // What is referred to may refer on; each name is read once.
        HashSet<Reference> known = [];
        while (true)
        {
            var found = (region == ResourceIdentity.Global ? [.. _resources] : In(region)).SelectMany(References.In)
                .Where(reference => wanted.Exists(type => type.Type == reference.Type)).Where(known.Add).ToList();
            if (found.Count == 0)
            {
                break;
            }
            var before = In(region).ToHashSet(ReferenceEqualityComparer.Instance);
            await Task.WhenAll(found.Select(reference => ReadReferenceAsync(reference, (AwsResourceAttribute)reference.Type.Read, region, cancellationToken))).ConfigureAwait(false);
            await ReadPartsAsync(region, [.. In(region).Where(resource => !before.Contains(resource))], cancellationToken).ConfigureAwait(false);
        }
        foreach (var (type, read) in wanted)
        {
            Cover(type, region, CoverageState.Read, read.Operations[0]);
        }
    }

    private async Task ReadReferenceAsync(Reference reference, AwsResourceAttribute read, string region, CancellationToken cancellationToken)
    {
        var operation = read.Operations[0];
        try
        {
            // An ARN says where its resource is.
            var at = reference.Name.Split(':') is ["arn", _, _, { Length: > 0 } elsewhere, ..] ? elsewhere : region;
            var input = _input.Of(read, region, read.Key, default, null, reference.Name);
            var answer = await CallOnceAsync(AwsService.Of(read.Service), at, read.Describe!, input, cancellationToken).ConfigureAwait(false);
            var wire = read.Items is null ? AwsReadAnswer.Unwrap(read, answer) : AwsReadAnswer.Named(read, answer, reference.Name);
            if (wire.IsEmpty)
            {
                Cover(reference.Type, region, CoverageState.Absent, operation, reference.Name);
                return;
            }
            var resource = Make(reference.Type, read, region, wire, null, reference: reference.Name);
            // An alias and an ARN may mean the same one.
            if (_referenced.TryAdd((reference.Type.Name, region, resource.Identity.Id), true))
            {
                _resources.Add(resource);
            }
            _coverage.Add(Entry(reference.Type, region, CoverageState.Read, operation, reference.Name) with { Means = resource.Identity.Id });
        }
        catch (Exception failure) when (IsAnswerTo(failure, cancellationToken))
        {
            if (IsNone(read, failure))
            {
                Cover(reference.Type, region, CoverageState.Absent, operation, reference.Name);
                return;
            }
            _coverage.Add(Failed(reference.Type, region, failure, operation, reference.Name));
        }
    }

    private async IAsyncEnumerable<JsonDocument> PagesAsync(AwsService service, string region, string operation, JsonObject input, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken, bool continues = false)
    {
        HashSet<string> seen = [];
        for (; ; continues = true)
        {
            var page = JsonDocument.Parse(await CallAsync(service, region, operation, input, cancellationToken, continues).ConfigureAwait(false));
            var token = Token(page.RootElement);
            yield return page;
            if (token is not { Value: { Length: > 0 } value })
            {
                yield break;
            }
            if (!seen.Add(value))
            {
                throw new AwsErrorAnswer("The same page token came twice.", null!, ErrorType.Unknown, "RepeatedPageToken", null, System.Net.HttpStatusCode.OK);
            }
            // KMS, Lambda and ELB give NextMarker and take Marker, DataBrew spells it otherwise; everybody else takes what he gives.
            input[(token.Value.Name, service.Name) switch
            {
                ("NextMarker", not "wafv2") => "Marker",
                ("NextToken", "databrew") => "nextToken",
                var (name, _) => name,
            }] = value;
        }
    }

    private static async IAsyncEnumerable<JsonDocument> PageAsync(ReadOnlyMemory<byte> page)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return JsonDocument.Parse(page);
    }

    // Waits until a report is done: seconds, for most.
    private async Task WaitAsync(AwsResourceAttribute read, string region, JsonObject input, CancellationToken cancellationToken)
    {
        var service = AwsService.Of(read.Service);
        for (var wait = s_firstWait; ; wait += wait)
        {
            using var answer = JsonDocument.Parse(await CallAsync(service, region, read.List!, (JsonObject)input.DeepClone(), cancellationToken, continues: true).ConfigureAwait(false));
            switch (AwsIdentity.Member(answer.RootElement, "JobStatus"))
            {
                case "COMPLETED":
                    return;
                case "IN_PROGRESS" when wait < s_lastWait:
                    await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
                    break;
                case var status:
                    var code = AwsIdentity.Member(answer.RootElement, "Error.Code") ?? (status == "IN_PROGRESS" ? "ReportNotReady" : "ReportFailed");
                    throw new AwsErrorAnswer(AwsIdentity.Member(answer.RootElement, "Error.Message") ?? $"The report is {status ?? "without a status"}.", null!, ErrorType.Unknown, code, null, System.Net.HttpStatusCode.OK);
            }
        }
    }

    private static (string Name, string Value)? Token(JsonElement page)
    {
        foreach (var name in s_tokens)
        {
            if (page.TryGetProperty(name, out var token) && token.ValueKind == JsonValueKind.String)
            {
                // IAM sends a marker only with IsTruncated; others have no such member.
                return page.TryGetProperty("IsTruncated", out var more) && more.ToString() is "false" or "False" ? null : (name, token.GetString()!);
            }
        }
        return null;
    }

    // What several regions know (a bucket, a trail of all regions, a key that is named elsewhere) is asked for once.
    private Task<ReadOnlyMemory<byte>> CallOnceAsync(AwsService service, string region, string operation, JsonObject input, CancellationToken cancellationToken) =>
        _asked.GetOrAdd((service.Name, service.Name == "s3" ? ResourceIdentity.Global : region, operation, input.ToJsonString()),
            _ => new(() => CallAsync(service, region, operation, input, cancellationToken))).Value;

    private async Task<ReadOnlyMemory<byte>> CallAsync(AwsService service, string region, string operation, JsonObject input, CancellationToken cancellationToken, bool continues = false)
    {
        Interlocked.Increment(ref _known);
        await _gate.WaitAsync(continues, cancellationToken).ConfigureAwait(false);
        try
        {
            var at = region == ResourceIdentity.Global ? _connection.Home : region;
            if (service.Name == "s3" && input["Bucket"]?.GetValue<string>() is { } bucket)
            {
                return await CallBucketAsync(service, bucket, at, operation, input, cancellationToken).ConfigureAwait(false);
            }
            if (AwsOrganization.IsAbout(service, operation))
            {
                var organization = await _connection.GetOrganizationAsync(cancellationToken).ConfigureAwait(false);
                return await organization.AskAsync(operation, input, cancellationToken).ConfigureAwait(false);
            }
            var answer = await _connection.CallAsync(service, at, operation, input, cancellationToken).ConfigureAwait(false);
            _answering.TryAdd(at, true);
            return answer;
        }
        finally
        {
            _gate.Release();
            _progress?.Report(new(_connection.Scope.Id, Interlocked.Increment(ref _done), Volatile.Read(ref _known)));
        }
    }

    // A bucket answers only in its own region, and says which that is when asked elsewhere.
    private async Task<ReadOnlyMemory<byte>> CallBucketAsync(AwsService service, string bucket, string region, string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var at = _bucketRegions.GetValueOrDefault(bucket, region);
        try
        {
            return await _connection.CallAsync(service, at, operation, input, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonServiceException elsewhere) when (elsewhere.InnerException is HttpErrorResponseException { Response: { } response }
            && response.GetHeaderValue("x-amz-bucket-region") is { Length: > 0 } home && home != at)
        {
            _bucketRegions[bucket] = home;
            return await _connection.CallAsync(service, home, operation, input, cancellationToken).ConfigureAwait(false);
        }
    }

    private Resource Make(ResourceType type, AwsResourceAttribute read, string region, ReadOnlyMemory<byte> wire, Resource? parent, Refusal? unread = null, ReadOnlyMemory<byte> identifiedBy = default, string? reference = null)
    {
        using var document = JsonDocument.Parse(wire);
        var place = new AwsPlace(_connection.Scope.Partition, _connection.Scope.Id, region);
        var identity = AwsIdentity.Of(read, document.RootElement, place, parent?.Identity.Id, reference);
        if (!identifiedBy.IsEmpty)
        {
            // Some describe operations leave out what the list says: the id or the name.
            using var item = JsonDocument.Parse(identifiedBy);
            var listed = AwsIdentity.Of(read, item.RootElement, place, parent?.Identity.Id);
            identity = AwsIdentity.IsTold(read, document.RootElement) ? identity : listed;
        }
        if (unread is null && AwsIdentity.NoText(read, document.RootElement) is { } member)
        {
            var operation = read.Operations[^1];
            unread = new(CoverageState.Failed, operation.Operation, operation.Permission, $"malformed answer at $.{member}");
        }
        return type.Create(identity, wire, unread);
    }

    private void Add(ResourceType type, AwsResourceAttribute read, string region, ReadOnlyMemory<byte> wire, Resource? parent, Refusal? unread = null, ReadOnlyMemory<byte> identifiedBy = default)
    {
        var resource = Make(type, read, region, wire, parent, unread, identifiedBy);
        _resources.Add(resource);
        // Who looks at a region leaves events in it: they are no use.
        if (type.Read is { OnRequest: false, Supporting: false } && resource is not IOptionalSetting { IsSet: false } && _uses.TryGetValue(region, out var use))
        {
            use.TrySetResult(true);
        }
    }

    private List<Resource> In(string region) => [.. _resources.Where(resource => resource.Identity.Region == region)];

    private static string RegionOf(string region, Resource? parent) =>
        parent?.Identity.Id.Split(':') is ["arn", _, not "s3", { Length: > 0 } home, ..] ? home : region;

    private void Cover(ResourceType type, string region, CoverageState state, ReadOperation operation, string? subject = null) =>
        _coverage.Add(Entry(type, region, state, operation, subject));

    private static CoverageEntry Entry(ResourceType type, string region, CoverageState state, ReadOperation operation, string? subject) => new()
    {
        ResourceType = type.Name,
        Region = region,
        State = state,
        Operation = operation.Operation,
        Permission = operation.Permission,
        Subject = subject,
    };

    private CoverageEntry Failed(ResourceType type, string region, Exception failure, ReadOperation operation, string? subject)
    {
        Note(failure);
        var error = AwsError.Of(failure);
        // No address for this service, but answers from others in the region: it does not exist there.
        var absent = error.Code == AwsError.HostNotFound && _answering.ContainsKey(region)
            // A region that does not know how to list a kind of AI has none of it. What belongs to something that is there,
            // and what every region has, is not known to be absent by that.
            || error.IsNotInRegion && type.Read is AwsResourceAttribute { Of: null, List: not null, Global: false, Supporting: false };
        return Entry(type, region, absent ? CoverageState.Absent : error.State, operation, subject) with { Message = Display.Safe(error.Message), Error = absent ? null : error.Id };
    }

    private void Note(Exception failure) => Interlocked.CompareExchange(ref _firstFailure, failure, null);

    private static bool IsNone(AwsResourceAttribute read, Exception failure) =>
        AwsError.Of(failure).Code is { } code && read.None.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(none => none.Split(": ", 2) is [var name, .. var text] && name == code && text.All(part => failure.Message.Contains(part, StringComparison.Ordinal)));

    // Deleted between the list and the question.
    private static bool IsGone(AwsResourceAttribute read, Exception failure, AwsError error) =>
        IsNone(read, failure)
        || error.Code is "ResourceNotFound" or "ResourceNotFoundException" or "NotFoundException"
        || error.Code is "ValidationException" && failure.Message.Contains("RecordNotFound", StringComparison.Ordinal);

    // A cancelled scan is no answer; everything else is something that the estate must say.
    private static bool IsAnswerTo(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && failure is not (OutOfMemoryException or StackOverflowException);
}
