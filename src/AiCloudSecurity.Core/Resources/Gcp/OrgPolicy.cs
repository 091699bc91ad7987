using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Gcp;

/// <summary>
/// An organisation policy on a project, a folder or the organisation above it: one constraint. The inventory gives
/// policies of the first version with the asset that they are set on, and those of the second as resources of their own.
/// </summary>
[GcpResource("orgpolicy.googleapis.com/Policy", Path = "v2/{ancestor}/policies", List = "policies", Permission = "orgpolicy.policies.list", Inherited = true, Supporting = true)]
public sealed record OrgPolicy : Resource
{
    /// <summary>As projects/1/policies/ainotebooks.disableRootAccess.</summary>
    public string? Name { get; init; }

    /// <summary>What is set.</summary>
    public OrgPolicySpec? Spec { get; init; }

    /// <summary>The constraint, as ainotebooks.disableRootAccess.</summary>
    [JsonIgnore]
    public string? Constraint => Name?[(Name.LastIndexOf('/') + 1)..];
}

/// <summary>What an organisation policy sets.</summary>
public sealed record OrgPolicySpec
{
    /// <summary>Rules; which of them holds may depend on tags.</summary>
    public IReadOnlyList<OrgPolicyRule>? Rules { get; init; }

    /// <summary>What is set above holds, too.</summary>
    public bool InheritFromParent { get; init; }

    /// <summary>Google's default is restored, whatever is set above.</summary>
    public bool Reset { get; init; }
}

/// <summary>A rule of an organisation policy.</summary>
public sealed record OrgPolicyRule
{
    /// <summary>Of a boolean constraint: whether it holds.</summary>
    public bool? Enforce { get; init; }

    /// <summary>Of a list constraint: everything is allowed.</summary>
    public bool AllowAll { get; init; }

    /// <summary>Of a list constraint: nothing is allowed.</summary>
    public bool DenyAll { get; init; }

    /// <summary>Of a list constraint: single values.</summary>
    public OrgPolicyValues? Values { get; init; }

    /// <summary>The tags for which it holds; for all where there is none.</summary>
    public BindingCondition? Condition { get; init; }
}

/// <summary>Values that a list constraint allows or denies.</summary>
public sealed record OrgPolicyValues
{
    /// <summary>Those that are allowed.</summary>
    public IReadOnlyList<string>? AllowedValues { get; init; }

    /// <summary>Those that are denied.</summary>
    public IReadOnlyList<string>? DeniedValues { get; init; }
}
