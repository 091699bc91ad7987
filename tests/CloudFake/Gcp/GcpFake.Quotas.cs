using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

// Quotas of Service Usage (v1beta1). A resource of this type is one limit, as Google says it with view=FULL; its name is
// as Google writes it, with slashes of its parts as %2F.
public sealed partial class GcpFake
{
    private const string QuotaLimit = "serviceusage.googleapis.com/ConsumerQuotaLimit";

    private IEnumerable<JsonObject> Limits => Sorted().Where(resource => (string?)resource["type"] == QuotaLimit).Select(resource => resource["data"]!.AsObject());

    private GcpAnswer Quotas(string method, string name, IQueryCollection query, JsonNode? body)
    {
        var permission = method == "GET" ? "serviceusage.quotas.get" : "serviceusage.quotas.update";
        if (Missing(permission, name) is { } missing)
        {
            return missing;
        }
        if (method == "GET" && name.EndsWith("/consumerQuotaMetrics", StringComparison.Ordinal))
        {
            return Page([.. Limits.Where(limit => ((string)limit["name"]!).StartsWith(name + "/", StringComparison.Ordinal)).GroupBy(limit => (string)limit["metric"]!).Select(limits => (JsonNode)new JsonObject
            {
                ["name"] = ((string)limits.First()["name"]!).Split("/limits/")[0],
                ["metric"] = limits.Key,
                ["consumerQuotaLimits"] = new JsonArray([.. limits.Select(limit => Viewed(limit.DeepClone().AsObject(), query["view"] != "FULL"))]),
            })], "metrics", query);
        }
        if (method == "GET")
        {
            return Limits.FirstOrDefault(limit => Plain(limit) == name) is { } limit ? new(200, limit.DeepClone()) : NotFound(name);
        }
        if (method == "POST" && name.EndsWith("/consumerQuotaMetrics:importConsumerOverrides", StringComparison.Ordinal))
        {
            List<(JsonObject Limit, JsonObject Bucket, JsonObject Override)> all = [];
            foreach (var given in body?["inlineSource"]?["overrides"]?.AsArray().OfType<JsonObject>() ?? [])
            {
                var limit = Limits.FirstOrDefault(limit => Plain(limit).StartsWith(name[..name.LastIndexOf(':')] + "/", StringComparison.Ordinal) && (string?)limit["metric"] == (string?)given["metric"] && (string?)limit["unit"] == (string?)given["unit"]);
                var bucket = limit?["quotaBuckets"]?.AsArray().OfType<JsonObject>().FirstOrDefault(bucket => JsonNode.DeepEquals(bucket["dimensions"] ?? new JsonObject(), given["dimensions"] ?? new JsonObject()));
                if (bucket is null || !long.TryParse((string?)given["overrideValue"], CultureInfo.InvariantCulture, out var value) || value < -1)
                {
                    return GcpAnswer.Error(400, "INVALID_ARGUMENT", "The override names no quota.");
                }
                if ((bool?)body!["force"] is not true && Number(bucket["effectiveLimit"]) is var now && (now < 0 || value < now * 0.9))
                {
                    return GcpAnswer.Error(400, "FAILED_PRECONDITION", "Updating the limit would decrease it by more than 10 percent.", "COMMON_QUOTA_CONSUMER_OVERRIDE_TOO_LOW");
                }
                all.Add((limit!, bucket, given));
            }
            foreach (var (limit, bucket, given) in all)
            {
                var made = given.DeepClone().AsObject();
                made["name"] = bucket["consumerOverride"]?["name"]?.DeepClone() ?? $"{limit["name"]}/consumerOverrides/{Guid.NewGuid():N}";
                bucket["consumerOverride"] = made;
                Weigh(bucket);
            }
            return Done(new JsonObject { ["overrides"] = new JsonArray([.. all.Select(one => one.Bucket["consumerOverride"]!.DeepClone())]) });
        }
        if (method == "DELETE" && Limits.SelectMany(limit => limit["quotaBuckets"]!.AsArray().OfType<JsonObject>()).FirstOrDefault(bucket => bucket["consumerOverride"] is { } own && Uri.UnescapeDataString((string)own["name"]!) == name) is { } holder)
        {
            holder.Remove("consumerOverride");
            Weigh(holder);
            return Done([]);
        }
        return NotFound(name);

        // Of those with dimensions only those that somebody has limited, where not all is asked for.
        static JsonNode Viewed(JsonObject limit, bool isBasic)
        {
            foreach (var bucket in limit["quotaBuckets"]!.AsArray().OfType<JsonObject>().Where(bucket => isBasic && bucket["dimensions"] is not null && bucket["consumerOverride"] is null).ToList())
            {
                limit["quotaBuckets"]!.AsArray().Remove(bucket);
            }
            return limit;
        }

        static string Plain(JsonObject limit) => Uri.UnescapeDataString((string)limit["name"]!);

        static long Number(JsonNode? text) => long.Parse((string?)text ?? "0", CultureInfo.InvariantCulture);

        // What a project sets itself limits what Google gives, and never adds to it.
        static void Weigh(JsonObject bucket)
        {
            var (given, own) = (Number(bucket["defaultLimit"]), bucket["consumerOverride"] is { } set ? Number(set["overrideValue"]) : -1);
            bucket["effectiveLimit"] = $"{(given < 0 ? own : own < 0 ? given : Math.Min(given, own))}";
        }

        GcpAnswer Done(JsonObject response)
        {
            var operation = $"operations/quf.{Guid.NewGuid():N}";
            _operations[operation] = new() { ["name"] = operation, ["done"] = true, ["response"] = response };
            return new(200, new JsonObject { ["name"] = operation });
        }
    }
}
