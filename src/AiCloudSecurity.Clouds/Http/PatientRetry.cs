using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AiCloudSecurity.Clouds.Http;

/// <summary>Tries again with growing pauses, but gives up where a cloud asks for a longer wait than is allowed.</summary>
internal sealed class PatientRetry(int tries, TimeSpan first, TimeSpan longest)
    : RetryPolicy(tries, DelayStrategy.CreateExponentialDelayStrategy(first, TimeSpan.FromSeconds(20)))
{
    /// <summary>How long an answer asks to wait; null where it does not say.</summary>
    public static TimeSpan? WaitOf(Response response) =>
        !response.Headers.TryGetValue("Retry-After", out var text) ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86400))
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date - DateTimeOffset.UtcNow
        : null;

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsShort(message) && base.ShouldRetry(message, exception);

    protected override ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsShort(message) ? base.ShouldRetryAsync(message, exception) : ValueTask.FromResult(false);

    private bool IsShort(HttpMessage message) => !message.HasResponse || WaitOf(message.Response) is not { } wait || wait <= longest;
}
