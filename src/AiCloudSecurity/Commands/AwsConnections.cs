using System.Collections.Concurrent;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>One connection for each profile, however many accounts it leads to; open as long as one of these is to be read.</summary>
/// <param name="options">How to connect.</param>
/// <param name="profiles">The profile of each account that is to be read, as often as it leads to one.</param>
internal sealed class AwsConnections(AwsOptions options, IEnumerable<string?> profiles) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<AwsConnection>>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _left = new(profiles.GroupBy(profile => profile ?? "").Select(of => KeyValuePair.Create(of.Key, of.Count())), StringComparer.Ordinal);

    /// <summary>Signs in with a profile, or with what the environment gives.</summary>
    public Task<AwsConnection> OpenAsync(string? profile, CancellationToken cancellationToken) =>
        _open.GetOrAdd(profile ?? "", _ => new(() => AwsConnection.OpenAsync(options with { ProfileName = profile }, cancellationToken))).Value;

    /// <summary>Says that an account was read, or could not be: the last of a profile closes its connection.</summary>
    public void Done(string? profile)
    {
        if (_left.AddOrUpdate(profile ?? "", 0, (_, left) => left - 1) == 0 && _open.TryRemove(profile ?? "", out var last))
        {
            Close(last);
        }
    }

    public void Dispose()
    {
        foreach (var one in _open.Values)
        {
            Close(one);
        }
    }

    private static void Close(Lazy<Task<AwsConnection>> one)
    {
        if (one is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            one.Value.Result.Dispose();
        }
    }
}
