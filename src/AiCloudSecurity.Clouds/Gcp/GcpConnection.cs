using System.IO.Enumeration;
using System.Text.Json;
using AiCloudSecurity.Clouds.Http;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>A signed-in caller, and the projects that are to be read.</summary>
public sealed class GcpConnection : IJointConnection
{
    private const string Crm = "cloudresourcemanager.googleapis.com";
    private static readonly string[] s_projectVariables = ["GOOGLE_CLOUD_PROJECT", "CLOUDSDK_CORE_PROJECT", "GCLOUD_PROJECT", "GOOGLE_CLOUD_QUOTA_PROJECT"];
    private readonly GcpOptions _options;
    private readonly IReadOnlyList<GcpRoot> _roots;

    private GcpConnection(GcpClient client, GcpOptions options, IReadOnlyList<GcpRoot> roots)
    {
        Client = client;
        _options = options;
        _roots = roots;
        Scopes = [.. roots.SelectMany(root => root.Projects).DistinctBy(scope => scope.Id)];
    }

    /// <summary>Whether credentials lie where they are looked for first. Nothing is asked for it.</summary>
    public static bool IsLikely => GcpSignIn.IsLikely;

    /// <summary>The projects that the environment names, as for gcloud.</summary>
    public static IEnumerable<string> NamedProjects => s_projectVariables
        .Select(Environment.GetEnvironmentVariable).OfType<string>().Where(name => name.Length > 0).Distinct();

    /// <inheritdoc/>
    public IReadOnlyList<Scope> Scopes { get; }

    /// <summary>How many requests were sent.</summary>
    public int Requests => Client.Requests;

    internal GcpClient Client { get; }

    /// <summary>Signs in and lists the projects.</summary>
    /// <exception cref="AiCloudException">No or bad credentials, a project that is not there, or no answer.</exception>
    public static Task<GcpConnection> OpenAsync(GcpOptions options, CancellationToken cancellationToken) => OpenAsync(options, null, cancellationToken);

