using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// An account in memory, of what repairs change: each operation reads and writes as AWS documents it, and refuses what
/// AWS would. There is no moto behind it, so that a fault can strike each request of each repair thousands of times.
/// </summary>
public sealed partial class SettingsAccount
{
    // What is under way, and what comes of it.
    private static readonly string[] s_passing = ["status", "Status", "NotebookInstanceStatus"];
    private static readonly Dictionary<string, string> s_settled = new(StringComparer.Ordinal) { ["UPDATING"] = "READY", ["Stopping"] = "Stopped", ["Pending"] = "InService", ["Preparing"] = "Prepared", ["Updating"] = "InService" };

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _things = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<JsonObject, JsonNode>> _operations = new(StringComparer.Ordinal);

    public SettingsAccount()
    {
        AddModels();
        AddIdentity();
        AddNetworks();
        AddWatch();
        AddBudgets();
        AddOrganization();
        AddAgents();
    }

    /// <summary>All that is there when nothing is under way any more, as text that is the same where it is the same.</summary>
    public string State
    {
        get
        {
            lock (_lock)
            {
                return new JsonObject(_things.Select(thing => KeyValuePair.Create(thing.Key, Sorted(Settled(thing.Value))))).ToJsonString(new() { WriteIndented = true });
            }
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _things.Clear();
        }
    }

    /// <summary>Puts something there: a kind, its name, and what is shown of it.</summary>
    public void Put(string kind, string name, string json)
    {
        lock (_lock)
        {
            this[kind, name] = JsonNode.Parse(json)!.AsObject();
        }
    }

    /// <summary>Adds members to the one thing that is there.</summary>
    public void Add(IReadOnlyList<KeyValuePair<string, JsonNode?>> members)
    {
        lock (_lock)
        {
            foreach (var (member, value) in members)
            {
                Set(_things.Single().Value, member, value);
            }
        }
    }

    /// <summary>Does what is asked, without an answer: so an answer can be lost.</summary>
    public void Do(AwsRequest request) => Answer(request);

    internal AwsAnswer Answer(AwsRequest request)
    {
        lock (_lock)
        {
            try
            {
                return request.Service == "s3" ? Bucket(request)
                    : _operations.TryGetValue(request.Name, out var operation) ? Told(request, operation(InputOf(request)))
                    : AwsAnswer.NotImplemented;
            }
            catch (Refusal refusal)
            {
                return AwsAnswer.Error(request, refusal.Status, refusal.Code, refusal.Message);
            }
        }
    }

    private JsonObject? this[string kind, string name]
    {
        get => _things.GetValueOrDefault($"{kind} {name}")?.DeepClone().AsObject();
        set
        {
            if (value is null)
            {
                _things.Remove($"{kind} {name}");
            }
            else
            {
                _things[$"{kind} {name}"] = value.DeepClone().AsObject();
            }
        }
    }

    private void On(string service, string operation, Func<JsonObject, JsonNode> what) => _operations[$"{service}:{operation}"] = what;

    // What an operation changes of what is there; it answers with nothing.
    private void Change(string service, string operation, string kind, string key, string code, Action<JsonObject, JsonObject> what) => On(service, operation, input =>
    {
        var thing = There(kind, input.Text(key), code);
        what(thing, input);
        this[kind, input.Text(key)] = thing;
        return new JsonObject();
    });

    private JsonObject There(string kind, string name, string code) => this[kind, name] ?? throw new Refusal(404, code, $"{kind} {name} was not found.");

    private static void Set(JsonObject thing, string member, JsonNode? value)
    {
        if (value is null)
        {
            thing.Remove(member);
        }
        else
        {
            thing[member] = value.DeepClone();
        }
    }

