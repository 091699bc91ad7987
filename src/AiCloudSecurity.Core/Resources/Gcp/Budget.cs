namespace AiCloudSecurity.Resources.Gcp;

/// <summary>Which account pays for a project.</summary>
[GcpResource("cloudbilling.googleapis.com/ProjectBillingInfo", Supporting = true)]
public sealed record ProjectBilling : Resource
{
    /// <summary>As billingAccounts/0.</summary>
    public string? BillingAccountName { get; init; }

    /// <summary>Somebody pays.</summary>
    public bool BillingEnabled { get; init; }
}

/// <summary>A budget of the account that pays.</summary>
[GcpResource("billingbudgets.googleapis.com/Budget", Path = "v1/{billingAccount}/budgets", Content = GcpContent.None, Permission = "billing.budgets.list", Supporting = true)]
public sealed record Budget : Resource
{
    /// <summary>The limit of its period; that of the last period where it says no amount.</summary>
    public BudgetAmount? Amount { get; init; }

    /// <summary>What it looks at.</summary>
    public BudgetFilter? BudgetFilter { get; init; }

    /// <summary>When somebody is told.</summary>
    public IReadOnlyList<ThresholdRule>? ThresholdRules { get; init; }

    /// <summary>Who is told.</summary>
    public NotificationsRule? NotificationsRule { get; init; }
}

/// <summary>A limit.</summary>
public sealed record BudgetAmount
{
    /// <summary>So much.</summary>
    public Money? SpecifiedAmount { get; init; }
}

/// <summary>An amount of money.</summary>
public sealed record Money
{
    /// <summary>Whole units, as text.</summary>
    public string? Units { get; init; }

    /// <summary>Billionths of a unit.</summary>
    public int Nanos { get; init; }

    /// <summary>As EUR.</summary>
    public string? CurrencyCode { get; init; }

    /// <summary>The amount; null where it is none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public decimal? Value => decimal.TryParse(Units ?? "0", System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var units) ? units + Nanos / 1_000_000_000m : null;
}

/// <summary>What a budget looks at.</summary>
public sealed record BudgetFilter
{
    /// <summary>Projects, as projects/1; all without.</summary>
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Folders and organisations; all without.</summary>
    public IReadOnlyList<string>? ResourceAncestors { get; init; }

    /// <summary>Services, as services/C7E2-9256-1C43; all without.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>Labels; all without.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Labels { get; init; }

    /// <summary>Accounts of resellers; all without.</summary>
    public IReadOnlyList<string>? Subaccounts { get; init; }

    /// <summary>INCLUDE_ALL_CREDITS (the default), EXCLUDE_ALL_CREDITS or INCLUDE_SPECIFIED_CREDITS.</summary>
    public string? CreditTypesTreatment { get; init; }

    /// <summary>From when to when, where it does not start anew each month.</summary>
    public CustomPeriod? CustomPeriod { get; init; }
}

/// <summary>From when to when.</summary>
public sealed record CustomPeriod
{
    /// <summary>From.</summary>
    public BudgetDate? StartDate { get; init; }

    /// <summary>To; without end without.</summary>
    public BudgetDate? EndDate { get; init; }
}

/// <summary>A day.</summary>
public sealed record BudgetDate
{
    /// <summary>Year.</summary>
    public int Year { get; init; }

    /// <summary>Month.</summary>
    public int Month { get; init; }

    /// <summary>Day.</summary>
    public int Day { get; init; }
}

/// <summary>When somebody is told.</summary>
public sealed record ThresholdRule
{
    /// <summary>At which part of the budget: 1 is all.</summary>
    public double? ThresholdPercent { get; init; }

    /// <summary>CURRENT_SPEND (the default) or FORECASTED_SPEND.</summary>
    public string? SpendBasis { get; init; }
}

/// <summary>Who is told.</summary>
public sealed record NotificationsRule
{
    /// <summary>A topic.</summary>
    public string? PubsubTopic { get; init; }

