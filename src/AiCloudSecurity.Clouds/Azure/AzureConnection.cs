using System.IO.Enumeration;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Clouds.Http;
using Azure.Core;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>A signed-in caller, and the subscriptions that are to be read.</summary>
public sealed class AzureConnection : IJointConnection
{
    private readonly AzureClient? _directory;
    private readonly string? _tenant;

    private AzureConnection(AzureClient client, AzureClient? directory, string? tenant, IReadOnlyList<Scope> scopes)
    {
        Client = client;
        _directory = directory;
        _tenant = tenant;
        Scopes = scopes;
    }

    /// <inheritdoc/>
    public IReadOnlyList<Scope> Scopes { get; }

    /// <summary>Whether credentials lie where they are looked for first. Nothing is asked for it.</summary>
    public static bool IsLikely => AzureCredentials.AreLikely;

    /// <summary>How many requests were sent.</summary>
    public int Requests => Client.Requests + (_directory?.Requests ?? 0);

    internal AzureClient Client { get; }

    /// <summary>Signs in and lists the subscriptions.</summary>
    /// <exception cref="AiCloudException">No or bad credentials, a subscription that is not there, or no answer.</exception>
    public static Task<AzureConnection> OpenAsync(AzureOptions options, CancellationToken cancellationToken) => OpenAsync(options, null, cancellationToken);

