namespace AiCloudSecurity.Resources.Aws;

/// <summary>A language of the version that a bot's alias leads to, as ListBotLocales gives it.</summary>
[AwsResource("AWS::Lex::BotLocale", "lexv2-models", Of = typeof(LexBotAlias),
    List = "ListBotLocales POST /bots/{botId}/botversions/{botVersion}/botlocales/", Items = "botLocaleSummaries", Key = "botId,botVersion",
    Id = "{parent}/{localeId}")]
public sealed record LexLocale : Resource;
