namespace AiCloudSecurity.Resources.Azure;

/// <summary>An identity that stands by itself and is assigned to what shall act as it.</summary>
[AzureResource("Microsoft.ManagedIdentity/userAssignedIdentities", Supporting = true)]
public sealed record AssignableIdentity : Resource
{
    /// <summary>What is set.</summary>
    public AssignableIdentityProperties? Properties { get; init; }
}

/// <summary>Whom the directory knows it as.</summary>
public sealed record AssignableIdentityProperties
{
    /// <summary>The object id.</summary>
    public string? PrincipalId { get; init; }
}
