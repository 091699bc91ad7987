using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>An aggregator of AWS Config, which knows what is in many accounts.</summary>
public static class AwsAggregator
{
    private const int PageSize = 100;
    private static readonly AwsService s_service = AwsService.Of("config");

    /// <summary>Asks one question for all accounts, a hundred resources a page.</summary>
    /// <param name="connection">Whose credentials ask: of the account that the aggregator is in.</param>
    /// <param name="name">The aggregator's name.</param>
    /// <param name="types">The resource types that are wanted; those that Config does not record are left out.</param>
    /// <param name="regions">Regions by their names; all without.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="AiCloudException">There is no such aggregator, it may not be asked, or it knows of nothing.</exception>
    public static async Task<IReadOnlyList<Estate>> ReadAsync(
        AwsConnection connection, string name, IEnumerable<ResourceType> types, IReadOnlyCollection<string> regions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var input = new JsonObject { ["Expression"] = ConfigQuery.Expression(types, regions), ["ConfigurationAggregatorName"] = name, ["Limit"] = PageSize };
        List<string> results = [];
        HashSet<string> tokens = [];
        try
        {
            while (true)
            {
                using var page = JsonDocument.Parse(await connection.CallAsync(s_service, connection.Home, "SelectAggregateResourceConfig", input, cancellationToken).ConfigureAwait(false));
                results.AddRange(AwsReadAnswer.Items(page.RootElement, "Results").Select(result => result.GetString()!));
                if (AwsIdentity.Member(page.RootElement, "NextToken") is not { Length: > 0 } token)
                {
                    break;
                }
                if (!tokens.Add(token))
                {
                    throw new InvalidDataException("a page came twice");
                }
                input = (JsonObject)input.DeepClone();
                input["NextToken"] = token;
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            throw error.Code == "NoSuchConfigurationAggregatorException"
                ? new AiCloudException(ErrorId.ResourceNotFound, $"There is no aggregator '{Display.Safe(name)}' in {connection.Home} of account {connection.Scope.Id}. 'aws configservice describe-configuration-aggregators' lists them; AWS_REGION says in which region.", name, failure)
                : new AiCloudException(error.Id, $"The aggregator '{Display.Safe(name)}' could not be asked: config:SelectAggregateResourceConfig failed ({Display.Safe(error.Message)}). Grant config:SelectAggregateResourceConfig to {Display.Safe(connection.Scope.Caller)}.", name, failure);
        }
        return results.Count > 0 ? ConfigQuery.Estates(name, results, DateTimeOffset.UtcNow) : throw new AiCloudException(ErrorId.NothingAssessed,
            $"The aggregator '{Display.Safe(name)}' knows of no AI service and of nothing around one. Look at what AWS Config records in the accounts, or read them with -RoleName.", name);
    }
}
