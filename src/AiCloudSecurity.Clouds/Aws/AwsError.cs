using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using System.Xml;
using Amazon.Runtime;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>An answer of AWS that is an error.</summary>
internal sealed class AwsErrorAnswer(string message, Exception inner, ErrorType type, string? code, string? requestId, HttpStatusCode status)
    : AmazonServiceException(message, inner, type, code, requestId, status);

/// <summary>What an exception means for a read.</summary>
/// <param name="State">What becomes of the coverage.</param>
/// <param name="Id">The error id.</param>
/// <param name="Message">What AWS or the network said, short.</param>
/// <param name="Code">AWS's error code.</param>
internal readonly record struct AwsError(CoverageState State, ErrorId Id, string Message, string? Code = null)
{
    /// <summary>Classifies what a call threw.</summary>
    public static AwsError Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case AwsErrorAnswer answer:
                    return OfAnswer(answer);
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } host:
                    return new(CoverageState.Failed, ErrorId.CloudUnreachable, host.Message, HostNotFound);
                case SocketException or AuthenticationException or IOException or TimeoutException:
                    return new(CoverageState.Failed, ErrorId.CloudUnreachable, cause.Message);
                case JsonException or XmlException or AmazonUnmarshallingException:
                    return new(CoverageState.Failed, ErrorId.CloudRefused, "the answer was malformed");
            }
        }
        return exception switch
        {
            HttpRequestException or OperationCanceledException => new(CoverageState.Failed, ErrorId.CloudUnreachable, exception.Message),
            // The SDK itself, before it asks: no credentials, or none to be had from where they should come.
            AmazonClientException or AmazonServiceException => new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, exception.Message),
            _ => new(CoverageState.Failed, ErrorId.CloudRefused, exception.Message),
        };
    }

    /// <summary>The code of a host that has no address: the service does not exist in that region.</summary>
    public const string HostNotFound = "HostNotFound";

    /// <summary>Whether the region says that it does not know what it was asked, or that the account does not have it there.</summary>
    public bool IsNotInRegion => Code is "UnknownOperationException" or "OptInRequired";

    private static AwsError OfAnswer(AwsErrorAnswer answer)
    {
        var code = answer.ErrorCode;
        var message = string.IsNullOrEmpty(code) ? $"HTTP {(int)answer.StatusCode} without an error code" : code;
        return code switch
        {
            "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" or "UnrecognizedClientException" or "InvalidClientTokenId"
                or "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature"
                or "MissingAuthenticationToken" or "AuthFailure" or "TokenRefreshRequired" =>
                new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, message, code),
            "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "Client.UnauthorizedOperation" or "AuthorizationError"
                or "AuthorizationErrorException" or "NotAuthorized" =>
                new(CoverageState.Refused, ErrorId.CloudAccessDenied, message, code),
            _ when code?.Contains("Throttl", StringComparison.Ordinal) is true || code is "TooManyRequestsException" or "RequestLimitExceeded" or "SlowDown" || answer.StatusCode == HttpStatusCode.TooManyRequests =>
                new(CoverageState.Failed, ErrorId.CloudThrottled, message, code),
            _ when answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
                new(CoverageState.Refused, ErrorId.CloudAccessDenied, message, code),
            _ => new(CoverageState.Failed, ErrorId.CloudRefused, message, code),
        };
    }
}
