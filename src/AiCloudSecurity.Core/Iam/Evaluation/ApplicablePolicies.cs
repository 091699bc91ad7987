namespace AiCloudSecurity.Iam;

/// <summary>The policies that apply to a request. One that is null, or a list that is empty, does not exist.</summary>
public sealed record ApplicablePolicies
{
    /// <summary>What the principal holds: managed and inline, its own and, for a user, those of its groups.</summary>
    public IReadOnlyList<CompiledPolicy> Identity { get; init; } = [];

    /// <summary>The principal's boundary.</summary>
    public CompiledPolicy? PermissionsBoundary { get; init; }

    /// <summary>What was handed over when the session was made: together they limit it. Null where nothing was.</summary>
    public IReadOnlyList<CompiledPolicy>? Session { get; init; }

    /// <summary>
    /// The SCPs of the principal's account, level by level from the root to the account; each level must allow. Empty
    /// for an account outside an organisation and for the management account, which SCPs do not limit.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CompiledPolicy>> ServiceControl { get; init; } = [];

    /// <summary>
    /// The RCPs of the resource's account, level by level. AWS attaches one that allows everything to each level, so
    /// only what they deny counts. They must be given only for resources of services that know RCPs.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<CompiledPolicy>> ResourceControl { get; init; } = [];

    /// <summary>The resource's own policy.</summary>
    public CompiledPolicy? Resource { get; init; }

    /// <summary>The policy of the VPC endpoint; null where the request does not come through one.</summary>
    public CompiledPolicy? VpcEndpoint { get; init; }
}
