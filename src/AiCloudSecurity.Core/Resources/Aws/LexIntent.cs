namespace AiCloudSecurity.Resources.Aws;

/// <summary>Something that users of a bot may want, as ListIntents gives it.</summary>
[AwsResource("AWS::Lex::Intent", "lexv2-models", Of = typeof(LexLocale),
    List = "ListIntents POST /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/", Items = "intentSummaries", Key = "botId,botVersion,localeId",
    Id = "{parent}/{intentId}", NameMember = "intentName")]
public sealed record LexIntent : Resource;
