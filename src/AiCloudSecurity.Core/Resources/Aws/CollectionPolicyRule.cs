using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a policy of OpenSearch Serverless speaks of, and in access policies what may be done with it.</summary>
public sealed record CollectionPolicyRule
{
    /// <summary><c>collection/name</c> or <c>index/name/index</c>, with <c>*</c> for any end.</summary>
    public IReadOnlyList<string>? Resource { get; init; }

    /// <summary>As <c>aoss:ReadDocument</c>.</summary>
    public IReadOnlyList<string>? Permission { get; init; }

    /// <summary>Whether it speaks of a collection, or of something in it.</summary>
    public bool IsOn(string collection) =>
        Resource?.Any(resource => resource.Split('/') is [_, var name, ..] && Glob.Resource(name).Matches(collection)) is true;
}
