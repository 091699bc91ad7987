using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>Faults as Resource Manager and Resource Graph say them.</summary>
internal static class AzureWire
{
    /// <summary>The page that is asked for.</summary>
    public static string? TokenOf(IQueryCollection query, JsonNode? body) => query["$skiptoken"].FirstOrDefault() ?? (string?)body?["options"]?["$skipToken"];

    public static Task<WireAnswer?> AnswerAsync(WireFaults wire, WireFault fault, string identity, Func<AzureAnswer> truth, string name, string? token, string address, HttpContext? context) =>
        wire.AnswerAsync(fault, identity, new(() => Task.FromResult(Wire(truth())), (what, status) => Wire(Error(what, status)), (page, next) => WithToken(page, next, name, address), token), context);

    /// <summary>The answer as a part of a batch.</summary>
    public static AzureAnswer Part(WireAnswer answer) => new(answer.Status, answer.Body.Length == 0 ? null : JsonNode.Parse(answer.Body));

    private static WireAnswer Wire(AzureAnswer answer) => new(answer.Status, "application/json; charset=utf-8", answer.Body?.ToJsonString() ?? "");

    private static WireAnswer WithToken(WireAnswer answer, string token, string name, string address)
    {
        if (answer.Status != 200 || JsonNode.Parse(answer.Body) is not JsonObject page || page["value"] is null && page["data"] is null)
        {
            return answer;
        }
        if (name.StartsWith("graph:", StringComparison.Ordinal))
        {
            (page["$skipToken"], page["resultTruncated"]) = (token, "false");
        }
        else
        {
            page["nextLink"] = $"{address}?api-version=2020-01-01&$skiptoken={token}";
        }
        return answer with { Body = page.ToJsonString() };
    }

    private static AzureAnswer Error(WireFault fault, int status)
    {
        var (code, message) = fault switch
        {
            WireFault.Unauthorized => ("InvalidAuthenticationToken", "The access token is invalid."),
            WireFault.TokenExpired => ("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time."),
            WireFault.Denied => ("AuthorizationFailed", "The client does not have authorization to perform the action."),
            WireFault.DeniedByPolicy => ("DenyAssignmentAuthorizationFailed", "The client has permission, however a deny assignment denies it."),
            WireFault.NotFound => ("ResourceNotFound", "The Resource was not found."),
            WireFault.NotInRegion => ("LocationNotAvailableForResourceType", "The provided location is not available for the resource type."),
            WireFault.Conflict => ("Conflict", "Another operation is in progress."),
            WireFault.Throttled or WireFault.ThrottledWithWait => ("TooManyRequests", "Too many requests."),
            WireFault.LostPage => ("InvalidSkipToken", "The skip token is not valid."),
            WireFault.Unavailable => ("ServiceUnavailable", "The service is unavailable."),
            _ => ("InternalServerError", "Encountered internal server error."),
        };
        return AzureAnswer.Error(status, code, message);
    }
}
