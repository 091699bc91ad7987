using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Quotas that a project sets itself (consumer overrides of Service Usage). Google takes them only where they are below its own.</summary>
internal static partial class QuotaSettings
{
    private const string Host = "serviceusage.googleapis.com";
    private const string Default = "{}";
    private const string Names = "@names";
    private const string Effective = "@effective";
    private static readonly string[] s_services = ["aiplatform.googleapis.com", "generativelanguage.googleapis.com"];

    /// <summary>The overrides of one limit: each combination of region and model is a member of its own, by its dimensions as JSON.</summary>
    public static readonly Setting Overrides = new OverrideSetting { Name = "gcp/serviceusage/ConsumerOverrides" };

    /// <summary>What it takes that no model is called more often than so many times a minute, in no region.</summary>
    /// <param name="cloud">The project.</param>
    /// <param name="perMinute">How many calls a minute; 0 for none.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CloudCallException">The quotas cannot be read, or Google has none that counts calls.</exception>
    public static async Task<IReadOnlyList<Wish>> CapAsync(ICloudWriter cloud, int perMinute, CancellationToken cancellationToken)
    {
        List<Wish> wishes = [];
        CloudCallException? disabled = null;
        foreach (var service in s_services)
        {
            try
            {
                wishes.AddRange((await LimitsAsync(cloud, service, cancellationToken).ConfigureAwait(false)).Select(limit => Cap(cloud.Scope, limit, perMinute)));
            }
            catch (CloudCallException failure) when (failure.Code is "SERVICE_DISABLED" or "NOT_FOUND")
            {
                disabled = failure;
            }
        }
        return wishes.Count > 0 ? wishes : throw new CloudCallException(ErrorId.ResourceNotFound, null,
            $"Google lists no quota on calls of models a minute in the project {cloud.Scope.Id}{(disabled is null ? "" : $": {disabled.Message}")}", isCertain: true, disabled);
    }

    private static Wish Cap(Scope scope, JsonObject limit, int perMinute)
    {
        var (name, metric) = (limit.Text("name"), limit.Text("metric"));
        return new(Overrides, new(scope.Id, scope.Partition, ResourceIdentity.Global, $"//{Host}/{name}", new JsonObject { ["limit"] = name, ["metric"] = metric, ["unit"] = limit.Text("unit") }.ToJsonString()),
            "serviceusage.googleapis.com/ConsumerQuotaLimit", metric, state => After(state, perMinute),
            $"From now on, whatever was spent: calls of a model above {perMinute} a minute and region are refused.");
    }

    private static JsonObject? After(JsonObject? state, int perMinute)
    {
        foreach (var (dimensions, effective) in state?[Effective]?.AsObject().ToList() ?? [])
        {
            // -1 is no limit. What is lower already stays.
            var now = long.Parse(effective!.ToString(), CultureInfo.InvariantCulture);
            if (now < 0 || now > perMinute)
            {
                state![dimensions] = perMinute.ToString(CultureInfo.InvariantCulture);
            }
        }
        return state;
    }

