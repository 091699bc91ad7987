namespace AiCloudSecurity.Resources.Azure;

/// <summary>The subscription itself.</summary>
[AzureResource("Microsoft.Resources/subscriptions", Table = "resourcecontainers", Supporting = true)]
public sealed record Subscription : Resource
{
    /// <summary>Where it stands.</summary>
    public SubscriptionProperties? Properties { get; init; }
}

/// <summary>Where a subscription stands.</summary>
public sealed record SubscriptionProperties
{
    /// <summary>The management groups that it is in, the nearest first, up to the tenant's own.</summary>
    public IReadOnlyList<ManagementGroup>? ManagementGroupAncestorsChain { get; init; }
}

/// <summary>A management group.</summary>
public sealed record ManagementGroup
{
    /// <summary>What its id ends with.</summary>
    public string? Name { get; init; }
}
