using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>
/// API Management's logs in Log Analytics. An answer has no pages and holds 500,000 rows at most, so each day is asked
/// for by itself.
/// </summary>
/// <param name="workspaceId">The workspace's id.</param>
/// <param name="tokens">Where the token comes from.</param>
/// <param name="endpoint">Where requests go instead of Azure's public cloud.</param>
public sealed class LogAnalyticsLogs(Guid workspaceId, IAccessTokenSource tokens, Uri? endpoint) : ILogStore, IDisposable
{
    private readonly QueryHttp _http = new(endpoint ?? new Uri("https://api.loganalytics.io/"), tokens, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogFeature> QueryAsync(int fromHour, int untilHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var hour = fromHour; hour < untilHour; hour += 24)
        {
            var until = Math.Min(untilHour, hour + 24);
            using var answer = await _http.SendAsync(HttpMethod.Post, $"v1/workspaces/{workspaceId}/query", new JsonObject
            {
                ["query"] = FeatureQuery.Kql(FeatureViews.LogAnalytics, hour, until),
                ["timespan"] = $"{Time(hour)}/{Time(until)}",
            }, cancellationToken).ConfigureAwait(false);
            if (answer.RootElement.TryGetProperty("error", out _))
            {
                throw new AiCloudException(ErrorId.CloudRefused, $"Log Analytics answered only in part for {Time(hour)}: ask for a shorter time.", workspaceId.ToString());
            }
            foreach (var row in answer.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray())
            {
                yield return FeatureQuery.Feature(LogSource.ApiManagement, [.. row.EnumerateArray().Select(Text)]);
            }
        }

        static string Time(int hour) => DateTimeOffset.UnixEpoch.AddHours(hour).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };
}
