using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// Finds credentials in the order of the aws CLI: a named profile, environment variables, web identity, the
/// profile of AWS_PROFILE or default, then the container or the instance. Roles are assumed through our own
/// client: AWSSDK.Core looks for AWSSDK.SecurityToken by name over all load contexts, which breaks us or AWS.Tools.
/// </summary>
internal static class AwsCredentialChain
{
    /// <summary>The profile that counts: the named one, else AWS_PROFILE.</summary>
    public static string? ProfileOf(string? name) => name ?? Variable("AWS_PROFILE");

    /// <summary>The region of the profile or the environment; null where none is set.</summary>
    public static string? RegionOf(string? profileName)
    {
        var chain = new CredentialProfileStoreChain();
        var ofProfile = chain.TryGetProfile(ProfileOf(profileName) ?? "default", out var profile) ? profile.Region?.SystemName : null;
        // A profile that is named on the command line comes with its own region; variables win over the default one.
        return profileName is not null && ofProfile is not null ? ofProfile
            : Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? ofProfile;
    }

    /// <summary>The credentials.</summary>
    /// <exception cref="AiCloudException">There are none, or the profile cannot be used here.</exception>
    public static AWSCredentials Resolve(string? profileName, string region, AwsTransport transport)
    {
        if (profileName is null)
        {
            if (Variable("AWS_ACCESS_KEY_ID") is { } key && Variable("AWS_SECRET_ACCESS_KEY") is { } secret)
            {
                return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret);
            }
            if (Variable("AWS_WEB_IDENTITY_TOKEN_FILE") is { } file && Variable("AWS_ROLE_ARN") is { } role)
            {
                return new AwsWebIdentity(role, file, Variable("AWS_ROLE_SESSION_NAME"), region, transport);
            }
        }
        var chain = new CredentialProfileStoreChain();
        var name = ProfileOf(profileName);
        if (chain.TryGetProfile(name ?? "default", out _))
        {
            return OfProfile(name ?? "default", region, transport, chain, []);
        }
        if (name is not null)
        {
            var known = string.Join(", ", chain.ListProfiles().Select(profile => profile.Name).Order(StringComparer.Ordinal).Take(20));
            throw new AiCloudException(ErrorId.CloudAuthenticationFailed,
                $"There is no AWS profile '{Display.Safe(name)}'. {(known.Length > 0 ? $"Known: {Display.Safe(known)}." : "No profile is configured: run 'aws configure'.")}", name);
        }
        if (Variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null || Variable("AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null)
        {
            return new GenericContainerCredentials();
        }
        return string.Equals(Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
            ? throw NoCredentials(null)
            : OfInstance();
    }

    /// <summary>Gets the credentials once, before anything is asked with them: where that fails, it is not AWS's answer to a question.</summary>
    /// <exception cref="AiCloudException">They cannot be had.</exception>
    public static async Task GetAsync(AWSCredentials credentials, string? profileName, CancellationToken cancellationToken)
    {
        try
        {
            await credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not AiCloudException && !cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            var whose = ProfileOf(profileName) is { } name ? $" of the AWS profile '{Display.Safe(name)}'" : "";
            throw (credentials, error) switch
            {
                (InstanceProfileAWSCredentials or GenericContainerCredentials, _) => NoCredentials(failure),
                // Nobody answers, or nobody is known there any longer: that is told as for any other question.
                (_, { Id: ErrorId.CloudUnreachable } or { Code: "ExpiredToken" or "ExpiredTokenException" }) => failure,
                (AwsAssumedRole role, _) => new AiCloudException(error.Id,
                    $"The role {Display.Safe(role.Role)} could not be assumed ({Display.Safe(error.Message)}). Whoever assumes it needs sts:AssumeRole, and its trust policy must name them.", role.Role, failure),
                (ProcessAWSCredentials, _) => new AiCloudException(ErrorId.CloudAuthenticationFailed,
                    $"The credential_process{whose} gave no credentials. Run it by hand to see why.", profileName ?? "aws", failure),
                _ => new AiCloudException(ErrorId.CloudAuthenticationFailed, $"The credentials{whose} could not be had ({Display.Safe(error.Message)}).", profileName ?? "aws", failure),
            };
        }
    }

    /// <summary>The error of somebody who is not signed in.</summary>
    public static AiCloudException NoCredentials(Exception? cause) => new(ErrorId.CloudAuthenticationFailed,
        "No AWS credentials were found. Sign in with 'aws configure' or 'aws sso login', set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile with -ProfileName.", "aws", cause);

    // Most machines are no instance, and say so in many ways.
    private static InstanceProfileAWSCredentials OfInstance()
    {
        try
        {
            return new();
        }
        catch (Exception failure)
        {
            throw NoCredentials(failure);
        }
    }

    private static AWSCredentials OfProfile(string name, string region, AwsTransport transport, CredentialProfileStoreChain chain, HashSet<string> seen)
    {
        if (!seen.Add(name))
        {
            throw Unusable(name, "its source profiles go round in a circle");
        }
        if (!chain.TryGetProfile(name, out var profile))
        {
            throw Unusable(name, "it is named as a source profile and does not exist");
        }
        var options = profile.Options;
        if (!string.IsNullOrEmpty(options.RoleArn))
        {
            if (!string.IsNullOrEmpty(options.MfaSerial))
            {
                throw Unusable(name, "it asks for an MFA code; run 'aws configure export-credentials --profile " + name + " --format powershell' and use the variables that it prints");
            }
            if (!string.IsNullOrEmpty(options.WebIdentityTokenFile))
            {
                return new AwsWebIdentity(options.RoleArn, options.WebIdentityTokenFile, options.RoleSessionName, region, transport);
            }
            // A profile that names itself as its source takes its own keys.
            var source = !string.IsNullOrEmpty(options.SourceProfile)
                ? options.SourceProfile == name && !string.IsNullOrEmpty(options.AccessKey)
                    ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
                    : OfProfile(options.SourceProfile, region, transport, chain, seen)
                : options.CredentialSource switch
                {
                    "Environment" => new EnvironmentVariablesAWSCredentials(),
                    "EcsContainer" => new GenericContainerCredentials(),
                    "Ec2InstanceMetadata" => new InstanceProfileAWSCredentials(),
                    _ => throw Unusable(name, "it has a role_arn, but neither source_profile nor credential_source"),
                };
            return new AwsAssumedRole(source, options.RoleArn, options.ExternalID, options.RoleSessionName, profile.Region?.SystemName ?? region, transport);
        }
        if (!string.IsNullOrEmpty(options.SsoSession) || !string.IsNullOrEmpty(options.SsoStartUrl))
        {
            return new AwsIdentityCenter(name, options, transport);
        }
        try
        {
            return AWSCredentialsFactory.GetAWSCredentials(profile, chain);
        }
        catch (Exception unusable) when (unusable is AmazonClientException or InvalidDataException or InvalidOperationException)
        {
            throw Unusable(name, "it holds no credentials", unusable);
        }
    }

    private static AiCloudException Unusable(string name, string why, Exception? cause = null) => new(
        ErrorId.CloudAuthenticationFailed, $"The AWS profile '{Display.Safe(name)}' cannot be used: {Display.Safe(why)}.", name, cause);

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>A role that is assumed with other credentials, anew before they expire.</summary>
internal sealed class AwsAssumedRole : RefreshingAWSCredentials
{
    private readonly AWSCredentials _source;
    private readonly string _region;
    private readonly AwsTransport _transport;
    private readonly JsonObject _input;

    /// <summary>The role.</summary>
    public string Role { get; }

    public AwsAssumedRole(AWSCredentials source, string roleArn, string? externalId, string? sessionName, string region, AwsTransport transport)
    {
        Role = roleArn;
        _source = source;
        _region = region;
        _transport = transport;
        _input = new() { ["RoleArn"] = roleArn, ["RoleSessionName"] = string.IsNullOrEmpty(sessionName) ? "AiCloudSecurity" : sessionName };
        if (!string.IsNullOrEmpty(externalId))
        {
            _input["ExternalId"] = externalId;
        }
        PreemptExpiryTime = TimeSpan.FromMinutes(5);
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        using var client = new AwsClient(AwsService.Sts, _region, _transport, _source);
        return StsCredentials.Of(await client.CallAsync("AssumeRole", _input, CancellationToken.None).ConfigureAwait(false));
    }
}

/// <summary>A role that is assumed with a token of an identity provider: EKS, GitHub Actions and others.</summary>
internal sealed class AwsWebIdentity(string roleArn, string tokenFile, string? sessionName, string region, AwsTransport transport) : RefreshingAWSCredentials
{
    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // The token is the proof: the request is not signed.
        using var client = new AwsClient(AwsService.Sts, region, transport, new AnonymousAWSCredentials());
        return StsCredentials.Of(await client.CallAsync("AssumeRoleWithWebIdentity", new()
        {
            ["RoleArn"] = roleArn,
            ["RoleSessionName"] = string.IsNullOrEmpty(sessionName) ? "AiCloudSecurity" : sessionName,
            ["WebIdentityToken"] = (await File.ReadAllTextAsync(tokenFile).ConfigureAwait(false)).Trim(),
        }, CancellationToken.None).ConfigureAwait(false));
    }
}

/// <summary>
/// A role of IAM Identity Center, with the token that 'aws sso login' left in its cache. The SDK would need packages
/// that it finds by name over all load contexts, as for STS.
/// </summary>
internal sealed class AwsIdentityCenter(string profile, CredentialProfileOptions options, AwsTransport transport) : RefreshingAWSCredentials
{
    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        // The token's region wins: with an sso-session it need not be in the profile.
        var (token, region) = await TokenAsync().ConfigureAwait(false);
        using var client = new AwsClient(AwsService.Sso, region, transport, new AnonymousAWSCredentials());
        using var answer = JsonDocument.Parse(await client.CallAsync("GetRoleCredentials GET /federation/credentials",
            new() { ["role_name"] = options.SsoRoleName, ["account_id"] = options.SsoAccountId },
            CancellationToken.None, ("x-amz-sso_bearer_token", token)).ConfigureAwait(false));
        var credentials = answer.RootElement.GetProperty("roleCredentials");
        return new(
            new ImmutableCredentials(credentials.GetProperty("accessKeyId").GetString(), credentials.GetProperty("secretAccessKey").GetString(), credentials.GetProperty("sessionToken").GetString()),
            DateTimeOffset.FromUnixTimeMilliseconds(credentials.GetProperty("expiration").GetInt64()).UtcDateTime);
    }

    private async Task<(string Token, string Region)> TokenAsync()
    {
        // The aws CLI names the file by the SHA-1 of the session's name, or of the start URL where there is none.
        var key = string.IsNullOrEmpty(options.SsoSession) ? options.SsoStartUrl : options.SsoSession;
#pragma warning disable CA5350 // A file name of somebody else's, not a protection.
        var name = Convert.ToHexString(System.Security.Cryptography.SHA1.HashData(System.Text.Encoding.UTF8.GetBytes(key))).ToLowerInvariant();
#pragma warning restore CA5350
        var file = Path.Join(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "sso", "cache", name + ".json");
        try
        {
            using var cache = JsonDocument.Parse(await File.ReadAllTextAsync(file).ConfigureAwait(false));
            var expires = cache.RootElement.GetProperty("expiresAt").GetDateTimeOffset();
            if (expires > DateTimeOffset.UtcNow)
            {
                var region = cache.RootElement.TryGetProperty("region", out var known) ? known.GetString() : null;
                return (cache.RootElement.GetProperty("accessToken").GetString()!, region ?? options.SsoRegion);
            }
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or FormatException)
        {
            throw NotSignedIn(missing);
        }
        throw NotSignedIn(null);
    }

    private AiCloudException NotSignedIn(Exception? cause) => new(ErrorId.CloudAuthenticationFailed,
        $"The AWS profile '{Display.Safe(profile)}' signs in through IAM Identity Center, and there is no valid token. Run 'aws sso login --profile {Display.Safe(profile)}'.", profile, cause);
}

internal static class StsCredentials
{
    public static RefreshingAWSCredentials.CredentialsRefreshState Of(ReadOnlyMemory<byte> answer)
    {
        using var document = JsonDocument.Parse(answer);
        var credentials = document.RootElement.GetProperty("Credentials");
        return new(
            new ImmutableCredentials(
                credentials.GetProperty("AccessKeyId").GetString(),
                credentials.GetProperty("SecretAccessKey").GetString(),
                credentials.GetProperty("SessionToken").GetString()),
            credentials.GetProperty("Expiration").GetDateTimeOffset().UtcDateTime);
    }
}
