using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>What can go wrong.</summary>
public enum AzureFaultKind
{
    /// <summary>429, with <see cref="AzureFault.RetryAfter"/>.</summary>
    Throttle,
    /// <summary>500.</summary>
    InternalError,
    /// <summary>403.</summary>
    Forbidden,
    /// <summary>401 that asks for a token with other claims.</summary>
    Claims,
    /// <summary>401: the token has expired.</summary>
    Expired,
    /// <summary>401: the token is of another tenant than the subscription.</summary>
    WrongTenant,
    /// <summary>The connection is cut.</summary>
    Reset,
    /// <summary>Half of a JSON text.</summary>
    TruncatedJson,
    /// <summary>A proxy's page.</summary>
    HtmlPage,
    /// <summary>No body.</summary>
    Empty,
    /// <summary>A table of which there is more than can be had.</summary>
    TruncatedTable,
    /// <summary>A table that names the same next page for ever.</summary>
    RepeatedToken,
    /// <summary>No answer.</summary>
    Silence,
}

/// <summary>Spoils the answers to some requests.</summary>
public sealed class AzureFault(AzureFaultKind kind, string path = "", int times = int.MaxValue)
{
    private int _left = times;

    /// <summary>How long to wait, as the header says it.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Whether a request is spoilt.</summary>
    internal bool Strikes(string method, string at) => at.Contains(path, StringComparison.OrdinalIgnoreCase) && Interlocked.Decrement(ref _left) >= 0;

    /// <summary>The spoilt answer within a batch.</summary>
    internal AzureAnswer Part => kind switch
    {
        AzureFaultKind.Throttle => AzureAnswer.Error(429, "TooManyRequests", "Too many requests."),
        AzureFaultKind.Forbidden => AzureAnswer.Error(403, "AuthorizationFailed", "The client does not have authorization."),
        AzureFaultKind.TruncatedJson or AzureFaultKind.HtmlPage or AzureFaultKind.Empty or AzureFaultKind.TruncatedTable => new(200, (JsonNode)"a page"),
        AzureFaultKind.WrongTenant => AzureAnswer.Error(401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong issuer 'https://sts.windows.net/x/'."),
        AzureFaultKind.Claims or AzureFaultKind.Expired => AzureAnswer.Error(401, "ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time."),
        _ => AzureAnswer.Error(500, "InternalServerError", "Encountered internal server error."),
    };

    /// <summary>Sends the spoilt answer; false where the good one is to be sent.</summary>
    internal async Task<bool> SpoilAsync(HttpContext context)
    {
        var response = context.Response;
        switch (kind)
        {
            case AzureFaultKind.Reset:
                context.Abort();
                return true;
            case AzureFaultKind.Silence:
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                context.Abort();
                return true;
            case AzureFaultKind.TruncatedJson:
                await Write("application/json", "{\"value\":[{\"id\":\"/subscr");
                return true;
            case AzureFaultKind.HtmlPage:
                await Write("text/html", "<html>Sign in to the network</html>");
                return true;
            case AzureFaultKind.Empty:
                return true;
            case AzureFaultKind.TruncatedTable:
                await Write("application/json", """{"totalRecords":5,"count":0,"resultTruncated":"true","data":[]}""");
                return true;
            case AzureFaultKind.RepeatedToken:
                var request = context.Request;
                await Write("application/json", $$"""{"totalRecords":5,"count":0,"resultTruncated":"true","data":[],"$skipToken":"again","value":[],"nextLink":"{{request.Scheme}}://{{request.Host}}{{request.Path}}{{request.QueryString}}"}""");
                return true;
            case AzureFaultKind.Claims:
                response.Headers.WWWAuthenticate = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTYwNDEwNjY1MSJ9fX0=\"";
                break;
        }
        if (RetryAfter is not null)
        {
            response.Headers.RetryAfter = RetryAfter;
        }
        response.StatusCode = Part.Status;
        await Write("application/json", Part.Body!.ToJsonString());
        return true;

        async Task Write(string type, string text)
        {
            response.ContentType = type;
            await response.WriteAsync(text, context.RequestAborted);
        }
    }
}
