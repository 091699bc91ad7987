using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>A store of logs that counts features itself.</summary>
public interface ILogStore
{
    /// <summary>Runs the feature query and gives its rows as they come, page by page.</summary>
    /// <param name="fromHour">The first hour, since 1970.</param>
    /// <param name="untilHour">The hour after the last.</param>
    /// <param name="cancellationToken">Stops waiting; a query that runs is told to stop where the store can.</param>
    IAsyncEnumerable<LogFeature> QueryAsync(int fromHour, int untilHour, CancellationToken cancellationToken);
}

/// <summary>Where an access token comes from.</summary>
public interface IAccessTokenSource
{
    /// <summary>A token that is good now.</summary>
    ValueTask<string> GetAsync(CancellationToken cancellationToken);
}
