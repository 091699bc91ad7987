namespace AiCloudSecurity.Resources.Azure;

/// <summary>Gives a role to somebody, at a scope and everything below it.</summary>
[AzureResource("Microsoft.Authorization/roleAssignments", Table = "authorizationresources", NamedBy = "principalId", Supporting = true)]
public sealed record RoleAssignment : Resource
{
    /// <summary>What is set.</summary>
    public RoleAssignmentProperties? Properties { get; init; }
}

/// <summary>Who has which role where.</summary>
public sealed record RoleAssignmentProperties
{
    /// <summary>The role's id. What follows its last slash identifies it; what stands before differs with who asks.</summary>
    public string? RoleDefinitionId { get; init; }

    /// <summary>The object id of whom it is given to.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>User, Group, ServicePrincipal (managed identities, too), ForeignGroup or Device; Unknown where the directory has no such principal any more.</summary>
    public string? PrincipalType { get; init; }

    /// <summary>Where: a resource, a resource group, a subscription, a management group, or / for everything in the tenant.</summary>
    public string? Scope { get; init; }

    /// <summary>On what it hangs, in Azure's language of conditions; on nothing without.</summary>
    public string? Condition { get; init; }
}

/// <summary>A role that somebody may take for a while, by Privileged Identity Management.</summary>
[AzureResource("Microsoft.Authorization/roleEligibilityScheduleInstances", Of = typeof(Subscription), ApiVersion = "2020-10-01",
    Path = "providers/Microsoft.Authorization/roleEligibilityScheduleInstances", None = "AadPremiumLicenseRequired", NamedBy = "principalId", Supporting = true)]
public sealed record RoleEligibility : Resource
{
    /// <summary>What is set.</summary>
    public RoleEligibilityProperties? Properties { get; init; }
}

/// <summary>Who may take which role where.</summary>
public sealed record RoleEligibilityProperties
{
    /// <summary>The role's id.</summary>
    public string? RoleDefinitionId { get; init; }

    /// <summary>The object id of who may take it.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>User, Group or ServicePrincipal.</summary>
    public string? PrincipalType { get; init; }

    /// <summary>Where.</summary>
    public string? Scope { get; init; }

    /// <summary>On what it hangs; on nothing without.</summary>
    public string? Condition { get; init; }

    /// <summary>Until when; for ever without.</summary>
    public DateTimeOffset? EndDateTime { get; init; }
}
