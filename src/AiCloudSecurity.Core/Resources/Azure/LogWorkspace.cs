namespace AiCloudSecurity.Resources.Azure;

/// <summary>A Log Analytics workspace.</summary>
[AzureResource("Microsoft.OperationalInsights/workspaces", Supporting = true)]
public sealed record LogWorkspace : Resource
{
    /// <summary>What is set.</summary>
    public LogWorkspaceProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record LogWorkspaceProperties
{
    /// <summary>How long logs are kept.</summary>
    public int? RetentionInDays { get; init; }
}
