namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>How Google Cloud is to be reached, and what of it.</summary>
public sealed record GcpOptions
{
    /// <summary>The organisation whose projects are read, by its number.</summary>
    public string? Organization { get; init; }

    /// <summary>The folder whose projects are read, by its number.</summary>
    public string? Folder { get; init; }

    /// <summary>Ids or names of projects; wildcards are allowed. All that the caller can see without.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Regions; wildcards are allowed. Those in use without; one that is named is asked, in use or not.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Regions that are asked, in use or not, beside those in use.</summary>
    public IReadOnlyList<string> Places { get; init; } = [];

    /// <summary>A token that somebody else has signed in for; Application Default Credentials without.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The project that requests are counted for; the credentials' own without.</summary>
    public string? QuotaProject { get; init; }

    /// <summary>The domain of the universe; the credentials' own without.</summary>
    public string? UniverseDomain { get; init; }

    /// <summary>Where requests go instead of Google's services, with the service's name as their host.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The most requests under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>How long one answer is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>The first pause before something is tried again; each further one is twice as long.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>The longest pause that Google may ask for; asked for longer, the read fails as throttled.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}
