using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using Azure;
using Google.Apis.Auth.OAuth2.Responses;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>An answer of Google Cloud that is an error.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="code">As PERMISSION_DENIED.</param>
/// <param name="reason">As SERVICE_DISABLED, where the answer says it.</param>
/// <param name="message">What Google says.</param>
/// <param name="consumer">The project that the reason is about, as projects/1.</param>
/// <param name="retryAfter">How long Google asks to wait.</param>
/// <param name="text">The whole answer.</param>
internal sealed class GcpErrorAnswer(int status, string code, string? reason, string message, string? consumer, TimeSpan? retryAfter, string text) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public string? Reason => reason;

    public string? Consumer => consumer;

    public TimeSpan? RetryAfter => retryAfter;

    public string Whole => text;

    /// <summary>A service that is not enabled in the project that requests are counted for.</summary>
    public bool IsDisabled => reason is "SERVICE_DISABLED" or "API_DISABLED";

    /// <summary>What an error's body says: <c>{"error":{"code","message","status","details"}}</c>.</summary>
    public static GcpErrorAnswer Of(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter)
    {
        var (code, message, reason, consumer) = ("", "", (string?)null, (string?)null);
        try
        {
            using var document = JsonDocument.Parse(body);
            // Some services send an array of one.
            var root = document.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : document.RootElement;
            if (Member(root, "error") is { ValueKind: JsonValueKind.Object } error)
            {
                (code, message) = (Text(error, "status") ?? "", Text(error, "message") ?? "");
                foreach (var detail in Member(error, "details") is { ValueKind: JsonValueKind.Array } details ? details.EnumerateArray() : default)
                {
                    reason ??= Text(detail, "reason");
                    consumer ??= Text(Member(detail, "metadata"), "consumer");
                    if (Text(detail, "retryDelay") is { } delay && double.TryParse(delay.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture, out var seconds))
                    {
                        retryAfter ??= TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86400));
                    }
                }
            }
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing.
        }
        return new(status, code.Length > 0 ? code : $"HTTP {status} without an error code", reason, message, consumer, retryAfter, System.Text.Encoding.UTF8.GetString(body.Span));
    }

    private static JsonElement Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

/// <summary>What an exception means for a read.</summary>
/// <param name="State">What becomes of the coverage.</param>
/// <param name="Id">The error id.</param>
/// <param name="Message">What Google or the network said, short.</param>
internal readonly record struct GcpError(CoverageState State, ErrorId Id, string Message)
{
    /// <summary>Classifies what a call threw.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="project">The project that was asked: a service that is not enabled there has nothing there.</param>
    public static GcpError Of(Exception exception, Scope? project = null)
    {
        for (var cause = exception; cause is not null; cause = (cause as AggregateException)?.InnerExceptions[0] ?? cause.InnerException)
        {
            switch (cause)
            {
                case GcpErrorAnswer answer:
                    return OfAnswer(answer, project);
                case TokenResponseException token:
                    return new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, token.Error?.Error is { Length: > 0 } error ? $"{error} {FirstLine(token.Error.ErrorDescription ?? "")}".TrimEnd() : "the credentials get no token");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new(CoverageState.Failed, ErrorId.CloudUnreachable, "the host has no address");
                // What wraps another says that there is another.
                case SocketException or AuthenticationException or IOException or TimeoutException or HttpRequestException { InnerException: null }:
                    return new(CoverageState.Failed, ErrorId.CloudUnreachable, FirstLine(cause.Message));
                case JsonException or InvalidDataException or FormatException:
                    return new(CoverageState.Failed, ErrorId.CloudRefused, cause is JsonException ? "the answer was malformed" : cause.Message);
            }
        }
        return exception is RequestFailedException or OperationCanceledException or HttpRequestException
            ? new(CoverageState.Failed, ErrorId.CloudUnreachable, FirstLine(exception.Message))
            : new(CoverageState.Failed, ErrorId.CloudRefused, FirstLine(exception.Message));
    }

    /// <summary>A regional host that has no address: the service is not there.</summary>
    public static bool IsNoHost(Exception exception) => Of(exception) is { Id: ErrorId.CloudUnreachable, Message: "the host has no address" };

    private static GcpError OfAnswer(GcpErrorAnswer answer, Scope? project) => answer switch
    {
        { Status: 429 } => new(CoverageState.Failed, ErrorId.CloudThrottled, answer.RetryAfter is { } wait ? $"{answer.Code}, to be asked again in {wait.TotalSeconds:0} s" : answer.Code),
        { Status: 401 } => new(CoverageState.Failed, ErrorId.CloudAuthenticationFailed, answer.Reason ?? answer.Code),
        // The project that is asked has none of a service that it has not enabled. Another one, for which requests are counted, says nothing of it.
        { IsDisabled: true } when project is not null && (answer.Consumer is null || answer.Consumer == $"projects/{project.Number}" || answer.Consumer == $"projects/{project.Id}") =>
            new(CoverageState.Absent, ErrorId.CloudRefused, answer.Reason!),
        { IsDisabled: true } => new(CoverageState.Failed, ErrorId.CloudRefused, $"{answer.Reason} in {answer.Consumer ?? "the project that requests are counted for"}: enable it there with 'gcloud services enable', or name another project with -QuotaProject"),
        { Reason: "USER_PROJECT_DENIED" } => new(CoverageState.Refused, ErrorId.CloudAccessDenied, "USER_PROJECT_DENIED: the caller lacks serviceusage.services.use in the project that requests are counted for"),
        { Reason: "SECURITY_POLICY_VIOLATED" } => new(CoverageState.Refused, ErrorId.CloudAccessDenied, "SECURITY_POLICY_VIOLATED: VPC Service Controls do not let this network in"),
        { Status: 403 } => new(CoverageState.Refused, ErrorId.CloudAccessDenied, answer.Reason is { Length: > 0 } reason && reason != "IAM_PERMISSION_DENIED" ? reason : answer.Code),
        // A service that a region does not have; the inventory is in none.
        { Status: 400 or 404 } when project is not null && (answer.Message.Contains("ocation", StringComparison.Ordinal) && answer.Message.Contains("support", StringComparison.OrdinalIgnoreCase)
            || answer.Message.Contains("Unsupported region", StringComparison.OrdinalIgnoreCase)) => new(CoverageState.Absent, ErrorId.CloudRefused, answer.Code),
        _ => new(CoverageState.Failed, ErrorId.CloudRefused, answer.Code),
    };

    private static string FirstLine(string message) => message.Split('\n')[0].TrimEnd();
}
