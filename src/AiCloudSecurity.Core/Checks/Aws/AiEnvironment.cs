using System.IO.Enumeration;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// In which environment resources work: by the pattern that whoever judges has given, which then decides alone; else by
/// a tag; else by the name of the account or of the units above it.
/// </summary>
internal sealed class AiEnvironment(Inventory<TaggedResource> tags, Scope scope, JudgeSettings settings)
{
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
        where EnvironmentWords.IsLabel(tag.Key) && tag.Value is not null
        let production = EnvironmentWords.OfValue(tag.Value!)
        where production is not null
        select new KnownEnvironment(production.Value, $"the tag {tag.Key}={tag.Value}")).FirstOrDefault();

    // The account's own name says more than that of the unit which it is in.
    private KnownEnvironment? OfAccount()
    {
        if (!_accountAsked)
        {
            _accountAsked = true;
            IEnumerable<string> units = Enumerable.Reverse(scope.Path?.Split('/') ?? []);
            _ofAccount = units.Prepend(scope.Name).Select((name, index) => EnvironmentWords.OfName(name) is { } production
                ? new KnownEnvironment(production, index == 0 ? $"the account's name {name}" : $"the unit {name}") : null).FirstOrDefault(known => known is not null);
        }
        return _ofAccount;
    }
}
