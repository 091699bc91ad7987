using System.Text;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

internal delegate Task<AwsAnswer> GapHandler(GapCall call);

/// <summary>
/// What moto 5.2 lacks or loses of the operations that we read, so that an account made by any script through the fake
/// reads back as AWS would show it. Every gap was seen in moto first; what moto does rightly is left to it.
/// </summary>
internal sealed class AwsGaps
{
    private readonly Dictionary<string, GapHandler> _handlers = [];
    private readonly GapState _state = new();

    public AwsGaps()
    {
        GuardrailGaps.AddTo(_handlers);
        CustomModelGaps.AddTo(_handlers);
        AgentGaps.AddTo(_handlers);
        AgentPartGaps.AddTo(_handlers);
        PromptGaps.AddTo(_handlers);
        IamGaps.AddTo(_handlers);
        SageMakerGaps.AddTo(_handlers);
        SageMakerMemoryGaps.AddTo(_handlers);
        SageMakerPeopleGaps.AddTo(_handlers);
        ThroughputGaps.AddTo(_handlers);
        TagGaps.AddTo(_handlers);
        SageMakerSearchGaps.AddTo(_handlers);
        GuardDutyGaps.AddTo(_handlers);
        SecurityHubGaps.AddTo(_handlers);
        MacieGaps.AddTo(_handlers);
        GlueGaps.AddTo(_handlers);
        CostGaps.AddTo(_handlers);
        QuotaGaps.AddTo(_handlers);
        MetricSearchGaps.AddTo(_handlers);
        WafGaps.AddTo(_handlers);
        TranscribeGaps.AddTo(_handlers);
        BudgetGaps.AddTo(_handlers);
        KeyGaps.AddTo(_handlers);
        LogGaps.AddTo(_handlers);
        BucketGaps.AddTo(_handlers);
        TrailGaps.AddTo(_handlers);
        AlarmGaps.AddTo(_handlers);
        AgentCoreGaps.AddTo(_handlers);
        DeliveryGaps.AddTo(_handlers);
        MarketplaceGaps.AddTo(_handlers);
        VectorGaps.AddTo(_handlers);
        QBusinessGaps.AddTo(_handlers);
        KendraGaps.AddTo(_handlers);
        LexGaps.AddTo(_handlers);
        RekognitionGaps.AddTo(_handlers);
        TextractGaps.AddTo(_handlers);
        TranslateGaps.AddTo(_handlers);
        PollyGaps.AddTo(_handlers);
        PersonalizeGaps.AddTo(_handlers);
        UsageGaps.AddTo(_handlers);
        OrganizationGaps.AddTo(_handlers);
        ShareGaps.AddTo(_handlers);
        InstanceGaps.AddTo(_handlers);
    }

    /// <summary>The operations that are answered or completed here.</summary>
    public IEnumerable<string> Operations => _handlers.Keys;

    public async Task<AwsAnswer> AnswerAsync(AwsRequest request, Func<AwsRequest, Task<AwsAnswer>> upstream)
    {
        var handler = _handlers.GetValueOrDefault(request.Name);
        if (handler is null && request is not { Service: "iam", IsWrite: true } && !TagGaps.Tags(request))
        {
            return await upstream(request);
        }

        GapCall call = new(request, _state, upstream, await AccountAsync(request, upstream));
        if (request is { Service: "iam", IsWrite: true })
        {
            call.GlobalTable("iam-details").Clear();
        }

        var answer = await (handler is null ? upstream(request) : handler(call));
        if (TagGaps.Tags(request))
        {
            TagGaps.Note(call, answer);
        }

        return answer;
    }

    // Whoever assumed a role has keys of his own, and moto knows of which account.
    private async Task<string> AccountAsync(AwsRequest request, Func<AwsRequest, Task<AwsAnswer>> upstream)
    {
        if (!request.Headers.TryGetValue("Authorization", out var authorization)
            || authorization.Split("Credential=") is not [_, var credential] || credential.Split('/') is not [{ } key, _, var region, var service, ..]
            || !key.StartsWith("ASIA", StringComparison.Ordinal))
        {
            return GapCall.Home;
        }

        var known = _state.Table("", "accounts");
        if (known[key] is not { } account)
        {
            Dictionary<string, string> headers = new(request.Headers, StringComparer.OrdinalIgnoreCase)
            {
                ["Authorization"] = authorization.Replace($"/{region}/{service}/", $"/{region}/sts/", StringComparison.Ordinal),
                ["Content-Type"] = "application/x-www-form-urlencoded",
            };
            headers.Remove("X-Amz-Target");
            var answer = await upstream(request with
            {
                Service = "sts", Operation = "GetCallerIdentity", Method = "POST", Target = "/", Headers = headers,
                Content = "Action=GetCallerIdentity&Version=2011-06-15"u8.ToArray(),
            });
            var start = answer.Text.IndexOf("<Account>", StringComparison.Ordinal);
            known[key] = account = new JsonObject { ["Id"] = answer.IsSuccess && start >= 0 ? answer.Text.Substring(start + "<Account>".Length, 12) : GapCall.Home };
        }

        return account.Text("Id");
    }

    /// <summary>What is told to the fake alone, because no operation of AWS says it.</summary>
    public void Tell(string path, JsonObject told) => UsageGaps.Tell(_state, path, told);

    public void Clear() => _state.Clear();
}

