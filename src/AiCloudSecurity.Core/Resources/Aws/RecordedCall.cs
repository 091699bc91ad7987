using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A call that CloudTrail's event history holds: what is needed to tell an attack by it.</summary>
public abstract record RecordedCall : Resource
{
    /// <summary>The operation, as InvokeModel.</summary>
    public string? EventName { get; init; }

    /// <summary>The service, as bedrock.amazonaws.com.</summary>
    public string? EventSource { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>Why it was refused or failed; absent where it succeeded.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Who called.</summary>
    public ApiCaller? UserIdentity { get; init; }

    /// <summary>The ARN of the user, or of the role where it is a session of one; the kind of caller where it has none.</summary>
    [JsonIgnore]
    public string Caller => UserIdentity?.Principal ?? UserIdentity?.Type ?? "somebody unknown";
}

/// <summary>
/// A call of Bedrock within the last day, as LookupEvents gives it: the newest 500 of a region, because AWS answers
/// twice a second. Invocations of models are among them.
/// </summary>
[AwsResource("AWS::CloudTrail::BedrockEvent", "cloudtrail",
    List = "LookupEvents", Items = "Events", Within = "CloudTrailEvent", PagesAtMost = 10,
    Input = """{ "LookupAttributes": [{ "AttributeKey": "EventSource", "AttributeValue": "bedrock.amazonaws.com" }], "StartTime": "{now-24h}", "MaxResults": 50 }""",
    Id = "EventId", NameMember = "EventName", Supporting = true)]
public sealed record BedrockEvent : RecordedCall
{
    /// <summary>What identifies the event.</summary>
    public string? EventId { get; init; }
}

/// <summary>
/// A call within the last week that takes a defence of AI away, as LookupEvents gives it by the operation's name: the
/// newest 50 of each, of a region.
/// </summary>
[AwsResource("AWS::CloudTrail::ControlEvent", "cloudtrail",
    List = "LookupEvents", Items = "Events", Within = "CloudTrailEvent", PagesAtMost = 2,
    Input = """{ "LookupAttributes": [{ "AttributeKey": "EventName", "AttributeValue": "{each}" }], "StartTime": "{now-7d}", "MaxResults": 50 }""",
    Each = "DeleteModelInvocationLoggingConfiguration, DeleteGuardrail, UpdateGuardrail, DeleteMonitoringSchedule, StopMonitoringSchedule, DeleteBudget, PutResourcePolicy",
    Id = "EventId", NameMember = "EventName", Supporting = true)]
public sealed record ControlEvent : RecordedCall
{
    /// <summary>What identifies the event.</summary>
    public string? EventId { get; init; }
}
