using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>Faults as Google's services say them.</summary>
internal static class GcpWire
{
    public static Task<WireAnswer?> AnswerAsync(WireFaults wire, WireFault fault, string identity, Func<GcpAnswer> truth, string? token, HttpContext context) =>
        wire.AnswerAsync(fault, identity, new(() => Task.FromResult(Wire(truth())), (what, status) => Wire(Error(what, status)), WithToken, token), context);

    private static WireAnswer Wire(GcpAnswer answer) => new(answer.Status, "application/json; charset=UTF-8", answer.Body?.ToJsonString() ?? "");

    private static WireAnswer WithToken(WireAnswer answer, string token)
    {
        if (answer.Status != 200 || JsonNode.Parse(answer.Body) is not JsonObject page)
        {
            return answer;
        }
        page["nextPageToken"] = token;
        return answer with { Body = page.ToJsonString() };
    }

    private static GcpAnswer Error(WireFault fault, int status) => fault switch
    {
        WireFault.Unauthorized => GcpAnswer.Error(status, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
        WireFault.TokenExpired => GcpAnswer.Error(status, "UNAUTHENTICATED", "Request had invalid authentication credentials.", "ACCESS_TOKEN_EXPIRED"),
        WireFault.Denied => GcpAnswer.Error(status, "PERMISSION_DENIED", "The caller does not have permission"),
        WireFault.DeniedByPolicy => GcpAnswer.Error(status, "PERMISSION_DENIED", "Request is prohibited by organization's policy.", "SECURITY_POLICY_VIOLATED"),
        WireFault.NotFound => GcpAnswer.Error(status, "NOT_FOUND", "Requested entity was not found."),
        WireFault.NotInRegion => GcpAnswer.Error(status, "FAILED_PRECONDITION", "The location is not supported."),
        WireFault.Conflict => GcpAnswer.Error(status, "ABORTED", "Another operation is in progress."),
        WireFault.Throttled or WireFault.ThrottledWithWait => GcpAnswer.Error(status, "RESOURCE_EXHAUSTED", "Quota exceeded."),
        WireFault.LostPage => GcpAnswer.Error(status, "INVALID_ARGUMENT", "The page token is not valid."),
        WireFault.Unavailable => GcpAnswer.Error(status, "UNAVAILABLE", "The service is currently unavailable."),
        _ => GcpAnswer.Error(status, "INTERNAL", "Internal error encountered."),
    };
}
