using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AiCloudSecurity.Clouds.Http;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>
/// Talks to Resource Manager or Microsoft Graph: signs, tries again, waits as long as it is asked to, and not longer than the caller
/// allows. Answers are bytes.
/// </summary>
internal sealed class AzureClient : IDisposable
{
    private readonly HttpPipeline _pipeline;
    private readonly HttpClient _http;
    private readonly Uri _endpoint;
    private readonly SemaphoreSlim _gate;

    /// <summary>A client of Resource Manager, or of another service that answers alike.</summary>
    /// <param name="credential">Who asks.</param>
    /// <param name="endpoint">Where it answers.</param>
    /// <param name="scope">What tokens are for.</param>
    /// <param name="options">How patient it is.</param>
    /// <param name="handler">What sends; a pool of connections without.</param>
    public AzureClient(TokenCredential credential, Uri endpoint, string scope, AzureOptions options, HttpMessageHandler? handler = null)
    {
        _endpoint = endpoint;
        _gate = new(options.ThrottleLimit);
        handler ??= new SocketsHttpHandler { MaxConnectionsPerServer = options.ThrottleLimit, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        // The pipeline sends no token without TLS. An emulator on this machine may do without.
        _http = new(_endpoint.Scheme == "http" ? new WithoutTls(handler) : handler) { Timeout = Timeout.InfiniteTimeSpan };
        var settings = new Settings
        {
            Transport = new HttpClientTransport(_http),
            RetryPolicy = new PatientRetry(4, options.RetryDelay, options.LongestWait),
            Diagnostics = { ApplicationId = "AiCloudSecurity", IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
            Retry = { NetworkTimeout = options.Timeout },
        };
        string[] scopes = [scope];
        _pipeline = HttpPipelineBuilder.Build(settings, [], [new BearerTokenAuthenticationPolicy(credential, scopes), new Pacing(options.LongestWait)], new ResponseClassifier());
    }

    /// <summary>How many requests were sent, those that were tried again counted once.</summary>
    public int Requests => _requests;

    private int _requests;

    /// <summary>Asks, and gives the answer's body.</summary>
    /// <param name="path">Path and query, or the absolute address of a next page.</param>
    /// <param name="body">The body of a POST; null for a GET.</param>
    /// <param name="cancellationToken">Stops at once, whatever is waited for.</param>
    public Task<AzureAnswer> SendAsync(string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken) =>
        SendAsync(body is null ? RequestMethod.Get : RequestMethod.Post, path, body, null, cancellationToken);

    /// <summary>Asks for something to be done, and gives the answer.</summary>
    /// <param name="method">As PATCH.</param>
    /// <param name="path">Path and query, or an absolute address that an answer named.</param>
    /// <param name="body">The body; none for GET and DELETE.</param>
    /// <param name="ifMatch">The version that is meant; any without.</param>
    /// <param name="cancellationToken">Stops at once, whatever is waited for.</param>
    public Task<AzureAnswer> SendAsync(RequestMethod method, string path, ReadOnlyMemory<byte>? body, string? ifMatch, CancellationToken cancellationToken) =>
        SendAsync(method, Address(path), body, ifMatch, cancellationToken);

    /// <summary>Gives all items of a list, page by page.</summary>
    /// <exception cref="InvalidDataException">The answer is no list, or its next page lies on another host.</exception>
    public async Task<List<ReadOnlyMemory<byte>>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(path, null, cancellationToken).ConfigureAwait(false);
        List<ReadOnlyMemory<byte>> items = [];
        await AddPagesAsync(items, answer.Body, cancellationToken).ConfigureAwait(false);
        return items;
    }

    /// <summary>Adds a page's items, and those of the pages after it.</summary>
    public async Task AddPagesAsync(List<ReadOnlyMemory<byte>> items, ReadOnlyMemory<byte> page, CancellationToken cancellationToken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (true)
        {
            using var document = JsonDocument.Parse(page);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("the answer is no list");
            }
            items.AddRange(value.EnumerateArray().Select(item => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(item)));
            // Resource Manager's word, and Microsoft Graph's.
            if (!(document.RootElement.TryGetProperty("nextLink", out var link) || document.RootElement.TryGetProperty("@odata.nextLink", out link)) || link.ValueKind != JsonValueKind.String || link.GetString() is not { Length: > 0 } next)
            {
                return;
            }
            if (!seen.Add(next))
            {
                throw new InvalidDataException("the list names the same next page again");
            }
            page = (await SendAsync(next, null, cancellationToken).ConfigureAwait(false)).Body;
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private async Task<AzureAnswer> SendAsync(RequestMethod method, Uri address, ReadOnlyMemory<byte>? body, string? ifMatch, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Interlocked.Increment(ref _requests);
            using var message = _pipeline.CreateMessage();
            message.Request.Method = method;
            message.Request.Uri.Reset(_endpoint.Scheme == "http" ? new UriBuilder(address) { Scheme = "https" }.Uri : address);
            message.Request.Headers.SetValue("Accept", "application/json");
            if (ifMatch is not null)
            {
                message.Request.Headers.SetValue("If-Match", ifMatch);
            }
            if (body is { } content)
            {
                message.Request.Headers.SetValue("Content-Type", "application/json");
                message.Request.Content = RequestContent.Create(new ReadOnlySequence<byte>(content));
            }
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            var response = message.Response;
            using var bytesRead = new MemoryStream();
            if (response.ContentStream is { } stream)
            {
                await stream.CopyToAsync(bytesRead, cancellationToken).ConfigureAwait(false);
            }
            var bytes = WireText.Readable(bytesRead.ToArray());
            return response.Status is >= 200 and < 300
                ? new(response.Status, bytes, response.Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase))
                // A token that was asked for with the claims, and that does not have them either.
                : response.Status == 401 && response.Headers.TryGetValue("WWW-Authenticate", out var challenge) && challenge.Contains("insufficient_claims", StringComparison.OrdinalIgnoreCase)
                    ? throw new AzureErrorAnswer(401, "it asks for a sign-in with other claims, by conditional access, and refuses the new token, too", "")
                : throw AzureErrorAnswer.Of(response.Status, bytes, PatientRetry.WaitOf(response));
        }
        finally
        {
            _gate.Release();
        }
    }

