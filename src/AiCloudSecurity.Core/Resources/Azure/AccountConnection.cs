namespace AiCloudSecurity.Resources.Azure;

/// <summary>A connection that all projects of an AI Foundry account may use.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/connections", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "AIServices")]
public sealed record AccountConnection : Resource
{
    /// <summary>What is set.</summary>
    public ConnectionProperties? Properties { get; init; }
}

/// <summary>A connection to something else: a model, a search service, storage.</summary>
public sealed record ConnectionProperties
{
    /// <summary>How it signs in: AAD, ManagedIdentity, ApiKey, AccountKey and so on.</summary>
    public string? AuthType { get; init; }

    /// <summary>What it leads to, as AzureOpenAI.</summary>
    public string? Category { get; init; }

    /// <summary>Whether everybody in the project may use it.</summary>
    public bool? IsSharedToAll { get; init; }

    /// <summary>Secrets.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Credentials { get; init; }

    /// <summary>Whatever its maker wrote.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? Metadata { get; init; }
}
