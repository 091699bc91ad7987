using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>
/// Asks the tenant's directory (Microsoft Graph) what object ids mean and who is in groups, in few requests: a thousand
/// ids in one, and twenty questions in one.
/// </summary>
internal sealed class AzureDirectory(AzureClient client)
{
    private const int IdsAtMost = 1000;
    private const int PartsAtMost = 20;
    // A filter takes fifteen values.
    private const int UsersAtMost = 15;
    private const string Group = "#microsoft.graph.group", User = "#microsoft.graph.user";

    /// <summary>What became of the reads.</summary>
    /// <param name="Principals">Those that the directory knows, by object id; what was thrown in place of what is known of it.</param>
    /// <param name="Members">The members of each group.</param>
    internal sealed record Answer(IReadOnlyDictionary<string, (JsonObject Principal, Exception? Failure)> Principals, IReadOnlyDictionary<string, (IReadOnlyList<ReadOnlyMemory<byte>> Members, Exception? Failure)> Members);

    /// <summary>Reads what some object ids mean, and who is in those that are groups.</summary>
    public async Task<Answer> ReadAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        Dictionary<string, (JsonObject Principal, Exception? Failure)> principals = new(StringComparer.OrdinalIgnoreCase);
        foreach (var some in ids.Distinct(StringComparer.OrdinalIgnoreCase).Chunk(IdsAtMost))
        {
            var answer = await client.SendAsync("/v1.0/directoryObjects/getByIds", JsonSerializer.SerializeToUtf8Bytes(new { ids = some }), cancellationToken).ConfigureAwait(false);
            List<ReadOnlyMemory<byte>> found = [];
            await client.AddPagesAsync(found, answer.Body, cancellationToken).ConfigureAwait(false);
            foreach (var item in found)
            {
                if (JsonNode.Parse(item.Span) is JsonObject principal && Text(principal, "id") is { Length: > 0 } id)
                {
                    principals[id] = (principal, null);
                }
            }
        }
        // Of users that answer says little; whether they are guests is asked for.
        var users = principals.Where(principal => Text(principal.Value.Principal, "@odata.type") == User).Select(principal => principal.Key).Order(StringComparer.Ordinal).Chunk(UsersAtMost).ToList();
        var groups = principals.Where(principal => Text(principal.Value.Principal, "@odata.type") == Group).Select(principal => principal.Key).Order(StringComparer.Ordinal).ToList();
        var answers = await AskAsync(
        [
            .. users.Select(some => $"/users?$filter=id%20in%20({string.Join(',', some.Select(id => $"'{id}'"))})&$select=id,displayName,userType&$top=999"),
            .. groups.Select(id => $"/groups/{id}/transitiveMembers?$select=id,userType,servicePrincipalType&$top=999"),
        ], cancellationToken).ConfigureAwait(false);
        foreach (var (some, (items, failure)) in users.Zip(answers))
        {
            foreach (var id in some)
            {
                principals[id] = (principals[id].Principal, failure);
            }
            foreach (var item in items)
            {
                if (JsonNode.Parse(item.Span) is JsonObject user && Text(user, "id") is { } id && principals.TryGetValue(id, out var known))
                {
                    known.Principal["userType"] = Text(user, "userType");
                }
            }
        }
        return new(principals, groups.Zip(answers.Skip(users.Count)).ToDictionary(group => group.First, group => group.Second, StringComparer.OrdinalIgnoreCase));
    }

    private async Task<IReadOnlyList<(IReadOnlyList<ReadOnlyMemory<byte>> Items, Exception? Failure)>> AskAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(paths.Chunk(PartsAtMost).Select(some => AskTogetherAsync(some, cancellationToken))).ConfigureAwait(false)).SelectMany(answers => answers)];

    private async Task<(IReadOnlyList<ReadOnlyMemory<byte>> Items, Exception? Failure)[]> AskTogetherAsync(string[] paths, CancellationToken cancellationToken)
    {
        var answers = new (ReadOnlyMemory<byte>? Body, Exception? Failure)[paths.Length];
        try
        {
            var answer = await client.SendAsync("/v1.0/$batch", JsonSerializer.SerializeToUtf8Bytes(new { requests = paths.Select((path, number) => new { id = $"{number}", method = "GET", url = path }) }), cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(answer.Body);
            foreach (var response in document.RootElement.GetProperty("responses").EnumerateArray())
            {
                // What may be better in a moment is asked for by itself, with the pauses that are due.
                if (int.TryParse(response.GetProperty("id").GetString(), System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= 0 && number < paths.Length
                    && response.GetProperty("status").TryGetInt32(out var status) && status is not (408 or 429 or >= 500) && response.TryGetProperty("body", out var body))
                {
                    var bytes = JsonSerializer.SerializeToUtf8Bytes(body);
                    answers[number] = status is >= 200 and < 300 ? (bytes, null) : (null, AzureErrorAnswer.Of(status, bytes));
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Array.Fill(answers, (null, failure));
        }
        return await Task.WhenAll(answers.Select((answer, number) => ItemsAsync(paths[number], answer.Body, answer.Failure, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<ReadOnlyMemory<byte>> Items, Exception? Failure)> ItemsAsync(string path, ReadOnlyMemory<byte>? body, Exception? failure, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> items = [];
        try
        {
            if (failure is null)
            {
                await client.AddPagesAsync(items, body ?? (await client.SendAsync($"/v1.0{path}", null, cancellationToken).ConfigureAwait(false)).Body, cancellationToken).ConfigureAwait(false);
                return (items, null);
            }
        }
        catch (Exception thrown) when (!cancellationToken.IsCancellationRequested)
        {
            failure = thrown;
        }
        return ([], failure);
    }

    private static string? Text(JsonObject item, string member) => item[member] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
