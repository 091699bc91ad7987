using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Documents of Azure and Google Cloud in memory, written as their REST interfaces write them: what settings send to it
/// changes them, and <see cref="Fault"/> goes wrong before, after or instead.
/// </summary>
internal sealed class RepairDocuments(Scope scope) : ICloudWriter
{
    private static readonly string[] s_roots = ["storage/v1/b/", "compute/v1/", "v1beta1/", "v1/", "v2/", "v3/"];

    public Scope Scope => scope;

    /// <summary>By id in lower case, or by full resource name.</summary>
    public Dictionary<string, JsonObject> Documents { get; } = [];

    /// <summary>IAM policies, by the full name of what they are attached to.</summary>
    public Dictionary<string, JsonObject> Policies { get; } = [];

    /// <summary>How many requests were to change something.</summary>
    public int Writes { get; private set; }

    /// <summary>What happens to the next request that changes something: the request is done where it says so, and the failure thrown.</summary>
    public (CloudCallException Failure, bool IsDone)? Fault { get; set; }

    /// <summary>How many steps are left until the process dies; 0 for ever.</summary>
    public int StepsToLive { get; set; }

    /// <summary>A step of the process: before and after each request and each line of the journal.</summary>
    /// <exception cref="DiedException">It was the last one.</exception>
    public void Step()
    {
        if (StepsToLive > 0 && --StepsToLive == 0)
        {
            throw new DiedException();
        }
    }

    public async Task<string> CallAsync(CloudCall call, CancellationToken cancellationToken)
    {
        Step();
        var answer = await AnswerAsync(call);
        Step();
        return answer;
    }

    private Task<string> AnswerAsync(CloudCall call)
    {
        var (method, rest) = (call.Operation.Split(' ')[0], call.Operation.Split(' ')[1]);
        var isWrite = method != "GET" && !rest.Contains(":getIamPolicy", StringComparison.Ordinal);
        if (!isWrite)
        {
            return Task.FromResult(Answer(call, method, rest));
        }
        Writes++;
        if (Fault is not { } fault)
        {
            return Task.FromResult(Answer(call, method, rest));
        }
        Fault = null;
        if (fault.IsDone)
        {
            Answer(call, method, rest);
        }
        throw fault.Failure;
    }

