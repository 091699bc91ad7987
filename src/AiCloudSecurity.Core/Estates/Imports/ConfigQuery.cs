using System.Text.Json;

namespace AiCloudSecurity;

/// <summary>
/// The one question to an aggregator of AWS Config that gives all accounts of an organisation, and the estates in its
/// answer. What Config does not record was not seen: no check passes on it.
/// </summary>
public static class ConfigQuery
{
    // A star stands for the scalar members only, so each is named. Source: AWS Config Developer Guide, "Limitations" of advanced queries.
    private const string Members = "accountId, awsRegion, arn, resourceId, resourceName, resourceType, configuration, supplementaryConfiguration";

    /// <summary>The question, in Config's SQL: all that is recorded of these types.</summary>
    /// <param name="types">What is wanted; types that Config does not record, or records in another shape, are left out.</param>
    /// <param name="regions">The regions, by their names; all without.</param>
    public static string Expression(IEnumerable<ResourceType> types, IReadOnlyCollection<string> regions)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(regions);
        var names = types.Where(type => type.Parent is null && ConfigShapes.Of(type) is not null).Select(type => type.Name).Distinct().Order(StringComparer.Ordinal);
        return $"SELECT {Members} WHERE resourceType IN ({Texts(names)})"
            // What has no region is recorded as global, or in the home region of its service.
            + (regions.Count == 0 ? "" : $" AND awsRegion IN ({Texts(regions.Append(ResourceIdentity.Global))})");
    }

    /// <summary>The estates in an answer: one for each account.</summary>
    /// <param name="aggregator">The aggregator's name, for errors.</param>
    /// <param name="results">What was answered, one resource a text of JSON.</param>
    /// <param name="time">When it was asked.</param>
    /// <exception cref="AiCloudException">A result is no item of Config (EstateUnreadable).</exception>
    public static IReadOnlyList<Estate> Estates(string aggregator, IEnumerable<string> results, DateTimeOffset time)
    {
        var import = new Import(aggregator, time.ToUniversalTime());
        try
        {
            return ConfigSnapshot.Read(import, results);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or ArgumentException or JsonException)
        {
            throw import.Bad("a result is no item of AWS Config", "Ask again, or read the accounts with -RoleName.", malformed);
        }
    }

    private static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"'{value}'"));
}
