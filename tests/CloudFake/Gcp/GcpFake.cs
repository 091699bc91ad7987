using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Google's services and the places that give tokens, on this machine: resources in as JSON, out as JSON after they were
/// written. Each resource is listed by Cloud Asset Inventory, where that knows its type, and by its own service.
/// </summary>
/// <remarks>
/// A resource has <c>type</c> (as aiplatform.googleapis.com/Endpoint), <c>name</c> (below its service), <c>data</c> (what
/// its service says) and, where it has them, <c>iamPolicy</c>, <c>orgPolicy</c> and <c>ancestors</c>.
/// </remarks>
public sealed partial class GcpFake : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonObject> _resources = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ConcurrentDictionary<string, JsonObject> _operations = new();
    private readonly List<GcpFault> _faults = [];
    private readonly WireFaults _wire = new();
    private WebApplication? _app;

    /// <summary>Where it listens, without TLS.</summary>
    public Uri Endpoint { get; private set; } = null!;

    /// <summary>What was asked, as <c>GET aiplatform.googleapis.com/v1/projects/p</c>.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>The tokens and the projects that requests were counted for, as they came.</summary>
    public ConcurrentQueue<(string Token, string? QuotaProject)> Callers { get; } = new();

    /// <summary>The permissions that the caller has; null where he has all.</summary>
    public IReadOnlyCollection<string>? Permissions { get; set; }

    /// <summary>Permissions that the caller does not have, whatever else.</summary>
    public HashSet<string> Denied { get; } = new(StringComparer.Ordinal);

    /// <summary>The permissions that were asked for and that the caller does not have.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>The nodes, as organizations/1, at which the caller may ask the inventory; null where at all.</summary>
    public IReadOnlyCollection<string>? Nodes { get; set; }

    /// <summary>Types that the inventory does not know.</summary>
    public HashSet<string> Unlisted { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the inventory says which type it does not know.</summary>
    public bool NamesUnknown { get; set; } = true;

    /// <summary>What happens to which read, as cai:RESOURCE or rest:aiplatform.googleapis.com/endpoints; null for nothing.</summary>
    public Func<string, WireFault?>? Wire { get; set; }

    /// <summary>Holds a request, as <c>PATCH notebooks.googleapis.com/v2/…</c>, as it comes in, and again when it has been done and not been answered (true).</summary>
    public Func<string, bool, Task>? Pause { get; set; }

    /// <summary>How many items a page has, at most.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Starts one on a free port.</summary>
    public static async Task<GcpFake> StartAsync()
    {
        var fake = new GcpFake();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        fake._app = builder.Build();
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        fake.Endpoint = new(fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        fake.Reset();
        return fake;
    }

    /// <summary>Forgets resources, requests, faults and settings.</summary>
    public void Reset()
    {
        _resources.Clear();
        _requests.Clear();
        _operations.Clear();
        Callers.Clear();
        Refusals.Clear();
        lock (_faults)
        {
            _faults.Clear();
        }
        (Permissions, Nodes, PageSize, NamesUnknown, Pause) = (null, null, 1000, true, null);
        Denied.Clear();
        Unlisted.Clear();
        Unlisted.UnionWith(s_unlisted);
    }

    /// <summary>Forgets what was asked.</summary>
    public void ForgetRequests()
    {
        _requests.Clear();
        Callers.Clear();
    }

    /// <summary>Adds resources, as a JSON array of them.</summary>
    public void Load(string json)
    {
        foreach (var resource in JsonNode.Parse(json)!.AsArray())
        {
            var copy = resource!.DeepClone().AsObject();
            _resources[KeyOf(copy)] = copy;
        }
    }

    /// <summary>All resources, as JSON.</summary>
    public string State() => new JsonArray([.. Sorted().Select(resource => resource.DeepClone())]).ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>Spoils answers until it is disposed of.</summary>
    public IDisposable Fault(GcpFault fault)
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
    }

    private IEnumerable<JsonObject> Sorted() => _resources.Values.OrderBy(KeyOf, StringComparer.Ordinal);

    private static string KeyOf(JsonObject resource) => $"{(string)resource["type"]!} {(string)resource["name"]!}";

    private static string NameOf(JsonObject resource) => (string)resource["name"]!;

    private bool Allows(string permission) => !Denied.Contains(permission) && (Permissions is not { } granted || granted.Contains(permission));

    private async Task AnswerAsync(HttpContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Path.Value!);
        if (GcpTokens.Answer(context, path) is { } token)
        {
            context.Response.Headers["Metadata-Flavor"] = "Google";
            await SendAsync(context, token);
            return;
        }
        var host = context.Request.Host.Host;
        var service = host.EndsWith(".googleapis.com", StringComparison.Ordinal) ? ServiceOf(host) : null;
        _requests.Enqueue($"{context.Request.Method} {(service is null ? "" : host)}{path}");
        var authorization = context.Request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            await SendAsync(context, GcpAnswer.Error(401, "UNAUTHENTICATED", "Request is missing required authentication credential."));
            return;
        }
        Callers.Enqueue((authorization["Bearer ".Length..], context.Request.Headers["x-goog-user-project"].FirstOrDefault()));
        GcpFault? fault;
        lock (_faults)
        {
            fault = _faults.FirstOrDefault(fault => fault.Strikes(host + path));
        }
        if (fault is not null)
        {
            await fault.SpoilAsync(context);
            return;
        }
        JsonNode? body = null;
        if (context.Request.Method is "POST" or "PUT" or "PATCH")
        {
            using var reader = new StreamReader(context.Request.Body);
            var text = await reader.ReadToEndAsync(context.RequestAborted);
            body = text.Length > 0 ? JsonNode.Parse(text) : null;
        }
        var request = $"{context.Request.Method} {host}{path}";
        await (Pause?.Invoke(request, false) ?? Task.CompletedTask);
        GcpAnswer Truth() => Answer(context.Request.Method, service, path.Trim('/'), context.Request.Query, body);
        var pageToken = context.Request.Query["pageToken"].FirstOrDefault();
        if ((WireFaults.Of(pageToken) ?? Wire?.Invoke(NameOf(service ?? host, path, context.Request.Query))) is not { } spoiled)
        {
            var answer = Truth();
            await (Pause?.Invoke(request, true) ?? Task.CompletedTask);
            await SendAsync(context, answer);
        }
        else if (await GcpWire.AnswerAsync(_wire, spoiled, $"{host}{path}{context.Request.QueryString}", Truth, pageToken, context) is { } sent)
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

    // What a request reads: the inventory's content, or a collection of a service.
    private static string NameOf(string service, string path, IQueryCollection query) =>
        path.EndsWith("/assets", StringComparison.Ordinal) ? $"cai:{query["contentType"].FirstOrDefault()}" : $"rest:{service}/{path[(path.LastIndexOf('/') + 1)..]}";

    // europe-west4-aiplatform.googleapis.com and modelarmor.europe-west4.rep.googleapis.com are aiplatform and modelarmor.
    private static string ServiceOf(string host)
    {
        var word = host.Split('.')[0];
        return s_services.FirstOrDefault(known => word == known || word.EndsWith("-" + known, StringComparison.Ordinal)) is { } service ? $"{service}.googleapis.com" : host;
    }

    private GcpAnswer Answer(string method, string? service, string path, IQueryCollection query, JsonNode? body)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return NotFound(path);
        }
        if (path.StartsWith(Buckets, StringComparison.Ordinal))
        {
            return Storage(method, path, query, body);
        }
        if (path.StartsWith(Machines, StringComparison.Ordinal))
        {
            return Compute(method, path, body);
        }
        var name = path[(slash + 1)..];
        if (name == "projects:search")
        {
            return Page([.. Sorted().Where(resource => (string?)resource["type"] == Project && Allows("resourcemanager.projects.get")).Select(resource => resource["data"]!.DeepClone())], "projects", query);
        }
        if (name.EndsWith("/assets", StringComparison.Ordinal))
        {
            return Assets(name[..^"/assets".Length], query);
        }
        if (name.EndsWith(":searchAllResources", StringComparison.Ordinal))
        {
            return Search(name[..^":searchAllResources".Length], query);
        }
        if (_operations.TryGetValue(name, out var operation))
        {
            return service == "notebooks.googleapis.com" && Missing("notebooks.operations.get", name) is { } unseen ? unseen : new(200, operation.DeepClone());
        }
        if (service is null or "serviceusage.googleapis.com" && name.Contains("/consumerQuotaMetrics", StringComparison.Ordinal))
        {
            return Quotas(method, name, query, body);
        }
        if (name.Replace("%2F", "/", StringComparison.Ordinal) is var plain && plain.StartsWith(Attached, StringComparison.Ordinal))
        {
            return DenyPolicies(plain, query);
        }
        var verb = "";
        if (name.LastIndexOf(':') is > 0 and var colon && colon > name.LastIndexOf('/'))
        {
            (name, verb) = (name[..colon], name[(colon + 1)..]);
        }
        name = Canonical(name, service);
        var collection = CollectionOf(name);
        var owner = service ?? OwnerOf(name);
        if (owner is not null && Disabled(owner, name) is { } disabled)
        {
            return disabled;
        }
        if (Refused(owner, method, name, verb) is { } refused)
        {
            return refused;
        }
        if (collection == "timeSeries" && (!query.ContainsKey("filter") || !query.ContainsKey("interval.endTime")))
        {
            return GcpAnswer.Error(400, "INVALID_ARGUMENT", "The filter and the interval are required.");
        }
        if (collection == "timeSeries")
        {
            return Page([.. Sorted().Where(resource => IsIn(resource, name, service) && IsMeant(resource["data"]!, query["filter"].ToString())).Select(resource => resource["data"]!.DeepClone())], collection, query);
        }
        if (verb == "fetchPublisherModelConfig")
        {
            return _resources.TryGetValue($"aiplatform.googleapis.com/PublisherModelConfig {name}", out var config) ? new(200, config["data"]!.DeepClone()) : NotFound(name);
        }
        if (verb == "setPublisherModelConfig")
        {
            var set = new JsonObject { ["type"] = "aiplatform.googleapis.com/PublisherModelConfig", ["name"] = name, ["data"] = body!["publisherModelConfig"]!.DeepClone() };
            _resources[KeyOf(set)] = set;
            var setting = $"{name}/operations/{Guid.NewGuid():N}";
            _operations[setting] = new() { ["name"] = setting, ["done"] = true, ["response"] = set["data"]!.DeepClone() };
            return new(200, new JsonObject { ["name"] = setting });
        }
        if (verb == "searchPolicyBindings")
        {
            return Bindings(name, query);
        }
        if (verb is "getIamPolicy" or "setIamPolicy")
        {
            // Only this version has policies of endpoints (Google's discovery documents of aiplatform).
            return service == "aiplatform.googleapis.com" && name.Contains("/endpoints/", StringComparison.Ordinal) && path[..slash] != "v1beta1" ? NotFound(name) : Policy(name, service, verb, body);
        }
        if (verb is "disable" or "enable")
        {
            return Switch(name, verb);
        }
        return (method, collection) switch
        {
            ("GET", "locations") => Page([.. Locations(name, service)], "locations", query),
            ("GET", { } list) => Page([.. Sorted().Where(resource => IsIn(resource, name, service)).Select(resource => resource["data"]!.DeepClone())], list, query),
            ("GET", null) => Find(name, service) is { } found ? new(200, found["data"]!.DeepClone()) : NotFound(name),
            ("POST", { } list) => Create(name, list, service, query, body),
            ("PATCH", null) => Patch(name, service, query, body),
            ("DELETE", null) => Find(name, service) is { } gone && _resources.TryRemove(KeyOf(gone), out _) ? new(200, new JsonObject()) : NotFound(name),
            _ => GcpAnswer.Error(405, "UNIMPLEMENTED", $"{method} {path}"),
        };
    }

    // Each comparison of a filter on time series, as metric.labels.key_id="k".
    private static bool IsMeant(JsonNode series, string filter) => filter.Split(" AND ").Select(comparison => comparison.Split('=', 2)).All(comparison =>
        comparison[0].Split('.').Aggregate((JsonNode?)series, (part, member) => (part as JsonObject)?[member])?.ToString() is { } value && comparison[1].Trim('"') == value);

    // What lists has an odd number of words: projects/p/locations/l/endpoints.
    private static string? CollectionOf(string name) => name.Split('/').Length % 2 == 1 && !s_settings.Contains(name[(name.LastIndexOf('/') + 1)..]) ? name[(name.LastIndexOf('/') + 1)..] : null;

    // Projects may be named by number or by id.
    private string Canonical(string name, string? service)
    {
        var words = name.Split('/');
        if (words[0] == "projects" && words.Length > 1 && Projects().FirstOrDefault(project => (string?)project["projectId"] == words[1] || ((string)project["name"]!).EndsWith("/" + words[1], StringComparison.Ordinal)) is { } found)
        {
            // As its own resources write it.
            words[1] = words.Length == 2 ? ((string)found["name"]!)["projects/".Length..] : words[1];
            if (words.Length > 2)
            {
                foreach (var spelling in new[] { (string)found["projectId"]!, ((string)found["name"]!)["projects/".Length..] })
                {
                    var spelt = string.Join('/', (string[])["projects", spelling, .. words[2..]]);
                    if (_resources.Values.Any(resource => NameOf(resource) == spelt || IsIn(resource, spelt, service)))
                    {
                        return spelt;
                    }
                }
            }
        }
        return string.Join('/', words);
    }

    private IEnumerable<JsonObject> Projects() => _resources.Values.Where(resource => (string?)resource["type"] == Project).Select(resource => resource["data"]!.AsObject());

    private static bool IsIn(JsonObject resource, string list, string? service)
    {
        var (words, own) = (list.Split('/'), NameOf(resource).Split('/'));
        return own.Length == words.Length + 1 && words.Zip(own).All(pair => pair.First == pair.Second || pair.First == "-") && IsOf(resource, service);
    }

    private static bool IsOf(JsonObject resource, string? service) => service is null || ((string)resource["type"]!).StartsWith(service + "/", StringComparison.Ordinal);

    // Where a service has something in a project, by whichever name.
    private IEnumerable<JsonNode> Locations(string name, string? service) =>
        from resource in Sorted()
        where IsOf(resource, service) && NameOf(resource).Split('/') is ["projects", var project, "locations", ..] && Named($"projects/{project}") == Named(name[..^"/locations".Length])
        group resource by LocationOf(resource) into place
        select (JsonNode)new JsonObject { ["name"] = $"{name}/{place.Key}", ["locationId"] = place.Key };

    private JsonObject? Find(string name, string? service) => _resources.Values.FirstOrDefault(resource => NameOf(resource) == name && IsOf(resource, service));

    // Whose a name is, where the host does not say.
    private string? OwnerOf(string name) => _resources.Values.FirstOrDefault(resource => NameOf(resource) == name || IsIn(resource, name, null)) is { } known
        ? ((string)known["type"]!).Split('/')[0] : s_collections.GetValueOrDefault(CollectionOf(name) ?? name[(name.LastIndexOf('/') + 1)..])?.Split('/')[0];

    private GcpAnswer? Disabled(string service, string name)
    {
        if (name.Split('/') is not ["projects", var project, ..] || Projects().FirstOrDefault(known => (string?)known["projectId"] == project || (string?)known["name"] == $"projects/{project}") is not { } found)
        {
            return null;
        }
        var enabled = _resources.Values.Where(resource => (string?)resource["type"] == Service && NameOf(resource).StartsWith($"{(string)found["name"]!}/", StringComparison.Ordinal)).ToList();
        return enabled.Count == 0 || service == "cloudresourcemanager.googleapis.com" || enabled.Exists(resource => NameOf(resource).EndsWith("/" + service, StringComparison.Ordinal)) ? null
            : GcpAnswer.Error(403, "PERMISSION_DENIED", $"{service} has not been used in project {project} before or it is disabled.", "SERVICE_DISABLED", (string)found["name"]!);
    }

    private GcpAnswer? Refused(string? service, string method, string name, string verb)
    {
        if (Permissions is null && Denied.Count == 0 || service is null)
        {
            return null;
        }
        var last = name[(name.LastIndexOf('/') + 1)..];
        var collection = CollectionOf(name) ?? (s_settings.Contains(last) ? last : name.Split('/')[^2]);
        var action = verb.Length > 0 ? verb : method switch { "GET" => CollectionOf(name) is null ? "get" : "list", "POST" => "create", "PATCH" => "update", _ => "delete" };
        var permission = $"{s_prefixes.GetValueOrDefault(service, service.Split('.')[0])}.{s_words.GetValueOrDefault(collection, collection)}.{action}";
        permission = permission switch { "orgpolicy.policies.get" => "orgpolicy.policy.get", "aiplatform.models.fetchPublisherModelConfig" => "aiplatform.endpoints.get", "aiplatform.models.setPublisherModelConfig" => "aiplatform.endpoints.update",
            _ when permission.StartsWith("iam.keys.", StringComparison.Ordinal) => $"iam.serviceAccountKeys.{action}", _ => permission };
        return Missing(permission, name);
    }

    private GcpAnswer Policy(string name, string? service, string verb, JsonNode? body)
    {
        if (Find(name, service) is not { } resource)
        {
            return NotFound(name);
        }
        var known = resource["iamPolicy"] as JsonObject ?? new JsonObject { ["etag"] = "ACAB", ["version"] = 1 };
        if (verb == "getIamPolicy")
        {
            return new(200, known.DeepClone());
        }
        // Who writes over what somebody else wrote in between is refused.
        if (body?["policy"] is not JsonObject policy || policy["etag"] is { } tag && (string?)tag != (string?)known["etag"])
        {
            return GcpAnswer.Error(409, "ABORTED", "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.");
        }
        var made = policy.DeepClone().AsObject();
        // Without a mask only bindings are written.
        if (((string?)body["updateMask"] ?? "bindings,etag") is var mask && mask != "*" && !mask.Split(',').Contains("auditConfigs"))
        {
            made["auditConfigs"] = known["auditConfigs"]?.DeepClone();
        }
        foreach (var list in new[] { "bindings", "auditConfigs" })
        {
            // An empty list is left out.
            if (made[list] is not JsonArray { Count: > 0 })
            {
                made.Remove(list);
            }
        }
        // Only conditions make it the third version, whatever was asked for.
        made["version"] = made["bindings"] is JsonArray bindings && bindings.Any(binding => binding!["condition"] is not null) ? 3 : 1;
        made["etag"] = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        resource["iamPolicy"] = made;
        return new(200, made.DeepClone());
    }

    private GcpAnswer Create(string parent, string collection, string? service, IQueryCollection query, JsonNode? body)
    {
        if (body is not JsonObject given || s_collections.GetValueOrDefault(collection) is not { } type)
        {
            return GcpAnswer.Error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
        }
        if (collection == "alertPolicies" && given["conditions"]?.AsArray().Any(condition => condition!["conditionMatchedLog"] is not null) is true && given["alertStrategy"]?["notificationRateLimit"] is null)
        {
            return GcpAnswer.Error(400, "INVALID_ARGUMENT", "Field alert_policy.alert_strategy.notification_rate_limit must be set for log-based alert policies.");
        }
        var id = query.FirstOrDefault(pair => pair.Key.EndsWith("Id", StringComparison.Ordinal)).Value.FirstOrDefault() ?? Guid.NewGuid().ToString("N")[..12];
        var name = collection == "policies" && (string?)given["name"] is { } own ? own : $"{parent}/{id}";
        if (Find(name, service) is not null)
        {
            return GcpAnswer.Error(409, "ALREADY_EXISTS", $"Resource '{name}' already exists");
        }
        var made = given.DeepClone().AsObject();
        made["name"] = name;
        Name(type, name, made);
        Tag(type, made);
        var resource = new JsonObject { ["type"] = type, ["name"] = name, ["data"] = made };
        _resources[KeyOf(resource)] = resource;
        return Written(type, name, made);
    }

    private GcpAnswer Patch(string name, string? service, IQueryCollection query, JsonNode? body)
    {
        if (Find(name, service) is not { } resource)
        {
            return NotFound(name);
        }
        var data = resource["data"]!.AsObject();
        if (body is not JsonObject given)
        {
            return GcpAnswer.Error(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
        }
        if (given["etag"] is { } tag && data["etag"] is { } own && (string?)tag != (string?)own)
        {
            return GcpAnswer.Error(409, "ABORTED", "The etag is not that of the last version.");
        }
        var mask = query["updateMask"].FirstOrDefault() ?? "";
        foreach (var field in mask.Length > 0 ? mask.Split(',') : [.. given.Select(member => member.Key).Where(member => member is not ("name" or "etag"))])
        {
            Copy(given, data, field == "*" ? [] : [.. field.Split('.').Select(Camel)]);
        }
        Intend(resource);
        Name((string)resource["type"]!, name, data);
        Tag((string)resource["type"]!, data);
        return Written((string)resource["type"]!, name, data);
    }

    // The part that the mask names is replaced; what is not given is taken away.
    private static void Copy(JsonObject from, JsonObject to, string[] path)
    {
        for (var at = 0; at < path.Length - 1; at++)
        {
            from = from[path[at]] as JsonObject ?? [];
            to = (JsonObject)(to[path[at]] ??= new JsonObject());
        }
        foreach (var member in path.Length > 0 ? [path[^1]] : from.Select(pair => pair.Key).ToArray())
        {
            if (from[member] is { } value)
            {
                to[member] = value.DeepClone();
            }
            else
            {
                to.Remove(member);
            }
        }
    }

    private static string Camel(string field) => string.Concat(field.Split('_').Select((word, at) => at == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    // Conditions of an alert have names that Monitoring gives them.
    private static void Name(string type, string name, JsonObject data)
    {
        foreach (var condition in type == "monitoring.googleapis.com/AlertPolicy" ? data["conditions"]!.AsArray().OfType<JsonObject>() : [])
        {
            condition["name"] ??= $"{name}/conditions/{Guid.NewGuid():N}";
        }
    }

    private static void Tag(string type, JsonObject data)
    {
        if (type is "billingbudgets.googleapis.com/Budget" or "orgpolicy.googleapis.com/Policy" or "apikeys.googleapis.com/Key")
        {
            data["etag"] = Convert.ToBase64String(Guid.NewGuid().ToByteArray());
        }
    }

    // Machines take a while; policies do not.
    private GcpAnswer Written(string type, string name, JsonObject data)
    {
        if (type is not ("notebooks.googleapis.com/Instance" or "apikeys.googleapis.com/Key"))
        {
            return new(200, data.DeepClone());
        }
        var operation = $"{(type.StartsWith("apikeys", StringComparison.Ordinal) ? "operations" : string.Join('/', name.Split('/')[..4]) + "/operations")}/operation-{Guid.NewGuid():N}";
        var response = data.DeepClone().AsObject();
        response["@type"] = type.StartsWith("apikeys", StringComparison.Ordinal) ? "type.googleapis.com/google.api.apikeys.v2.Key" : "type.googleapis.com/google.cloud.notebooks.v2.Instance";
        _operations[operation] = new() { ["name"] = operation, ["done"] = true, ["response"] = response };
        return new(200, new JsonObject { ["name"] = operation, ["done"] = false });
    }

    private GcpAnswer Page(List<JsonNode> items, string member, IQueryCollection query)
    {
        var size = int.TryParse(query["pageSize"], out var asked) && asked > 0 ? Math.Min(asked, PageSize) : PageSize;
        var skip = int.TryParse(query["pageToken"], out var given) ? given : 0;
        JsonObject page = [];
        // An empty list is left out.
        if (items.Count > skip)
        {
            page[member] = new JsonArray([.. items.Skip(skip).Take(size)]);
        }
        if (skip + size < items.Count)
        {
            page["nextPageToken"] = $"{skip + size}";
        }
        return new(200, page);
    }

    private static GcpAnswer NotFound(string name) => GcpAnswer.Error(404, "NOT_FOUND", $"Resource '{name}' was not found");

    private static async Task SendAsync(HttpContext context, GcpAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json; charset=UTF-8";
        if (answer.Body is { } body)
        {
            await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
        }
    }

    private sealed class Undo(Action action) : IDisposable
    {
        public void Dispose() => action();
    }
}
