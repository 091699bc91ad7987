using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Clouds.Http;
using Amazon;
using Amazon.Runtime;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>How an AWS account is reached.</summary>
public sealed record AwsOptions
{
    /// <summary>A profile of the shared configuration; null for what the environment gives.</summary>
    public string? ProfileName { get; init; }

    /// <summary>Regions, with wildcards; empty for all that the account has enabled.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Where requests go instead of AWS: a VPC endpoint's name, a proxy, an emulator.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>The most requests under way at once.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>From when on finished jobs are read; 90 days back without.</summary>
    public DateTimeOffset? JobsSince { get; init; }

    /// <summary>Lets through the requests of several connections that are used side by side; each has a gate of its own without.</summary>
    public RequestGate? Gate { get; init; }

    /// <summary>How long one of three attempts waits for an answer to begin.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}

/// <summary>The role by which other accounts are read.</summary>
/// <param name="Name">Its name, the same in all of them; with its path, where it has one.</param>
/// <param name="ExternalId">What its trust policy asks for, where it does.</param>
public sealed record AwsRole(string Name, string? ExternalId = null);

/// <summary>Signed in to one AWS account.</summary>
public sealed class AwsConnection : IDisposable
{
    private readonly AwsOptions _options;
    private readonly AwsHttp _http;
    private readonly AwsTransport _transport;
    private readonly AWSCredentials _credentials;
    private readonly string _home;
    private readonly AwsConnection? _source;
    private readonly AwsOrganization _organization;
    private readonly ConcurrentDictionary<(string Service, string Region), Lazy<AwsClient>> _clients = new();

    private AwsConnection(AwsOptions options, AwsHttp http, AwsTransport transport, AWSCredentials credentials, string home, AwsConnection? source = null)
    {
        _source = source;
        _options = options;
        _http = http;
        _transport = transport;
        _credentials = credentials;
        _home = home;
        _organization = new(this);
    }

    /// <summary>The account.</summary>
    public Scope Scope { get; private set; } = null!;

    /// <summary>The most requests under way at once.</summary>
    internal int ThrottleLimit => _options.ThrottleLimit;

    /// <summary>What lets requests through, where several connections share it.</summary>
    internal RequestGate? Gate => _options.Gate;

    /// <summary>The region that answers for what has none.</summary>
    internal string Home => _home;

