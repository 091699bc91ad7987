using System.Text.RegularExpressions;

namespace AiCloudSecurity.Iam;

/// <summary>An action of an AI service.</summary>
/// <param name="Name">As sagemaker:CreateEndpoint.</param>
/// <param name="Resources">
/// The resources that it knows, as AWS documents them:
/// <c>arn:${Partition}:sagemaker:${Region}:${Account}:endpoint/${EndpointName}</c>. Empty where it knows none; null
/// where that is not known, so that every resource of a policy counts.
/// </param>
public sealed partial record AiAction(string Name, IReadOnlyList<string>? Resources = null)
{
    /// <summary>The resources as patterns, within an account.</summary>
    internal IReadOnlyList<string>? Patterns(string partition, string account) => Resources is null ? null
        : [.. Resources.Select(resource => Placeholder().Replace(resource
            .Replace("${Partition}", partition, StringComparison.Ordinal)
            .Replace("${Account}", account, StringComparison.Ordinal), "*")).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Placeholder();
}
