using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>The user profiles of each domain, looked up instead of searched for.</summary>
internal sealed class DomainProfiles(Inventory<UserProfile> profiles)
{
    private ILookup<string?, UserProfile>? _byDomain;

    /// <summary>Those of a domain.</summary>
    /// <exception cref="UnseenException">Profiles could not be read.</exception>
    public IEnumerable<UserProfile> Of(Domain domain) => (_byDomain ??= profiles.All.ToLookup(profile => profile.DomainId))[domain.DomainId];
}
