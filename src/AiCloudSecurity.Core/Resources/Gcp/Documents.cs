namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A processor of Document AI.</summary>
[GcpResource("documentai.googleapis.com/Processor")]
public sealed record DocumentProcessor : Resource
{
    /// <summary>ENABLED, DISABLED and others.</summary>
    public string? State { get; init; }

    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKeyName { get; init; }
}

/// <summary>Data that Vertex AI Search searches.</summary>
[GcpResource("discoveryengine.googleapis.com/DataStore")]
public sealed record SearchDataStore : Resource
{
    /// <summary>The customer's key.</summary>
    public SearchEncryption? CmekConfig { get; init; }
}

/// <summary>With which key search encrypts.</summary>
public sealed record SearchEncryption
{
    /// <summary>The key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKey { get; init; }

    /// <summary>ACTIVE and others.</summary>
    public string? State { get; init; }
}

/// <summary>An application of Vertex AI Search.</summary>
[GcpResource("discoveryengine.googleapis.com/Engine")]
public sealed record SearchEngine : Resource
{
}

/// <summary>How an application of Vertex AI Search is put into web sites.</summary>
[GcpResource("discoveryengine.googleapis.com/WidgetConfig", Path = "v1/{parent}/widgetConfigs/default_search_widget_config", Content = GcpContent.None, IsSetting = true, Of = typeof(SearchEngine), Permission = "discoveryengine.widgetConfigs.get")]
public sealed record SearchWidget : Resource
{
    /// <summary>Who may use it.</summary>
    public WidgetAccess? AccessSettings { get; init; }
}

/// <summary>Who may use a widget.</summary>
public sealed record WidgetAccess
{
    /// <summary>Everybody, without signing in.</summary>
    public bool AllowPublicAccess { get; init; }

    /// <summary>It has a page of its own.</summary>
    public bool EnableWebApp { get; init; }

    /// <summary>Who says who somebody is.</summary>
    public string? WorkforceIdentityPoolProvider { get; init; }
}

/// <summary>How Speech-to-Text works in a location.</summary>
[GcpResource("speech.googleapis.com/Config")]
public sealed record SpeechConfig : Resource
{
    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKeyName { get; init; }
}
