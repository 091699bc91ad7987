namespace AiCloudSecurity.Resources.Aws;

/// <summary>A CloudTrail trail, as DescribeTrails gives it; one of many regions, or of the organisation, is listed in each.</summary>
[AwsResource("AWS::CloudTrail::Trail", "cloudtrail",
    List = "DescribeTrails", Items = "trailList", Id = "TrailARN", NameMember = "Name", Supporting = true)]
public sealed record Trail : Resource
{
    /// <summary>The ARN.</summary>
    public string? TrailARN { get; init; }

    /// <summary>Whether it logs every region.</summary>
    public bool? IsMultiRegionTrail { get; init; }
}

/// <summary>Whether a trail is logging.</summary>
[AwsResource("AWS::CloudTrail::Trail:Status", "cloudtrail",
    Describe = "GetTrailStatus", Key = "Name=TrailARN", Id = "{parent}/status", Of = typeof(Trail), Supporting = true)]
public sealed record TrailStatus : Resource
{
    /// <summary>Whether it is logging now.</summary>
    public bool? IsLogging { get; init; }
}

/// <summary>Which events a trail logs: by classic selectors or by advanced ones, never both.</summary>
[AwsResource("AWS::CloudTrail::Trail:EventSelectors", "cloudtrail",
    Describe = "GetEventSelectors", Key = "TrailName=TrailARN", Id = "{parent}/event-selectors", Of = typeof(Trail), Supporting = true)]
public sealed record TrailEventSelectors : Resource
{
    /// <summary>Classic selectors.</summary>
    public IReadOnlyList<EventSelector>? EventSelectors { get; init; }

    /// <summary>Advanced selectors.</summary>
    public IReadOnlyList<AdvancedEventSelector>? AdvancedEventSelectors { get; init; }
}

/// <summary>A classic selector. Its data events are those of S3, Lambda and DynamoDB only.</summary>
public sealed record EventSelector
{
    /// <summary>ReadOnly, WriteOnly or All, which is the default.</summary>
    public string? ReadWriteType { get; init; }

    /// <summary>True unless it was told otherwise.</summary>
    public bool? IncludeManagementEvents { get; init; }

    /// <summary>The data events that it logs.</summary>
    public IReadOnlyList<EventResource>? DataResources { get; init; }

    /// <summary>Event sources whose management events are left out: KMS or the RDS data API.</summary>
    public IReadOnlyList<string>? ExcludeManagementEventSources { get; init; }
}

/// <summary>Resources of which a classic selector logs the data events.</summary>
public sealed record EventResource
{
    /// <summary>As AWS::S3::Object.</summary>
    public string? Type { get; init; }

    /// <summary>The ARNs, or how they start.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary>An advanced selector: an event must satisfy all of its fields.</summary>
public sealed record AdvancedEventSelector
{
    /// <summary>The fields.</summary>
    public IReadOnlyList<FieldSelector>? FieldSelectors { get; init; }
}

/// <summary>What a field of an event must be.</summary>
public sealed record FieldSelector
{
    /// <summary>eventCategory, resources.type, readOnly, eventName, eventSource, resources.ARN and others.</summary>
    public string? Field { get; init; }

    /// <summary>One of these; the wire calls it Equals, which every object has.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("Equals")]
    public IReadOnlyList<string>? Equal { get; init; }

    /// <summary>Starts with one of these.</summary>
    public IReadOnlyList<string>? StartsWith { get; init; }

    /// <summary>Ends with one of these.</summary>
    public IReadOnlyList<string>? EndsWith { get; init; }

    /// <summary>None of these.</summary>
    public IReadOnlyList<string>? NotEquals { get; init; }

    /// <summary>Starts with none of these.</summary>
    public IReadOnlyList<string>? NotStartsWith { get; init; }

    /// <summary>Ends with none of these.</summary>
    public IReadOnlyList<string>? NotEndsWith { get; init; }
}
