namespace AiCloudSecurity.Resources.Azure;

/// <summary>A plan of Microsoft Defender for Cloud in a subscription.</summary>
[AzureResource("Microsoft.Security/pricings", Table = "securityresources", Supporting = true)]
public sealed record SecurityPricing : Resource
{
    /// <summary>What is set.</summary>
    public SecurityPricingProperties? Properties { get; init; }
}

/// <summary>What is set on a plan.</summary>
public sealed record SecurityPricingProperties
{
    /// <summary>Standard, where it is on; Free.</summary>
    public string? PricingTier { get; init; }

    /// <summary>Parts of the plan.</summary>
    public IReadOnlyList<PricingExtension>? Extensions { get; init; }
}

/// <summary>A part of a plan.</summary>
public sealed record PricingExtension
{
    /// <summary>As AIPromptEvidence.</summary>
    public string? Name { get; init; }

    /// <summary>True or False, as text.</summary>
    public string? IsEnabled { get; init; }
}
