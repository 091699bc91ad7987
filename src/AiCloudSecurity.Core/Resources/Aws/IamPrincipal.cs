using System.Text.Json.Serialization;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>Who can hold policies: a user, a group or a role.</summary>
public abstract record IamPrincipal : Resource
{
    /// <summary>The ARN.</summary>
    public string? Arn { get; init; }

    /// <summary>/, or the folders that it is in; /aws-service-role/ where AWS made it and keeps it.</summary>
    public string? Path { get; init; }

    /// <summary>The managed policies that are attached to it.</summary>
    public IReadOnlyList<AttachedPolicy>? AttachedManagedPolicies { get; init; }

    /// <summary>The policies that are a part of it.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<InlinePolicy>? InlinePolicies { get; }

    /// <summary>Whether it is AWS's own: nobody can change what it holds.</summary>
    [JsonIgnore]
    public bool IsServiceLinked => Path?.StartsWith("/aws-service-role/", StringComparison.Ordinal) is true;
}

/// <summary>A managed policy by its name and ARN.</summary>
public sealed record AttachedPolicy
{
    /// <summary>The name.</summary>
    public string? PolicyName { get; init; }

    /// <summary>The ARN; the account of AWS's own is "aws".</summary>
    public string? PolicyArn { get; init; }

    /// <summary>Whether AWS wrote it and keeps it.</summary>
    [JsonIgnore]
    public bool IsAws => PolicyArn?.Contains(":iam::aws:policy/", StringComparison.Ordinal) is true;
}

/// <summary>A policy that is a part of a user, group or role.</summary>
public sealed record InlinePolicy
{
    /// <summary>The name.</summary>
    public string? PolicyName { get; init; }

    /// <summary>What it says.</summary>
    public PolicyDocument? PolicyDocument { get; init; }
}

/// <summary>The policy that limits what a user or role can be granted.</summary>
public sealed record PermissionsBoundary
{
    /// <summary>The ARN of the policy.</summary>
    public string? PermissionsBoundaryArn { get; init; }
}
