namespace AiCloudSecurity.Resources.Aws;

/// <summary>A bot of Lex, as ListBots gives it.</summary>
[AwsResource("AWS::Lex::Bot", "lexv2-models", List = "ListBots POST /bots/", Items = "botSummaries", Input = """{ "maxResults": 100 }""",
    Id = "arn:{partition}:lex:{region}:{account}:bot/{botId}", NameMember = "botName")]
public sealed record LexBot : Resource;
