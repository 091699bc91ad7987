using System.Text.Json;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>Asks Azure Resource Graph: one question for all subscriptions.</summary>
internal static class AzureGraph
{
    private const string Address = "/providers/Microsoft.ResourceGraph/resources?api-version=2024-04-01";
    private const int PageSize = 1000;
    // More are not looked at in one question.
    private const int SubscriptionsAtMost = 1000;

    /// <summary>All resources of some types of a table, as UTF-8 JSON.</summary>
    /// <exception cref="InvalidDataException">What came was not all.</exception>
    public static async Task<List<ReadOnlyMemory<byte>>> RowsAsync(AzureClient client, string table, IEnumerable<string> types, IReadOnlyList<string> subscriptions, CancellationToken cancellationToken)
    {
        var query = $"{table} | where type in~ ({string.Join(", ", types.Select(type => $"'{type.ToLowerInvariant()}'"))}) | project id, name, type, kind, location, sku, identity, tags, properties | order by id asc";
        List<ReadOnlyMemory<byte>> rows = [];
        foreach (var some in subscriptions.Chunk(SubscriptionsAtMost))
        {
            await AddAsync(client, query, some, isInherited: table is "authorizationresources" or "policyresources", rows, cancellationToken).ConfigureAwait(false);
        }
        return rows;
    }

    private static async Task AddAsync(AzureClient client, string query, string[] subscriptions, bool isInherited, List<ReadOnlyMemory<byte>> rows, CancellationToken cancellationToken)
    {
        HashSet<string> tokens = new(StringComparer.Ordinal);
        string? token = null;
        var before = rows.Count;
        do
        {
            Dictionary<string, object> options = new() { ["$top"] = PageSize, ["resultFormat"] = "objectArray" };
            if (isInherited)
            {
                // Without it, what holds in a subscription because it is set at a management group is left out.
                options["authorizationScopeFilter"] = "AtScopeAboveAndBelow";
            }
            if (token is not null)
            {
                options["$skipToken"] = token;
            }
            var answer = await client.SendAsync(Address, JsonSerializer.SerializeToUtf8Bytes(new { subscriptions, query, options }), cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(answer.Body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("the answer is no table");
            }
            rows.AddRange(data.EnumerateArray().Select(row => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(row)));
            token = root.TryGetProperty("$skipToken", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null;
            if (token is not null && !tokens.Add(token))
            {
                throw new InvalidDataException("the table names the same next page again");
            }
            // "true" is text, and means that there is more than can be had.
            if (token is null && root.TryGetProperty("resultTruncated", out var truncated) && truncated.ToString().Equals("true", StringComparison.OrdinalIgnoreCase)
                || answer.Headers.TryGetValue("x-ms-tenant-subscription-limit-hit", out var limit) && limit.Equals("true", StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidDataException("the answer was truncated");
            }
            if (token is null && root.TryGetProperty("totalRecords", out var total) && total.TryGetInt64(out var records) && records > rows.Count - before)
            {
                throw new InvalidDataException($"the table has {records} rows, and {rows.Count - before} came");
            }
        }
        while (token is not null);
    }
}
