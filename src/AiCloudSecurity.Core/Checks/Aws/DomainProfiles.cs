using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>The user profiles of each domain, looked up instead of searched for.</summary>
internal sealed class DomainProfiles(Inventory<UserProfile> profiles)
{
    private ILookup<string?, UserProfile>? _byDomain;

    /// <summary>Those of a domain.</summary>
    /// <exception cref="UnseenException">Profiles could not be read.</exception>
    public IEnumerable<UserProfile> Of(Domain domain) => Of(domain.DomainId);

    /// <summary>Those of the domain of that id.</summary>
    /// <exception cref="UnseenException">Profiles could not be read.</exception>
    public IEnumerable<UserProfile> Of(string? domainId) => (_byDomain ??= profiles.All.ToLookup(profile => profile.DomainId))[domainId];
}
