using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// A call of an AI service that CloudTrail's event history holds, as LookupEvents gives it: management events of the
/// last 90 days. Calls that are data events, as InvokeEndpoint and InvokeAgent, are not in it.
/// </summary>
[AwsResource("AWS::CloudTrail::Event", "cloudtrail",
    List = "LookupEvents", Items = "Events", Within = "CloudTrailEvent", Since = "StartTime", PagesAtMost = 40,
    Input = """{ "LookupAttributes": [{ "AttributeKey": "EventSource", "AttributeValue": "{each}" }] }""",
    Each = "sagemaker.amazonaws.com, bedrock.amazonaws.com, bedrock-agentcore.amazonaws.com, comprehend.amazonaws.com, transcribe.amazonaws.com",
    Id = "EventId", NameMember = "EventName", OnRequest = true)]
public sealed record ApiEvent : Resource
{
    /// <summary>What identifies the event.</summary>
    public string? EventId { get; init; }

    /// <summary>The operation, as CreateEndpoint.</summary>
    public string? EventName { get; init; }

    /// <summary>The service, as sagemaker.amazonaws.com.</summary>
    public string? EventSource { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>The region that was asked.</summary>
    public string? AwsRegion { get; init; }

    /// <summary>Why it was refused or failed; absent where it succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Who called.</summary>
    public ApiCaller? UserIdentity { get; init; }

    /// <summary>What the call named: those of its members that are names, ids or ARNs.</summary>
    public ApiNames? RequestParameters { get; init; }

    /// <summary>The resources that CloudTrail saw.</summary>
    public IReadOnlyList<ApiResource>? Resources { get; init; }
}

/// <summary>Who called.</summary>
public sealed record ApiCaller
{
    /// <summary>IAMUser, AssumedRole, Root and others.</summary>
    public string? Type { get; init; }

    /// <summary>The ARN of the user or of the session.</summary>
    public string? Arn { get; init; }

    /// <summary>The session; absent for calls with a user's own keys.</summary>
    public ApiSession? SessionContext { get; init; }

    /// <summary>The ARN of the user, or of the role where it is a session of one.</summary>
    [JsonIgnore]
    public string? Principal => SessionContext?.SessionIssuer?.Arn is { Length: > 0 } issuer ? issuer : Arn;
}

/// <summary>The session of a caller.</summary>
public sealed record ApiSession
{
    /// <summary>Whose session it is.</summary>
    public ApiIssuer? SessionIssuer { get; init; }
}

/// <summary>Whose session it is.</summary>
public sealed record ApiIssuer
{
    /// <summary>The ARN of the role, its path included.</summary>
    public string? Arn { get; init; }
}

/// <summary>A resource of a call.</summary>
public sealed record ApiResource
{
    /// <summary>The ARN.</summary>
    [JsonPropertyName("ARN")]
    public string? Arn { get; init; }
}

/// <summary>
/// What a call named, by the call's own names. A call's parameters may hold anything, secrets too: only texts that are
/// names, ids or ARNs by their own name are kept.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class ApiNames
{
    private static readonly string[] s_endings = ["Name", "Arn", "Id", "Identifier", "ARN"];

    private ApiNames(IReadOnlyDictionary<string, string> all) => All = all;

    /// <summary>The names.</summary>
    public IReadOnlyDictionary<string, string> All { get; }

    private sealed class Converter : JsonConverter<ApiNames>
    {
        public override ApiNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
            foreach (var member in document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.EnumerateObject() : default)
            {
                if (member.Value.ValueKind == JsonValueKind.String && Array.Exists(s_endings, ending => member.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                {
                    names[member.Name] = member.Value.GetString()!;
                }
            }
            return new(names);
        }

        public override void Write(Utf8JsonWriter writer, ApiNames value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.All, options);
    }
}
