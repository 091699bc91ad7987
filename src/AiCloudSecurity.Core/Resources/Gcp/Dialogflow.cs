namespace AiCloudSecurity.Resources.Gcp;

/// <summary>An agent of Dialogflow ES, which is one for a project and location, or of Dialogflow CX.</summary>
[GcpResource("dialogflow.googleapis.com/Agent")]
public sealed record DialogflowAgent : Resource, IPartlyRead
{
    /// <summary>ES: conversations are logged.</summary>
    public bool EnableLogging { get; init; }

    /// <summary>CX: the older switch for logging.</summary>
    public bool EnableStackdriverLogging { get; init; }

    /// <summary>CX: more settings.</summary>
    public DialogflowAdvancedSettings? AdvancedSettings { get; init; }

    /// <summary>CX: how personal data is treated, as projects/p/locations/l/securitySettings/s.</summary>
    public string? SecuritySettings { get; init; }

    /// <summary>It is one of Dialogflow CX.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCx => Identity.Id.Contains("/agents/", StringComparison.Ordinal);

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasParts => IsCx;
}

/// <summary>More settings of an agent.</summary>
public sealed record DialogflowAdvancedSettings
{
    /// <summary>What is logged.</summary>
    public DialogflowLogging? LoggingSettings { get; init; }
}

/// <summary>What an agent logs.</summary>
public sealed record DialogflowLogging
{
    /// <summary>Conversations go to Cloud Logging.</summary>
    public bool EnableStackdriverLogging { get; init; }

    /// <summary>Conversations are kept by Dialogflow.</summary>
    public bool EnableInteractionLogging { get; init; }
}

/// <summary>How conversations with people are assisted.</summary>
[GcpResource("dialogflow.googleapis.com/ConversationProfile")]
public sealed record ConversationProfile : Resource
{
    /// <summary>What is logged.</summary>
    public ConversationLogging? LoggingConfig { get; init; }

    /// <summary>How personal data is treated.</summary>
    public string? SecuritySettings { get; init; }
}

/// <summary>What of conversations with people is logged.</summary>
public sealed record ConversationLogging
{
    /// <summary>They go to Cloud Logging.</summary>
    public bool EnableStackdriverLogging { get; init; }
}

/// <summary>How an agent treats personal data.</summary>
[GcpResource("dialogflow.googleapis.com/SecuritySettings", Host = "{location}-dialogflow.googleapis.com", Path = "v3/projects/{project}/locations/{location}/securitySettings", Content = GcpContent.None)]
public sealed record DialogflowSecuritySettings : Resource
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>REDACT_WITH_SERVICE, or nothing.</summary>
    public string? RedactionStrategy { get; init; }

    /// <summary>REDACT_DISK_STORAGE, or nothing.</summary>
    public string? RedactionScope { get; init; }

    /// <summary>What is looked for, by Sensitive Data Protection.</summary>
    public string? InspectTemplate { get; init; }

    /// <summary>What is put in its place.</summary>
    public string? DeidentifyTemplate { get; init; }

    /// <summary>For how many days conversations are kept; 365 (30 of ES) without.</summary>
    public int? RetentionWindowDays { get; init; }

    /// <summary>REMOVE_AFTER_CONVERSATION, or nothing.</summary>
    public string? RetentionStrategy { get; init; }
}

/// <summary>With which key Dialogflow encrypts in a location.</summary>
[GcpResource("dialogflow.googleapis.com/EncryptionSpec", Host = "{location}-dialogflow.googleapis.com", Path = "v2/projects/{project}/locations/{location}/encryptionSpec", Content = GcpContent.None, IsSetting = true, Permission = "dialogflow.encryptionspec.get")]
public sealed record DialogflowEncryption : Resource
{
    /// <summary>The customer's key.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKey { get; init; }
}

/// <summary>What an agent calls.</summary>
[GcpResource("dialogflow.googleapis.com/Webhook", Host = "{location}-dialogflow.googleapis.com", Path = "v3/{parent}/webhooks", Content = GcpContent.None, Of = typeof(DialogflowAgent))]
public sealed record DialogflowWebhook : Resource
{
    /// <summary>It is not called.</summary>
    public bool Disabled { get; init; }

    /// <summary>An address.</summary>
    public WebhookService? GenericWebService { get; init; }

    /// <summary>A service in a network of the customer.</summary>
    public WebhookDirectory? ServiceDirectory { get; init; }
}

/// <summary>A service in a network of the customer.</summary>
public sealed record WebhookDirectory
{
    /// <summary>Its address.</summary>
    public WebhookService? GenericWebService { get; init; }
}

/// <summary>An address that an agent calls.</summary>
public sealed record WebhookService
{
    /// <summary>The address.</summary>
    public string? Uri { get; init; }

    /// <summary>A token of another provider is sent.</summary>
    public WebhookOAuth? OauthConfig { get; init; }

    /// <summary>A token of a service account is sent.</summary>
    public WebhookAccount? ServiceAccountAuthConfig { get; init; }

    /// <summary>ID_TOKEN or ACCESS_TOKEN where a token of the service agent is sent.</summary>
    public string? ServiceAgentAuth { get; init; }

    /// <summary>User and password are sent, kept as a secret.</summary>
    public string? SecretVersionForUsernamePassword { get; init; }

    /// <summary>Headers that are sent.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? RequestHeaders { get; init; }

    /// <summary>Headers that are sent, kept as secrets.</summary>
    public IReadOnlyDictionary<string, System.Text.Json.JsonElement>? SecretVersionsForRequestHeaders { get; init; }

    /// <summary>A user that is sent.</summary>
    [Sensitive]
    public string? Username { get; init; }

    /// <summary>A password that is sent.</summary>
    [Sensitive]
    public string? Password { get; init; }
}

/// <summary>A token of another provider.</summary>
public sealed record WebhookOAuth
{
    /// <summary>Whose.</summary>
    public string? ClientId { get; init; }

    /// <summary>The secret, in plain text.</summary>
    [Sensitive]
    public string? ClientSecret { get; init; }

    /// <summary>The secret, kept as one.</summary>
    public string? SecretVersionForClientSecret { get; init; }
}

/// <summary>A service account.</summary>
public sealed record WebhookAccount
{
    /// <summary>Which.</summary>
    public string? ServiceAccount { get; init; }
}
