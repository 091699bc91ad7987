using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An IAM policy, with the asset that it is attached to. Those of the folders and the organisation above a project are among the project's.</summary>
[GcpResource("cloudasset.googleapis.com/IamPolicy", Content = GcpContent.IamPolicy, Supporting = true)]
public sealed record IamPolicy : Resource
{
    /// <summary>The type of the asset that it is attached to, as cloudresourcemanager.googleapis.com/Project.</summary>
    public string? AssetType { get; init; }

    /// <summary>The policy.</summary>
    [JsonPropertyName("iamPolicy")]
    public Policy? Policy { get; init; }

    /// <summary>The folders and the organisation above the asset, nearest first, as projects/1, folders/2, organizations/3.</summary>
    public IReadOnlyList<string>? Ancestors { get; init; }

    /// <summary>It is a folder's or the organisation's, and the project inherits it.</summary>
    [JsonIgnore]
    public bool IsInherited => AssetType is "cloudresourcemanager.googleapis.com/Folder" or "cloudresourcemanager.googleapis.com/Organization";
}

/// <summary>Who may do what with a resource, and which calls are logged.</summary>
public sealed record Policy
{
    /// <summary>Who has which role.</summary>
    public IReadOnlyList<Binding>? Bindings { get; init; }

    /// <summary>Which calls are logged beside those that always are.</summary>
    public IReadOnlyList<AuditConfig>? AuditConfigs { get; init; }
}

/// <summary>Who has a role.</summary>
public sealed record Binding
{
    /// <summary>As roles/aiplatform.user.</summary>
    public string? Role { get; init; }

    /// <summary>As user:a@example.com, allUsers.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>When it holds; always where there is none.</summary>
    public BindingCondition? Condition { get; init; }
}

/// <summary>When a binding holds.</summary>
public sealed record BindingCondition
{
    /// <summary>In the Common Expression Language.</summary>
    public string? Expression { get; init; }

    /// <summary>What its author calls it.</summary>
    public string? Title { get; init; }
}

/// <summary>Which calls of a service are logged.</summary>
public sealed record AuditConfig
{
    /// <summary>As aiplatform.googleapis.com, or allServices.</summary>
    public string? Service { get; init; }

    /// <summary>Kinds of calls.</summary>
    public IReadOnlyList<AuditLogConfig>? AuditLogConfigs { get; init; }
}

/// <summary>A kind of calls that is logged.</summary>
public sealed record AuditLogConfig
{
    /// <summary>ADMIN_READ, DATA_READ or DATA_WRITE.</summary>
    public string? LogType { get; init; }

    /// <summary>Whose calls are not logged.</summary>
    public IReadOnlyList<string>? ExemptedMembers { get; init; }
}
