namespace AiCloudSecurity.Resources.Azure;

/// <summary>A Log Analytics workspace.</summary>
[AzureResource("Microsoft.OperationalInsights/workspaces", Supporting = true)]
public sealed record LogWorkspace : Resource, IReadWhereUsed
{
    /// <summary>What is set.</summary>
    public LogWorkspaceProperties? Properties { get; init; }

    bool IReadWhereUsed.IsUsed(ILookup<ResourceType, Resource> all) =>
        all[ResourceType.Of<AccountDiagnosticSetting>()].Cast<AccountDiagnosticSetting>().Any(setting => Identity.Id.Equals(setting.Properties?.WorkspaceId, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What is set.</summary>
public sealed record LogWorkspaceProperties
{
    /// <summary>How long logs are kept.</summary>
    public int? RetentionInDays { get; init; }
}
