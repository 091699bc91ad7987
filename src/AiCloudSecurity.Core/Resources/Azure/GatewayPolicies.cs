namespace AiCloudSecurity.Resources.Azure;

/// <summary>What a gateway does with calls, as XML.</summary>
public abstract record GatewayPolicy : Resource
{
    /// <summary>What is set.</summary>
    public GatewayPolicyProperties? Properties { get; init; }
}

/// <summary>What a gateway does with calls.</summary>
public sealed record GatewayPolicyProperties
{
    /// <summary>The policy's text. Keys in it are replaced.</summary>
    [SensitiveText]
    public string? Value { get; init; }

    /// <summary>xml, or rawxml where expressions are not escaped.</summary>
    public string? Format { get; init; }
}

/// <summary>With all calls.</summary>
[AzureResource("Microsoft.ApiManagement/service/policies", Of = typeof(Gateway), ApiVersion = "2024-05-01", Path = "policies/policy", IsSetting = true, None = "ResourceNotFound")]
public sealed record GlobalPolicy : GatewayPolicy;

/// <summary>With the calls of a product's subscribers.</summary>
[AzureResource("Microsoft.ApiManagement/service/products/policies", Of = typeof(GatewayProduct), ApiVersion = "2024-05-01", Path = "policies/policy", IsSetting = true, None = "ResourceNotFound")]
public sealed record ProductPolicy : GatewayPolicy;

/// <summary>With the calls of an API.</summary>
[AzureResource("Microsoft.ApiManagement/service/apis/policies", Of = typeof(GatewayApi), ApiVersion = "2024-05-01", Path = "policies/policy", IsSetting = true, None = "ResourceNotFound")]
public sealed record ApiPolicy : GatewayPolicy;

/// <summary>With the calls of one operation.</summary>
[AzureResource("Microsoft.ApiManagement/service/apis/operations/policies", Of = typeof(GatewayOperation), ApiVersion = "2024-05-01", Path = "policies/policy", IsSetting = true, None = "ResourceNotFound")]
public sealed record OperationPolicy : GatewayPolicy;

/// <summary>A piece that policies include.</summary>
[AzureResource("Microsoft.ApiManagement/service/policyFragments", Of = typeof(Gateway), ApiVersion = "2024-05-01")]
public sealed record PolicyFragment : GatewayPolicy;

/// <summary>What a gateway logs of calls.</summary>
public abstract record GatewayLogging : Resource
{
    /// <summary>What is set.</summary>
    public GatewayLoggingProperties? Properties { get; init; }
}

/// <summary>Of all calls, unless an API says something else.</summary>
[AzureResource("Microsoft.ApiManagement/service/diagnostics", Of = typeof(Gateway), ApiVersion = "2024-06-01-preview")]
public sealed record GlobalLogging : GatewayLogging;

/// <summary>Of the calls of an API.</summary>
[AzureResource("Microsoft.ApiManagement/service/apis/diagnostics", Of = typeof(GatewayApi), ApiVersion = "2024-06-01-preview")]
public sealed record ApiLogging : GatewayLogging;

/// <summary>What is logged of calls.</summary>
public sealed record GatewayLoggingProperties
{
    /// <summary>Where it goes.</summary>
    public string? LoggerId { get; init; }

    /// <summary>Prompts and answers of models.</summary>
    public LanguageModelLogging? LargeLanguageModel { get; init; }

    /// <summary>What callers send and get.</summary>
    public LoggedCalls? Frontend { get; init; }

    /// <summary>What is sent to backends, and what comes back.</summary>
    public LoggedCalls? Backend { get; init; }
}

/// <summary>What is logged of prompts and answers.</summary>
public sealed record LanguageModelLogging
{
    /// <summary>enabled, where tokens and models are logged; disabled.</summary>
    public string? Logs { get; init; }

    /// <summary>Prompts.</summary>
    public LoggedMessages? Requests { get; init; }

    /// <summary>Answers.</summary>
    public LoggedMessages? Responses { get; init; }
}

/// <summary>Whether texts are logged.</summary>
public sealed record LoggedMessages
{
    /// <summary>all, where they are.</summary>
    public string? Messages { get; init; }
}

/// <summary>What is logged of requests and answers.</summary>
public sealed record LoggedCalls
{
    /// <summary>Requests.</summary>
    public LoggedMessage? Request { get; init; }

    /// <summary>Answers.</summary>
    public LoggedMessage? Response { get; init; }
}

/// <summary>What is logged of a request or answer.</summary>
public sealed record LoggedMessage
{
    /// <summary>Its body.</summary>
    public LoggedBody? Body { get; init; }
}

/// <summary>How much is logged of a body.</summary>
public sealed record LoggedBody
{
    /// <summary>In bytes; none without.</summary>
    public int? Bytes { get; init; }
}