    internal static async Task<GcpConnection> OpenAsync(GcpOptions options, HttpMessageHandler? tokens, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        GcpClient? client = null;
        try
        {
            client = new GcpClient(await GcpSignIn.FindAsync(options, tokens, cancellationToken).ConfigureAwait(false), options);
            return new(client, options, await RootsAsync(client, options, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception failure)
        {
            client?.Dispose();
            if (failure is AiCloudException || failure is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            throw SignInFailed(failure, options);
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<(Estate? Estate, AiCloudException? Failure)>> ReadAsync(IEnumerable<ResourceType> types, IProgress<ReadProgress>? progress, CancellationToken cancellationToken) =>
        new GcpCollector(Client, _options, _roots, types, progress).ReadAsync(cancellationToken).OrStopped(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    // What is asked together: an organisation, a folder, or a project.
    private static async Task<IReadOnlyList<GcpRoot>> RootsAsync(GcpClient client, GcpOptions options, CancellationToken cancellationToken)
    {
        if (options.Organization is not null && options.Folder is not null)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, "Name an organisation or a folder, not both.", options.Folder);
        }
        if ((options.Organization is { } organization ? Node("organizations", organization) : options.Folder is { } folder ? Node("folders", folder) : null) is { } node)
        {
            return [new(node, Chosen(options, await BelowAsync(client, node, cancellationToken).ConfigureAwait(false)))];
        }
        // Many are found by one search sooner than one by one.
        if (options.Projects.Count is > 0 and < 4 && options.Projects.All(IsId))
        {
            List<Scope> named = [];
            foreach (var id in options.Projects.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                named.Add(await ProjectAsync(client, id, cancellationToken).ConfigureAwait(false));
            }
            return [.. named.DistinctBy(scope => scope.Id).Select(scope => new GcpRoot($"projects/{scope.Id}", [scope]))];
        }
        var found = await client.ListAsync(Crm, "", "v3/projects:search?pageSize=500", "projects", cancellationToken).ConfigureAwait(false);
        var listed = found.Select(item => ScopeOf(client, item)).Where(project => project.Scope is not null).ToList();
        var chosen = Chosen(options, [.. listed.Select(project => project.Scope!)]).Select(scope => scope.Id).ToHashSet();
        // Siblings are asked for together, at what holds them.
        return [.. listed.Where(project => chosen.Contains(project.Scope!.Id)).GroupBy(project => project.Parent)
            .SelectMany(group => group.Key is { } parent && group.Count() > 1 ? [new GcpRoot(parent, [.. group.Select(project => project.Scope!)])]
                : group.Select(project => new GcpRoot($"projects/{project.Scope!.Id}", [project.Scope!])))];
    }

    private static async Task<IReadOnlyList<Scope>> BelowAsync(GcpClient client, string node, CancellationToken cancellationToken)
    {
        try
        {
            var assets = await new GcpInventory(client).ListAsync(node, GcpContent.Resource, GcpInventory.Holders, cancellationToken).ConfigureAwait(false);
            return assets.Failure is not null ? throw assets.Failure : [.. new GcpAssets([.. assets.Assets.Where(IsActive)]).Projects(client.SignIn.Caller, client.SignIn.Universe)];
        }
        catch (GcpErrorAnswer answer)
        {
            var error = GcpError.Of(answer);
            throw new AiCloudException(error.Id, error.Id == ErrorId.CloudAccessDenied
                ? $"{node} cannot be read as a whole ({Display.Safe(error.Message)}). Grant {Display.Safe(client.SignIn.Caller)} cloudasset.assets.listResource there, or leave -Organization and -Folder out: projects are then read one by one."
                : $"{node} cannot be read as a whole ({Display.Safe(error.Message)}).", node, answer);
        }
    }

    // One that is being deleted cannot be read any more.
    private static bool IsActive(GcpAsset asset)
    {
        if (asset.Type != GcpAsset.ProjectType || !asset.Contents.TryGetValue(GcpContent.Resource, out var wire))
        {
            return true;
        }
        using var document = JsonDocument.Parse(wire);
        return (Text(document.RootElement, "state") ?? Text(document.RootElement, "lifecycleState")) is null or "ACTIVE";
    }

    private static async Task<Scope> ProjectAsync(GcpClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return ScopeOf(client, await client.SendAsync(Crm, "", $"v3/projects/{Uri.EscapeDataString(id)}", null, cancellationToken).ConfigureAwait(false)).Scope
                ?? throw new AiCloudException(ErrorId.ResourceNotFound, $"The project '{Display.Safe(id)}' is being deleted.", id);
        }
        catch (GcpErrorAnswer answer) when (answer.Status is 403 or 404 && !answer.IsDisabled)
        {
            // Google does not say which of the two it is.
            throw new AiCloudException(ErrorId.ResourceNotFound, $"The caller can see no project '{Display.Safe(id)}': there is none, or resourcemanager.projects.get is not granted in it.", id, answer);
        }
    }

    private static (Scope? Scope, string? Parent) ScopeOf(GcpClient client, ReadOnlyMemory<byte> item)
    {
        using var document = JsonDocument.Parse(item);
        var project = document.RootElement;
        if (Text(project, "projectId") is not { Length: > 0 } id || Text(project, "name")?.Split('/') is not ["projects", var number])
        {
            throw new InvalidDataException("the answer holds something that is no project");
        }
        var parent = Text(project, "parent");
        return (Text(project, "state") is null or "ACTIVE" ? new Scope
        {
            Cloud = Cloud.Gcp,
            Id = id,
            Number = number,
            Name = Text(project, "displayName") is { Length: > 0 } name ? name : id,
            Caller = client.SignIn.Caller,
            Partition = client.SignIn.Universe,
            Tenant = parent?.StartsWith("organizations/", StringComparison.Ordinal) is true ? parent : null,
        } : null, parent);
    }

    private static List<Scope> Chosen(GcpOptions options, IReadOnlyList<Scope> scopes)
    {
        if (scopes.Count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed,
                "The caller can see no project. Grant the role that Get-AiRequiredPermission -Cloud Gcp prints, or name a project with -Project.", options.Organization ?? options.Folder ?? "Google Cloud");
        }
        if (options.Projects.Count == 0)
        {
            return [.. scopes];
        }
        List<Scope> chosen = [];
        foreach (var wanted in options.Projects)
        {
            var found = scopes.Where(scope => FileSystemName.MatchesSimpleExpression(wanted, scope.Id, ignoreCase: true)
                || FileSystemName.MatchesSimpleExpression(wanted, scope.Name, ignoreCase: true) || wanted == scope.Number).ToList();
            if (found.Count == 0)
            {
                throw new AiCloudException(ErrorId.ResourceNotFound, $"The caller can see no project '{Display.Safe(wanted)}'. Get-AiScope -Cloud Gcp shows {scopes.Count}.", wanted);
            }
            chosen.AddRange(found);
        }
        return [.. chosen.DistinctBy(scope => scope.Id)];
    }

    // An id or a number; a name that people see may have blanks and capitals, and is searched for.
    private static bool IsId(string text) => text.Length > 0 && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '-' or ':' or '.');

    // As 123 or organizations/123.
    private static string Node(string kind, string text)
    {
        var id = text.StartsWith(kind + "/", StringComparison.Ordinal) ? text[(kind.Length + 1)..] : text;
        return id.Length > 0 && id.All(char.IsAsciiDigit) ? $"{kind}/{id}"
            : throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(text)}' is no {(kind == "folders" ? "folder" : "organisation")}: that has a number. 'gcloud {(kind == "folders" ? "resource-manager folders" : "organizations")} list' shows it.", text);
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static AiCloudException SignInFailed(Exception failure, GcpOptions options)
    {
        var error = GcpError.Of(failure);
        var where = options.EndpointUrl?.ToString() ?? Crm;
        return error.Id switch
        {
            ErrorId.CloudAuthenticationFailed => new(error.Id, $"Google Cloud does not accept the credentials ({Display.Safe(error.Message)}). Run 'gcloud auth application-default login' again, or give another -AccessToken.", where, failure),
            ErrorId.CloudUnreachable => new(error.Id, $"Google Cloud could not be reached at {where} ({Display.Safe(error.Message)}). Check the network, the proxy and the endpoint URL.", where, failure),
            ErrorId.CloudAccessDenied => new(error.Id, $"Google Cloud refused to list projects at {where} ({Display.Safe(error.Message)}). Grant resourcemanager.projects.get, or name another project for requests with -QuotaProject.", where, failure),
            _ => new(error.Id, $"Projects could not be listed at {where} ({Display.Safe(error.Message)}).", where, failure),
        };
    }
}

/// <summary>What the inventory is asked at: an organisation, a folder or a project, and the projects there that are wanted.</summary>
internal sealed record GcpRoot(string Node, IReadOnlyList<Scope> Projects)
{
    public bool IsProject => Node.StartsWith("projects/", StringComparison.Ordinal);
}
