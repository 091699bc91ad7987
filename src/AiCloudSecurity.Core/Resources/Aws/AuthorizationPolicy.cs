using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A policy of an organisation that limits what may be done: service control or resource control.</summary>
public abstract record AuthorizationPolicy : Resource
{
    /// <summary>What is said of it without its content.</summary>
    public OrganizationPolicySummary? PolicySummary { get; init; }

    /// <summary>What it says.</summary>
    public PolicyDocument? Content { get; init; }
}

/// <summary>A root, organisational unit or account to which a policy is attached.</summary>
public abstract record PolicyTarget : Resource
{
    /// <summary>As r-abcd, ou-abcd-11111111 or 111122223333.</summary>
    public string? TargetId { get; init; }
}

/// <summary>What an organisation says of one of its policies.</summary>
public sealed record OrganizationPolicySummary
{
    /// <summary>As p-examplepolicyid.</summary>
    public string? Id { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }
}
