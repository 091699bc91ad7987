using System.Buffers;
using System.Text.Json;
using AiCloudSecurity.Clouds.Http;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>
/// Talks to Google's services by their REST interfaces, over the same pipeline as to Azure: signs, tries again, waits as
/// long as it is asked to, and not longer than the caller allows. Answers are bytes.
/// </summary>
internal sealed class GcpClient : IDisposable
{
    private readonly HttpPipeline _pipeline;
    private readonly HttpClient _http;
    private readonly GcpSignIn _signIn;
    private readonly GcpOptions _options;
    private readonly SemaphoreSlim _gate;
    private int _requests;

    public GcpClient(GcpSignIn signIn, GcpOptions options)
    {
        (_signIn, _options) = (signIn, options);
        _gate = new(options.ThrottleLimit);
        _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = options.ThrottleLimit, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
        var settings = new Settings
        {
            Transport = new HttpClientTransport(_http),
            // Quotas are by the minute, and answers do not say how long to wait.
            RetryPolicy = new PatientRetry(7, options.RetryDelay, options.LongestWait),
            Diagnostics = { ApplicationId = "AiCloudSecurity", IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
            Retry = { NetworkTimeout = options.Timeout },
        };
        _pipeline = HttpPipelineBuilder.Build(settings, [], [new Signing(signIn)], new ResponseClassifier());
    }

    /// <summary>How many requests were sent, those that were tried again counted once.</summary>
    public int Requests => _requests;

    /// <summary>Who asks.</summary>
    public GcpSignIn SignIn => _signIn;

    /// <summary>Asks, and gives the answer's body.</summary>
    /// <param name="host">As aiplatform.googleapis.com; {location} in it is replaced.</param>
    /// <param name="location">Where; empty for a host that has no locations.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">The body of a POST; null for a GET.</param>
    /// <param name="cancellationToken">Stops at once, whatever is waited for.</param>
    public Task<ReadOnlyMemory<byte>> SendAsync(string host, string location, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken) =>
        SendAsync(body is null ? RequestMethod.Get : RequestMethod.Post, host, location, path, body, cancellationToken);

    /// <summary>Asks for something to be done, and gives the answer's body.</summary>
    public async Task<ReadOnlyMemory<byte>> SendAsync(RequestMethod method, string host, string location, string path, ReadOnlyMemory<byte>? body, CancellationToken cancellationToken)
    {
        var (address, name) = GcpEndpoint.Of(host, location, path, _signIn.Universe, _options.EndpointUrl);
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Interlocked.Increment(ref _requests);
            using var message = _pipeline.CreateMessage();
            message.Request.Method = method;
            message.Request.Uri.Reset(address);
            message.Request.Headers.SetValue("Accept", "application/json");
            if (name is not null)
            {
                message.Request.Headers.SetValue("Host", name);
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
                ? bytes
                : throw GcpErrorAnswer.Of(response.Status, bytes, PatientRetry.WaitOf(response));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives all items of a list, page by page.</summary>
    /// <exception cref="InvalidDataException">The answer is no list, or an incomplete one.</exception>
    public async Task<List<ReadOnlyMemory<byte>>> ListAsync(string host, string location, string path, string member, CancellationToken cancellationToken)
    {
        List<ReadOnlyMemory<byte>> items = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (string? next = ""; next is not null;)
        {
            var page = await SendAsync(host, location, next.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}pageToken={Uri.EscapeDataString(next)}", null, cancellationToken).ConfigureAwait(false);
            next = AddPage(items, page, member);
            if (next is not null && !seen.Add(next))
            {
                throw new InvalidDataException("the list names the same next page again");
            }
        }
        return items;
    }

    // An empty list is left out of an answer; what is no object at all is none.
    private static string? AddPage(List<ReadOnlyMemory<byte>> items, ReadOnlyMemory<byte> page, string member)
    {
        using var document = JsonDocument.Parse(page);
        if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.TryGetProperty("error", out _))
        {
            throw new InvalidDataException("the answer is no list");
        }
        if (document.RootElement.TryGetProperty(member, out var list))
        {
            if (list.ValueKind != JsonValueKind.Array)
            {
                throw new InvalidDataException("the answer is no list");
            }
            items.AddRange(list.EnumerateArray().Select(item => (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(item)));
        }
        if (document.RootElement.TryGetProperty("unreachable", out var places) && places.ValueKind == JsonValueKind.Array && places.GetArrayLength() > 0)
        {
            throw new InvalidDataException($"the list is incomplete: {string.Join(", ", places.EnumerateArray().Take(3))} did not answer");
        }
        return document.RootElement.TryGetProperty("nextPageToken", out var next) && next.ValueKind == JsonValueKind.String && next.GetString() is { Length: > 0 } token ? token : null;
    }

    public void Dispose()
    {
        _http.Dispose();
        _gate.Dispose();
    }

    private sealed class Settings : ClientOptions;

    private sealed class Signing(GcpSignIn signIn) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("Requests are asynchronous.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            message.Request.Headers.SetValue("Authorization", $"Bearer {await signIn.TokenAsync(message.CancellationToken).ConfigureAwait(false)}");
            if (signIn.QuotaProject is { } project)
            {
                message.Request.Headers.SetValue("x-goog-user-project", project);
            }
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
    }
}
