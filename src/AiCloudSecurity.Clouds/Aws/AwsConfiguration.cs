using Amazon.Runtime.CredentialManagement;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>What this machine knows of AWS without asking it.</summary>
public static class AwsConfiguration
{
    private static readonly string[] s_variables =
        ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];

    /// <summary>The regions that the SDK knows, with the names that people use.</summary>
    public static IEnumerable<(string Name, string DisplayName)> Regions =>
        AwsRegions.Known.Select(region => (region.SystemName, region.DisplayName)).OrderBy(region => region.SystemName, StringComparer.Ordinal);

    /// <summary>Whether the environment or the shared configuration has credentials. Nothing is asked for it.</summary>
    public static bool IsLikely =>
        s_variables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }) || ProfileNames.Any();

    /// <summary>The profiles of the shared configuration and credentials files.</summary>
    public static IEnumerable<string> ProfileNames =>
        new CredentialProfileStoreChain().ListProfiles().Select(profile => profile.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
