namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An alert of Cloud Monitoring.</summary>
[GcpResource("monitoring.googleapis.com/AlertPolicy", Supporting = true)]
public sealed record AlertPolicy : Resource
{
    /// <summary>It is on; it is without.</summary>
    public bool? Enabled { get; init; }

    /// <summary>When it is raised.</summary>
    public IReadOnlyList<AlertCondition>? Conditions { get; init; }

    /// <summary>Who is told.</summary>
    public IReadOnlyList<string>? NotificationChannels { get; init; }
}

/// <summary>When an alert is raised.</summary>
public sealed record AlertCondition
{
    /// <summary>A metric passes a limit.</summary>
    public AlertFilter? ConditionThreshold { get; init; }

    /// <summary>A metric stays away.</summary>
    public AlertFilter? ConditionAbsent { get; init; }

    /// <summary>A log entry appears.</summary>
    public AlertFilter? ConditionMatchedLog { get; init; }

    /// <summary>A query answers.</summary>
    public AlertQuery? ConditionMonitoringQueryLanguage { get; init; }

    /// <summary>A query answers.</summary>
    public AlertQuery? ConditionPrometheusQueryLanguage { get; init; }

    /// <summary>A query answers.</summary>
    public AlertQuery? ConditionSql { get; init; }

    /// <summary>What it looks at, in whatever language.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Text => string.Join(' ', new[] { ConditionThreshold?.Filter, ConditionAbsent?.Filter, ConditionMatchedLog?.Filter,
        ConditionMonitoringQueryLanguage?.Query, ConditionPrometheusQueryLanguage?.Query, ConditionSql?.Query }.Where(text => text is not null));
}

/// <summary>What an alert looks at.</summary>
public sealed record AlertFilter
{
    /// <summary>As metric.type="…".</summary>
    public string? Filter { get; init; }
}

/// <summary>What an alert asks.</summary>
public sealed record AlertQuery
{
    /// <summary>The query.</summary>
    public string? Query { get; init; }
}

/// <summary>A metric that is counted from logs.</summary>
[GcpResource("logging.googleapis.com/LogMetric", Supporting = true)]
public sealed record LogMetric : Resource
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>It is not counted.</summary>
    public bool Disabled { get; init; }

    /// <summary>Which entries are counted.</summary>
    public string? Filter { get; init; }
}

/// <summary>Where logs are sent.</summary>
[GcpResource("logging.googleapis.com/LogSink", Inherited = true, Supporting = true)]
public sealed record LogSink : Resource
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>It sends nothing.</summary>
    public bool Disabled { get; init; }

    /// <summary>As logging.googleapis.com/projects/p/locations/l/buckets/b.</summary>
    public string? Destination { get; init; }

    /// <summary>Which entries; all without.</summary>
    public string? Filter { get; init; }

    /// <summary>Those of the projects below, too.</summary>
    public bool IncludeChildren { get; init; }

    /// <summary>What is left out.</summary>
    public IReadOnlyList<LogExclusion>? Exclusions { get; init; }
}

/// <summary>What a sink leaves out.</summary>
public sealed record LogExclusion
{
    /// <summary>Which entries.</summary>
    public string? Filter { get; init; }

    /// <summary>It does not count.</summary>
    public bool Disabled { get; init; }
}

/// <summary>Where logs are kept.</summary>
[GcpResource("logging.googleapis.com/LogBucket", Supporting = true)]
public sealed record LogBucket : Resource
{
    /// <summary>For how long; 30 days without.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Nobody can shorten that.</summary>
    public bool Locked { get; init; }

    /// <summary>ACTIVE and others.</summary>
    public string? LifecycleState { get; init; }
}

/// <summary>Who reads a topic.</summary>
[GcpResource("pubsub.googleapis.com/Subscription", Supporting = true)]
public sealed record PubSubSubscription : Resource
{
    /// <summary>The topic.</summary>
    public string? Topic { get; init; }

    /// <summary>It reads no more.</summary>
    public bool Detached { get; init; }
}
