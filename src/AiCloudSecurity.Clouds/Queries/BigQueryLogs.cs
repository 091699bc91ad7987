using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>Vertex AI request-response logs in BigQuery, through the view of <see cref="FeatureViews.BigQuery"/>.</summary>
public sealed class BigQueryLogs : ILogStore, IDisposable
{
    private readonly QueryHttp _http;
    private readonly string _project;
    private readonly string _dataset;
    private readonly string _view;

    /// <param name="view">The view as PROJECT.DATASET.NAME.</param>
    /// <param name="tokens">Where the token comes from.</param>
    /// <param name="endpoint">Where requests go instead of Google.</param>
    /// <exception cref="AiCloudException">The view's name is not of that form.</exception>
    public BigQueryLogs(string view, IAccessTokenSource tokens, Uri? endpoint)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (view.Split('.') is not [var project, var dataset, var name] || !IsName(project) || !IsName(dataset) || !IsName(name))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(view)}' is no view of BigQuery. Write it as PROJECT.DATASET.NAME.", view);
        }
        (_project, _dataset, _view) = (project, dataset, name);
        _http = new QueryHttp(endpoint ?? new Uri("https://bigquery.googleapis.com/"), tokens, TimeSpan.FromSeconds(1));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogFeature> QueryAsync(int fromHour, int untilHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var page = await _http.SendAsync(HttpMethod.Post, $"bigquery/v2/projects/{_project}/queries", new JsonObject
        {
            ["query"] = FeatureQuery.Sql(fromHour, untilHour, _view),
            ["useLegacySql"] = false,
            ["maxResults"] = 10_000,
            ["timeoutMs"] = 20_000,
            ["defaultDataset"] = new JsonObject { ["projectId"] = _project, ["datasetId"] = _dataset },
        }, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            string next;
            using (page)
            {
                var root = page.RootElement;
                if (root.TryGetProperty("rows", out var rows))
                {
                    foreach (var row in rows.EnumerateArray())
                    {
                        yield return FeatureQuery.Feature(LogSource.VertexPrediction, [.. row.GetProperty("f").EnumerateArray().Select(cell => cell.GetProperty("v").GetString())]);
                    }
                }
                var complete = root.GetProperty("jobComplete").GetBoolean();
                var token = root.TryGetProperty("pageToken", out var more) ? more.GetString() : null;
                if (complete && token is null)
                {
                    yield break;
                }
                var job = root.GetProperty("jobReference");
                var location = job.TryGetProperty("location", out var where) ? $"&location={Uri.EscapeDataString(where.GetString()!)}" : "";
                next = $"bigquery/v2/projects/{_project}/queries/{Uri.EscapeDataString(job.GetProperty("jobId").GetString()!)}?maxResults=10000&timeoutMs=20000{location}{(token is null ? "" : $"&pageToken={Uri.EscapeDataString(token)}")}";
            }
            page = await _http.SendAsync(HttpMethod.Get, next, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static bool IsName(string name) => name.Length is > 0 and < 1025 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ':');
}
