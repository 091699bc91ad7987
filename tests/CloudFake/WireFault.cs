using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>What a cloud, a network or a proxy can do to the answer to a read, whatever the cloud.</summary>
public enum WireFault
{
    /// <summary>The credentials are not known.</summary>
    Unauthorized,
    /// <summary>The credentials have expired since.</summary>
    TokenExpired,
    /// <summary>A permission is missing.</summary>
    Denied,
    /// <summary>Somebody above forbids it: a service control policy, a deny assignment, a service perimeter.</summary>
    DeniedByPolicy,
    /// <summary>What was listed is gone.</summary>
    NotFound,
    /// <summary>The operation is not in that region.</summary>
    NotInRegion,
    /// <summary>Somebody else is changing it.</summary>
    Conflict,
    /// <summary>Too many requests, for ever.</summary>
    Throttled,
    /// <summary>Too many requests, with how long to wait.</summary>
    ThrottledWithWait,
    /// <summary>A server's error, and the truth when it is asked again.</summary>
    ErrorOnce,
    /// <summary>No service, for ever.</summary>
    Unavailable,
    /// <summary>An error in an answer that says that all is well.</summary>
    ErrorInBody,
    /// <summary>Half of the body, in a complete answer.</summary>
    TruncatedBody,
    /// <summary>Neither JSON nor XML.</summary>
    MalformedBody,
    /// <summary>The page of a network that one has to sign in to.</summary>
    HtmlPage,
    /// <summary>No body.</summary>
    EmptyBody,
    /// <summary>No answer, ever.</summary>
    NoAnswer,
    /// <summary>The connection is cut in the middle of the body.</summary>
    CutInBody,
    /// <summary>The connection is cut before anything.</summary>
    Reset,
    /// <summary>A list that names the same next page for ever.</summary>
    TokenLoop,
    /// <summary>A list whose next page is not known when it is asked for.</summary>
    LostPage,
    /// <summary>A list whose page comes twice.</summary>
    RepeatedPage,
    /// <summary>Every value is of another type.</summary>
    WrongTypes,
    /// <summary>Every object has a member that nobody knows, whose name and value are half of a surrogate pair.</summary>
    LoneSurrogates,
}

/// <summary>An answer as it goes over the wire.</summary>
internal sealed record WireAnswer(int Status, string ContentType, string Body)
{
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>How a cloud says what happens, and how it pages.</summary>
/// <param name="Truth">What it would answer.</param>
/// <param name="Error">An error: status, and what it is.</param>
/// <param name="WithToken">An answer that names another page.</param>
/// <param name="Token">The page that is asked for.</param>
internal sealed record WireRequest(Func<Task<WireAnswer>> Truth, Func<WireFault, int, WireAnswer> Error, Func<WireAnswer, string, WireAnswer> WithToken, string? Token);

/// <summary>Spoils answers, one fault a read.</summary>
internal sealed class WireFaults
{
    private const string Again = "again-";
    private const string Lost = "lost";
    private const string Loop = "loop";
    private readonly ConcurrentDictionary<string, WireAnswer> _again = new();
    private readonly ConcurrentDictionary<string, bool> _once = new();
    private int _pages;

    /// <summary>The fault that a page belongs to: it goes on as it began, whenever that was.</summary>
    public static WireFault? Of(string? token) => token is null ? null : token == Loop ? WireFault.TokenLoop : token == Lost ? WireFault.LostPage : token.StartsWith(Again, StringComparison.Ordinal) ? WireFault.RepeatedPage : null;

