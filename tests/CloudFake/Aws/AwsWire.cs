using System.Text;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>Faults as AWS's protocols say them.</summary>
internal static class AwsWire
{
    public static async Task<AwsAnswer?> AnswerAsync(WireFaults wire, WireFault fault, AwsRequest request, HttpContext context, Func<Task<AwsAnswer>> truth)
    {
        var answer = await wire.AnswerAsync(fault, $"{request.Name} {request.Region} {request.Target} {request.Body}", new(
            // Pages that are the same are written the same.
            async () => await truth() is var whole && whole.Json() is { } json ? Wire(whole.With(json)) : Wire(whole), (what, status) => Wire(Error(request, what, status)),
            (page, token) => Wire(AwsPaging.WithNextToken(request, Answer(page), token)), request.Token), context);
        // Half of an error may still say which one: nothing is left of it but the status.
        return answer is null ? null : fault == WireFault.TruncatedBody && answer.Status >= 400 ? new(answer.Status, [], []) : Answer(answer);
    }

    private static WireAnswer Wire(AwsAnswer answer) => new(answer.Status, answer.Headers.FirstOrDefault(header => header.Key == "Content-Type").Value ?? "", answer.Text) { Headers = answer.Headers };

    private static AwsAnswer Answer(WireAnswer answer) => new(answer.Status,
        [.. answer.Headers.Where(header => header.Key != "Content-Type"), new("Content-Type", answer.ContentType)], Encoding.UTF8.GetBytes(answer.Body));

    private static AwsAnswer Error(AwsRequest request, WireFault fault, int status)
    {
        var action = AwsPermissions.Of(request.Service, request.Operation);
        var isXml = request.Protocol is AwsProtocol.Query or AwsProtocol.Ec2 or AwsProtocol.RestXml;
        var (code, message) = fault switch
        {
            WireFault.Unauthorized => (isXml ? "InvalidClientTokenId" : "UnrecognizedClientException", "The security token included in the request is invalid."),
            WireFault.TokenExpired => (isXml ? "ExpiredToken" : "ExpiredTokenException", "The security token included in the request is expired"),
            WireFault.Denied => (isXml ? "AccessDenied" : "AccessDeniedException", $"User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: {action} because no identity-based policy allows the {action} action"),
            WireFault.DeniedByPolicy => (isXml ? "AccessDenied" : "AccessDeniedException", $"User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: {action} with an explicit deny in a service control policy"),
            WireFault.NotFound => (isXml ? "NoSuchEntity" : "ResourceNotFoundException", "There is no such thing."),
            WireFault.NotInRegion => (isXml ? "InvalidAction" : "UnknownOperationException", "The operation is not known."),
            WireFault.Conflict => (isXml ? "OperationAborted" : "ConflictException", "A conflicting operation is in progress."),
            WireFault.Throttled or WireFault.ThrottledWithWait => (isXml ? "Throttling" : "ThrottlingException", "Rate exceeded"),
            WireFault.LostPage => (isXml ? "InvalidParameterValue" : "ValidationException", "The pagination token is not valid."),
            WireFault.Unavailable => ("ServiceUnavailable", "Service is temporarily unavailable."),
            _ => (isXml ? "InternalFailure" : "InternalServerException", "The request processing has failed because of an unknown error."),
        };
        return AwsAnswer.Error(request, status, code, message);
    }
}
