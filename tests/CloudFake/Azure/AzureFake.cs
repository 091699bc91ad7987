using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Resource Manager, Resource Graph, Microsoft Graph and the places that give tokens, on this machine: resources in as JSON, out as JSON
/// after they were written. What it does not know it refuses, as Azure would.
/// </summary>
public sealed class AzureFake : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _resources = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentQueue<string> _tokenRequests = new();
    private readonly ConcurrentDictionary<string, int> _polls = new();
    private readonly List<AzureFault> _faults = [];
    private readonly WireFaults _wire = new();
    private readonly X509Certificate2 _certificate;
    private WebApplication? _app;

    private AzureFake() => _certificate = Certificate();

    /// <summary>Where it listens without TLS, for managed identities and clients that allow it.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Where it listens with TLS; <see cref="CertificatePem"/> vouches for it.</summary>
    public Uri SecureEndpoint { get; private set; } = null!;

    /// <summary>The certificate, for clients that must trust it.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>What was asked, as <c>GET /subscriptions</c>; the parts of a batch too, behind a + .</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>What was asked of the places that give tokens, as <c>200 /t/oauth2/v2.0/token</c> with query and form.</summary>
    public IReadOnlyCollection<string> TokenRequests => _tokenRequests;

    /// <summary>Whether each token that is given is another.</summary>
    public bool GivesNewTokens { get; set; }

    /// <summary>How many requests came in; a batch is one.</summary>
    public int RequestCount => _requests.Count(request => request[0] != '+');

    /// <summary>The actions that the caller has; null where he has all.</summary>
    public IReadOnlyList<string>? Actions { get; set; }

    /// <summary>Actions that the caller does not have, whatever he has.</summary>
    public IReadOnlyCollection<string> Denied { get; set; } = [];

    /// <summary>The permissions of Microsoft Graph that the caller has; null where he has all.</summary>
    public IReadOnlyCollection<string>? DirectoryPermissions { get; set; }

    /// <summary>What happens to which read, as arm:Microsoft.MachineLearningServices/workspaces, graph:resources or arm:list of what has no type; null for nothing.</summary>
    public Func<string, WireFault?>? Wire { get; set; }

    /// <summary>Holds a request, as <c>PUT /subscriptions/…</c>, as it comes in, and again when it has been done and not been answered (true).</summary>
    public Func<string, bool, Task>? Pause { get; set; }

    /// <summary>How many items a page has.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Whether there is a batch.</summary>
    public bool HasBatch { get; set; } = true;

    /// <summary>Whether a PUT or PATCH takes a while.</summary>
    public bool WritesTakeTime { get; set; }

    /// <summary>What next pages are said to lie on; the fake itself where null.</summary>
    public Uri? NextLinkHost { get; set; }

    /// <summary>What answers say of quotas beside the usual; the usual only where null.</summary>
    public Dictionary<string, string>? QuotaHeaders { get; set; }

    /// <summary>Versions from this one on are not known; all are where null.</summary>
    public string? OldestUnknownVersion { get; set; }

    /// <summary>The properties that Resource Graph shows of a resource instead of its own, where it lags.</summary>
    public Func<JsonObject, JsonObject?>? StaleGraph { get; set; }

    /// <summary>Starts one on free ports.</summary>
    public static async Task<AzureFake> StartAsync()
    {
        var fake = new AzureFake();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(fake._certificate));
        });
        fake._app = builder.Build();
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        var addresses = fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        fake.Endpoint = new(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal)));
        fake.SecureEndpoint = new(addresses.First(address => address.StartsWith("https:", StringComparison.Ordinal)));
        return fake;
    }

    /// <summary>Forgets resources, requests, faults and settings.</summary>
    public void Reset()
    {
        _resources.Clear();
        _requests.Clear();
        _tokenRequests.Clear();
        _polls.Clear();
        lock (_faults)
        {
            _faults.Clear();
        }
        (GivesNewTokens, DirectoryPermissions, Actions, PageSize, HasBatch, WritesTakeTime, NextLinkHost, QuotaHeaders, OldestUnknownVersion, StaleGraph, Pause) = (false, null, null, 1000, true, false, null, null, null, null, null);
    }

    /// <summary>Forgets what was asked.</summary>
    public void ForgetRequests() => _requests.Clear();

    /// <summary>Adds resources, as a JSON array of them.</summary>
    public void Load(string json)
    {
        foreach (var resource in JsonNode.Parse(json)!.AsArray())
        {
            var copy = resource!.DeepClone().AsObject();
            // For the test of schemas only.
            copy.Remove("apiVersion");
            _resources[(string)copy["id"]!] = copy;
        }
    }

    /// <summary>All resources, as JSON.</summary>
    public string State() => new JsonArray([.. Sorted().Select(resource => resource.DeepClone())]).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>Spoils answers until it is disposed of.</summary>
    public IDisposable Fault(AzureFault fault)
    {
        lock (_faults)
        {
            _faults.Add(fault);
        }
        return new Undo(() =>
        {
            lock (_faults)
            {
                _faults.Remove(fault);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
        _certificate.Dispose();
    }

    internal IEnumerable<JsonObject> Sorted() => _resources.Values.OrderBy(resource => (string)resource["id"]!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the caller may.</summary>
    internal bool Allows(string action) => !Denied.Contains(action, StringComparer.OrdinalIgnoreCase) && (Actions is not { } granted || granted.Any(pattern =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, action, ignoreCase: true)));

    internal bool HasDirectoryPermission(string permission) => DirectoryPermissions?.Contains(permission) is not false;

    /// <summary>The directory's object of that id.</summary>
    internal JsonObject? Principal(string id) => _resources.TryGetValue(id, out var found) && found.ContainsKey("@odata.type") ? found : null;

    private async Task AnswerAsync(HttpContext context)
    {
        // JavaScript clients write //subscriptions.
        var path = "/" + string.Join('/', context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString));
        var method = context.Request.Method;
        if (AzureTokens.Answer(context, path, GivesNewTokens ? $"-{_tokenRequests.Count}" : "") is { } token)
        {
            using var form = new StreamReader(context.Request.Body);
            _tokenRequests.Enqueue($"{token.Status} {path}{context.Request.QueryString} {Uri.UnescapeDataString(await form.ReadToEndAsync(context.RequestAborted))}");
            await SendAsync(context, token);
            return;
        }
        _requests.Enqueue($"{method} {path}");
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.Ordinal))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer authorization_uri=\"https://login.microsoftonline.com/t\"";
            await SendAsync(context, AzureAnswer.Error(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."));
            return;
        }
        if (FaultOf(method, path) is { } fault && await fault.SpoilAsync(context))
        {
            return;
        }
        JsonNode? body = null;
        if (method is "POST" or "PUT" or "PATCH")
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            body = text.Length > 0 ? JsonNode.Parse(text) : null;
        }
        if (AzureFakeDirectory.Is(path))
        {
            await SendAsync(context, AzureFakeDirectory.Answer(this, method, path, context.Request.Query, body, Base(context), (part, at) =>
            {
                _requests.Enqueue($"+{part} {at}");
                return FaultOf(part, at)?.Part;
            }));
            return;
        }
        if (path.Equals("/batch", StringComparison.OrdinalIgnoreCase))
        {
            await SendAsync(context, HasBatch ? await BatchAsync(context, body) : AzureAnswer.Error(404, "NotFound", "There is no batch."));
            return;
        }
        await (Pause?.Invoke($"{method} {path}", false) ?? Task.CompletedTask);
        var wire = NameOf(path, body);
        AzureAnswer Truth() => Answer(method, path, context.Request.Query, body, Base(context), context.Request.Headers.IfMatch);
        var pageToken = AzureWire.TokenOf(context.Request.Query, body);
        if ((WireFaults.Of(pageToken) ?? Wire?.Invoke(wire)) is not { } spoiled)
        {
            var answer = Truth();
            await (Pause?.Invoke($"{method} {path}", true) ?? Task.CompletedTask);
            await SendAsync(context, answer);
        }
        else if (await AzureWire.AnswerAsync(_wire, spoiled, $"{context.Request.QueryString} {path} {body?.ToJsonString()}", Truth, wire, pageToken, $"{Base(context)}{path}", context) is { } sent)
        {
            context.Response.StatusCode = sent.Status;
            context.Response.ContentType = sent.ContentType;
            foreach (var (name, value) in sent.Headers)
            {
                context.Response.Headers[name] = value;
            }
            await context.Response.WriteAsync(sent.Body, context.RequestAborted);
        }
    }

    // What a request reads.
    private static string NameOf(string path, JsonNode? body) =>
        path.EndsWith("Microsoft.ResourceGraph/resources", StringComparison.OrdinalIgnoreCase) ? $"graph:{((string?)body?["query"] ?? "").Split('|')[0].Trim().ToLowerInvariant()}"
        : $"arm:{ArmPath.Of(path)?.Type ?? path.Trim('/')}";

    private async Task<AzureAnswer> BatchAsync(HttpContext context, JsonNode? body)
    {
        var requests = body?["requests"]?.AsArray() ?? [];
        if (requests.Count > 20)
        {
            return AzureAnswer.Error(400, "BatchRequestTooLarge", "A batch has at most 20 requests.");
        }
        return new(200, new JsonObject
        {
            ["responses"] = new JsonArray([.. await Task.WhenAll(requests.Select(async request =>
            {
                var address = new Uri(new Uri(Base(context)), (string)request!["url"]!);
                var path = Uri.UnescapeDataString(address.AbsolutePath);
                _requests.Enqueue($"+{(string?)request["httpMethod"]} {path}");
                var query = new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address.Query));
                AzureAnswer Truth() => Answer((string)request["httpMethod"]!, path, query, request["content"], Base(context), "");
                var wire = NameOf(path, request["content"]);
                var answer = FaultOf((string)request["httpMethod"]!, path)?.Part
                    ?? ((WireFaults.Of(AzureWire.TokenOf(query, null)) ?? Wire?.Invoke(wire)) is not { } spoiled ? Truth()
                        : AzureWire.Part((await AzureWire.AnswerAsync(_wire, spoiled, address.ToString(), Truth, wire, AzureWire.TokenOf(query, null), $"{Base(context)}{path}", null))!));
                return (JsonNode)new JsonObject
                {
                    ["name"] = (string)request["name"]!,
                    ["httpStatusCode"] = answer.Status,
                    ["headers"] = new JsonObject(),
                    ["content"] = answer.Body?.DeepClone(),
                };
            }))]),
        });
    }

    private AzureAnswer Answer(string method, string path, IQueryCollection query, JsonNode? body, string origin, string? ifMatch)
    {
        if (!query.ContainsKey("api-version"))
        {
            return AzureAnswer.Error(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");
        }
        if (method == "POST" && path.Equals("/providers/Microsoft.ResourceGraph/resources", StringComparison.OrdinalIgnoreCase))
        {
            return AzureFakeGraph.Answer(this, body, PageSize);
        }
        if (path.Equals("/subscriptions", StringComparison.OrdinalIgnoreCase))
        {
            return Page([.. Sorted().Where(IsSubscription).Select(Subscription)], path, query, origin);
        }
        if (path.Contains("/operationResults/", StringComparison.OrdinalIgnoreCase))
        {
            return new(200, new JsonObject { ["status"] = _polls.AddOrUpdate(path, 1, (_, polls) => polls + 1) > 1 ? "Succeeded" : "InProgress" }) { Headers = { ["Retry-After"] = "0" } };
        }
        var address = ArmPath.Of(path);
        if (address is null)
        {
            return AzureAnswer.Error(404, "NotFound", $"There is nothing at {path}.");
        }
        if (OldestUnknownVersion is { } unknown && string.CompareOrdinal(query["api-version"], unknown) >= 0)
        {
            return AzureAnswer.Error(400, "NoRegisteredProviderFound", $"No registered resource provider found for location 'westeurope' and API version '{query["api-version"]}' for type '{address.Type}'. The supported api-versions are '2020-01-01-preview, 2019-05-01, 2024-10-01, 2023-01-01'.");
        }
        var action = $"{address.Type}/{method switch { "GET" => "read", "DELETE" => "delete", "POST" => "action", _ => "write" }}";
        if (!Allows(action))
        {
            return AzureAnswer.Error(403, "AuthorizationFailed", $"The client does not have authorization to perform action '{action}' over scope '{path}' or the scope is invalid.");
        }
        if (address.Type.Equals("Microsoft.Authorization/permissions", StringComparison.OrdinalIgnoreCase))
        {
            return Page([new JsonObject { ["actions"] = new JsonArray([.. (Actions ?? ["*"]).Select(granted => (JsonNode)granted)]), ["notActions"] = new JsonArray() }], path, query, origin);
        }
        return method switch
        {
            "GET" when path.EndsWith("/providers/Microsoft.Insights/metrics", StringComparison.OrdinalIgnoreCase) => Metrics(path, query),
            "GET" when address.IsList => Page([.. Sorted().Where(resource => ArmPath.IsIn((string)resource["id"]!, path, address.Type)).Select(resource => Listed((JsonObject)resource.DeepClone(), address.Type))], path, query, origin),
            "GET" => _resources.TryGetValue(path, out var found) ? new(200, found.DeepClone()) : AzureAnswer.Error(404, "ResourceNotFound", $"The Resource '{path}' was not found."),
            "PUT" or "PATCH" when !address.IsList => Write(method, path, address, body, origin, ifMatch),
            "POST" when path.EndsWith("/updateIdleShutdownSetting", StringComparison.OrdinalIgnoreCase) => SetIdle(path[..path.LastIndexOf('/')], body),
            "DELETE" => _resources.TryRemove(path, out _) ? new(200, null) : new(204, null),
            _ => AzureAnswer.Error(405, "MethodNotAllowed", method),
        };
    }

    // What a metric has counted is a resource below it, with hours; of one that has counted nothing there is no series.
    private AzureAnswer Metrics(string path, IQueryCollection query)
    {
        if (query["timespan"].FirstOrDefault()?.Split('/').Length != 2 || query["metricnames"].FirstOrDefault() is not { Length: > 0 } names)
        {
            return AzureAnswer.Error(400, "BadRequest", "The timespan and the names of metrics are required here.");
        }
        var aggregation = ((string?)query["aggregation"] ?? "").ToLowerInvariant();
        return new(200, new JsonObject
        {
            ["timespan"] = (string)query["timespan"]!,
            ["interval"] = (string?)query["interval"],
            ["value"] = new JsonArray([.. names.Split(',').Select(name => (JsonNode)new JsonObject
            {
                ["id"] = $"{path}/{name}",
                ["name"] = new JsonObject { ["value"] = name },
                ["timeseries"] = _resources.TryGetValue($"{path}/{name}", out var counted)
                    ? new JsonArray(new JsonObject { ["metadatavalues"] = new JsonArray(), ["data"] = new JsonArray([.. counted["hours"]!.AsArray().Select(hour => new JsonObject { ["timeStamp"] = "2026-11-30T00:00:00Z", [aggregation] = hour!.DeepClone() })]) }) : [],
            })]),
        });
    }

    private AzureAnswer SetIdle(string path, JsonNode? body)
    {
        if (!_resources.TryGetValue(path, out var compute))
        {
            return AzureAnswer.Error(404, "ResourceNotFound", $"The Resource '{path}' was not found.");
        }
        Merge(compute, new JsonObject { ["properties"] = new JsonObject { ["properties"] = new JsonObject { ["idleTimeBeforeShutdown"] = body?["idleTimeBeforeShutdown"]?.DeepClone() } } });
        return new(200, null);
    }

    // What lists do not show, though single answers do.
    private static JsonObject Listed(JsonObject resource, string type)
    {
        if (type.Equals("Microsoft.CognitiveServices/accounts/models", StringComparison.OrdinalIgnoreCase))
        {
            return resource["properties"]!.DeepClone().AsObject();
        }
        if (type.Equals("Microsoft.KeyVault/vaults/keys", StringComparison.OrdinalIgnoreCase))
        {
            resource["properties"]?.AsObject().Remove("rotationPolicy");
        }
        return resource;
    }

    private AzureAnswer Write(string method, string path, ArmPath address, JsonNode? body, string origin, string? ifMatch)
    {
        var known = _resources.GetValueOrDefault(path);
        if (method == "PATCH" && known is null)
        {
            return AzureAnswer.Error(404, "ResourceNotFound", $"The Resource '{path}' was not found.");
        }
        if (body is not JsonObject given)
        {
            return AzureAnswer.Error(400, "InvalidRequestContent", "The request content was invalid.");
        }
        // Budgets are written over only by who has seen the last version.
        if (known?["eTag"] is { } tag && (string?)given["eTag"] != (string)tag! && ifMatch != (string)tag!)
        {
            return AzureAnswer.Error(409, "Conflict", "The eTag is not that of the last version.");
        }
        var made = method == "PATCH" ? known!.DeepClone().AsObject() : [];
        Merge(made, given);
        // However a caller writes it, a resource keeps the spelling that it was made with.
        (made["id"], made["name"], made["type"]) = (known?["id"]?.DeepClone() ?? path, known?["name"]?.DeepClone() ?? path[(path.LastIndexOf('/') + 1)..], known?["type"]?.DeepClone() ?? address.Type);
        // Who a resource is Azure says: whoever writes it whole cannot, and it stays the same.
        foreach (var own in made["identity"] is JsonObject ? new[] { "principalId", "tenantId" } : [])
        {
            if (known?["identity"]?[own] is { } kept && ((string?)made["identity"]!["type"])?.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase) is true)
            {
                made["identity"]![own] = kept.DeepClone();
            }
        }
        if (address.Type.Equals("Microsoft.Consumption/budgets", StringComparison.OrdinalIgnoreCase))
        {
            made["eTag"] = $"\"{Guid.NewGuid():N}\"";
        }
        _resources[path] = made;
        return WritesTakeTime
            ? new(known is null ? 201 : 202, made.DeepClone()) { Headers = { ["Azure-AsyncOperation"] = $"{origin}/subscriptions/0/providers/Microsoft.Fake/locations/l/operationResults/{Guid.NewGuid():N}?api-version=2020-01-01", ["Retry-After"] = "0" } }
            : new(known is null ? 201 : 200, made.DeepClone());
    }

    // Objects are merged, everything else is replaced; null removes.
    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject known)
            {
                Merge(known, inner);
            }
            else if (value is null)
            {
                into.Remove(name);
            }
            else
            {
                into[name] = value.DeepClone();
            }
        }
    }

    private AzureAnswer Page(List<JsonObject> items, string path, IQueryCollection query, string origin)
    {
        var skip = int.TryParse(query["$skiptoken"], out var given) ? given : 0;
        var page = new JsonObject { ["value"] = new JsonArray([.. items.Skip(skip).Take(PageSize)]) };
        if (skip + PageSize < items.Count)
        {
            page["nextLink"] = $"{NextLinkHost?.ToString().TrimEnd('/') ?? origin}{path}?api-version={query["api-version"]}&$skiptoken={skip + PageSize}";
        }
        return new(200, page);
    }

    private static bool IsSubscription(JsonObject resource) => "Microsoft.Resources/subscriptions".Equals((string?)resource["type"], StringComparison.OrdinalIgnoreCase);

    private static JsonObject Subscription(JsonObject resource) => new()
    {
        ["id"] = (string)resource["id"]!,
        ["subscriptionId"] = (string)resource["subscriptionId"]!,
        ["tenantId"] = (string?)resource["tenantId"] ?? "72f988bf-0000-0000-0000-000000000000",
        ["displayName"] = (string)resource["name"]!,
        ["state"] = (string?)resource["properties"]?["state"] ?? "Enabled",
    };

    private AzureFault? FaultOf(string method, string path)
    {
        lock (_faults)
        {
            return _faults.FirstOrDefault(fault => fault.Strikes(method, path));
        }
    }

    private static string Base(HttpContext context) => $"{context.Request.Scheme}://{context.Request.Host}";

    private async Task SendAsync(HttpContext context, AzureAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers.Concat(QuotaHeaders ?? []))
        {
            context.Response.Headers[name] = value;
        }
        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
        }
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}

/// <summary>What is sent back.</summary>
internal sealed record AzureAnswer(int Status, JsonNode? Body)
{
    public Dictionary<string, string> Headers { get; } = new() { ["x-ms-ratelimit-remaining-subscription-reads"] = "249" };

    public static AzureAnswer Error(int status, string code, string message) =>
        new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });
}