    /// <summary>All of it, however it is spelt.</summary>
    public string State(IReadOnlyDictionary<string, IReadOnlyList<DocumentSetting>> settings)
    {
        var all = new JsonObject(Documents.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Whole(pair.Value, settings.GetValueOrDefault(pair.Key, [])))));
        foreach (var (name, policy) in Policies.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            JsonArray ordered = [.. (policy["bindings"] as JsonArray ?? []).OrderBy(binding => $"{binding!["role"]} {binding["condition"]?.ToJsonString()}", StringComparer.Ordinal).Select(binding =>
            {
                var bound = binding!.DeepClone().AsObject();
                bound["members"] = new JsonArray([.. bound["members"]!.AsArray().Order(Comparer<JsonNode?>.Create((one, other) => string.CompareOrdinal(one!.ToString(), other!.ToString()))).Select(member => member!.DeepClone())]);
                return bound;
            })];
            all[$"policy {name}"] = new JsonObject { ["bindings"] = ordered, ["auditConfigs"] = policy["auditConfigs"]?.DeepClone() ?? new JsonArray() };
        }
        return all.ToJsonString();
    }

    // What is absent is there as what the cloud takes it for; an empty object is none.
    private static JsonObject Whole(JsonObject document, IReadOnlyList<DocumentSetting> settings)
    {
        var whole = document.DeepClone().AsObject();
        foreach (var (path, text) in settings.SelectMany(setting => setting.Defaults))
        {
            var part = whole;
            foreach (var name in path.Split('.')[..^1])
            {
                part = (JsonObject)(part[name] ??= new JsonObject());
            }
            part[path.Split('.')[^1]] ??= JsonNode.Parse(text);
        }
        return (JsonObject?)Sorted(whole) ?? [];
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value))).Where(member => member.Value is not null).ToList() is { Count: > 0 } some ? new JsonObject(some) : null,
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private string Answer(CloudCall call, string method, string rest)
    {
        var (path, query) = rest.Split('?') is [var before, var after] ? (before, after) : (rest, "");
        path = Uri.UnescapeDataString(path);
        var body = JsonNode.Parse(call.Body)!.AsObject();
        return call.Service == "arm" ? Arm(method, path, body, call.IfMatch) : Google(call.Service, method, path, query, body);
    }

    private string Arm(string method, string path, JsonObject body, string? ifMatch)
    {
        var key = path.ToLowerInvariant();
        var action = method == "POST" ? key[(key.LastIndexOf('/') + 1)..] : "";
        key = method == "POST" ? key[..key.LastIndexOf('/')] : key;
        var known = Documents.GetValueOrDefault(key);
        if (known?["etag"] is { } tag && ifMatch is not null && ifMatch != "*" && ifMatch != tag.ToString())
        {
            throw new CloudCallException(ErrorId.ResourceChanged, "PreconditionFailed", "another version", isCertain: true);
        }
        switch (method)
        {
            case "PUT":
                var made = body.DeepClone().AsObject();
                foreach (var kept in new[] { "id", "name", "type" })
                {
                    made[kept] = known?[kept]?.DeepClone();
                }
                known = Documents[key] = made;
                break;
            case "DELETE":
                Documents.Remove(key);
                return "{}";
            case "GET" when known is null:
            case "PATCH" when known is null:
                throw new CloudCallException(ErrorId.ResourceNotFound, "ResourceNotFound", "not found", isCertain: true);
            case "PATCH":
                Merge(known!, body);
                break;
            case "POST":
                Assert.Equal("updateidleshutdownsetting", action);
                Merge(known!, new JsonObject { ["properties"] = new JsonObject { ["properties"] = body.DeepClone() } });
                break;
        }
        return known!.ToJsonString();
    }

    private string Google(string host, string method, string path, string query, JsonObject body)
    {
        var service = host.Replace("{location}-", "", StringComparison.Ordinal).Replace(".{location}.rep", "", StringComparison.Ordinal).Replace("us-central1-", "", StringComparison.Ordinal);
        var name = path[s_roots.First(root => path.StartsWith(root, StringComparison.Ordinal)).Length..];
        var verb = name.LastIndexOf(':') is > 0 and var colon && colon > name.LastIndexOf('/') ? name[(colon + 1)..] : service == "storage.googleapis.com" && name.EndsWith("/iam", StringComparison.Ordinal) ? "iam" : "";
        name = verb.Length > 0 ? name[..^(verb.Length + 1)] : name;
        var key = $"//{service}/{name}";
        if (verb is "getIamPolicy" or "setIamPolicy" or "iam")
        {
            if (method == "PUT" || verb == "setIamPolicy")
            {
                var policy = (body["policy"] as JsonObject ?? body).DeepClone().AsObject();
                if (Policies.GetValueOrDefault(key)?["etag"]?.ToString() is { } seen && seen != policy["etag"]?.ToString())
                {
                    throw new CloudCallException(ErrorId.ResourceChanged, "ABORTED", "another version", isCertain: true);
                }
                policy["etag"] = $"{Writes}";
                if (!policy.ContainsKey("auditConfigs") && Policies.GetValueOrDefault(key)?["auditConfigs"] is { } configs)
                {
                    // What the mask does not name stays.
                    policy["auditConfigs"] = configs.DeepClone();
                }
                Policies[key] = policy;
            }
            return (Policies.GetValueOrDefault(key) ?? new JsonObject { ["etag"] = "none" }).ToJsonString();
        }
        switch (method)
        {
            case "POST" when verb is "disable" or "enable":
                Documents[key]["disabled"] = verb == "disable";
                return "{}";
            case "POST" when name.EndsWith("/setPrivateIpGoogleAccess", StringComparison.Ordinal):
                Documents[key[..key.LastIndexOf('/')]]["privateIpGoogleAccess"] = body["privateIpGoogleAccess"]!.DeepClone();
                return "{}";
            case "GET" when name.EndsWith("/alertPolicies", StringComparison.Ordinal):
                return new JsonObject { ["alertPolicies"] = new JsonArray([.. Documents.Where(pair => pair.Key.StartsWith(key + "/", StringComparison.Ordinal)).Select(pair => pair.Value.DeepClone())]) }.ToJsonString();
            case "POST" when name.EndsWith("/alertPolicies", StringComparison.Ordinal):
                body["name"] = $"{name}/{Writes}";
                Documents[$"{key}/{Writes}"] = body.DeepClone().AsObject();
                return body.ToJsonString();
            case "POST" when verb == "setPublisherModelConfig":
                Documents[key] = body["publisherModelConfig"]!.DeepClone().AsObject();
                return "{}";
            case "POST":
                var made = $"//{service}/{body["name"]}";
                Documents[made] = body.DeepClone().AsObject();
                return body.ToJsonString();
            case "DELETE":
                Documents.Remove(key);
                return "{}";
        }
        if (!Documents.TryGetValue(key, out var known))
        {
            throw new CloudCallException(ErrorId.ResourceNotFound, "NOT_FOUND", "not found", isCertain: true);
        }
        if (method == "PATCH" && query.StartsWith("updateMask=", StringComparison.Ordinal))
        {
            foreach (var field in query["updateMask=".Length..].Split(','))
            {
                var (from, to, names) = ((JsonNode?)body, known, field.Split('.'));
                foreach (var member in names[..^1])
                {
                    from = from?[member];
                    to = (JsonObject)(to[member] ??= new JsonObject());
                }
                if (from?[names[^1]] is { } value)
                {
                    to[names[^1]] = value.DeepClone();
                }
                else
                {
                    to.Remove(names[^1]);
                }
            }
        }
        else if (method == "PATCH")
        {
            Merge(known, body);
        }
        return known.ToJsonString();
    }

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
}
