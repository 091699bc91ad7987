using Amazon.Runtime.CredentialManagement;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>What this machine knows of AWS without asking it.</summary>
public static class AwsConfiguration
{
    /// <summary>The regions that the SDK knows, with the names that people use.</summary>
    public static IEnumerable<(string Name, string DisplayName)> Regions =>
        AwsRegions.Known.Select(region => (region.SystemName, region.DisplayName)).OrderBy(region => region.SystemName, StringComparer.Ordinal);

    /// <summary>The profiles of the shared configuration and credentials files.</summary>
    public static IEnumerable<string> ProfileNames =>
        new CredentialProfileStoreChain().ListProfiles().Select(profile => profile.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