    /// <summary>The answer, or null where the connection is spoilt already.</summary>
    /// <param name="fault">What happens.</param>
    /// <param name="identity">What tells this request from others.</param>
    /// <param name="request">How the cloud speaks.</param>
    /// <param name="context">The connection; null for a part of a batch, which has none.</param>
    public async Task<WireAnswer?> AnswerAsync(WireFault fault, string identity, WireRequest request, HttpContext? context)
    {
        switch (fault)
        {
            case WireFault.Unauthorized or WireFault.TokenExpired:
                return request.Error(fault, 401);
            case WireFault.Denied or WireFault.DeniedByPolicy:
                return request.Error(fault, 403);
            case WireFault.NotFound:
                return request.Error(fault, 404);
            case WireFault.NotInRegion:
                return request.Error(fault, 400);
            case WireFault.Conflict:
                return request.Error(fault, 409);
            case WireFault.Throttled:
                return request.Error(fault, 429);
            case WireFault.ThrottledWithWait:
                return request.Error(fault, 429) with { Headers = [new("Retry-After", "1")] };
            case WireFault.ErrorOnce:
                return _once.TryAdd(identity, true) ? request.Error(fault, 500) : await request.Truth();
            case WireFault.Unavailable:
                return request.Error(fault, 503);
            case WireFault.ErrorInBody:
                return request.Error(fault, 500) with { Status = 200 };
            case WireFault.TruncatedBody when context is not null:
                var whole = await request.Truth();
                return whole with { Body = whole.Body[..(whole.Body.Length / 2)] };
            case WireFault.MalformedBody when context is not null:
                return new(200, "application/json", "{]<");
            case WireFault.HtmlPage when context is not null:
                return new(200, "text/html", "<html>Sign in to the network</html>");
            case WireFault.TruncatedBody or WireFault.MalformedBody or WireFault.HtmlPage:
                return new(200, "application/json", "\"a page\"");
            case WireFault.EmptyBody:
                return new(200, "application/json", "");
            case WireFault.TokenLoop:
                return request.WithToken(await request.Truth(), Loop);
            case WireFault.LostPage:
                return request.Token == Lost ? request.Error(fault, 400) : request.WithToken(await request.Truth(), Lost);
            case WireFault.RepeatedPage:
                if (request.Token?.StartsWith(Again, StringComparison.Ordinal) is true)
                {
                    return _again[request.Token];
                }
                var page = await request.Truth();
                var token = Again + Interlocked.Increment(ref _pages);
                _again[token] = page;
                return request.WithToken(page, token);
            case WireFault.WrongTypes:
                var right = await request.Truth();
                return right with { Body = WrongTypes(right.Body) };
            case WireFault.LoneSurrogates:
                var paired = await request.Truth();
                return paired with { Body = WithLoneSurrogates(paired.Body) };
            case WireFault.CutInBody when context is not null:
                var cut = System.Text.Encoding.UTF8.GetBytes((await request.Truth()).Body);
                context.Response.ContentLength = cut.Length + 1;
                await context.Response.Body.WriteAsync(cut);
                await context.Response.Body.FlushAsync();
                context.Abort();
                return null;
            case WireFault.NoAnswer when context is not null:
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return null;
            default:
                context?.Abort();
                return context is null ? request.Error(WireFault.Unavailable, 504) : null;
        }
    }

    // No writer of JSON makes them, so they stand in for another name until it is written.
    private static string WithLoneSurrogates(string body)
    {
        const string StandIn = "half-of-a-pair";
        if (body.Length == 0 || body[0] == '<')
        {
            return body;
        }
        var root = JsonNode.Parse(body);
        Walk(root);
        return root?.ToJsonString().Replace(StandIn, "\\ud83d", StringComparison.Ordinal) ?? "null";

        static void Walk(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (_, value) in members)
                    {
                        Walk(value);
                    }
                    members[StandIn] = StandIn;
                    break;
                case JsonArray items:
                    foreach (var item in items)
                    {
                        Walk(item);
                    }
                    break;
            }
        }
    }

    // Text becomes a number, a number a list, a truth an object.
    private static string WrongTypes(string body)
    {
        if (body.Length == 0 || body[0] == '<')
        {
            return body;
        }
        var root = JsonNode.Parse(body);
        Walk(root);
        return root?.ToJsonString() ?? "7";

        static void Walk(JsonNode? node)
        {
            IEnumerable<JsonNode?> inner = node is JsonObject members ? members.Select(member => member.Value) : node is JsonArray items ? items : [];
            foreach (var value in inner.ToList())
            {
                switch (value?.GetValueKind())
                {
                    case JsonValueKind.String:
                        value.ReplaceWith(7);
                        break;
                    case JsonValueKind.Number:
                        value.ReplaceWith(new JsonArray("x"));
                        break;
                    case JsonValueKind.True or JsonValueKind.False:
                        value.ReplaceWith(new JsonObject());
                        break;
                    default:
                        Walk(value);
                        break;
                }
            }
        }
    }
}
