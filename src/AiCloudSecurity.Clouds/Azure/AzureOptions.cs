namespace AiCloudSecurity.Clouds.Azure;

/// <summary>A token that somebody else has signed in for.</summary>
/// <param name="Token">The access token for Resource Manager, or for Microsoft Graph.</param>
/// <param name="ExpiresOn">Until when it holds.</param>
public sealed record AzureToken(string Token, DateTimeOffset ExpiresOn);

/// <summary>How Azure is to be reached, and what of it.</summary>
public sealed record AzureOptions
{
    /// <summary>The tenant to sign in to; the credential's own without.</summary>
    public string? Tenant { get; init; }

    /// <summary>Names or ids of subscriptions; wildcards are allowed. All that the caller can see without.</summary>
    public IReadOnlyList<string> Subscriptions { get; init; } = [];

    /// <summary>Names or display names of management groups; wildcards are allowed. Only subscriptions below one of them are taken, at whatever depth.</summary>
    public IReadOnlyList<string> ManagementGroups { get; init; } = [];

    /// <summary>AzureCloud, AzureUSGovernment or AzureChinaCloud.</summary>
    public string? Environment { get; init; }

    /// <summary>Where requests go instead of Resource Manager; on this machine instead of Microsoft Graph, too.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>A session that is signed in already; credentials are looked for without.</summary>
    public AzureToken? Session { get; init; }

    /// <summary>The session's token for Microsoft Graph; without, a session does not read the directory.</summary>
    public AzureToken? DirectorySession { get; init; }

    /// <summary>The most requests under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>How long one answer is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The first pause before something is tried again; each further one is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>The longest pause that Azure may ask for; asked for longer, the read fails as throttled.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}
