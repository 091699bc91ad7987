namespace AiCloudSecurity.Iam;

/// <summary>The types of policies that AWS evaluates.</summary>
public enum PolicyType
{
    /// <summary>Of a user, group or role: managed or inline.</summary>
    Identity,
    /// <summary>The managed policy that bounds what a user or role can be granted by its identity policies.</summary>
    PermissionsBoundary,
    /// <summary>Handed over when a session was made.</summary>
    Session,
    /// <summary>An organisation's limit on its principals (SCP).</summary>
    ServiceControl,
    /// <summary>An organisation's limit on its resources (RCP).</summary>
    ResourceControl,
    /// <summary>Of the resource itself: a bucket's, a key's, a role's trust policy.</summary>
    Resource,
    /// <summary>Of the VPC endpoint through which the request comes.</summary>
    VpcEndpoint,
}
