using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>A setting of Azure: members of a resource of Resource Manager, changed by PATCH, or by PUT of all that can be written.</summary>
internal sealed class ArmSetting : DocumentSetting
{
    private const string Progress = "@provisioningState";
    private static readonly string[] s_settled = ["Succeeded", "Failed", "Canceled", "Ready", ""];

    /// <inheritdoc/>
    public override Cloud Cloud => Cloud.Azure;

    /// <summary>The type, as Microsoft.CognitiveServices/accounts.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the API.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>It is written whole, by PUT: the service has no PATCH for these members, or one that does not keep the rest.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The service asks which version is written over, and says it in no answer's body.</summary>
    public bool TakesAnyVersion { get; init; }

    /// <summary>The member of the body that says which version is written over, where it is no header.</summary>
    public string? VersionMember { get; init; }

    /// <summary>The action that sets the only member, where it is not written with the rest.</summary>
    public string? Action { get; init; }

    /// <summary>The metrics of Azure Monitor that count its calls, and how many calls one is; each is of an hour.</summary>
    public CallMetric[] Calls { get; init; } = [];

    /// <summary>A metric that counts calls.</summary>
    /// <param name="Name">Its name, as TotalCalls.</param>
    /// <param name="PerHour">What an hour's mean is multiplied by, as 60 for a metric of calls a minute; 0 for one that is added up.</param>
    public sealed record CallMetric(string Name, int PerHour = 0);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Permissions =>
        [.. Calls.Length > 0 ? ["Microsoft.Insights/metrics/read"] : Array.Empty<string>(), $"{Type}/read", Action is null ? $"{Type}/write" : $"{Type}/{Action}/action", .. ComesAndGoes ? [$"{Type}/delete"] : Array.Empty<string>(), .. AlsoNeeds];

    /// <summary>The request's member that names a resource.</summary>
    public static JsonObject Key(string id) => new() { ["id"] = id };

    /// <summary>A wish for members of a resource of this type.</summary>
    public Wish Wish(Resource resource, JsonObject members, string breaks = "") => Wish(resource, resource.Identity.Id, Repairs.Wish.With(members), breaks);

    /// <summary>A wish for this setting of a resource, or of a part or extension of it.</summary>
    public Wish Wish(Resource resource, string id, Func<JsonObject?, JsonObject?> after, string breaks = "") => Repairs.Wish.Of(resource, this, Key(id), after, breaks);

    internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
    {
        try
        {
            var document = Parsed(await cloud.CallAsync(Call("GET", place, [], null), cancellationToken).ConfigureAwait(false));
            var state = StateOf(document);
            state[Progress] = At(document, "properties.provisioningState")?.ToString() ?? "";
            if ((document["etag"] ?? document["eTag"]) is { } version)
            {
                state[Version] = version.ToString();
            }
            return state;
        }
        catch (CloudCallException none) when (none.Code is "ResourceNotFound" or "NotFound")
        {
            return null;
        }
    }

    internal override bool IsSettled(JsonObject? state) => state is null || s_settled.Contains(state.Text(Progress), StringComparer.OrdinalIgnoreCase);

    internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        var version = TakesAnyVersion && state is not null ? "*" : state.Text(Version) is { Length: > 0 } seen ? seen : null;
        if (wanted is null)
        {
            return ComesAndGoes ? [Call("DELETE", place, [], version)] : throw new InvalidOperationException($"{Name} cannot be taken away.");
        }
        if (state is null && !ComesAndGoes)
        {
            throw Gone();
        }
        return
        [
            Action is not null ? Call("POST", place, new() { [Members[0][(Members[0].LastIndexOf('.') + 1)..]] = wanted[Members[0]]?.DeepClone() }, version)
            : IsWhole || state is null ? Call("PUT", place, Document(wanted, Members.Where(member => wanted[member] is not null)), version)
            : Call("PATCH", place, Document(Merging(state, wanted, changed), changed), version),
        ];
    }

    internal override async Task<string> UseAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Calls.Length == 0)
        {
            return "";
        }
        var id = string.Join('/', place.Names().Text("id").Split('/').Select(Uri.EscapeDataString));
        var average = Calls.Any(metric => metric.PerHour > 0);
        var answer = Parsed(await cloud.CallAsync(new("arm", string.Create(CultureInfo.InvariantCulture,
            $"GET {id}/providers/Microsoft.Insights/metrics?api-version=2024-02-01&metricnames={string.Join(',', Calls.Select(metric => metric.Name))}&timespan={now.AddDays(-7):yyyy-MM-dd'T'HH:mm:ss'Z'}/{now:yyyy-MM-dd'T'HH:mm:ss'Z'}&interval=PT1H&aggregation={(average ? "Average" : "Total")}"),
            place.Region, "{}"), cancellationToken).ConfigureAwait(false));
        var counts = (from metric in (answer["value"] as JsonArray ?? []).OfType<JsonObject>()
                      let counted = Array.Find(Calls, call => call.Name.Equals(metric["name"].Text("value"), StringComparison.OrdinalIgnoreCase))
                      where counted is not null
                      select (from series in (metric["timeseries"] as JsonArray ?? []).OfType<JsonObject>()
                              from hour in (series["data"] as JsonArray ?? []).OfType<JsonObject>()
                              select (hour[counted.PerHour > 0 ? "average" : "total"]?.GetValue<double>() ?? 0) * Math.Max(counted.PerHour, 1)).Sum()).ToList();
        // Two metrics may count the same calls.
        return counts.Count == 0 ? throw new CloudCallException(ErrorId.CloudRefused, null, "Azure Monitor says nothing of its calls", isCertain: false) : Uses.Text((long)Math.Ceiling(counts.Max()));
    }

    // A PATCH merges objects: what is to go within one must be said.
    private static JsonObject Merging(JsonObject state, JsonObject wanted, IEnumerable<string> changed)
    {
        var merging = wanted.DeepClone().AsObject();
        foreach (var member in changed)
        {
            Take(state[member] as JsonObject, merging[member] as JsonObject);
        }
        return merging;

        static void Take(JsonObject? from, JsonObject? to)
        {
            foreach (var (member, value) in to is null ? [] : from ?? [])
            {
                if (!to!.ContainsKey(member))
                {
                    to[member] = null;
                }
                else
                {
                    Take(value as JsonObject, to[member] as JsonObject);
                }
            }
        }
    }

    // A journal's place must lead to nothing but a resource of this type in that subscription.
    private CloudCall Call(string method, SettingPlace place, JsonObject body, string? version)
    {
        if (VersionMember is not null && version is not null)
        {
            body[VersionMember] = version;
        }
        var id = place.Names().Text("id");
        var segments = id.Split('/');
        var provider = Array.FindLastIndex(segments, segment => segment.Equals("providers", StringComparison.OrdinalIgnoreCase));
        var type = provider < 0 ? "" : string.Join('/', segments[(provider + 1)..].Where((_, number) => number == 0 || number % 2 == 1));
        if (segments is not ["", "subscriptions", var subscription, ..] || !subscription.Equals(place.Scope, StringComparison.OrdinalIgnoreCase)
            || !type.Equals(Type, StringComparison.OrdinalIgnoreCase) || segments.Length - provider != 2 * (Type.Split('/').Length - 1) + 2 || Array.Exists(segments[1..], segment => segment is "" or "." or ".."))
        {
            throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{id}' is no {Type} of subscription {place.Scope}", isCertain: true);
        }
        return new("arm", $"{method} {string.Join('/', segments.Select(Uri.EscapeDataString))}{(method == "POST" ? $"/{Action}" : "")}?api-version={ApiVersion}", place.Region, body.ToJsonString()) { IfMatch = VersionMember is null ? version : null };
    }
}
