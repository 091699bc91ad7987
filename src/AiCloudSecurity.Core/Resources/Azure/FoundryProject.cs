using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Azure;

/// <summary>A project of an AI Foundry account.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/projects", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "AIServices")]
public sealed record FoundryProject : Resource
{
    /// <summary>The identity that the project and its agents act as; absent where it has none.</summary>
    [JsonPropertyName("identity")]
    public ManagedIdentity? ActsAs { get; init; }
}

/// <summary>A connection of an AI Foundry project.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/projects/connections", Of = typeof(FoundryProject), ApiVersion = "2025-12-01")]
public sealed record ProjectConnection : Resource
{
    /// <summary>What is set.</summary>
    public ConnectionProperties? Properties { get; init; }
}

/// <summary>Agents that an AI Foundry project publishes.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/projects/applications", Of = typeof(FoundryProject), ApiVersion = "2025-12-01")]
public sealed record AgentApplication : Resource
{
    /// <summary>What is set.</summary>
    public AgentApplicationProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record AgentApplicationProperties
{
    /// <summary>Whether it answers.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Who may use it.</summary>
    public AgentAuthorization? AuthorizationPolicy { get; init; }
}

/// <summary>Who may use it.</summary>
public sealed record AgentAuthorization
{
    /// <summary>Default (by roles), OrganizationScope (everybody in the tenant) or Channels.</summary>
    public string? Type { get; init; }
}
