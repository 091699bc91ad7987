using System.Text.RegularExpressions;

namespace AiCloudSecurity.Iam;

/// <summary>An action of an AI service, or one beside them that decides over AI.</summary>
/// <param name="Name">As sagemaker:CreateEndpoint.</param>
/// <param name="Resources">
/// The resources that it knows, as AWS documents them:
/// <c>arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}</c>. Empty where it knows none; null
/// where that is not known, so that every resource of a policy counts.
/// </param>
public sealed partial record AiAction(string Name, IReadOnlyList<string>? Resources = null)
{
    /// <summary>The prefix, as sagemaker.</summary>
    public string Service { get; } = Name[..Name.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Whether it is one of an AI service; else it matters to AI for what it does elsewhere.</summary>
    public bool IsAi { get; init; }

    /// <summary>What it lets its caller do.</summary>
    public ActionClass Class { get; init; } = ActionClass.Write;

    /// <summary>What AWS says of it.</summary>
    public AccessLevel Level { get; init; } = AccessLevel.Write;

    /// <summary>The names of the resource types that it knows, as endpoint, in the order of <see cref="Resources"/>.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>The service's own condition keys and the general ones that a request carries, as sagemaker:VolumeKmsKey.</summary>
    public IReadOnlyList<string> ConditionKeys { get; init; } = [];

    /// <summary>What handing a role to it is worth; null where it takes none.</summary>
    public RoleSink? Sink { get; init; }

    /// <summary>Whether its input names a bucket that it writes to.</summary>
    public bool WritesToBucket { get; init; }

    /// <summary>Whether its input names an encryption key.</summary>
    public bool TakesKey { get; init; }

    /// <summary>Whether its input says in which network it works.</summary>
    public bool TakesNetwork { get; init; }

    /// <summary>The resources as patterns, within an account.</summary>
    internal IReadOnlyList<string>? Patterns(string partition, string account) => Resources is null ? null
        : [.. Resources.Select(resource => Pattern(resource, partition, account)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The resources of which it is foremost, as patterns within an account: a training job's, not the plan's that it
    /// may use. A star where it knows none.
    /// </summary>
    internal IReadOnlyList<string> MainPatterns(string partition, string account)
    {
        if (Resources is not { Count: > 0 })
        {
            return ["*"];
        }
        var noun = Name[(Service.Length + 1)..];
        var named = ResourceTypes.Select(Compact).Where(type => noun.Contains(type, StringComparison.OrdinalIgnoreCase)).ToList();
        return
        [
            .. Resources.Where((_, index) => named.Count == 0 || named.Exists(type => Compact(ResourceTypes[index]).StartsWith(type, StringComparison.OrdinalIgnoreCase)))
                .Select(resource => Pattern(resource, partition, account)).Distinct(StringComparer.Ordinal),
        ];

        static string Compact(string type) => type.Replace("-", "", StringComparison.Ordinal);
    }

    private static string Pattern(string resource, string partition, string account) => Placeholder().Replace(resource
        .Replace("${Partition}", partition, StringComparison.Ordinal)
        .Replace("${Account}", account, StringComparison.Ordinal), "*");

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Placeholder();
}
