using System.IO.Enumeration;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether a resource is production, and what says so.</summary>
/// <param name="IsProduction">Production, or anything else.</param>
/// <param name="By">As "the tag env=prod".</param>
internal sealed record KnownEnvironment(bool IsProduction, string By);

/// <summary>
/// In which environment resources work: by the pattern that whoever judges has given, which then decides alone; else by
/// a tag; else by the name of the account or of the units above it.
/// </summary>
internal sealed class AiEnvironment(Inventory<TaggedResource> tags, Scope scope, JudgeSettings settings)
{
    private static readonly string[] s_names = ["env", "environment", "stage", "deployment-environment"];
    private static readonly string[] s_production = ["prod", "prd", "production", "live"];
    private static readonly string[] s_other =
        ["dev", "develop", "development", "test", "tst", "testing", "qa", "uat", "stage", "staging", "stg", "preprod", "nonprod", "nonproduction", "sandbox", "lab", "int", "integration", "poc"];

    private KnownEnvironment? _ofAccount;
    private bool _accountAsked;

    /// <summary>The environment; null where nothing says it.</summary>
    /// <exception cref="UnseenException">The tags were not read.</exception>
    public KnownEnvironment? Of(Resource resource)
    {
        if (settings.ProductionPattern.Count > 0)
        {
            return Pattern(resource.Identity.Name) ?? Pattern(scope.Name) ?? Pattern(scope.Id) ?? new(false, "no pattern for production");
        }
        return OfTags(tags.All.Count == 0 ? null : tags.Find(resource.Identity.Id)) ?? OfAccount();
    }

    private KnownEnvironment? Pattern(string name) =>
        settings.ProductionPattern.FirstOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern, name)) is { } pattern ? new(true, $"the pattern {pattern}") : null;

    private static KnownEnvironment? OfTags(TaggedResource? resource) => (
        from tag in resource?.Tags ?? []
        where s_names.Contains(tag.Key, StringComparer.OrdinalIgnoreCase) && tag.Value is not null
        let production = IsProduction([Plain(tag.Value!)])
        where production is not null
        select new KnownEnvironment(production.Value, $"the tag {tag.Key}={tag.Value}")).FirstOrDefault();

    // The account's own name says more than that of the unit which it is in.
    private KnownEnvironment? OfAccount()
    {
        if (!_accountAsked)
        {
            _accountAsked = true;
            IEnumerable<string> units = Enumerable.Reverse(scope.Path?.Split('/') ?? []);
            _ofAccount = units.Prepend(scope.Name).Select((name, index) => IsProduction(Plain(name).Split([' ', '-', '_', '.'])) is { } production
                ? new KnownEnvironment(production, index == 0 ? $"the account's name {name}" : $"the unit {name}") : null).FirstOrDefault(known => known is not null);
        }
        return _ofAccount;
    }

    private static bool? IsProduction(string[] words) => (words.Any(word => s_production.Contains(word)), words.Any(word => s_other.Contains(word))) switch
    {
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };

    // What is before production is not production.
    private static string Plain(string text) => text.Trim().ToLowerInvariant().Replace("pre-prod", "preprod", StringComparison.Ordinal).Replace("non-prod", "nonprod", StringComparison.Ordinal)
        .Replace("pre_prod", "preprod", StringComparison.Ordinal).Replace("non_prod", "nonprod", StringComparison.Ordinal);
}
