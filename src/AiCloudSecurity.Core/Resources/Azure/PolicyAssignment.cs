using System.Text.Json;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A policy, or a set of them, that holds at a scope and below it.</summary>
[AzureResource("Microsoft.Authorization/policyAssignments", Table = "policyresources", Supporting = true)]
public sealed record PolicyAssignment : Resource
{
    /// <summary>What is set.</summary>
    public PolicyAssignmentProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record PolicyAssignmentProperties
{
    /// <summary>The policy or the set.</summary>
    public string? PolicyDefinitionId { get; init; }

    /// <summary>Where it holds.</summary>
    public string? Scope { get; init; }

    /// <summary>Where, below the scope, it does not.</summary>
    public IReadOnlyList<string>? NotScopes { get; init; }

    /// <summary>Default, or DoNotEnforce where it only reports.</summary>
    public string? EnforcementMode { get; init; }

    /// <summary>What the policy is given, as the effect.</summary>
    public IReadOnlyDictionary<string, PolicyParameter>? Parameters { get; init; }
}

/// <summary>What a policy is given.</summary>
public sealed record PolicyParameter
{
    /// <summary>Text mostly; anything may stand here.</summary>
    public JsonElement? Value { get; init; }
}
