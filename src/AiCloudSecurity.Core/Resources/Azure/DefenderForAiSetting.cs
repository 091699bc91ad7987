namespace AiCloudSecurity.Resources.Azure;

/// <summary>Whether Microsoft Defender looks at an account's prompts.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/defenderForAISettings", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "OpenAI,AIServices")]
public sealed record DefenderForAiSetting : Resource
{
    /// <summary>What is set.</summary>
    public DefenderForAiProperties? Properties { get; init; }
}

/// <summary>What is set.</summary>
public sealed record DefenderForAiProperties
{
    /// <summary>Enabled or Disabled.</summary>
    public string? State { get; init; }
}
