using System.Text.Json;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>
/// Sends many GETs in few requests. Resource Manager's batch is not documented publicly, so what it does not answer is
/// asked for singly.
/// </summary>
internal sealed class AzureBatch(AzureClient client)
{
    private const string Address = "/batch?api-version=2020-06-01";
    private const int AtMost = 20;
    private volatile bool _refused;

    /// <summary>The answers, in the order of the paths: a body, or what was thrown.</summary>
    public async Task<IReadOnlyList<(ReadOnlyMemory<byte> Body, Exception? Failure)>> GetAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var answers = new (ReadOnlyMemory<byte> Body, Exception? Failure)[paths.Count];
        await Task.WhenAll(Enumerable.Range(0, paths.Count).Chunk(AtMost).Select(some => AnswerAsync(paths, some, answers, cancellationToken))).ConfigureAwait(false);
        return answers;
    }

    /// <summary>
    /// Asks as the others, and once more by an older version where this cloud does not have the one that was asked for:
    /// sovereign clouds lag.
    /// </summary>
    public async Task<IReadOnlyList<(ReadOnlyMemory<byte> Body, Exception? Failure)>> GetByAnyVersionAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        (ReadOnlyMemory<byte> Body, Exception? Failure)[] answers = [.. await GetAsync(paths, cancellationToken).ConfigureAwait(false)];
        var again = (from number in Enumerable.Range(0, paths.Count)
                     let older = OlderVersion(paths[number], answers[number].Failure)
                     where older is not null
                     select (number, older)).ToList();
        if (again.Count > 0)
        {
            foreach (var (one, answer) in again.Zip(await GetAsync([.. again.Select(one => one.older)], cancellationToken).ConfigureAwait(false)))
            {
                answers[one.number] = answer;
            }
        }
        return answers;
    }

    // "The supported api-versions are '2023-05-01, 2024-10-01'." The newest that is not newer than what we know is taken.
    private static string? OlderVersion(string path, Exception? failure)
    {
        const string Known = "supported api-versions are '", Asked = "api-version=";
        if (failure is not AzureErrorAnswer { Code: "NoRegisteredProviderFound" or "InvalidResourceType" or "InvalidApiVersionParameter" } answer
            || answer.Message.IndexOf(Known, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at) || path.IndexOf(Asked, StringComparison.Ordinal) is not (> 0 and var from))
        {
            return null;
        }
        from += Asked.Length;
        var end = path.IndexOf('&', from) is > 0 and var next ? next : path.Length;
        var versions = answer.Message[(at + Known.Length)..].Split('\'')[0].Split(',', StringSplitOptions.TrimEntries);
        return versions.Where(version => version.Length == 10 && string.CompareOrdinal(version, path[from..end]) < 0).Max(StringComparer.Ordinal) is { } older ? $"{path[..from]}{older}{path[end..]}" : null;
    }

    private async Task AnswerAsync(IReadOnlyList<string> paths, int[] some, (ReadOnlyMemory<byte>, Exception?)[] answers, CancellationToken cancellationToken)
    {
        var answered = some.Length == 1 || _refused ? [] : await TogetherAsync(paths, some, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(some.Select(async number =>
        {
            if (answered.TryGetValue(number, out var answer))
            {
                answers[number] = answer;
                return;
            }
            try
            {
                answers[number] = ((await client.SendAsync(paths[number], null, cancellationToken).ConfigureAwait(false)).Body, null);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                answers[number] = (default, failure);
            }
        })).ConfigureAwait(false);
    }

    // What is not in the result is to be asked for singly.
    private async Task<Dictionary<int, (ReadOnlyMemory<byte>, Exception?)>> TogetherAsync(IReadOnlyList<string> paths, int[] some, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            requests = some.Select(number => new { httpMethod = "GET", name = $"{number}", url = paths[number], requestHeaderDetails = new { commandName = "AiCloudSecurity" } }),
        });
        Dictionary<int, (ReadOnlyMemory<byte>, Exception?)> answered = [];
        try
        {
            var answer = await client.SendAsync(Address, body, cancellationToken).ConfigureAwait(false);
            using var document = JsonDocument.Parse(answer.Body);
            foreach (var response in document.RootElement.GetProperty("responses").EnumerateArray())
            {
                if (response.GetProperty("name").GetString() is { } name && int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var number) && some.Contains(number)
                    && response.GetProperty("httpStatusCode").TryGetInt32(out var status) && response.TryGetProperty("content", out var content)
                    // What may be better in a moment is tried again by itself, with the pauses that are due.
                    && status is not (202 or 408 or 429 or >= 500))
                {
                    var bytes = (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(content);
                    answered[number] = status is >= 200 and < 300 ? (bytes, null) : (default, AzureErrorAnswer.Of(status, bytes));
                }
            }
        }
        catch (Exception failure) when (failure is AzureErrorAnswer { Status: 400 or 404 or 405 or 501 } or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // There is no batch here, or not as we know it.
            _refused = true;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // To ask for each again would take as long each time.
            return some.ToDictionary(number => number, _ => (default(ReadOnlyMemory<byte>), (Exception?)failure));
        }
        return answered;
    }
}