    // S3 keeps a bucket's parts as the bodies by which they came.
    private AwsAnswer Bucket(AwsRequest request)
    {
        var part = request.Target.Split('?') is [_, var asked] ? asked.Split('=')[0] : "";
        var name = $"{part} of {request.PathValues["Bucket"]}";
        switch (request.Method)
        {
            case "PUT":
                this["s3", name] = new() { ["Body"] = Plain(request.Body) };
                return AwsAnswer.Of(request, "");
            case "DELETE":
                this["s3", name] = null;
                return AwsAnswer.Of(request, "", 204);
            default:
                var missing = part switch { "publicAccessBlock" => "NoSuchPublicAccessBlockConfiguration", "encryption" => "ServerSideEncryptionConfigurationNotFoundError", "policy" => "NoSuchBucketPolicy", _ => "" };
                return this["s3", name] is { } there ? AwsAnswer.Of(request, there.Text("Body"))
                    : missing.Length > 0 ? AwsAnswer.Error(request, 404, missing, "There is none.")
                    : AwsAnswer.Of(request, part == "versioning" ? "<VersioningConfiguration/>" : "<BucketLoggingStatus/>");
        }
    }

    // A document is the same however its name space is declared.
    private static string Plain(string body)
    {
        if (body.Length == 0 || body[0] != '<')
        {
            return body;
        }
        var root = XElement.Parse(body);
        foreach (var element in root.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
            element.Attributes().Remove();
        }
        return root.ToString(SaveOptions.DisableFormatting);
    }

    // A form names what is deep by its path: IpPermissions.1.IpRanges.1.CidrIp.
    private static JsonObject InputOf(AwsRequest request)
    {
        var flat = request.Input();
        if (request.Protocol is not (AwsProtocol.Query or AwsProtocol.Ec2))
        {
            return flat;
        }
        JsonObject input = [];
        foreach (var (path, value) in flat)
        {
            JsonNode at = input;
            var parts = path.Split('.').Where(part => part != "member").ToArray();
            for (var i = 0; i < parts.Length; i++)
            {
                var last = i + 1 == parts.Length;
                JsonNode Next() => last ? value!.DeepClone() : int.TryParse(parts[i + 1], out _) ? new JsonArray() : new JsonObject();
                if (at is JsonArray list)
                {
                    var index = int.Parse(parts[i], CultureInfo.InvariantCulture) - 1;
                    while (list.Count <= index)
                    {
                        list.Add(Next());
                    }
                    at = list[index]!;
                }
                else
                {
                    at = at[parts[i]] ??= Next();
                }
            }
        }
        return input;
    }

    private static AwsAnswer Told(AwsRequest request, JsonNode answer)
    {
        if (request.Protocol is not (AwsProtocol.Query or AwsProtocol.Ec2))
        {
            return AwsAnswer.Of(request, answer);
        }
        var isEc2 = request.Protocol == AwsProtocol.Ec2;
        IEnumerable<XElement> members = answer.AsObject().Select(member => Element(member.Key, member.Value, isEc2));
        return isEc2 ? AwsAnswer.Of(request, new XElement($"{request.Operation}Response", members).ToString(SaveOptions.DisableFormatting))
            : AwsAnswer.Query(request, XNamespace.None, [.. members]);
    }

    private static XElement Element(string name, JsonNode? value, bool isEc2)
    {
        var spelt = !isEc2 ? name : name switch { "SecurityGroups" => "securityGroupInfo", "Subnets" => "subnetSet", "item" => name, _ => char.ToLowerInvariant(name[0]) + name[1..] };
        return value switch
        {
            JsonObject members => new(spelt, members.Select(member => Element(member.Key, member.Value, isEc2))),
            JsonArray items => new(spelt, items.Select(item => Element(isEc2 ? "item" : "member", item, isEc2))),
            _ => new(spelt, value is JsonValue truth && truth.TryGetValue<bool>(out var told) ? told ? "true" : "false" : value?.ToString()),
        };
    }

    private static JsonObject Settled(JsonObject thing) => new(thing.Select(member => KeyValuePair.Create(member.Key,
        s_passing.Contains(member.Key) && s_settled.TryGetValue(member.Value!.ToString(), out var settled) ? settled : member.Value?.DeepClone())));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private sealed class Refusal(int status, string code, string message) : Exception(message)
    {
        public int Status => status;

        public string Code => code;
    }
}
