namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>Settings of what AI work of Google Cloud reads and writes, and of what looks at it.</summary>
internal static class DataSettings
{
    /// <summary>A bucket.</summary>
    public static readonly GoogleSetting Bucket = new()
    {
        Name = "gcp/storage/Bucket",
        Host = "storage.googleapis.com",
        Root = "storage/v1/b",
        Pattern = "*",
        Permission = "storage.buckets",
        CountedBy = name => $"metric.type=\"storage.googleapis.com/api/request_count\" AND resource.labels.bucket_name=\"{name}\"",
        IsMerged = true,
        VersionBy = ("ifMetagenerationMatch", "metageneration"),
        Members = ["iamConfiguration.publicAccessPrevention", "iamConfiguration.uniformBucketLevelAccess.enabled", "versioning.enabled", "encryption.defaultKmsKeyName"],
        Defaults = new Dictionary<string, string>
        {
            ["iamConfiguration.publicAccessPrevention"] = "\"inherited\"", ["iamConfiguration.uniformBucketLevelAccess.enabled"] = "false", ["versioning.enabled"] = "false",
        },
    };

    /// <summary>How often a key is rotated.</summary>
    public static readonly GoogleSetting KeyRotation = new()
    {
        Name = "gcp/kms/Rotation",
        Host = "cloudkms.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/locations/*/keyRings/*/cryptoKeys/*",
        Permission = "cloudkms.cryptoKeys",
        Members = ["rotationPeriod", "nextRotationTime"],
    };

    /// <summary>What a template of Model Armor looks for, and whether it logs.</summary>
    public static readonly GoogleSetting ArmorTemplate = new()
    {
        Name = "gcp/modelarmor/Template",
        Host = "modelarmor.{location}.rep.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/locations/*/templates/*",
        Permission = "modelarmor.templates",
        Members =
        [
            "filterConfig.piAndJailbreakFilterSettings", "filterConfig.sdpSettings", "filterConfig.maliciousUriFilterSettings", "filterConfig.raiSettings",
            "templateMetadata.logSanitizeOperations", "templateMetadata.logTemplateOperations", "templateMetadata.enforcementType",
        ],
    };

    /// <summary>Whether the least that Model Armor looks for is enforced in a project.</summary>
    public static readonly GoogleSetting Floor = new()
    {
        Name = "gcp/modelarmor/FloorSetting",
        Host = "modelarmor.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/locations/global/floorSetting",
        Permission = "modelarmor.floorSettings",
        Members = ["enableFloorSettingEnforcement", "filterConfig"],
    };

    /// <summary>What an inspect template looks for.</summary>
    public static readonly GoogleSetting InspectTemplate = new()
    {
        Name = "gcp/dlp/InspectTemplate",
        Host = "dlp.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/inspectTemplates/*",
        Permission = "dlp.inspectTemplates",
        Members = ["inspectConfig.infoTypes"],
    };

    /// <summary>Whether a search for personal data runs.</summary>
    public static readonly GoogleSetting JobTrigger = new()
    {
        Name = "gcp/dlp/JobTrigger",
        Host = "dlp.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/jobTriggers/*",
        Permission = "dlp.jobTriggers",
        Members = ["status"],
    };

    /// <summary>The key of speech recognition in a location.</summary>
    public static readonly GoogleSetting Speech = new()
    {
        Name = "gcp/speech/Config",
        Host = "{location}-speech.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/config",
        Permission = "speech.config",
        Members = ["kmsKeyName"],
    };

    /// <summary>Whether an agent of Dialogflow CX logs, and by which settings it redacts.</summary>
    public static readonly GoogleSetting Agent = new()
    {
        Name = "gcp/dialogflow/Agent",
        Host = "{location}-dialogflow.googleapis.com",
        Root = "v3",
        Pattern = "projects/*/locations/*/agents/*",
        Permission = "dialogflow.agents",
        Members = ["advancedSettings.loggingSettings", "securitySettings"],
    };

    /// <summary>Whether conversations with people are logged, and by which settings they are redacted.</summary>
    public static readonly GoogleSetting Profile = new()
    {
        Name = "gcp/dialogflow/ConversationProfile",
        Host = "{location}-dialogflow.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/locations/*/conversationProfiles/*",
        Permission = "dialogflow.conversationProfiles",
        Members = ["loggingConfig.enableStackdriverLogging", "securitySettings"],
        Defaults = new Dictionary<string, string> { ["loggingConfig.enableStackdriverLogging"] = "false" },
    };

    /// <summary>What is redacted of conversations, and for how long they are kept.</summary>
    public static readonly GoogleSetting Security = new()
    {
        Name = "gcp/dialogflow/SecuritySettings",
        Host = "{location}-dialogflow.googleapis.com",
        Root = "v3",
        Pattern = "projects/*/locations/*/securitySettings/*",
        Permission = "dialogflow.securitySettings",
        Members = ["redactionStrategy", "redactionScope", "inspectTemplate", "retentionWindowDays"],
    };

    /// <summary>Whether a search application lets in who has not signed in.</summary>
    public static readonly GoogleSetting Widget = new()
    {
        Name = "gcp/search/Widget",
        Host = "discoveryengine.googleapis.com",
        Root = "v1",
        Pattern = "projects/*/locations/*/collections/*/engines/*/widgetConfigs/*",
        Permission = "discoveryengine.widgetConfigs",
        Members = ["accessSettings.allowPublicAccess"],
        Defaults = new Dictionary<string, string> { ["accessSettings.allowPublicAccess"] = "false" },
    };
}
