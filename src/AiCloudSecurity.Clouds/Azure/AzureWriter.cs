using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using Azure.Core;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>Sends the requests of repairs to one subscription, and waits for what Azure does later.</summary>
/// <param name="connection">Signed in.</param>
/// <param name="scope">The subscription.</param>
public sealed class AzureWriter(AzureConnection connection, Scope scope) : ICloudWriter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_usualWait = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Scope Scope => scope;

    /// <inheritdoc/>
    public async Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (method, path) = call.Operation.Split(' ') is [var verb, var rest] ? (new RequestMethod(verb), rest) : throw new ArgumentException("A request is a method and a path.", nameof(call));
        try
        {
            var isRead = method == RequestMethod.Get;
            var answer = await connection.Client.SendAsync(method, path, isRead || method == RequestMethod.Delete ? null : Encoding.UTF8.GetBytes(call.Body), call.IfMatch, cancellationToken).ConfigureAwait(false);
            if (!isRead)
            {
                await FinishAsync(answer, cancellationToken).ConfigureAwait(false);
            }
            return answer.Body.Length == 0 ? "{}" : Encoding.UTF8.GetString(answer.Body.Span);
        }
        catch (Exception failure) when (failure is not CloudCallException && !cancellationToken.IsCancellationRequested)
        {
            var error = AzureError.Of(failure);
            var answer = failure as AzureErrorAnswer;
            var said = answer is { Message.Length: > 0 } && answer.Message != error.Message ? $"{error.Message}: {answer.Message}" : error.Message;
            // A server's own error, and no answer at all, leave open whether it was done.
            throw new CloudCallException(answer is { Status: 409 or 412 } && error.Id == ErrorId.CloudRefused ? ErrorId.ResourceChanged : error.Id, answer?.Code, $"{method}: {said}",
                isCertain: answer is { Status: >= 400 and < 500 } || error.Id == ErrorId.CloudAuthenticationFailed, failure);
        }
    }

    // 201 and 202 name an operation that goes on; some 200 do, too.
    private async Task FinishAsync(AzureAnswer answer, CancellationToken cancellationToken)
    {
        var operation = answer.Headers.GetValueOrDefault("Azure-AsyncOperation");
        if ((operation ?? (answer.Status == 202 ? answer.Headers.GetValueOrDefault("Location") : null)) is not { Length: > 0 } address)
        {
            return;
        }
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await Task.Delay(answer.Headers.TryGetValue("Retry-After", out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 60)) : s_usualWait, cancellationToken).ConfigureAwait(false);
            answer = await connection.Client.SendAsync(RequestMethod.Get, address, null, null, cancellationToken).ConfigureAwait(false);
            if (operation is null ? answer.Status != 202 : IsOver(answer))
            {
                return;
            }
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new CloudCallException(ErrorId.CloudRefused, null, $"Azure has not finished it in {s_patience.TotalMinutes:0} minutes", isCertain: false);
            }
        }
    }

    private static bool IsOver(AzureAnswer answer)
    {
        JsonNode? body;
        try
        {
            body = JsonNode.Parse(answer.Body.Span);
        }
        catch (JsonException malformed)
        {
            throw new CloudCallException(ErrorId.CloudRefused, null, "what Azure said of the operation was malformed", isCertain: false, malformed);
        }
        return body?["status"]?.ToString() switch
        {
            "Succeeded" => true,
            // It was begun: what became of it the state tells.
            "Failed" or "Canceled" => throw new CloudCallException(ErrorId.CloudRefused, body["error"]?["code"]?.ToString(), $"{body["status"]}: {body["error"]?["code"]} {body["error"]?["message"]}".TrimEnd(), isCertain: false),
            _ => false,
        };
    }
}
