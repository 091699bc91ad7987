namespace AiCloudSecurity.Resources.Azure;

/// <summary>A content policy of an account: what its filters block.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/raiPolicies", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "OpenAI,AIServices")]
public sealed record RaiPolicy : Resource
{
    /// <summary>What is set.</summary>
    public RaiPolicyProperties? Properties { get; init; }
}

/// <summary>What is set in a content policy.</summary>
public sealed record RaiPolicyProperties
{
    /// <summary>Blocking or Default (the answer waits for the filter), Asynchronous_filter or Deferred (it does not).</summary>
    public string? Mode { get; init; }

    /// <summary>The filters.</summary>
    public IReadOnlyList<ContentFilter>? ContentFilters { get; init; }

    /// <summary>Lists of words of the customer's.</summary>
    public IReadOnlyList<CustomBlocklist>? CustomBlocklists { get; init; }
}

/// <summary>A filter.</summary>
public sealed record ContentFilter
{
    /// <summary>As Hate, Jailbreak, Indirect Attack.</summary>
    public string? Name { get; init; }

    /// <summary>Prompt or Completion.</summary>
    public string? Source { get; init; }

    /// <summary>Whether it looks.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether it blocks what it finds.</summary>
    public bool? Blocking { get; init; }

    /// <summary>From which severity on it finds: Low, Medium or High.</summary>
    public string? SeverityThreshold { get; init; }
}

/// <summary>A list of words.</summary>
public sealed record CustomBlocklist
{
    /// <summary>Whether what is on it is blocked.</summary>
    public bool? Blocking { get; init; }
}
