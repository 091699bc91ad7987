using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>From where collections of OpenSearch Serverless are reached. Rules: Amazon OpenSearch Service Developer Guide, "Network access for Amazon OpenSearch Serverless".</summary>
internal sealed class CollectionNetworks(Inventory<CollectionNetworkPolicy> policies)
{
    /// <summary>The policy that opens a collection or its dashboard to the internet, which wins over all others; null where none does.</summary>
    public CollectionNetworkPolicy? OpeningOf(string name) =>
        policies.All.FirstOrDefault(policy => policy.Policy?.Any(entry => entry.AllowFromPublic is true && IsOn(entry, name)) is true);

    /// <summary>What policies say of a collection.</summary>
    /// <exception cref="UnseenException">One says nothing at all.</exception>
    public IReadOnlyList<CollectionNetwork> RulesOf(string name) =>
        [.. policies.All.SelectMany(policy => policy.Policy ?? throw new UnseenException($"The network policy {policy.Identity.Name} says nothing.")).Where(entry => IsOn(entry, name))];

    private static bool IsOn(CollectionNetwork entry, string name) => entry.Rules?.Any(rule => rule.IsOn(name)) is true;
}
