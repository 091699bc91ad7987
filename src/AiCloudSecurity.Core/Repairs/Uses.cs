using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>How often something was used in the last week, as a question before a change says it.</summary>
internal static class Uses
{
    /// <summary>How often, in words.</summary>
    /// <param name="times">How many times.</param>
    /// <param name="more">What else is to be said of them.</param>
    public static string Text(long times, string more = "") =>
        times == 0 ? "It was not used in the last 7 days, as far as is counted." : string.Create(CultureInfo.InvariantCulture, $"It was used {times:N0} time{(times == 1 ? "" : "s")} in the last 7 days{more}.");

    /// <summary>What Cloud Monitoring counts of a metric in the last week, by one of its labels.</summary>
    /// <param name="cloud">The project.</param>
    /// <param name="filter">Which metric, and of what.</param>
    /// <param name="label">The label, as resource.labels.credential_id; all together without.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CloudCallException">It could not be asked.</exception>
    public static async Task<List<(string Label, long Times)>> OfGoogleAsync(ICloudWriter cloud, string filter, string? label, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<(string, long)> counts = [];
        for (var (pages, token) = (0, ""); pages < 100; pages++)
        {
            var page = JsonNode.Parse(await cloud.CallAsync(new("monitoring.googleapis.com", string.Create(CultureInfo.InvariantCulture,
                $"GET v3/projects/{Uri.EscapeDataString(cloud.Scope.Id)}/timeSeries?filter={Uri.EscapeDataString(filter)}&interval.startTime={now.AddDays(-7):yyyy-MM-dd'T'HH:mm:ss'Z'}&interval.endTime={now:yyyy-MM-dd'T'HH:mm:ss'Z'}&aggregation.alignmentPeriod=86400s&aggregation.perSeriesAligner=ALIGN_SUM&aggregation.crossSeriesReducer=REDUCE_SUM{(label is null ? "" : $"&aggregation.groupByFields={label}")}{(token.Length > 0 ? $"&pageToken={Uri.EscapeDataString(token)}" : "")}"),
                ResourceIdentity.Global, "{}"), cancellationToken).ConfigureAwait(false));
            counts.AddRange((page?["timeSeries"] as JsonArray ?? []).OfType<JsonObject>().Select(series => (label is null ? "" : label.Split('.').Aggregate((JsonNode?)series, (part, name) => (part as JsonObject)?[name])?.ToString() ?? "",
                (series["points"] as JsonArray ?? []).Sum(point => long.TryParse((point?["value"]).Text("int64Value"), CultureInfo.InvariantCulture, out var times) ? times : 0))));
            if (page.Text("nextPageToken") is not { Length: > 0 } next)
            {
                return counts;
            }
            token = next;
        }
        throw new CloudCallException(ErrorId.CloudRefused, null, "what Cloud Monitoring counts does not end", isCertain: false);
    }
}
