namespace AiCloudSecurity.Resources.Aws;

/// <summary>What users may ask an application of Amazon Q Business, as GetChatControlsConfiguration gives it.</summary>
[AwsResource("AWS::QBusiness::ChatControls", "qbusiness", Of = typeof(QBusinessApplication),
    Describe = "GetChatControlsConfiguration GET /applications/{applicationId}/chatcontrols", Key = "applicationId")]
public sealed record QBusinessChatControls : Resource
{
    /// <summary>Whether the model answers from what it learned, too; off unless it is switched on.</summary>
    public QBusinessCreatorMode? CreatorModeConfiguration { get; init; }

    /// <summary>What may not be said.</summary>
    public QBusinessBlockedPhrases? BlockedPhrases { get; init; }
}

/// <summary>Whether the model answers from what it learned, too.</summary>
public sealed record QBusinessCreatorMode
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? CreatorModeControl { get; init; }
}

/// <summary>What may not be said in a conversation.</summary>
public sealed record QBusinessBlockedPhrases
{
    /// <summary>The phrases.</summary>
    public IReadOnlyList<string>? BlockedPhrases { get; init; }
}
