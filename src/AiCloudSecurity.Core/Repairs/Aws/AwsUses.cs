using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Who used something in the last week, as AWS counts it: CloudTrail's management events, and metrics.</summary>
internal static class AwsUses
{
    private const int MostPages = 20;

    /// <summary>How often a function was called by its URL.</summary>
    public static async Task<string> OfFunctionUrlAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var answer = JsonNode.Parse(await cloud.CallAsync(new("cloudwatch", "GetMetricStatistics", place.Region, new JsonObject
        {
            ["Namespace"] = "AWS/Lambda",
            ["MetricName"] = "UrlRequestCount",
            ["Dimensions"] = new JsonArray(new JsonObject { ["Name"] = "FunctionName", ["Value"] = place.Names().Text("FunctionName") }),
            ["StartTime"] = now.AddDays(-7).ToUnixTimeSeconds(),
            ["EndTime"] = now.ToUnixTimeSeconds(),
            ["Period"] = 86400,
            ["Statistics"] = new JsonArray("Sum"),
        }.ToJsonString()), cancellationToken).ConfigureAwait(false));
        return Uses.Text((answer?["Datapoints"] as JsonArray ?? []).Sum(day => long.CreateSaturating(double.TryParse(day.Text("Sum"), CultureInfo.InvariantCulture, out var sum) ? sum : 0)), " by its URL");
    }

    /// <summary>How often a role was taken, and who took it last.</summary>
    public static Task<string> OfRoleAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken) =>
        OfEventsAsync(cloud, place, "ResourceName", place.ResourceId, one => one.Text("EventName").StartsWith("AssumeRole", StringComparison.Ordinal), now, cancellationToken);

    /// <summary>How often a user called Bedrock with an API key, which CloudTrail calls a bearer token.</summary>
    public static Task<string> OfUserAsync(ICloudWriter cloud, SettingPlace place, DateTimeOffset now, CancellationToken cancellationToken) =>
        OfEventsAsync(cloud, place, "Username", place.Names().Text("UserName"), one => one.Text("EventSource") is "bedrock.amazonaws.com" && Record(one)?["additionalEventData"].Text("callWithBearerToken") is "true" or "True", now, cancellationToken);

    // Events of the region that is signed in to; those of others stand there.
    private static async Task<string> OfEventsAsync(ICloudWriter cloud, SettingPlace place, string attribute, string value, Func<JsonObject, bool> counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var input = new JsonObject
        {
            ["LookupAttributes"] = new JsonArray(new JsonObject { ["AttributeKey"] = attribute, ["AttributeValue"] = value }),
            ["StartTime"] = now.AddDays(-7).ToUnixTimeSeconds(),
            ["EndTime"] = now.ToUnixTimeSeconds(),
            ["MaxResults"] = 50,
        };
        List<JsonObject> events = [];
        var isMore = true;
        for (var pages = 0; pages < MostPages && isMore; pages++)
        {
            var page = JsonNode.Parse(await cloud.CallAsync(new("cloudtrail", "LookupEvents", place.Region, input.ToJsonString()), cancellationToken).ConfigureAwait(false));
            events.AddRange((page?["Events"] as JsonArray ?? []).OfType<JsonObject>().Where(counts));
            isMore = page.Text("NextToken") is { Length: > 0 } next && (input["NextToken"] = next) is not null;
        }
        // The newest comes first.
        return Uses.Text(events.Count, events.Count == 0 ? "" : $"{(isMore ? " and more" : "")}, last by {Caller(events[0])} ({events[0].Text("EventName")}), as management events of the region that is signed in to tell");
    }

    private static string Caller(JsonObject one)
    {
        var identity = Record(one)?["userIdentity"];
        return identity.Text("arn") is { Length: > 0 } arn ? arn : identity.Text("invokedBy") is { Length: > 0 } service ? service : one.Text("Username");
    }

    // The record as CloudTrail wrote it; null where that is not shown.
    private static JsonObject? Record(JsonObject one)
    {
        try
        {
            return one.Text("CloudTrailEvent") is { Length: > 0 } text ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
