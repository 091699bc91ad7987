using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Azure;
using Azure.Identity;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>An answer of Azure that is an error.</summary>
internal sealed class AzureErrorAnswer(int status, string code, string message, TimeSpan? retryAfter = null) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>How long Azure asks to wait.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>What an error's body says: <c>{"error":{"code","message"}}</c>, with or without the outer object.</summary>
    public static AzureErrorAnswer Of(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter = null)
    {
        var (code, message) = ("", "");
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error", out var inner) && inner.ValueKind == JsonValueKind.Object
                ? inner : document.RootElement;
            if (error.ValueKind == JsonValueKind.Object)
            {
                code = error.TryGetProperty("code", out var c) && c.ValueKind == JsonValueKind.String ? c.GetString()! : "";
                message = error.TryGetProperty("message", out var m) && m.ValueKind == JsonValueKind.String ? m.GetString()! : "";
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing.
        }
        return new(status, code.Length > 0 ? code : $"HTTP {status} without an error code", message, retryAfter);
    }
}

/// <summary>What an exception means for a read.</summary>
/// <param name="State">What becomes of the coverage.</param>
/// <param name="Id">The error id.</param>
/// <param name="Message">What Azure or the network said, short.</param>
internal readonly record struct AzureError(CoverageState State, ErrorId Id, string Message)
{
    /// <summary>Classifies what a call threw.</summary>
    public static AzureError Of(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = (cause as AggregateException)?.InnerExceptions[0] ?? cause.InnerException)
        {
            switch (cause)
            {
                case AzureErrorAnswer answer:
                    return OfAnswer(answer);
                case CredentialUnavailableException or AuthenticationFailedException:
                    return new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, FirstLine(cause.Message));
                // What wraps another says that there is another.
                case SocketException or AuthenticationException or IOException or TimeoutException or HttpRequestException { InnerException: null }:
                    return new(CoverageState.Failed, ErrorId.CloudUnreachable, FirstLine(cause.Message));
                case JsonException or InvalidDataException or FormatException:
                    return new(CoverageState.Failed, ErrorId.CloudRefused, cause is InvalidDataException ? cause.Message : "the answer was malformed");
            }
        }
        return exception is RequestFailedException or OperationCanceledException or HttpRequestException
            ? new(CoverageState.Failed, ErrorId.CloudUnreachable, FirstLine(exception.Message))
            : new(CoverageState.Failed, ErrorId.CloudRefused, FirstLine(exception.Message));
    }

    private static AzureError OfAnswer(AzureErrorAnswer answer) => answer.Status switch
    {
        429 => new(CoverageState.Failed, ErrorId.CloudThrottled, answer.RetryAfter is { } wait ? $"{answer.Code}, to be asked again in {wait.TotalSeconds:0} s" : answer.Code),
        401 => new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, answer.Code),
        403 => new(CoverageState.Refused, ErrorId.CloudAccessDenied, answer.Code),
        // A provider that the subscription does not use, a type that a sovereign cloud does not have.
        _ when answer.Code is "MissingSubscriptionRegistration" or "SubscriptionNotRegistered" or "NoRegisteredProviderFound" or "InvalidResourceType" or "ResourceTypeNotSupported" =>
            new(CoverageState.Absent, ErrorId.CloudRefused, answer.Code),
        _ => new(CoverageState.Failed, ErrorId.CloudRefused, answer.Code),
    };

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();
}
