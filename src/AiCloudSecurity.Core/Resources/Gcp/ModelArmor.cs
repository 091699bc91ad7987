namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A template of Model Armor.</summary>
[GcpResource("modelarmor.googleapis.com/Template", Host = "modelarmor.{location}.rep.googleapis.com", Path = "v1/projects/{project}/locations/{location}/templates", Content = GcpContent.None)]
public sealed record ArmorTemplate : Resource, ILabelled
{
    /// <summary>What is looked for.</summary>
    public ArmorFilterConfig? FilterConfig { get; init; }

    /// <summary>What is done.</summary>
    public ArmorMetadata? TemplateMetadata { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}

/// <summary>What Model Armor looks for.</summary>
public sealed record ArmorFilterConfig
{
    /// <summary>Prompt injection and jailbreaks.</summary>
    public ArmorConfidenceFilter? PiAndJailbreakFilterSettings { get; init; }

    /// <summary>Malicious addresses.</summary>
    public ArmorFilter? MaliciousUriFilterSettings { get; init; }

    /// <summary>Harmful content.</summary>
    public RaiSettings? RaiSettings { get; init; }

    /// <summary>Sensitive data.</summary>
    public SdpSettings? SdpSettings { get; init; }
}

/// <summary>A filter of Model Armor.</summary>
public sealed record ArmorFilter
{
    /// <summary>ENABLED or DISABLED (the default).</summary>
    public string? FilterEnforcement { get; init; }
}

/// <summary>A filter of Model Armor that can be more or less sure.</summary>
public sealed record ArmorConfidenceFilter
{
    /// <summary>ENABLED or DISABLED (the default).</summary>
    public string? FilterEnforcement { get; init; }

    /// <summary>LOW_AND_ABOVE (the default), MEDIUM_AND_ABOVE or HIGH.</summary>
    public string? ConfidenceLevel { get; init; }
}

/// <summary>Filters of harmful content.</summary>
public sealed record RaiSettings
{
    /// <summary>The filters.</summary>
    public IReadOnlyList<RaiFilter>? RaiFilters { get; init; }
}

/// <summary>A filter of harmful content.</summary>
public sealed record RaiFilter
{
    /// <summary>HATE_SPEECH, HARASSMENT, DANGEROUS or SEXUALLY_EXPLICIT.</summary>
    public string? FilterType { get; init; }

    /// <summary>LOW_AND_ABOVE, MEDIUM_AND_ABOVE or HIGH.</summary>
    public string? ConfidenceLevel { get; init; }
}

/// <summary>Filters of sensitive data.</summary>
public sealed record SdpSettings
{
    /// <summary>What Google chooses.</summary>
    public ArmorFilter? BasicConfig { get; init; }

    /// <summary>Templates of Sensitive Data Protection.</summary>
    public SdpAdvancedConfig? AdvancedConfig { get; init; }
}

/// <summary>Templates of Sensitive Data Protection.</summary>
public sealed record SdpAdvancedConfig
{
    /// <summary>What is looked for.</summary>
    public string? InspectTemplate { get; init; }

    /// <summary>What is put in its place.</summary>
    public string? DeidentifyTemplate { get; init; }
}

/// <summary>What a template does.</summary>
public sealed record ArmorMetadata
{
    /// <summary>What is looked at is logged.</summary>
    public bool LogSanitizeOperations { get; init; }

    /// <summary>Changes of the template are logged.</summary>
    public bool LogTemplateOperations { get; init; }

    /// <summary>INSPECT_ONLY, or INSPECT_AND_BLOCK.</summary>
    public string? EnforcementType { get; init; }
}

/// <summary>The least that Model Armor does in a project, or in a folder or organisation above it.</summary>
[GcpResource("modelarmor.googleapis.com/FloorSetting", Path = "v1/{ancestor}/locations/global/floorSetting", Content = GcpContent.None, IsSetting = true, Api = "aiplatform.googleapis.com", Permission = "modelarmor.floorSettings.get", Supporting = true)]
public sealed record FloorSetting : Resource
{
    /// <summary>As projects/p/locations/global/floorSetting.</summary>
    public string? Name { get; init; }

    /// <summary>It is enforced; what is said above holds where it is not said.</summary>
    public bool? EnableFloorSettingEnforcement { get; init; }

    /// <summary>AI_PLATFORM, where calls of Vertex AI are looked at.</summary>
    public IReadOnlyList<string>? IntegratedServices { get; init; }

    /// <summary>What is looked for.</summary>
    public ArmorFilterConfig? FilterConfig { get; init; }
}
