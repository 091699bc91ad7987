namespace AiCloudSecurity.Resources.Azure;

/// <summary>Which logs of a resource are kept, and where.</summary>
public abstract record DiagnosticSetting : Resource
{
    /// <summary>What is set.</summary>
    public DiagnosticSettingProperties? Properties { get; init; }
}

/// <summary>Of an account of Azure AI services.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/diagnosticSettings", Of = typeof(CognitiveAccount), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record AccountDiagnosticSetting : DiagnosticSetting;

/// <summary>Of a Machine Learning workspace.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/diagnosticSettings", Of = typeof(MlWorkspace), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record WorkspaceDiagnosticSetting : DiagnosticSetting;

/// <summary>Of an online endpoint.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/diagnosticSettings", Of = typeof(OnlineEndpoint), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record EndpointDiagnosticSetting : DiagnosticSetting;

/// <summary>Of a search service.</summary>
[AzureResource("Microsoft.Search/searchServices/diagnosticSettings", Of = typeof(SearchService), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record SearchDiagnosticSetting : DiagnosticSetting;

/// <summary>Of a bot.</summary>
[AzureResource("Microsoft.BotService/botServices/diagnosticSettings", Of = typeof(Bot), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record BotDiagnosticSetting : DiagnosticSetting;

/// <summary>Of a registry.</summary>
[AzureResource("Microsoft.MachineLearningServices/registries/diagnosticSettings", Of = typeof(MlRegistry), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record RegistryDiagnosticSetting : DiagnosticSetting;

/// <summary>Of a gateway.</summary>
[AzureResource("Microsoft.ApiManagement/service/diagnosticSettings", Of = typeof(Gateway), ApiVersion = "2021-05-01-preview",
    Path = "providers/Microsoft.Insights/diagnosticSettings", Action = "Microsoft.Insights/diagnosticSettings/read")]
public sealed record GatewayDiagnosticSetting : DiagnosticSetting;

/// <summary>Which logs are kept, and where.</summary>
public sealed record DiagnosticSettingProperties
{
    /// <summary>Logs by category or group of categories.</summary>
    public IReadOnlyList<DiagnosticLog>? Logs { get; init; }

    /// <summary>The Log Analytics workspace that they go to.</summary>
    [Refers(typeof(LogWorkspace))]
    public string? WorkspaceId { get; init; }

    /// <summary>The storage account that they go to.</summary>
    public string? StorageAccountId { get; init; }

    /// <summary>The event hub that they go to.</summary>
    public string? EventHubAuthorizationRuleId { get; init; }

    /// <summary>The partner's service that they go to.</summary>
    public string? MarketplacePartnerId { get; init; }
}

/// <summary>A category of logs.</summary>
public sealed record DiagnosticLog
{
    /// <summary>As Audit, RequestResponse.</summary>
    public string? Category { get; init; }

    /// <summary>audit or allLogs.</summary>
    public string? CategoryGroup { get; init; }

    /// <summary>Whether it is kept: an entry alone says nothing.</summary>
    public bool? Enabled { get; init; }
}