    /// <summary>Finds credentials and asks AWS whose they are.</summary>
    /// <exception cref="AiCloudException">No or bad credentials, an unknown profile, or no answer.</exception>
    public static async Task<AwsConnection> OpenAsync(AwsOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var configured = AwsCredentialChain.RegionOf(options.ProfileName);
        var home = configured ?? options.Regions.FirstOrDefault(AwsRegions.IsKnown) ?? "us-east-1";
        if (!AwsRegions.IsWellFormed(home))
        {
            throw NoRegion(home, null);
        }
        if (UrlOf(options) is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"))
        {
            throw new AiCloudException(ErrorId.CloudUnreachable, $"'{Display.Safe(url)}' is no endpoint URL. Write it as https://host or http://host:port.", url);
        }
        var http = new AwsHttp(options.Timeout);
        AwsConnection? connection = null;
        try
        {
            var transport = new AwsTransport(options.EndpointUrl, http, AwsCredentialChain.ProfileOf(options.ProfileName) is { } profile && IsKnown(profile) ? profile : null, options.Timeout);
            var credentials = AwsCredentialChain.Resolve(options.ProfileName, home, transport);
            await AwsCredentialChain.GetAsync(credentials, options.ProfileName, cancellationToken).ConfigureAwait(false);
            connection = new AwsConnection(options, http, transport, credentials, home);
            var (account, caller) = await connection.GetCallerAsync(cancellationToken).ConfigureAwait(false);
            connection.Scope = new Scope
            {
                Cloud = Cloud.Aws,
                Id = account,
                Name = account,
                Caller = caller,
                Partition = AwsEndpoint.PartitionOf(home),
                ProfileName = options.ProfileName,
                DefaultRegion = configured,
            };
            return connection;
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            http.Dispose();
            if (failure is AiCloudException || failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            throw SignInFailed(failure, options, home);
        }
    }

    /// <summary>Signs in to an account by a role there. What is returned lives no longer than this connection.</summary>
    /// <exception cref="AiCloudException">The role cannot be assumed.</exception>
    public async Task<AwsConnection> AssumeAsync(Scope scope, AwsRole role, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(role);
        var arn = $"arn:{Scope.Partition}:iam::{scope.Id}:role/{role.Name}";
        var credentials = new AwsAssumedRole(_credentials, arn, role.ExternalId, null, _home, _transport);
        try
        {
            await credentials.GetCredentialsAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            var connection = new AwsConnection(_options, _http, _transport, credentials, _home, source: this);
            var (account, caller) = await connection.GetCallerAsync(cancellationToken).ConfigureAwait(false);
            connection.Scope = scope with { Id = account, Caller = caller, Partition = Scope.Partition, ProfileName = _options.ProfileName, DefaultRegion = Scope.DefaultRegion };
            return connection;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            throw new AiCloudException(error.Id,
                $"The role {Display.Safe(role.Name)} of account {scope.Id} could not be assumed ({Display.Safe(error.Message)}). {Display.Safe(Scope.Caller)} needs sts:AssumeRole on {Display.Safe(arn)}, and the role's trust policy must name it{(role.ExternalId is null ? "" : " with that external id")}.",
                scope.Id, failure);
        }
    }

    /// <summary>The accounts of the organisation.</summary>
    /// <exception cref="AiCloudException">The account is in none, or may not list its accounts.</exception>
    public Task<IReadOnlyList<Scope>> GetOrganizationScopesAsync(CancellationToken cancellationToken) => _organization.GetScopesAsync(cancellationToken);

    /// <summary>The regions that the options name, or all that the account has enabled.</summary>
    /// <exception cref="AiCloudException">A region does not exist, or a pattern matches none.</exception>
    public async Task<IReadOnlyList<string>> GetRegionsAsync(CancellationToken cancellationToken)
    {
        var wanted = _options.Regions;
        if (wanted.Count > 0 && wanted.All(region => !AwsRegions.IsPattern(region) && AwsRegions.IsKnown(region)))
        {
            return [.. wanted.Select(region => region.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        }
        IReadOnlyList<string> enabled;
        try
        {
            using var answer = JsonDocument.Parse(await CallAsync(AwsService.Ec2, _home, "DescribeRegions", [], cancellationToken).ConfigureAwait(false));
            enabled = [.. answer.RootElement.GetProperty("Regions").EnumerateArray().Select(region => region.GetProperty("RegionName").GetString()!).Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            throw new AiCloudException(error.Id, $"The enabled regions could not be listed: ec2:DescribeRegions failed ({error.Message}). Grant ec2:DescribeRegions, or name the regions with -Region.", Scope.Id, failure);
        }
        return wanted.Count == 0 ? enabled : AwsRegions.Match(wanted, enabled);
    }

    /// <summary>Reads the account.</summary>
    /// <param name="types">The resource types that are wanted; those of other clouds are left out.</param>
    /// <param name="progress">Told as requests are answered.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="AiCloudException">Nothing could be read.</exception>
    public async Task<Estate> ReadAsync(IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress, CancellationToken cancellationToken)
    {
        var collector = new AwsCollector(this, types, progress, _options.JobsSince);
        return await collector.ReadAsync(cancellationToken).OrStopped(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
        if (_source is null)
        {
            _http.Dispose();
        }
    }

    /// <summary>The organisation, as those credentials see it that assumed the role; as the account's own do, where those know nothing of it.</summary>
    internal async Task<AwsOrganization> GetOrganizationAsync(CancellationToken cancellationToken) =>
        _source is not null && await _source._organization.KnowsAsync(Scope.Id, cancellationToken).ConfigureAwait(false) ? _source._organization : _organization;

    /// <summary>Calls an operation in a region and gives its answer as UTF-8 JSON.</summary>
    internal Task<ReadOnlyMemory<byte>> CallAsync(AwsService service, string region, string operation, JsonObject input, CancellationToken cancellationToken, bool isWrite = false) =>
        _clients.GetOrAdd((service.Name, region), _ => new(() => new AwsClient(service, region, _transport, _credentials)))
            .Value.CallAsync(operation, input, cancellationToken, isWrite: isWrite);

    private async Task<(string Account, string Arn)> GetCallerAsync(CancellationToken cancellationToken)
    {
        using var answer = JsonDocument.Parse(await CallAsync(AwsService.Sts, _home, "GetCallerIdentity", [], cancellationToken).ConfigureAwait(false));
        return (answer.RootElement.GetProperty("Account").GetString()!, answer.RootElement.GetProperty("Arn").GetString()!);
    }

    // What a profile says of it is the SDK's to read.
    private static string? UrlOf(AwsOptions options) =>
        options.EndpointUrl?.OriginalString ?? (Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL") is { Length: > 0 } url ? url : null);

    private static AiCloudException NoRegion(string region, Exception? cause) => new(ErrorId.ResourceNotFound,
        $"There is no AWS region '{Display.Safe(region)}'. Correct AWS_REGION, AWS_DEFAULT_REGION or the region of the profile.", region, cause);

    private static bool IsKnown(string profile) => new Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain().TryGetProfile(profile, out _);

    private static AiCloudException SignInFailed(Exception failure, AwsOptions options, string home)
    {
        var where = options.EndpointUrl?.ToString() ?? home;
        var error = AwsError.Of(failure);
        return error switch
        {
            { Id: ErrorId.CloudAuthenticationFailed, Code: "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" } => new(error.Id,
                "The AWS credentials have expired. Sign in again ('aws sso login', or new temporary keys).", where, failure),
            { Id: ErrorId.CloudAuthenticationFailed, Code: not null } => new(error.Id,
                $"AWS does not accept the credentials ({error.Message}). Check the keys{(options.ProfileName is { } profile ? $" of profile '{Display.Safe(profile)}'" : "")}, or sign in again.", where, failure),
            { Id: ErrorId.CloudAuthenticationFailed } when error.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) => AwsCredentialChain.NoCredentials(failure),
            { Id: ErrorId.CloudAuthenticationFailed } => new(ErrorId.CloudRefused, $"AWS could not be asked: {Display.Safe(error.Message)}", where, failure),
            { Code: AwsError.HostNotFound } when options.EndpointUrl is null && !AwsRegions.IsKnown(home) => NoRegion(home, failure),
            { Id: ErrorId.CloudUnreachable } => new(error.Id,
                $"AWS could not be reached at {where} ({Display.Safe(error.Message)}). Check the network, the proxy and the endpoint URL.", where, failure),
            _ => new(error.Id, $"AWS refused sts:GetCallerIdentity at {where} ({Display.Safe(error.Message)}).", where, failure),
        };
    }
}

/// <summary>Names of regions.</summary>
internal static class AwsRegions
{
    public static bool IsPattern(string region) => region.AsSpan().IndexOfAny('*', '?') >= 0;

    public static bool IsWellFormed(string region) => region.Length is > 4 and < 32 && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The regions that the SDK was made with. It adds whatever else it is asked for, with that display name.</summary>
    public static IEnumerable<RegionEndpoint> Known => RegionEndpoint.EnumerableAllRegions.Where(region => region.DisplayName is not "Unknown");

    /// <summary>Whether the SDK knows it; newer ones must be asked for.</summary>
    public static bool IsKnown(string region) => Known.Any(known => known.SystemName.Equals(region, StringComparison.OrdinalIgnoreCase));

    /// <summary>The enabled regions that the names and patterns mean.</summary>
    public static IReadOnlyList<string> Match(IReadOnlyList<string> wanted, IReadOnlyList<string> enabled)
    {
        List<string> matched = [];
        foreach (var pattern in wanted)
        {
            var found = enabled.Where(region => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, region, ignoreCase: true)).ToList();
            if (found.Count == 0)
            {
                throw new AiCloudException(ErrorId.ResourceNotFound,
                    $"The account has no enabled region '{Display.Safe(pattern)}'. Enabled: {string.Join(", ", enabled)}.", pattern);
            }
            matched.AddRange(found);
        }
        return [.. matched.Distinct(StringComparer.Ordinal)];
    }
}
