using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>What can go wrong.</summary>
public enum GcpFaultKind
{
    /// <summary>429.</summary>
    Throttle,
    /// <summary>503.</summary>
    Unavailable,
    /// <summary>403.</summary>
    Forbidden,
    /// <summary>401: the token has expired.</summary>
    Expired,
    /// <summary>403: the project that requests are counted for has not enabled the service.</summary>
    Disabled,
    /// <summary>The connection is cut.</summary>
    Reset,
    /// <summary>Half of a JSON text.</summary>
    TruncatedJson,
    /// <summary>A proxy's page.</summary>
    HtmlPage,
    /// <summary>No body.</summary>
    Empty,
    /// <summary>A list that names the same next page for ever.</summary>
    RepeatedToken,
    /// <summary>A list that lacks what lies in some places.</summary>
    Unreachable,
    /// <summary>No answer for half a minute.</summary>
    Silence,
}

/// <summary>Spoils answers.</summary>
/// <param name="kind">How.</param>
/// <param name="path">A part of the paths that are struck, as /assets; all without.</param>
/// <param name="times">How often; always without.</param>
public sealed class GcpFault(GcpFaultKind kind, string path = "", int times = int.MaxValue)
{
    private int _left = times;

    /// <summary>The header that says when to try again.</summary>
    public string? RetryAfter { get; init; }

    internal bool Strikes(string at) => at.Contains(path, StringComparison.Ordinal) && Interlocked.Decrement(ref _left) >= 0;

    internal async Task SpoilAsync(HttpContext context)
    {
        switch (kind)
        {
            case GcpFaultKind.Reset:
                context.Abort();
                return;
            case GcpFaultKind.Silence:
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Abort();
                return;
            case GcpFaultKind.TruncatedJson:
                await WriteAsync("application/json", "{\"assets\":[{\"name\":\"//aipl");
                return;
            case GcpFaultKind.HtmlPage:
                await WriteAsync("text/html", "<html>Sign in to the network</html>");
                return;
            case GcpFaultKind.Empty:
                return;
            case GcpFaultKind.RepeatedToken:
                await WriteAsync("application/json", """{"readTime":"2026-01-01T00:00:00Z","nextPageToken":"again"}""");
                return;
            case GcpFaultKind.Unreachable:
                await WriteAsync("application/json", """{"unreachable":["projects/p/locations/europe-west4"]}""");
                return;
        }
        var answer = kind switch
        {
            GcpFaultKind.Throttle => GcpAnswer.Error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric 'ListAssets Requests'."),
            GcpFaultKind.Forbidden => GcpAnswer.Error(403, "PERMISSION_DENIED", "The caller does not have permission"),
            GcpFaultKind.Expired => GcpAnswer.Error(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "ACCESS_TOKEN_EXPIRED"),
            GcpFaultKind.Disabled => GcpAnswer.Error(403, "PERMISSION_DENIED", "The API has not been used in project 999 before or it is disabled.", "SERVICE_DISABLED", "projects/999"),
            _ => GcpAnswer.Error(503, "UNAVAILABLE", "The service is currently unavailable."),
        };
        if (RetryAfter is not null)
        {
            context.Response.Headers.RetryAfter = RetryAfter;
        }
        context.Response.StatusCode = answer.Status;
        await WriteAsync("application/json", answer.Body!.ToJsonString());

        async Task WriteAsync(string type, string text)
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
    }
}
