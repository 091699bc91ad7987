namespace AiCloudSecurity.Resources.Aws;

/// <summary>A name under which applications reach a version of a bot, as DescribeBotAlias gives it.</summary>
[AwsResource("AWS::Lex::BotAlias", "lexv2-models", Of = typeof(LexBot),
    List = "ListBotAliases POST /bots/{botId}/botaliases/", Items = "botAliasSummaries",
    Describe = "DescribeBotAlias GET /bots/{botId}/botaliases/{botAliasId}/", Key = "botId,botAliasId",
    Id = "arn:{partition}:lex:{region}:{account}:bot-alias/{parent/1}/{botAliasId}", NameMember = "botAliasName")]
public sealed record LexBotAlias : Resource
{
    /// <summary>Its id; TSTALIASID for the one that every bot has for tests.</summary>
    public string? BotAliasId { get; init; }

    /// <summary>What is kept of conversations; absent where nothing is.</summary>
    public LexConversationLogs? ConversationLogSettings { get; init; }
}

/// <summary>What is kept of conversations.</summary>
public sealed record LexConversationLogs
{
    /// <summary>The words.</summary>
    public IReadOnlyList<LexTextLog>? TextLogSettings { get; init; }

    /// <summary>The voices.</summary>
    public IReadOnlyList<LexAudioLog>? AudioLogSettings { get; init; }
}

/// <summary>Where words are kept.</summary>
public sealed record LexTextLog
{
    /// <summary>Whether they are.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where.</summary>
    public LexTextDestination? Destination { get; init; }
}

/// <summary>Where words are kept.</summary>
public sealed record LexTextDestination
{
    /// <summary>The log group.</summary>
    public LexTextGroup? CloudWatch { get; init; }
}

/// <summary>The log group that words are kept in.</summary>
public sealed record LexTextGroup
{
    /// <summary>The log group.</summary>
    public string? CloudWatchLogGroupArn { get; init; }
}

/// <summary>Where voices are kept.</summary>
public sealed record LexAudioLog
{
    /// <summary>Whether they are.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Where.</summary>
    public LexAudioDestination? Destination { get; init; }
}

/// <summary>Where voices are kept.</summary>
public sealed record LexAudioDestination
{
    /// <summary>The bucket.</summary>
    public LexAudioBucket? S3Bucket { get; init; }
}

/// <summary>The bucket that voices are kept in.</summary>
public sealed record LexAudioBucket
{
    /// <summary>The bucket.</summary>
    [Refers(typeof(Bucket))]
    public string? S3BucketArn { get; init; }

    /// <summary>The key; absent where the bucket's own is used.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyArn { get; init; }
}
