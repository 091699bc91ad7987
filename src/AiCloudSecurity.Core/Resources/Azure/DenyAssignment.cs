namespace AiCloudSecurity.Resources.Azure;

/// <summary>Takes operations from somebody whatever his roles are. Azure makes them: for managed applications, deployment stacks and blueprints.</summary>
[AzureResource("Microsoft.Authorization/denyAssignments", Of = typeof(Subscription), ApiVersion = "2022-04-01", Path = "providers/Microsoft.Authorization/denyAssignments", Supporting = true)]
public sealed record DenyAssignment : Resource
{
    /// <summary>What is set.</summary>
    public DenyAssignmentProperties? Properties { get; init; }
}

/// <summary>What is taken from whom.</summary>
public sealed record DenyAssignmentProperties
{
    /// <summary>As people know it.</summary>
    public string? DenyAssignmentName { get; init; }

    /// <summary>What is denied.</summary>
    public IReadOnlyList<RolePermission>? Permissions { get; init; }

    /// <summary>Where.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether it holds at the scope alone, and not below it; false without.</summary>
    public bool? DoNotApplyToChildScopes { get; init; }

    /// <summary>From whom it is taken.</summary>
    public IReadOnlyList<DenyPrincipal>? Principals { get; init; }

    /// <summary>From whom it is not.</summary>
    public IReadOnlyList<DenyPrincipal>? ExcludePrincipals { get; init; }

    /// <summary>Whether Azure keeps it, so that nobody can take it away; false without.</summary>
    public bool? IsSystemProtected { get; init; }

    /// <summary>On what it hangs; on nothing without.</summary>
    public string? Condition { get; init; }
}

/// <summary>From whom something is taken, or not.</summary>
public sealed record DenyPrincipal
{
    /// <summary>The object id; only zeros mean everybody.</summary>
    public string? Id { get; init; }

    /// <summary>User, Group, ServicePrincipal, or SystemDefined for everybody.</summary>
    public string? Type { get; init; }
}