    // A page that lies elsewhere must not get our token.
    private Uri Address(string path)
    {
        if (!path.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !path.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return new(_endpoint, path);
        }
        return Uri.TryCreate(path, UriKind.Absolute, out var address) && Uri.Compare(address, _endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : throw new InvalidDataException("the next page lies on another host, which was not asked");
    }

    private sealed class Settings : ClientOptions;

    private sealed class WithoutTls(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new UriBuilder(request.RequestUri!) { Scheme = "http" }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }

    /// <summary>Waits before a quota is used up, where Azure says how much is left.</summary>
    private sealed class Pacing(TimeSpan longest) : HttpPipelinePolicy
    {
        // Of Resource Manager's bucket of 250 reads, which 25 a second flow into.
        private const int Reserve = 3;
        private long _until;

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("Requests are asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var wait = new TimeSpan(Interlocked.Read(ref _until) - DateTime.UtcNow.Ticks);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait < longest ? wait : longest, message.CancellationToken).ConfigureAwait(false);
            }
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
            var headers = message.Response.Headers;
            if (headers.TryGetValue("x-ms-user-quota-remaining", out var left) && left == "0"
                && headers.TryGetValue("x-ms-user-quota-resets-after", out var after) && TimeSpan.TryParse(after, CultureInfo.InvariantCulture, out var reset))
            {
                Wait(reset);
            }
            else if (headers.TryGetValue("x-ms-ratelimit-remaining-subscription-reads", out var reads) && int.TryParse(reads, CultureInfo.InvariantCulture, out var remaining) && remaining <= Reserve)
            {
                Wait(TimeSpan.FromSeconds(1));
            }
        }

        private void Wait(TimeSpan time) => Interlocked.Exchange(ref _until, DateTime.UtcNow.Add(time).Ticks);
    }
}

/// <summary>A good answer.</summary>
internal sealed record AzureAnswer(int Status, ReadOnlyMemory<byte> Body, IReadOnlyDictionary<string, string> Headers);