    /// <summary>Channels of Cloud Monitoring.</summary>
    public IReadOnlyList<string>? MonitoringNotificationChannels { get; init; }

    /// <summary>Administrators of the account are not told.</summary>
    public bool DisableDefaultIamRecipients { get; init; }

    /// <summary>Owners of the project are told.</summary>
    public bool EnableProjectLevelRecipients { get; init; }
}

/// <summary>A limit that the customer asked for.</summary>
[GcpResource("cloudquotas.googleapis.com/QuotaPreference", Supporting = true)]
public sealed record QuotaPreference : Resource
{
    /// <summary>As aiplatform.googleapis.com.</summary>
    public string? Service { get; init; }

    /// <summary>The limit.</summary>
    public string? QuotaId { get; init; }

    /// <summary>What was asked for.</summary>
    public QuotaConfig? QuotaConfig { get; init; }
}

/// <summary>A limit.</summary>
public sealed record QuotaConfig
{
    /// <summary>What was asked for; -1 is no limit.</summary>
    public long? PreferredValue { get; init; }

    /// <summary>What was given.</summary>
    public long? GrantedValue { get; init; }
}

/// <summary>Something that is counted of calls of models, where the project has set itself a limit of it.</summary>
public abstract record ConsumerQuota : Resource
{
    /// <summary>As aiplatform.googleapis.com/online_prediction_requests_per_base_model.</summary>
    public string? Metric { get; init; }

    /// <summary>How it may be limited: each by something else, as by region and model.</summary>
    public IReadOnlyList<ConsumerQuotaLimit>? ConsumerQuotaLimits { get; init; }

    /// <summary>Whether it counts calls or tokens, and is limited somewhere.</summary>
    internal bool IsLimit => Metric is not null && (Metric.Contains("request", StringComparison.Ordinal) || Metric.Contains("token", StringComparison.Ordinal))
        && (ConsumerQuotaLimits ?? []).Any(limit => (limit.QuotaBuckets ?? []).Any(bucket => bucket.ConsumerOverride is { } own && (own.OverrideValue ?? 0) >= 0));
}

/// <summary>Something of Vertex AI that the project has limited. It is asked for where models are called.</summary>
[GcpResource("aiplatform.googleapis.com/ConsumerQuotaMetric", Host = "serviceusage.googleapis.com", Path = "v1beta1/projects/{number}/services/aiplatform.googleapis.com/consumerQuotaMetrics", Query = "view=BASIC",
    List = "metrics", Holding = "consumerOverride", Near = typeof(PublisherModel), Content = GcpContent.None, Supporting = true, Permission = "serviceusage.quotas.get")]
public sealed record VertexQuota : ConsumerQuota;

/// <summary>Something of the Gemini API that the project has limited.</summary>
[GcpResource("generativelanguage.googleapis.com/ConsumerQuotaMetric", Host = "serviceusage.googleapis.com", Path = "v1beta1/projects/{number}/services/generativelanguage.googleapis.com/consumerQuotaMetrics", Query = "view=BASIC",
    List = "metrics", Holding = "consumerOverride", Content = GcpContent.None, Supporting = true, Permission = "serviceusage.quotas.get")]
public sealed record GeminiQuota : ConsumerQuota;

/// <summary>A limit.</summary>
public sealed record ConsumerQuotaLimit
{
    /// <summary>How much in which region and of which model.</summary>
    public IReadOnlyList<QuotaBucket>? QuotaBuckets { get; init; }
}

/// <summary>A limit in one region, or of one model, or everywhere else.</summary>
public sealed record QuotaBucket
{
    /// <summary>What the project set; nothing where Google's own limit holds.</summary>
    public QuotaOverride? ConsumerOverride { get; init; }
}

/// <summary>What a project set.</summary>
public sealed record QuotaOverride
{
    /// <summary>How much; -1 is no limit, and Google leaves 0 out.</summary>
    public long? OverrideValue { get; init; }
}
