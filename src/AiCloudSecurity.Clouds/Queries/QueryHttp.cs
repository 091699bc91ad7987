using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>Requests of a query service with a bearer token: JSON there and back, again where the service is busy.</summary>
internal sealed class QueryHttp(Uri endpoint, IAccessTokenSource tokens, TimeSpan pause) : IDisposable
{
    private const int Attempts = 4;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromMinutes(5) };

    public async Task<JsonDocument> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, new Uri(endpoint, path));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await tokens.GetAsync(cancellationToken).ConfigureAwait(false));
            if (body is not null)
            {
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            }
            try
            {
                using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (attempt < Attempts && response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway)
                {
                    var wait = response.Headers.RetryAfter?.Delta ?? pause * Math.Pow(2, attempt);
                    await Task.Delay(wait < TimeSpan.FromMinutes(1) ? wait : TimeSpan.FromMinutes(1), cancellationToken).ConfigureAwait(false);
                    continue;
                }
                if (response.IsSuccessStatusCode)
                {
                    return JsonDocument.Parse(WireText.Readable(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)));
                }
                var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                await using (stream.ConfigureAwait(false))
                {
                    throw await RefusedAsync(response.StatusCode, stream, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException || failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                throw new AiCloudException(ErrorId.CloudUnreachable, $"{endpoint.Host} did not answer as it should ({Display.Safe(failure.Message)}). Check the network and the proxy.", endpoint.Host, failure);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    // What the service says, short; the token is in none of it.
    private async Task<AiCloudException> RefusedAsync(HttpStatusCode status, Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        var said = "";
        try
        {
            using var answer = JsonDocument.Parse(WireText.Readable(buffer[..length]));
            said = answer.RootElement.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message) ? message.GetString() ?? "" : "";
        }
        catch (JsonException)
        {
            // A page of a proxy, or more than fits: the status says enough.
        }
        var id = status switch
        {
            HttpStatusCode.Unauthorized => ErrorId.CloudAuthenticationFailed,
            HttpStatusCode.Forbidden => ErrorId.CloudAccessDenied,
            HttpStatusCode.NotFound => ErrorId.ResourceNotFound,
            HttpStatusCode.TooManyRequests => ErrorId.CloudThrottled,
            _ => ErrorId.CloudRefused,
        };
        return new AiCloudException(id, $"{endpoint.Host} refused the query (HTTP {(int)status}{(said.Length > 0 ? ": " + Display.Safe(said) : "")}).", endpoint.Host);
    }
}
