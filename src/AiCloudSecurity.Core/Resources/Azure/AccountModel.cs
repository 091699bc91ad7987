namespace AiCloudSecurity.Resources.Azure;

/// <summary>A model that an account could serve. It has no id of its own.</summary>
[AzureResource("Microsoft.CognitiveServices/accounts/models", Of = typeof(CognitiveAccount), ApiVersion = "2025-12-01", Kinds = "OpenAI,AIServices", Key = "format,name,version")]
public sealed record AccountModel : Resource
{
    /// <summary>As OpenAI.</summary>
    public string? Format { get; init; }

    /// <summary>Its name, as gpt-4.1.</summary>
    public string? Name { get; init; }

    /// <summary>Its version.</summary>
    public string? Version { get; init; }

    /// <summary>Preview, GenerallyAvailable, Stable, Deprecating, Deprecated.</summary>
    public string? LifecycleStatus { get; init; }

    /// <summary>When it goes.</summary>
    public ModelDeprecation? Deprecation { get; init; }
}

/// <summary>When a model goes.</summary>
public sealed record ModelDeprecation
{
    /// <summary>From when on it does not answer.</summary>
    public DateTimeOffset? Inference { get; init; }
}
