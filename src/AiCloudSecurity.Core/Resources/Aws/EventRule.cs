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
public sealed record EventTarget : Resource;
