using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of Lex.</summary>
internal static class ConversationSettings
{
    private const string Logs = "conversationLogSettings";
    private const string Texts = "textLogSettings";
    private const string Voices = "audioLogSettings";

    /// <summary>An alias of a bot: what it leads to, and what is kept of conversations. All of it is written at once.</summary>
    public static readonly AwsSetting BotAlias = new()
    {
        Name = "aws/lex/BotAlias",
        Service = "lexv2-models",
        Get = "DescribeBotAlias GET /bots/{botId}/botaliases/{botAliasId}/",
        State = (answer, _) => answer.Pick("botAliasName", "description", "botVersion", "botAliasLocaleSettings", Logs, "sentimentAnalysisSettings"),
        Put = "UpdateBotAlias PUT /bots/{botId}/botaliases/{botAliasId}/",
        AlsoNeeds = ["iam:PassRole", "kms:DescribeKey"],
    };

    /// <summary>An alias that keeps the words of conversations: where it was told to already, or in a log group.</summary>
    public static JsonObject? KeepingWords(JsonObject? state, Func<string> logGroupArn)
    {
        if (state is null)
        {
            return state;
        }
        var logs = state[Logs]?.DeepClone() as JsonObject ?? [];
        var texts = logs[Texts]?.DeepClone() as JsonArray ?? [];
        var told = texts.OfType<JsonObject>().Where(log => log["destination"] is JsonObject { Count: > 0 }).ToList();
        foreach (var log in told)
        {
            log["enabled"] = true;
        }
        if (told.Count == 0)
        {
            texts = [new JsonObject { ["enabled"] = true, ["destination"] = new JsonObject { ["cloudWatch"] = new JsonObject { ["cloudWatchLogGroupArn"] = logGroupArn(), ["logPrefix"] = "lex/" } } }];
        }
        logs[Texts] = texts;
        state[Logs] = logs;
        return state;
    }

    /// <summary>An alias whose recordings get a key.</summary>
    public static JsonObject? WithKey(JsonObject? state, string key)
    {
        if (state?[Logs]?.DeepClone() is not JsonObject logs)
        {
            return state;
        }
        foreach (var bucket in (logs[Voices] as JsonArray ?? []).Where(log => log.Text("enabled") is "true" or "True").Select(log => log?["destination"]?["s3Bucket"]).OfType<JsonObject>())
        {
            bucket["kmsKeyArn"] = key;
        }
        state[Logs] = logs;
        return state;
    }
}
