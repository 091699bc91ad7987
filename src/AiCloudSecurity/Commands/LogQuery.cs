using System.Runtime.CompilerServices;
using System.Security;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Queries;

namespace AiCloudSecurity.Commands;

/// <summary>A store of logs that is asked, as the parameters of the cmdlet say it.</summary>
internal sealed record LogQuery
{
    public string? AthenaDatabase { get; init; }

    public string WorkGroup { get; init; } = "primary";

    public string? ProfileName { get; init; }

    public string? Region { get; init; }

    public string? BigQueryTable { get; init; }

    public Guid? WorkspaceId { get; init; }

    public SecureString? AccessToken { get; init; }

    public Uri? EndpointUrl { get; init; }

    /// <summary>Runs the feature query over some hours.</summary>
    public async IAsyncEnumerable<LogFeature> RunAsync(int fromHour, int untilHour, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var connection = AthenaDatabase is null ? null
            : await AwsConnection.OpenAsync(new AwsOptions { ProfileName = ProfileName, Regions = Region is null ? [] : [Region], EndpointUrl = EndpointUrl }, cancellationToken).ConfigureAwait(false);
        ILogStore store = connection is not null ? new AthenaLogs(connection, AthenaDatabase!, WorkGroup, Region)
            : BigQueryTable is not null ? new BigQueryLogs(BigQueryTable, new AccessToken(AccessToken, new GoogleTokens(), "GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN"), EndpointUrl)
            : new LogAnalyticsLogs(WorkspaceId!.Value, new AccessToken(AccessToken, new AzureTokens("https://api.loganalytics.io"), "AZURE_LOGANALYTICS_ACCESS_TOKEN"), EndpointUrl);
        using var owned = store as IDisposable;
        await foreach (var feature in store.QueryAsync(fromHour, untilHour, cancellationToken).ConfigureAwait(false))
        {
            yield return feature;
        }
    }
}
