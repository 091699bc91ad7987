using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>The Bedrock invocation log in Athena, through the view of <see cref="FeatureViews.Athena"/>.</summary>
/// <param name="connection">Signed in to the account.</param>
/// <param name="database">The database of the view.</param>
/// <param name="workGroup">The work group, which says where results go.</param>
/// <param name="region">The region; the connection's own without.</param>
public sealed class AthenaLogs(AwsConnection connection, string database, string workGroup, string? region) : ILogStore
{
    private static readonly AwsService s_athena = AwsService.Of("athena");

    /// <summary>How long to wait between two looks at a query that runs.</summary>
    internal TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LogFeature> QueryAsync(int fromHour, int untilHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var id = await StartAsync(fromHour, untilHour, cancellationToken).ConfigureAwait(false);
        var done = false;
        try
        {
            await WaitAsync(id, cancellationToken).ConfigureAwait(false);
            done = true;
        }
        finally
        {
            if (!done)
            {
                await StopAsync(id).ConfigureAwait(false);
            }
        }
        string? next = null;
        var header = true;
        do
        {
            var input = new JsonObject { ["QueryExecutionId"] = id, ["MaxResults"] = 1000 };
            if (next is not null)
            {
                input["NextToken"] = next;
            }
            using var page = await CallAsync("GetQueryResults", input, cancellationToken).ConfigureAwait(false);
            foreach (var row in page.RootElement.GetProperty("ResultSet").GetProperty("Rows").EnumerateArray())
            {
                // The first row of the first page has the names.
                if (header)
                {
                    header = false;
                    continue;
                }
                yield return FeatureQuery.Feature(LogSource.BedrockInvocation,
                    [.. row.GetProperty("Data").EnumerateArray().Select(value => value.TryGetProperty("VarCharValue", out var text) ? text.GetString() : null)]);
            }
            next = page.RootElement.TryGetProperty("NextToken", out var token) ? token.GetString() : null;
        }
        while (next is not null);
    }

    private async Task<string> StartAsync(int fromHour, int untilHour, CancellationToken cancellationToken)
    {
        using var started = await CallAsync("StartQueryExecution", new JsonObject
        {
            ["QueryString"] = FeatureQuery.Sql(fromHour, untilHour),
            ["QueryExecutionContext"] = new JsonObject { ["Database"] = database },
            ["WorkGroup"] = workGroup,
            ["ClientRequestToken"] = Guid.NewGuid().ToString("N"),
        }, cancellationToken).ConfigureAwait(false);
        return started.RootElement.GetProperty("QueryExecutionId").GetString()!;
    }

    private async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var state = await CallAsync("GetQueryExecution", new JsonObject { ["QueryExecutionId"] = id }, cancellationToken).ConfigureAwait(false);
            var status = state.RootElement.GetProperty("QueryExecution").GetProperty("Status");
            switch (status.GetProperty("State").GetString())
            {
                case "SUCCEEDED":
                    return;
                case "FAILED" or "CANCELLED":
                    var why = status.TryGetProperty("StateChangeReason", out var reason) ? reason.GetString() : "no reason was given";
                    throw new AiCloudException(ErrorId.CloudRefused, $"Athena could not run the query: {Display.Safe(why)} docs/abuse.md has the view that it reads.", database);
            }
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    // It would run on, and cost, after nobody waits for it.
    private async Task StopAsync(string id)
    {
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            using var stopped = await CallAsync("StopQueryExecution", new JsonObject { ["QueryExecutionId"] = id }, late.Token).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is AiCloudException or OperationCanceledException)
        {
            // It ended by itself, or cannot be reached: there is nothing left to do.
        }
    }

    private async Task<JsonDocument> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        try
        {
            return JsonDocument.Parse(await connection.CallAsync(s_athena, region ?? connection.Home, operation, input, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is not (AiCloudException or OperationCanceledException))
        {
            var error = AwsError.Of(failure);
            throw new AiCloudException(error.Id, $"athena:{operation} failed ({Display.Safe(error.Message)}).", database, failure);
        }
    }
}
