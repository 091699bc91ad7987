using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using Azure.Core;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>Sends the requests of repairs to one project, and waits for operations that go on.</summary>
/// <param name="connection">Signed in.</param>
/// <param name="scope">The project.</param>
public sealed class GcpWriter(GcpConnection connection, Scope scope) : ICloudWriter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public Scope Scope => scope;

    /// <inheritdoc/>
    public async Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        var (method, path) = call.Operation.Split(' ') is [var verb, var rest] ? (new RequestMethod(verb), rest) : throw new ArgumentException("A request is a method and a path.", nameof(call));
        var location = call.Region == ResourceIdentity.Global ? "" : call.Region;
        try
        {
            var answer = await connection.Client.SendAsync(method, call.Service, location, path, method == RequestMethod.Get || method == RequestMethod.Delete ? null : Encoding.UTF8.GetBytes(call.Body), cancellationToken).ConfigureAwait(false);
            if (method != RequestMethod.Get)
            {
                await FinishAsync(answer, call.Service, location, path, cancellationToken).ConfigureAwait(false);
            }
            return answer.Length == 0 ? "{}" : Encoding.UTF8.GetString(answer.Span);
        }
        catch (Exception failure) when (failure is not CloudCallException && !cancellationToken.IsCancellationRequested)
        {
            var error = GcpError.Of(failure);
            var answer = failure as GcpErrorAnswer;
            var said = answer is { Message.Length: > 0 } && answer.Message != error.Message ? $"{error.Message}: {answer.Message}" : error.Message;
            // A server's own error, and no answer at all, leave open whether it was done.
            throw new CloudCallException(answer is { Status: 409 or 412 } && error.Id == ErrorId.CloudRefused ? ErrorId.ResourceChanged : error.Id, answer?.Status == 404 ? "NOT_FOUND" : answer?.Code, $"{method}: {said}",
                isCertain: answer is { Status: >= 400 and < 500 } || error.Id == ErrorId.CloudAuthenticationFailed, failure);
        }
    }

    // projects/p/locations/l/operations/o of most services; Compute Engine's say their status, and their address.
    private async Task FinishAsync(ReadOnlyMemory<byte> answer, string host, string location, string path, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            if (AddressOf(answer, path) is not { } address)
            {
                return;
            }
            if (TimeProvider.System.GetElapsedTime(began) > s_patience)
            {
                throw new CloudCallException(ErrorId.CloudRefused, null, $"Google has not finished it in {s_patience.TotalMinutes:0} minutes", isCertain: false);
            }
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            answer = await connection.Client.SendAsync(host, location, address, null, cancellationToken).ConfigureAwait(false);
        }
    }

    // Where an operation that still goes on is asked for; null where there is none, or it has ended well.
    private static string? AddressOf(ReadOnlyMemory<byte> answer, string path)
    {
        JsonObject? operation;
        try
        {
            operation = answer.Length == 0 ? null : JsonNode.Parse(answer.Span) as JsonObject;
        }
        catch (JsonException malformed)
        {
            throw new CloudCallException(ErrorId.CloudRefused, null, "the answer was malformed", isCertain: false, malformed);
        }
        var name = operation?["name"]?.ToString() ?? "";
        var ofCompute = operation?["kind"]?.ToString() == "compute#operation";
        if (operation is null || !ofCompute && !name.Contains("operations/", StringComparison.Ordinal))
        {
            return null;
        }
        if ((operation["error"] as JsonObject) is { } error)
        {
            // It was begun: what became of it the state tells.
            var first = (error["errors"] as JsonArray)?.FirstOrDefault() ?? error;
            throw new CloudCallException(ErrorId.CloudRefused, first["code"]?.ToString(), $"{first["code"]} {first["message"]}", isCertain: false);
        }
        if (ofCompute)
        {
            var parts = path.Split('/');
            var place = operation["zone"] is { } zone ? $"zones/{Last(zone)}" : operation["region"] is { } region ? $"regions/{Last(region)}" : "global";
            return operation["status"]?.ToString() == "DONE" ? null : $"{string.Join('/', parts[..4])}/{place}/operations/{Uri.EscapeDataString(name)}";
        }
        return operation["done"] is JsonValue done && done.TryGetValue<bool>(out var isDone) && isDone ? null : $"{path[..path.IndexOf('/', StringComparison.Ordinal)]}/{name}";

        static string Last(JsonNode address) => address.ToString()[(address.ToString().LastIndexOf('/') + 1)..];
    }
}