    // The limits of a service that count calls of models a minute, by model, region or project.
    private static async Task<List<JsonObject>> LimitsAsync(ICloudWriter cloud, string service, CancellationToken cancellationToken)
    {
        List<JsonObject> limits = [];
        for (var (pages, token) = (0, ""); pages < 100; pages++)
        {
            var page = JsonNode.Parse(await cloud.CallAsync(new(Host, $"GET v1beta1/projects/{Uri.EscapeDataString(cloud.Scope.Number ?? cloud.Scope.Id)}/services/{service}/consumerQuotaMetrics?view=BASIC&pageSize=500{(token.Length > 0 ? $"&pageToken={Uri.EscapeDataString(token)}" : "")}",
                ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
            limits.AddRange(from metric in (page?["metrics"] as JsonArray ?? []).OfType<JsonObject>()
                            where CallsOfModels().IsMatch(metric.Text("metric"))
                            from limit in (metric["consumerQuotaLimits"] as JsonArray ?? []).OfType<JsonObject>()
                            where limit.Text("unit").StartsWith("1/min/{project}", StringComparison.Ordinal)
                            select limit);
            if (page.Text("nextPageToken") is not { Length: > 0 } next)
            {
                return limits;
            }
            token = next;
        }
        throw new CloudCallException(ErrorId.CloudRefused, null, "the list of quotas does not end", isCertain: false);
    }

    [GeneratedRegex("/(global_|long_)?(generate_content|online_prediction)\\w*requests\\w*$")]
    private static partial Regex CallsOfModels();

    [GeneratedRegex("^projects/(?<project>[^/]+)/services/(aiplatform|generativelanguage)\\.googleapis\\.com/consumerQuotaMetrics/[^/?#]+/limits/[^/?#]+$")]
    private static partial Regex LimitName();

    private sealed class OverrideSetting : Setting
    {
        public override Cloud Cloud => Cloud.Gcp;

        public override IReadOnlyList<string> Permissions => ["serviceusage.quotas.get", "serviceusage.quotas.update", "monitoring.timeSeries.list"];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            // A journal's place must lead to a quota on models of this project only.
            var limit = place.Names().Text("limit");
            if (LimitName().Match(limit) is not { Success: true } named || named.Groups["project"].Value != cloud.Scope.Id && named.Groups["project"].Value != cloud.Scope.Number || limit.Contains("..", StringComparison.Ordinal))
            {
                throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{limit}' is no quota on models of project {cloud.Scope.Id}", isCertain: true);
            }
            JsonObject state = [], names = [], effective = [];
            var answer = JsonNode.Parse(await cloud.CallAsync(new(Host, $"GET v1beta1/{limit}?view=FULL", ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
            foreach (var bucket in (answer?["quotaBuckets"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var key = bucket["dimensions"] is JsonObject { Count: > 0 } dimensions ? new JsonObject(dimensions.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString() : Default;
                // Where Google says no number there is none.
                effective[key] = bucket.Text("effectiveLimit") is { Length: > 0 } number ? number : "0";
                if (bucket["consumerOverride"] is JsonObject own)
                {
                    (state[key], names[key]) = (own.Text("overrideValue") is { Length: > 0 } value ? value : "0", own.Text("name"));
                }
            }
            (state[Names], state[Effective]) = (names, effective);
            return state;
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            var limit = place.Names();
            var service = limit.Text("limit")[..limit.Text("limit").IndexOf("/consumerQuotaMetrics/", StringComparison.Ordinal)];
            JsonArray set = [.. changed.Where(dimensions => wanted![dimensions] is not null).Select(dimensions => Override(dimensions, wanted![dimensions]!))];
            if (set.Count > 0)
            {
                // All at once or none. Without force Google refuses what lowers a quota by more than a tenth.
                yield return new(Host, $"POST v1beta1/{service}/consumerQuotaMetrics:importConsumerOverrides", ResourceIdentity.Global, new JsonObject { ["inlineSource"] = new JsonObject { ["overrides"] = set }, ["force"] = true }.ToJsonString());
            }
            foreach (var dimensions in changed.Where(dimensions => wanted![dimensions] is null && state?[Names]?[dimensions] is not null))
            {
                yield return new(Host, $"DELETE v1beta1/{Checked(state![Names].Text(dimensions), limit.Text("limit"))}?force=true", ResourceIdentity.Global, "{}");
            }

            JsonObject Override(string dimensions, JsonNode value)
            {
                JsonObject one = new() { ["metric"] = limit.Text("metric"), ["unit"] = limit.Text("unit"), ["overrideValue"] = value.DeepClone() };
                if (dimensions != Default)
                {
                    one["dimensions"] = JsonNode.Parse(dimensions);
                }
                return one;
            }
        }

        // Who calls the service shows by what he signs in with: keys of the API, or accounts.
        internal override async Task<string> UseAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken)
        {
            var service = place.Names().Text("limit").Split('/')[3];
            var counted = await Uses.OfGoogleAsync(cloud, $"metric.type=\"serviceruntime.googleapis.com/api/request_count\" AND resource.type=\"consumed_api\" AND resource.labels.service=\"{service}\"", "resource.labels.credential_id", now, cancellationToken).ConfigureAwait(false);
            var keys = counted.Where(one => one.Label.StartsWith("apikey:", StringComparison.Ordinal)).Sum(one => one.Times);
            return Uses.Text(counted.Sum(one => one.Times), string.Create(CultureInfo.InvariantCulture, $" by {counted.Count} callers of {service}, {(keys == 0 ? "none" : $"{keys:N0} times")} with an API key"));
        }

        private static string Checked(string name, string limit) => name.StartsWith($"{limit}/consumerOverrides/", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal) && name.AsSpan().IndexOfAny("?#") < 0
            ? name : throw new CloudCallException(ErrorId.CloudRefused, null, $"'{name}' is no override of {limit}", isCertain: true);
    }
}
