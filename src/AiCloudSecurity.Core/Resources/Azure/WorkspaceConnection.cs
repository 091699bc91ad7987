namespace AiCloudSecurity.Resources.Azure;

/// <summary>A connection of a Machine Learning workspace, hub or project.</summary>
[AzureResource("Microsoft.MachineLearningServices/workspaces/connections", Of = typeof(MlWorkspace), ApiVersion = "2025-06-01")]
public sealed record WorkspaceConnection : Resource
{
    /// <summary>What is set.</summary>
    public ConnectionProperties? Properties { get; init; }
}
