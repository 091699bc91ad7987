using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>
/// Somebody whom the tenant's directory (Microsoft Entra ID) knows and to whom a role is given, or from whom something is
/// taken: a user, a group, or the identity of an application or resource. Only these members are kept.
/// </summary>
[AzureResource("Microsoft.Graph/directoryObjects", IsOfDirectory = true, Action = "Directory.Read.All", Supporting = true)]
public sealed record DirectoryPrincipal : Resource
{
    /// <summary>The object id.</summary>
    public string? Id { get; init; }

    /// <summary>What it is, as #microsoft.graph.user.</summary>
    [JsonPropertyName("@odata.type")]
    public string? Kind { get; init; }

    /// <summary>As people know it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Of a user: Member or Guest. Accounts of before 2014 may have none.</summary>
    public string? UserType { get; init; }

    /// <summary>Of an identity: Application, ManagedIdentity, Legacy or SocialIdp.</summary>
    public string? ServicePrincipalType { get; init; }

    /// <summary>Of a group: HiddenMembership where only its members, and who has Member.Read.Hidden, see who is in it.</summary>
    public string? Visibility { get; init; }

    /// <summary>Of a group: whom the directory puts into it by itself; nobody without.</summary>
    public string? MembershipRule { get; init; }

    /// <summary>Whether it is a group.</summary>
    [JsonIgnore]
    public bool IsGroup => "#microsoft.graph.group".Equals(Kind, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is a user.</summary>
    [JsonIgnore]
    public bool IsUser => "#microsoft.graph.user".Equals(Kind, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Somebody who is in a group, or in a group that is in it.</summary>
[AzureResource("Microsoft.Graph/groups/transitiveMembers", Of = typeof(DirectoryPrincipal), IsOfDirectory = true, Action = "GroupMember.Read.All", Supporting = true)]
public sealed record GroupMember : Resource
{
    /// <summary>The object id.</summary>
    public string? Id { get; init; }

    /// <summary>What it is, as #microsoft.graph.user.</summary>
    [JsonPropertyName("@odata.type")]
    public string? Kind { get; init; }

    /// <summary>Of a user: Member or Guest; none where the reader may not see users.</summary>
    public string? UserType { get; init; }

    /// <summary>Of an identity: Application, ManagedIdentity, Legacy or SocialIdp.</summary>
    public string? ServicePrincipalType { get; init; }

    /// <summary>Whether it is a user.</summary>
    [JsonIgnore]
    public bool IsUser => "#microsoft.graph.user".Equals(Kind, StringComparison.OrdinalIgnoreCase);
}
