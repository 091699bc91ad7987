using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>Where a setting is: what a request must name to read or write it.</summary>
/// <param name="Scope">The account, subscription or project.</param>
/// <param name="Partition">AWS partition, Azure cloud or GCP universe.</param>
/// <param name="Region">The region that answers for it, or <see cref="ResourceIdentity.Global"/>.</param>
/// <param name="ResourceId">The resource that it is a setting of.</param>
/// <param name="Key">The members of a request that name it, as JSON.</param>
public sealed record SettingPlace(string Scope, string Partition, string Region, string ResourceId, string Key)
{
    internal JsonObject Names() => JsonNode.Parse(Key)!.AsObject();
}

/// <summary>One request of a cloud's API, as data.</summary>
/// <param name="Service">The service: botocore's name for AWS, arm for Azure, the host's first part for GCP.</param>
/// <param name="Operation">The operation, with its route where the protocol has one: <c>PutBucketPolicy PUT /{Bucket}?policy</c>, <c>PATCH /subscriptions/…</c>.</param>
/// <param name="Region">The region, or <see cref="ResourceIdentity.Global"/>.</param>
/// <param name="Body">Its members, as JSON.</param>
public sealed record CloudCall(string Service, string Operation, string Region, string Body)
{
    /// <summary>What it is called in permissions and errors, as s3:PutBucketPolicy.</summary>
    public string Name => $"{Service}:{Operation.Split(' ')[0]}";

    /// <summary>The version that is written over, where the service asks for it: another one is refused.</summary>
    public string? IfMatch { get; init; }
}

/// <summary>What the cloud said to a request that it did not do, or that nobody knows whether it did.</summary>
/// <param name="id">Which of the closed list.</param>
/// <param name="code">The cloud's own error code, where it gave one.</param>
/// <param name="message">What it said, short.</param>
/// <param name="isCertain">The cloud answered that it did not do it; without, it may have.</param>
/// <param name="innerException">What caused it.</param>
public sealed class CloudCallException(ErrorId id, string? code, string message, bool isCertain, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Which of the closed list.</summary>
    public ErrorId Id => id;

    /// <summary>The cloud's own error code.</summary>
    public string? Code => code;

    /// <summary>Whether it is known that nothing was done.</summary>
    public bool IsCertain => isCertain;
}

/// <summary>Sends requests to one account, subscription or project.</summary>
public interface ICloudWriter
{
    /// <summary>Where to.</summary>
    Scope Scope { get; }

    /// <summary>Sends one request and gives the answer as JSON; <c>{}</c> where it has no body.</summary>
    /// <exception cref="CloudCallException">It was refused, or no answer came.</exception>
    Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken);
}