    internal static async Task<AzureConnection> OpenAsync(AzureOptions options, HttpMessageHandler? handler, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.EndpointUrl is { } url && !(url.IsAbsoluteUri && (url.Scheme == "https" || url.Scheme == "http" && url.IsLoopback)))
        {
            throw new AiCloudException(ErrorId.CloudUnreachable, $"'{Display.Safe(url.OriginalString)}' is no endpoint URL. Write it as https://host; http is for this machine only.", url.OriginalString);
        }
        var environment = AzureEnvironment.Of(options.Environment);
        var credential = AzureCredentials.Of(options, environment, handler);
        var client = new AzureClient(credential, options.EndpointUrl ?? environment.ResourceManager, environment.Scope, options, handler);
        // A private way to Resource Manager leads to no directory; what is on this machine stands for all of Azure.
        var directory = options.Session is not null && options.DirectorySession is null ? null
            : new AzureClient(options.DirectorySession is { } session ? AzureCredentials.Of(session) : credential, options.EndpointUrl is { IsLoopback: true } emulator ? emulator : environment.Directory, environment.DirectoryScope, options, handler);
        try
        {
            var listed = await client.ListAsync("/subscriptions?api-version=2022-12-01", cancellationToken).ConfigureAwait(false);
            var (caller, tenant) = await CallerAsync(credential, environment, cancellationToken).ConfigureAwait(false);
            var scopes = Chosen(options, [.. listed.Select(item => ScopeOf(item, environment, caller)).OfType<Scope>()
                // A page may come twice.
                .DistinctBy(scope => scope.Id, StringComparer.OrdinalIgnoreCase)
                .Where(scope => options.Tenant is null || !Guid.TryParse(options.Tenant, out _) || options.Tenant.Equals(scope.Tenant, StringComparison.OrdinalIgnoreCase))]);
            return new AzureConnection(client, directory, tenant, await WithinAsync(client, options, scopes, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            client.Dispose();
            directory?.Dispose();
            if (failure is AiCloudException || failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            throw SignInFailed(failure, options, environment);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> ReadAsync(IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress, CancellationToken cancellationToken) =>
        new AzureCollector(Client, _directory, _tenant, Scopes, types, progress).ReadAsync(cancellationToken).OrStopped(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        _directory?.Dispose();
    }

    private static Scope? ScopeOf(ReadOnlyMemory<byte> item, AzureEnvironment environment, string caller)
    {
        using var document = JsonDocument.Parse(item);
        string? Text(string member) => document.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        // A subscription that is cancelled or past due can be read still, one that is deleted cannot.
        return Text("subscriptionId") is not { Length: > 0 } id || Text("state") is "Deleted" ? null : new Scope
        {
            Cloud = Cloud.Azure,
            Id = id.ToLowerInvariant(),
            Name = Text("displayName") ?? id,
            Caller = caller,
            Partition = environment.Name,
            Tenant = Text("tenantId"),
        };
    }

    private static List<Scope> Chosen(AzureOptions options, List<Scope> scopes)
    {
        if (scopes.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, $"The caller can see no subscription{(options.Tenant is { } tenant ? $" of tenant {Display.Safe(tenant)}" : "")}. Assign the role that Get-AiRequiredPermission -Cloud Azure prints, or name another tenant with -Tenant.", options.Tenant ?? "Azure");
        }
        if (options.Subscriptions.Count == 0)
        {
            return scopes;
        }
        List<Scope> chosen = [];
        foreach (var wanted in options.Subscriptions)
        {
            var found = scopes.Where(scope => FileSystemName.MatchesSimpleExpression(wanted, scope.Id, ignoreCase: true) || FileSystemName.MatchesSimpleExpression(wanted, scope.Name, ignoreCase: true)).ToList();
            if (found.Count == 0)
            {
                throw new AiCloudException(ErrorId.ResourceNotFound, $"The caller can see no subscription '{Display.Safe(wanted)}'. Get-AiScope -Cloud Azure shows {scopes.Count}.", wanted);
            }
            chosen.AddRange(found);
        }
        return [.. chosen.DistinctBy(scope => scope.Id)];
    }

    // Those below the management groups that were named. Resource Graph knows the groups above each subscription.
    private static async Task<IReadOnlyList<Scope>> WithinAsync(AzureClient client, AzureOptions options, List<Scope> scopes, CancellationToken cancellationToken)
    {
        if (options.ManagementGroups.Count == 0)
        {
            return scopes;
        }
        Dictionary<string, List<(string Name, string Shown)>> above = new(StringComparer.OrdinalIgnoreCase);
        foreach (var row in await AzureGraph.RowsAsync(client, "resourcecontainers", ["Microsoft.Resources/subscriptions"], [.. scopes.Select(scope => scope.Id)], cancellationToken).ConfigureAwait(false))
        {
            using var document = JsonDocument.Parse(row);
            if (document.RootElement.GetProperty("id").GetString() is { } id && AzureIdentity.SubscriptionOf(id) is { } subscription && document.RootElement.TryGetProperty("properties", out var properties)
                && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty("managementGroupAncestorsChain", out var chain) && chain.ValueKind == JsonValueKind.Array)
            {
                above[subscription] = [.. chain.EnumerateArray().Select(group => (Text(group, "name"), Text(group, "displayName")))];
            }
        }
        List<Scope> within = [];
        foreach (var wanted in options.ManagementGroups)
        {
            bool Is(string name) => FileSystemName.MatchesSimpleExpression(wanted, name, ignoreCase: true);
            var found = scopes.Where(scope => above.GetValueOrDefault(scope.Id)?.Exists(group => Is(group.Name) || Is(group.Shown)) is true).ToList();
            within.AddRange(found.Count > 0 ? found : throw new AiCloudException(ErrorId.ResourceNotFound,
                $"The caller can see no subscription below a management group '{Display.Safe(wanted)}'. Of {scopes.Count} subscriptions, {above.Count} show the groups above them.", wanted));
        }
        return [.. within.DistinctBy(scope => scope.Id).Select(scope => scope with { Path = string.Join('/', above[scope.Id].AsEnumerable().Reverse().Select(group => group.Shown)) })];

        static string Text(JsonElement group, string member) => group.ValueKind == JsonValueKind.Object && group.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
    }

    // Who signed in, and in which tenant, stands in the token. It is shown, never trusted.
    private static async Task<(string Caller, string? Tenant)> CallerAsync(TokenCredential credential, AzureEnvironment environment, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(new TokenRequestContext([environment.Scope]), cancellationToken).ConfigureAwait(false);
        var parts = token.Token.Split('.');
        if (parts.Length == 3)
        {
            try
            {
                var text = parts[1].Replace('-', '+').Replace('_', '/');
                using var claims = JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='))));
                string? Claim(string name) => claims.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
                return (Claim("upn") ?? Claim("unique_name") ?? Claim("app_displayname") ?? Claim("oid") ?? "the caller", Claim("tid"));
            }
            catch (Exception opaque) when (opaque is FormatException or JsonException or InvalidOperationException)
            {
                // A token need not be readable.
            }
        }
        return ("the caller", null);
    }

    private static AiCloudException SignInFailed(Exception failure, AzureOptions options, AzureEnvironment environment)
    {
        var where = (options.EndpointUrl ?? environment.ResourceManager).ToString();
        var error = AzureError.Of(failure);
        return error.Id switch
        {
            ErrorId.CloudAuthenticationFailed when options.Session is null => new(error.Id,
                $"Azure was not signed in to ({Display.Safe(error.Message)}). Run Connect-AzAccount or 'az login', give the machine a managed identity, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.", where, failure),
            ErrorId.CloudAuthenticationFailed => new(error.Id, $"Azure does not accept the session's token ({Display.Safe(error.Message)}). Run Connect-AzAccount{(options.Tenant is { } tenant ? $" -Tenant {Display.Safe(tenant)}" : "")} again.", where, failure),
            ErrorId.CloudUnreachable => new(error.Id, $"Azure could not be reached at {where} ({Display.Safe(error.Message)}). Check the network, the proxy and the endpoint URL.", where, failure),
            _ => new(error.Id, $"Azure refused to list subscriptions at {where} ({Display.Safe(error.Message)}).", where, failure),
        };
    }
}
