namespace AiCloudSecurity.Clouds;

/// <summary>A signed-in caller whose scopes are read together.</summary>
public interface IJointConnection : IDisposable
{
    /// <summary>The scopes that are named, or all that the caller can see.</summary>
    IReadOnlyList<Scope> Scopes { get; }

    /// <summary>Reads the scopes together, and gives an estate for each; for one in which nothing could be read, an error.</summary>
    /// <param name="types">The resource types that are wanted; those of other clouds are left out.</param>
    /// <param name="progress">Told as requests are answered.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> ReadAsync(IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress, CancellationToken cancellationToken);
}
