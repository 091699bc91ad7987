using System.Net;
using System.Net.Http.Headers;

namespace AiCloudSecurity.CloudFake;

/// <summary>moto behind the fake: requests go on as they came, so that it finds service and region in the signature.</summary>
internal sealed class Upstream(Uri endpoint) : IDisposable
{
    private static readonly string[] HopByHop =
        ["Connection", "Keep-Alive", "Transfer-Encoding", "Expect", "Upgrade", "Proxy-Connection", "TE", "Trailer"];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<AwsAnswer> SendAsync(AwsRequest request, CancellationToken stop)
    {
        using HttpRequestMessage message = new(new HttpMethod(request.Method),
            new Uri(endpoint.GetLeftPart(UriPartial.Authority) + request.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (request.Content.Length > 0 || request.Method is "POST" or "PUT" or "PATCH")
        {
            message.Content = new ByteArrayContent(request.Content);
        }

        foreach (var (name, value) in request.Headers)
        {
            if (HopByHop.Contains(name, StringComparer.OrdinalIgnoreCase) || name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(message, stop);
        var body = await response.Content.ReadAsByteArrayAsync(stop);
        return new AwsAnswer((int)response.StatusCode, [.. Keep(response.Headers), .. Keep(response.Content.Headers)], body);
    }

    public void Dispose() => _http.Dispose();

    private static IEnumerable<KeyValuePair<string, string>> Keep(HttpHeaders headers) =>
        from header in headers
        where !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase) && header.Key != "Content-Length"
        from value in header.Value
        select new KeyValuePair<string, string>(header.Key, value);
}