/// <summary>One call to a gap.</summary>
internal sealed class GapCall(AwsRequest request, GapState state, Func<AwsRequest, Task<AwsAnswer>> upstream, string account)
{
    /// <summary>moto's own account: that of credentials which it does not know.</summary>
    public const string Home = "123456789012";

    public AwsRequest Request => request;

    public JsonObject Input { get; } = request.Input();

    public string Region => request.Region;

    /// <summary>Whose credentials signed the request.</summary>
    public string Account => account;

    /// <summary>Seconds since 1970, as the JSON protocols send times.</summary>
    public static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>ISO 8601, as REST services send times.</summary>
    public static string NowText => DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public string Text(string member) => Input[member]?.ToString() ?? "";

    public GapTable Table(string name) => state.Table(account == Home ? Region : $"{account}/{Region}", name);

    public GapTable GlobalTable(string name) => state.Table(account == Home ? "" : account, name);

    /// <summary>What several accounts see.</summary>
    public GapTable SharedTable(string name) => state.Table("all accounts", name);

    public string Arn(string service, string resource) => $"arn:aws:{service}:{Region}:{account}:{resource}";

    /// <summary>A key's ARN from its id or ARN.</summary>
    public string KeyArn(string key) => key.StartsWith("arn:", StringComparison.Ordinal) ? key : Arn("kms", key.StartsWith("alias/", StringComparison.Ordinal) ? key : $"key/{key}");

    public Task<AwsAnswer> NextAsync() => upstream(request);

    /// <summary>Hands the request on with another body.</summary>
    public Task<AwsAnswer> NextAsync(JsonObject body) => upstream(request with { Content = Encoding.UTF8.GetBytes(body.ToJsonString()) });

    /// <summary>Asks moto for another operation of the same service, in the JSON protocol, as another account where one is named.</summary>
    public Task<AwsAnswer> AskAsync(string operation, JsonObject input, string? other = null) => As(operation, input, other).NextAsync();

    /// <summary>A call of another operation of the same service, in the JSON protocol, as another account where one is named.</summary>
    public GapCall As(string operation, JsonObject input, string? other = null)
    {
        Dictionary<string, string> headers = new(request.Headers, StringComparer.OrdinalIgnoreCase);
        if (other is not null)
        {
            headers["x-moto-account-id"] = other;
        }

        headers["X-Amz-Target"] = headers["X-Amz-Target"].Split('.')[0] + "." + operation;
        var body = input.ToJsonString();
        return new(request with { Operation = operation, Headers = headers, Body = body, Content = Encoding.UTF8.GetBytes(body) }, state, upstream, other ?? account);
    }

    /// <summary>Asks moto for another path of the same service.</summary>
    public Task<AwsAnswer> AskAsync(string method, string target) => upstream(request with { Method = method, Target = target, Content = [] });

    /// <summary>Asks moto for another action of the same service, in the query protocol.</summary>
    public Task<AwsAnswer> AskFormAsync(string form) => upstream(request with { Content = Encoding.UTF8.GetBytes(form) });

    public AwsAnswer Ok(JsonNode json, int status = 200) => AwsAnswer.Of(request, json, status);

    public AwsAnswer Error(int status, string code, string message) => AwsAnswer.Error(request, status, code, message);
}

/// <summary>What gaps remember, by region and kind.</summary>
internal sealed class GapState
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Region, string Name), GapTable> _tables = [];

    public GapTable Table(string region, string name)
    {
        lock (_lock)
        {
            if (!_tables.TryGetValue((region, name), out var table))
            {
                _tables[(region, name)] = table = new GapTable();
            }

            return table;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _tables.Clear();
        }
    }
}

/// <summary>Objects by key, in the order in which they were made. Everything that goes in or out is a copy.</summary>
internal sealed class GapTable
{
    private readonly Lock _lock = new();
    private readonly List<(string Key, JsonObject Value)> _items = [];

    public JsonObject? this[string key]
    {
        get
        {
            lock (_lock)
            {
                return Copy(_items.Find(item => item.Key == key).Value);
            }
        }

        set
        {
            lock (_lock)
            {
                var at = _items.FindIndex(item => item.Key == key);
                if (value is null)
                {
                    _items.RemoveAll(item => item.Key == key);
                }
                else if (at < 0)
                {
                    _items.Add((key, Copy(value)!));
                }
                else
                {
                    _items[at] = (key, Copy(value)!);
                }
            }
        }
    }

    public List<JsonObject> All
    {
        get
        {
            lock (_lock)
            {
                return _items.ConvertAll(item => Copy(item.Value)!);
            }
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _items.Clear();
        }
    }

    private static JsonObject? Copy(JsonObject? value) => (JsonObject?)value?.DeepClone();
}

internal static class GapJson
{
    /// <summary>The members named, where the source has them.</summary>
    public static JsonObject Pick(this JsonObject source, params IEnumerable<string> members)
    {
        JsonObject picked = [];
        picked.Take(source, members);
        return picked;
    }

    /// <summary>Copies the members named from the source, over what is there.</summary>
    public static void Take(this JsonObject target, JsonObject source, params IEnumerable<string> members)
    {
        foreach (var member in members)
        {
            if (source[member] is { } value)
            {
                target[member] = value.DeepClone();
            }
        }
    }

    public static string Text(this JsonNode? node, string member) => node?[member]?.ToString() ?? "";

    /// <summary>A short id that is the same for the same text.</summary>
    public static string IdOf(string text, int length, string alphabet)
    {
        var hash = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return string.Concat(hash.Take(length).Select(b => alphabet[b % alphabet.Length]));
    }
}
