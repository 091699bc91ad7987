using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>How much of what AI services cost a budget looks at.</summary>
internal static class BudgetCoverage
{
    // Services bill under their names; models of other makers under their own, as "(Amazon Bedrock Edition)".
    private static readonly string[] s_services =
        [Bedrock, SageMaker, "Amazon Comprehend", "Amazon Rekognition", "Amazon Textract", "Amazon Transcribe", "Amazon Translate", "Amazon Polly", "Amazon Lex", "Amazon Kendra", "Amazon Personalize"];

    private enum Share { Nothing, Part, All }

    /// <summary>What Bedrock's services are called in bills.</summary>
    public const string Bedrock = "Bedrock";

    /// <summary>What SageMaker's services are called in bills.</summary>
    public const string SageMaker = "SageMaker";

    /// <summary>It looks at everything that a service costs; without one, at everything that some AI service costs.</summary>
    public static bool IsWhole(Budget budget, string account, string? service = null) => Of(budget, account, Named(service)) == Share.All;

    /// <summary>It looks at some of what some AI service costs, or at everything.</summary>
    public static bool IsSome(Budget budget, string account) => Of(budget, account, s_services) != Share.Nothing;

    /// <summary>Whether bills call an AI service by that name.</summary>
    public static bool IsAi(string service) => s_services.Any(name => service.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether it is a budget of costs that is being computed now.</summary>
    public static bool IsActive(Budget budget, DateTimeOffset now) =>
        budget.BudgetType is "COST" && budget.HealthStatus?.Status is not "UNHEALTHY"
        && !(budget.TimePeriod?.End < now) && !(budget.TimePeriod?.Start > now);

    private static Share Of(Budget budget, string account, string[] services)
    {
        if (budget.BudgetType is not "COST")
        {
            return Share.Nothing;
        }
        var filters = (budget.CostFilters ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(filter => Dimension(filter.Key, filter.Value ?? [], exact: true, account, services));
        return All(filters.Append(budget.FilterExpression is null ? Share.All : Of(budget.FilterExpression, account, services)));
    }

    private static Share Of(BudgetFilter filter, string account, string[] services) =>
        filter.And is { } all ? All(all.Select(inner => Of(inner, account, services)))
        : filter.Or is { } any ? any.Select(inner => Of(inner, account, services)).DefaultIfEmpty(Share.Nothing).Max()
        : filter.Not is { } not ? Of(not, account, services) switch { Share.All => Share.Nothing, Share.Nothing => Share.All, _ => Share.Part }
        : filter.Dimensions is { } dimension ? Dimension(dimension.Key ?? "", dimension.Values ?? [], dimension.MatchOptions is null or ["EQUALS"], account, services)
        : filter.Tags is null && filter.CostCategories is null ? Share.All
        : Share.Part;

    private static Share All(IEnumerable<Share> shares) => shares.Min();

    // CostFilters say Service and LinkedAccount, expressions SERVICE and LINKED_ACCOUNT.
    private static Share Dimension(string name, IReadOnlyList<string> values, bool exact, string account, string[] services) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant() switch
    {
        _ when !exact => Share.Part,
        "SERVICE" => values.Any(value => services.Any(service => value.Contains(service, StringComparison.OrdinalIgnoreCase))) ? Share.All : Share.Nothing,
        "LINKEDACCOUNT" => values.Contains(account) ? Share.All : Share.Nothing,
        // Kinds of charge: what AI costs is usage, in one of its forms; taxes, credits and refunds are others.
        "RECORDTYPE" => values.Any(value => value.EndsWith("Usage", StringComparison.OrdinalIgnoreCase)) ? Share.All : Share.Nothing,
        _ => Share.Part,
    };

    private static string[] Named(string? service) => service is null ? s_services : [service];
}
