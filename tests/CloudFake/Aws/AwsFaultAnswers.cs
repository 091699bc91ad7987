using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

/// <summary>Turns a fault into bytes, or into the lack of them.</summary>
internal static class AwsFaultAnswers
{
    /// <summary>Answers with the fault. <paramref name="truth"/> asks for what would have been answered without it.</summary>
    /// <returns>The answer to send, or null where the connection is already spoiled.</returns>
    public static async Task<AwsAnswer?> AnswerAsync(AwsFault fault, AwsRequest request, HttpContext context, Func<Task<AwsAnswer>> truth)
    {
        switch (fault.Kind)
        {
            case AwsFaultKind.Denied:
                return Denied(request);
            case AwsFaultKind.Throttle:
                return request.Protocol switch
                {
                    AwsProtocol.Ec2 => AwsAnswer.Error(request, 503, "RequestLimitExceeded", "Request limit exceeded."),
                    AwsProtocol.RestXml => AwsAnswer.Error(request, 503, "SlowDown", "Please reduce your request rate."),
                    AwsProtocol.Query => AwsAnswer.Error(request, 400, "Throttling", "Rate exceeded"),
                    AwsProtocol.RestJson => AwsAnswer.Error(request, 429, "ThrottlingException", "Too many requests, please wait before trying again."),
                    _ => AwsAnswer.Error(request, 400, "ThrottlingException", "Rate exceeded"),
                };
            case AwsFaultKind.InternalError:
                return request.Protocol is AwsProtocol.Ec2 or AwsProtocol.RestXml
                    ? AwsAnswer.Error(request, 500, "InternalError", "An internal error has occurred")
                    : AwsAnswer.Error(request, 500, request.Protocol is AwsProtocol.Query ? "InternalFailure" : "InternalServerException", "The request processing has failed because of an unknown error.");
            case AwsFaultKind.Html500:
                return AwsAnswer.NotImplemented;
            case AwsFaultKind.Unavailable503:
                return AwsAnswer.Error(request, 503, "ServiceUnavailable", "Service is temporarily unavailable.");
            case AwsFaultKind.ExpiredToken:
                const string expired = "The security token included in the request is expired";
                return request.Protocol switch
                {
                    AwsProtocol.Ec2 => AwsAnswer.Error(request, 400, "RequestExpired", "Request has expired."),
                    AwsProtocol.RestXml => AwsAnswer.Error(request, 400, "ExpiredToken", "The provided token has expired."),
                    AwsProtocol.Query => AwsAnswer.Error(request, 403, "ExpiredToken", expired),
                    AwsProtocol.RestJson => AwsAnswer.Error(request, 403, "ExpiredTokenException", expired),
                    _ => AwsAnswer.Error(request, 400, "ExpiredTokenException", expired),
                };
            case AwsFaultKind.ClockSkew:
                return await SkewedAsync(fault, request, truth);
            case AwsFaultKind.Slow:
                await Task.Delay(fault.Delay, context.RequestAborted);
                return await truth();
            case AwsFaultKind.HtmlPage200:
                return AwsAnswer.Html(200, "Sign in to the network");
            case AwsFaultKind.EmptyBody:
                return (await truth()) with { Body = [] };
            case AwsFaultKind.TruncatedJson:
                var whole = await truth();
                return whole with { Body = whole.Body[..(whole.Body.Length / 2)] };
            case AwsFaultKind.RepeatedToken:
                return AwsPaging.WithNextToken(request, await truth(), "the-same-token");
            case AwsFaultKind.CutBody:
                var cut = await truth();
                context.Response.StatusCode = cut.Status;
                context.Response.ContentLength = cut.Body.Length;
                await context.Response.Body.WriteAsync(cut.Body.AsMemory(0, cut.Body.Length / 2));
                await context.Response.Body.FlushAsync();
                context.Abort();
                return null;
            case AwsFaultKind.Reset:
                context.Abort();
                return null;
            case AwsFaultKind.Lost:
                await truth();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return null;
            default:
                // The client, or the end of the server, is what ends this.
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return null;
        }
    }

    private static AwsAnswer Denied(AwsRequest request)
    {
        var action = AwsPermissions.Of(request.Service, request.Operation);
        var region = request.Service is "iam" or "budgets" ? "" : request.Region;
        var message = $"User: arn:aws:sts::123456789012:assumed-role/x is not authorized to perform: {action} "
            + $"on resource: arn:aws:{action.Split(':')[0]}:{region}:123456789012:* because no identity-based policy allows the {action} action";
        return request.Protocol switch
        {
            AwsProtocol.Ec2 => AwsAnswer.Error(request, 403, "UnauthorizedOperation", "You are not authorized to perform this operation. " + message),
            AwsProtocol.Query or AwsProtocol.RestXml => AwsAnswer.Error(request, 403, "AccessDenied", message),
            AwsProtocol.RestJson => AwsAnswer.Error(request, 403, "AccessDeniedException", message),
            _ => AwsAnswer.Error(request, 400, "AccessDeniedException", message),
        };
    }

    private static async Task<AwsAnswer> SkewedAsync(AwsFault fault, AwsRequest request, Func<Task<AwsAnswer>> truth)
    {
        var now = DateTimeOffset.UtcNow + fault.Delay;
        var inTime = request.Headers.TryGetValue("X-Amz-Date", out var dated)
            && DateTimeOffset.TryParseExact(dated, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && (date - now).Duration() < TimeSpan.FromMinutes(5);
        if (inTime)
        {
            return await truth();
        }

        var answer = request.Protocol switch
        {
            AwsProtocol.RestXml => AwsAnswer.Error(request, 403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
            AwsProtocol.Ec2 or AwsProtocol.Query => AwsAnswer.Error(request, 400, "RequestExpired", "Request has expired."),
            _ => AwsAnswer.Error(request, request.Protocol is AwsProtocol.RestJson ? 403 : 400, "InvalidSignatureException",
                $"Signature expired: {dated} is now earlier than {now - TimeSpan.FromMinutes(5):yyyyMMdd'T'HHmmss'Z'}"),
        };
        return answer with { Headers = [.. answer.Headers, new("Date", now.ToString("R", CultureInfo.InvariantCulture))] };
    }
}