/// <summary>
/// Something that can be set in a cloud, as data: how it is read, written and taken away. Its state is a JSON object,
/// or null where it is absent. Journals name settings, not requests: what a file says is never sent as it is.
/// </summary>
public abstract class Setting
{
    private static readonly FrozenDictionary<string, Setting> s_byName = (
        from type in typeof(Setting).Assembly.GetTypes()
        where type.Namespace?.StartsWith(typeof(Setting).Namespace!, StringComparison.Ordinal) is true && type.IsAbstract && type.IsSealed
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where typeof(Setting).IsAssignableFrom(field.FieldType)
        select (Setting)field.GetValue(null)!).ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal);

    /// <summary>Every setting, by name.</summary>
    public static IReadOnlyList<Setting> All => s_byName.Values;

    /// <summary>The stable name by which journals know it, as aws/s3/PublicAccessBlock.</summary>
    public required string Name { get; init; }

    /// <summary>The cloud.</summary>
    public abstract Cloud Cloud { get; }

    /// <summary>What reading, writing and taking away need to be granted.</summary>
    public abstract IReadOnlyList<string> Permissions { get; }

    /// <summary>Of these what repairs of resources of a type need: all, but where each kind of resource has its own.</summary>
    /// <param name="type">The type of what is repaired.</param>
    public virtual IReadOnlyList<string> PermissionsOn(ResourceType type) => Permissions;

    /// <summary>Of these what it needs in one place.</summary>
    /// <param name="place">Where.</param>
    public virtual IReadOnlyList<string> PermissionsAt(SettingPlace place) => Permissions;

    /// <summary>
    /// Members that pass through states of their own while the setting is written (a machine that stops and starts):
    /// where a change was interrupted, they tell nothing of whether somebody else was there.
    /// </summary>
    public IReadOnlyList<string> Passing { get; init; } = [];

    /// <summary>The setting of that name; null where this version has none.</summary>
    public static Setting? Find(string name) => s_byName.GetValueOrDefault(name);

    /// <summary>Reads its state; null where it is absent.</summary>
    internal abstract Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken);

    /// <summary>Whether the state is one in which it can be written, or has been: nothing is under way.</summary>
    internal virtual bool IsSettled(JsonObject? state) => true;

    /// <summary>The requests that bring it from one state to another, in their order; before each the setting is settled.</summary>
    /// <param name="place">Where.</param>
    /// <param name="state">Its whole state now; null where it is absent.</param>
    /// <param name="wanted">Its whole state as it shall be; null where it shall be absent.</param>
    /// <param name="changed">The members that differ.</param>
    internal abstract IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed);

    /// <summary>What a state tells that somebody should know before a change that may break something; empty where there is nothing.</summary>
    internal virtual string Warning(JsonObject? state) => "";

    /// <summary>Who used it in the last week, as far as the cloud counts that, for whoever decides about a change that may break something; empty where nothing counts it.</summary>
    /// <exception cref="CloudCallException">It could not be asked.</exception>
    internal virtual Task<string> UseAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult("");

    /// <summary>A request with what only the state just before it tells, as the id of what the request before it made.</summary>
    internal virtual CloudCall Completed(CloudCall call, JsonObject? state) => call;
}

/// <summary>A setting of AWS. By default it is written by one request: its key and the state that is wanted.</summary>
internal sealed class AwsSetting : Setting
{
    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Aws;

    /// <summary>The service, by botocore's name.</summary>
    public required string Service { get; init; }

    /// <summary>The operation that reads it, with its route.</summary>
    public required string Get { get; init; }

    /// <summary>Error codes by which the service says that there is none.</summary>
    public string[] None { get; init; } = [];

    /// <summary>The state in the read's answer; null where there is none in it.</summary>
    public Func<JsonObject, SettingPlace, JsonObject?> State { get; init; } = (answer, _) => answer;

    /// <summary>The request's members that name it for reading; those of the place without.</summary>
    public Func<JsonObject, JsonObject> GetInput { get; init; } = key => key;

    /// <summary>The operation that writes it.</summary>
    public string Put { get; init; } = "";

    /// <summary>The request's members beside the key, from state, wanted state and changed members.</summary>
    public Func<JsonObject?, JsonObject, IReadOnlyCollection<string>, JsonObject> Input { get; init; } = (_, wanted, _) => wanted;

    /// <summary>The operation that takes it away; nothing where it is always there.</summary>
    public string? Delete { get; init; }

    /// <summary>All requests, where it takes more than one or another one each way.</summary>
    public Func<SettingPlace, JsonObject?, JsonObject?, IReadOnlyCollection<string>, IEnumerable<(string Operation, JsonObject Input)>>? Calls { get; init; }

    /// <summary>The operations of <see cref="Calls"/>, for permissions.</summary>
    public string[] Writes { get; init; } = [];

    /// <summary>Whether nothing is under way.</summary>
    public Func<JsonObject, bool> Settled { get; init; } = _ => true;

    /// <summary>Who used it in the last week; null where AWS counts that nowhere that can be asked.</summary>
    public Func<ICloudWriter, SettingPlace, DateTimeOffset, CancellationToken, Task<string>>? Use { get; init; }

    /// <summary>What it needs beside its own operations, as iam:PassRole.</summary>
    public string[] AlsoNeeds { get; init; } = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Permissions =>
        [.. new[] { Get, Put, Delete ?? "" }.Concat(Writes).Where(operation => operation.Length > 0)
            .Select(operation => AwsPermission.Of(Service, operation.Split(' ')[0]).Permission).Concat(AlsoNeeds).Distinct(StringComparer.Ordinal)];

    internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await cloud.CallAsync(Call(place, Get, GetInput(place.Names())), cancellationToken).ConfigureAwait(false);
            return State(JsonNode.Parse(answer) as JsonObject ?? throw new CloudCallException(ErrorId.CloudRefused, null, "the answer was malformed", isCertain: false), place);
        }
        catch (CloudCallException none) when (none.Code is not null && None.Contains(none.Code))
        {
            return null;
        }
    }

    internal override bool IsSettled(JsonObject? state) => state is null || Settled(state);

    internal override Task<string> UseAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken) => Use?.Invoke(cloud, place, now, cancellationToken) ?? Task.FromResult("");

    internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        if (Calls is not null)
        {
            return Calls(place, state, wanted, changed).Select(call => Call(place, call.Operation, call.Input));
        }
        if (wanted is null)
        {
            return [Call(place, Delete ?? throw new InvalidOperationException($"{Name} cannot be taken away."), place.Names())];
        }
        var input = place.Names();
        foreach (var (member, value) in Input(state, wanted, changed))
        {
            input[member] = value?.DeepClone();
        }
        return [Call(place, Put, input)];
    }

    private CloudCall Call(SettingPlace place, string operation, JsonObject input) => new(Service, operation, place.Region, input.ToJsonString());
}

/// <summary>Lists of AWS, page by page.</summary>
internal static class AwsPages
{
    private const int Most = 1000;

    /// <summary>All that a list has; a page that names itself as the next one is no list.</summary>
    /// <param name="cloud">The account.</param>
    /// <param name="call">The request of the first page.</param>
    /// <param name="items">The member that holds the items.</param>
    /// <param name="token">The answer's member that names the next page.</param>
    /// <param name="ask">The request's member that asks for it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<List<JsonObject>> AllAsync(ICloudWriter cloud, CloudCall call, string items, string token, string ask, CancellationToken cancellationToken)
    {
        List<JsonObject> all = [];
        var input = JsonNode.Parse(call.Body)!.AsObject();
        HashSet<string> seen = [];
        while (true)
        {
            var page = JsonNode.Parse(await cloud.CallAsync(call with { Body = input.ToJsonString() }, cancellationToken).ConfigureAwait(false)) as JsonObject;
            all.AddRange((page?[items] as JsonArray)?.OfType<JsonObject>() ?? []);
            if (page.Text(token) is not { Length: > 0 } next)
            {
                return all;
            }
            if (!seen.Add(next) || seen.Count > Most)
            {
                throw new CloudCallException(ErrorId.CloudRefused, null, $"{call.Name}: the list does not end", isCertain: false);
            }
            input[ask] = next;
        }
    }
}

/// <summary>Shorthands for states.</summary>
internal static class States
{
    /// <summary>The members named, where the source has them.</summary>
    public static JsonObject Pick(this JsonObject source, params IEnumerable<string> members)
    {
        JsonObject picked = [];
        foreach (var member in members)
        {
            if (source[member] is { } value)
            {
                picked[member] = value.DeepClone();
            }
        }
        return picked;
    }

    /// <summary>A member's text; empty where there is none.</summary>
    public static string Text(this JsonNode? node, string member) => (node as JsonObject)?[member]?.ToString() ?? "";

    /// <summary>Whether two values are the same: JSON's order of members does not count.</summary>
    public static bool Same(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);

    /// <summary>
    /// Whether a value is made of nothing but what two others have: it is one of them, or has each of its members from
    /// either, or of a list all that both have and nothing that neither has.
    /// </summary>
    public static bool IsBetween(JsonNode? value, JsonNode? before, JsonNode? after) =>
        Same(value, before) || Same(value, after) || (value, before, after) switch
        {
            (JsonObject some, JsonObject or null, JsonObject or null) => some.Concat(before as JsonObject ?? []).Concat(after as JsonObject ?? []).All(member => IsBetween(some[member.Key], before?[member.Key], after?[member.Key])),
            (JsonArray some, JsonArray or null, JsonArray or null) => some.All(item => Has(before, item) || Has(after, item)) && (before as JsonArray ?? []).Where(item => Has(after, item)).All(item => Has(some, item)),
            // Of a list that is gone with its last item, none of both was left.
            (null, JsonArray, JsonArray) => !(before as JsonArray)!.Any(item => Has(after, item)),
            _ => false,
        };

    private static bool Has(JsonNode? list, JsonNode? item) => (list as JsonArray ?? []).Any(other => Same(other, item));
}
