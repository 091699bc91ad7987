namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An API key.</summary>
[GcpResource("apikeys.googleapis.com/Key", Supporting = true)]
public sealed record ApiKey : Resource
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset? CreateTime { get; init; }

    /// <summary>When it was deleted; it can be restored for thirty days.</summary>
    public DateTimeOffset? DeleteTime { get; init; }

    /// <summary>The service account that whoever has it acts as.</summary>
    public string? ServiceAccountEmail { get; init; }

    /// <summary>What it is for; anything without.</summary>
    public KeyRestrictions? Restrictions { get; init; }

    /// <summary>The key itself.</summary>
    [Sensitive]
    public string? KeyString { get; init; }
}

/// <summary>What an API key is for.</summary>
public sealed record KeyRestrictions
{
    /// <summary>The services; all that the project has enabled without.</summary>
    public IReadOnlyList<ApiTarget>? ApiTargets { get; init; }

    /// <summary>Web sites that may use it.</summary>
    public BrowserKeyRestrictions? BrowserKeyRestrictions { get; init; }

    /// <summary>Addresses that may use it.</summary>
    public ServerKeyRestrictions? ServerKeyRestrictions { get; init; }

    /// <summary>Applications on Android that may use it.</summary>
    public AndroidKeyRestrictions? AndroidKeyRestrictions { get; init; }

    /// <summary>Applications on iOS that may use it.</summary>
    public IosKeyRestrictions? IosKeyRestrictions { get; init; }

    /// <summary>Some caller is named.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool NamesCallers => (BrowserKeyRestrictions?.AllowedReferrers?.Count ?? 0) + (ServerKeyRestrictions?.AllowedIps?.Count ?? 0)
        + (AndroidKeyRestrictions?.AllowedApplications?.Count ?? 0) + (IosKeyRestrictions?.AllowedBundleIds?.Count ?? 0) > 0;
}

/// <summary>A service that an API key is for.</summary>
public sealed record ApiTarget
{
    /// <summary>As generativelanguage.googleapis.com.</summary>
    public string? Service { get; init; }
}

/// <summary>Web sites that may use an API key.</summary>
public sealed record BrowserKeyRestrictions
{
    /// <summary>Their addresses.</summary>
    public IReadOnlyList<string>? AllowedReferrers { get; init; }
}

/// <summary>Addresses that may use an API key.</summary>
public sealed record ServerKeyRestrictions
{
    /// <summary>The addresses.</summary>
    public IReadOnlyList<string>? AllowedIps { get; init; }
}

/// <summary>Applications on Android that may use an API key.</summary>
public sealed record AndroidKeyRestrictions
{
    /// <summary>The applications.</summary>
    public IReadOnlyList<AndroidApplication>? AllowedApplications { get; init; }
}

/// <summary>Applications on iOS that may use an API key.</summary>
public sealed record IosKeyRestrictions
{
    /// <summary>The applications.</summary>
    public IReadOnlyList<string>? AllowedBundleIds { get; init; }
}

/// <summary>An application on Android.</summary>
public sealed record AndroidApplication
{
    /// <summary>Its package.</summary>
    public string? PackageName { get; init; }
}

/// <summary>A service of Google that a project uses.</summary>
[GcpResource("serviceusage.googleapis.com/Service", Supporting = true)]
public sealed record EnabledService : Resource
{
    /// <summary>As projects/1/services/aiplatform.googleapis.com.</summary>
    public string? Name { get; init; }

    /// <summary>ENABLED or DISABLED.</summary>
    public string? State { get; init; }

    /// <summary>As aiplatform.googleapis.com.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Service => (Name ?? Identity.Id)[((Name ?? Identity.Id).LastIndexOf('/') + 1)..];

    /// <summary>It is enabled.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEnabled => State is "ENABLED";
}

/// <summary>A key by which somebody acts as a service account.</summary>
[GcpResource("iam.googleapis.com/ServiceAccountKey", Supporting = true)]
public sealed record ServiceAccountKey : Resource
{
    /// <summary>As projects/p/serviceAccounts/a@p.iam.gserviceaccount.com/keys/1.</summary>
    public string? Name { get; init; }

    /// <summary>USER_MANAGED, or SYSTEM_MANAGED for those that Google keeps.</summary>
    public string? KeyType { get; init; }

    /// <summary>It is taken no more.</summary>
    public bool Disabled { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ValidBeforeTime { get; init; }
}

/// <summary>A role that the customer made.</summary>
[GcpResource("iam.googleapis.com/Role", Inherited = true, Supporting = true)]
public sealed record CustomRole : Resource
{
    /// <summary>As projects/p/roles/r.</summary>
    public string? Name { get; init; }

    /// <summary>It gives nothing.</summary>
    public bool Deleted { get; init; }

    /// <summary>What it gives.</summary>
    public IReadOnlyList<string>? IncludedPermissions { get; init; }
}

/// <summary>A service account.</summary>
[GcpResource("iam.googleapis.com/ServiceAccount", Supporting = true)]
public sealed record ServiceAccount : Resource, INamedOtherwise
{
    /// <summary>Its e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Its number, by which the inventory names it.</summary>
    public string? UniqueId { get; init; }

    /// <summary>Nobody can act as it.</summary>
    public bool Disabled { get; init; }

    IEnumerable<string> INamedOtherwise.OtherNames => new[] { Email, UniqueId }.OfType<string>();
}
