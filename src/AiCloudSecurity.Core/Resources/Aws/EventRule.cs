using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A rule of EventBridge's default bus, which the events of AWS come to, as ListRules gives it.</summary>
[AwsResource("AWS::Events::Rule", "events", List = "ListRules", Items = "Rules", Input = """{ "Limit": 100 }""", NameMember = "Name", Supporting = true)]
public sealed record EventRule : Resource, IPartlyRead
{
    /// <summary>ENABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS or DISABLED.</summary>
    public string? State { get; init; }

    /// <summary>Which events it takes, as JSON; absent where it goes by the clock.</summary>
    public string? EventPattern { get; init; }

    // Only what may be about Bedrock is asked for its targets.
    bool IPartlyRead.HasParts => EventPattern is { } pattern && pattern.Contains("bedrock", StringComparison.Ordinal) || EventPattern?.Contains("prefix", StringComparison.Ordinal) is true || EventPattern?.Contains("wildcard", StringComparison.Ordinal) is true;
}

/// <summary>Who is told by a rule.</summary>
[AwsResource("AWS::Events::Rule:Target", "events", Of = typeof(EventRule), List = "ListTargetsByRule", Items = "Targets", Key = "Rule=Name",
    Id = "{parent}/target/{Id}", NameMember = "Id", Supporting = true)]
public sealed record EventTarget : Resource
{
    /// <summary>Who is told: a topic, a queue, a function or another service.</summary>
    public string? Arn { get; init; }

    /// <summary>Where events go that it does not take.</summary>
    public DeadLetters? DeadLetterConfig { get; init; }

    /// <summary>The topic that is told; null where it is none.</summary>
    [JsonIgnore, Refers(typeof(TopicPolicy))]
    public string? Topic => Arn?.Contains(":sns:", StringComparison.Ordinal) is true ? Arn : null;

    /// <summary>The queue that is told; null where it is none.</summary>
    [JsonIgnore, Refers(typeof(QueuePolicy))]
    public string? Queue => Arn?.Contains(":sqs:", StringComparison.Ordinal) is true ? Arn : null;
}

/// <summary>Where what was not taken goes.</summary>
public sealed record DeadLetters
{
    /// <summary>The queue.</summary>
    [Refers(typeof(QueuePolicy))]
    public string? Arn { get; init; }
}
