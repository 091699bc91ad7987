using System.Collections.Concurrent;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>One connection for each profile, however many accounts it leads to.</summary>
internal sealed class AwsConnections(AwsOptions options) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AwsConnection>>> _open = new(StringComparer.Ordinal);

    /// <summary>Signs in with a profile, or with what the environment gives.</summary>
    public Task<AwsConnection> OpenAsync(string? profile, CancellationToken cancellationToken) =>
        _open.GetOrAdd(profile ?? "", _ => new(() => AwsConnection.OpenAsync(options with { ProfileName = profile }, cancellationToken))).Value;

    public void Dispose()
    {
        foreach (var one in _open.Values.Where(one => one is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }))
        {
            one.Value.Result.Dispose();
        }
    }
}
