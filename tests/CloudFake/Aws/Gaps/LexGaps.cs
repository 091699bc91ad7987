using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Lex: moto has bots, loses what an alias keeps of conversations, names the alias for tests otherwise, and has neither
/// languages nor what is in them. A version is a copy of DRAFT.
/// </summary>
internal static class LexGaps
{
    private const string Service = "lexv2-models";
    private const string Policies = "lex-policies";

    private static readonly Kept s_aliases = new()
    {
        Service = Service, Create = "CreateBotAlias", Get = "DescribeBotAlias", List = "ListBotAliases", Items = "botAliasSummaries", Of = ["botId"], Key = "botAliasId",
        Make = call => Alias(call, Kept.IdOf(call, $"{call.Text("botId")}/{call.Text("botAliasName")}").ToUpperInvariant()),
        CreatedStatus = 202,
        Created = ["botAliasId", "botAliasName", "description", "botVersion", "conversationLogSettings", "botAliasStatus", "botId", "creationDateTime"],
        Summary = ["botAliasId", "botAliasName", "description", "botVersion", "botAliasStatus", "creationDateTime", "lastUpdatedDateTime"],
    };

    private static readonly Kept[] s_parts =
    [
        Part("CreateBotLocale", null, "ListBotLocales", "botLocaleSummaries", ["botId", "botVersion"], "localeId", "localeId",
            ["localeId", "localeName", "description", "botLocaleStatus", "lastUpdatedDateTime"], "localeId", "description", "nluIntentConfidenceThreshold"),
        Part("CreateIntent", null, "ListIntents", "intentSummaries", ["botId", "botVersion", "localeId"], "intentId", "intentName",
            ["intentId", "intentName", "description", "lastUpdatedDateTime"], "intentName", "description"),
        Part("CreateSlot", "DescribeSlot", "ListSlots", "slotSummaries", ["botId", "botVersion", "localeId", "intentId"], "slotId", "slotName",
            ["slotId", "slotName", "description", "slotTypeId", "lastUpdatedDateTime"], "slotName", "description", "slotTypeId", "valueElicitationSetting", "obfuscationSetting"),
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        Kept.AddTo(handlers, [s_aliases, .. s_parts]);
        handlers[$"{Service}:CreateBot"] = CreateBotAsync;
        handlers[$"{Service}:ListBots"] = ListBotsAsync;
        handlers[$"{Service}:CreateBotVersion"] = call => Task.FromResult(CreateVersion(call));
        handlers[$"{Service}:CreateResourcePolicy"] = call => Task.FromResult(CreatePolicy(call));
        handlers[$"{Service}:DescribeResourcePolicy"] = call => Task.FromResult(DescribePolicy(call));
    }

    private static Kept Part(string create, string? get, string list, string items, string[] of, string key, string name, string[] summary, params string[] members) => new()
    {
        Service = Service, Create = create, Get = get, List = list, Items = items, Of = of, Key = key, Summary = summary,
        Make = call =>
        {
            var made = call.Input.Pick(members);
            made[key] = key == name ? call.Text(name) : Kept.IdOf(call, $"{call.Text("botId")}/{call.Text("intentId")}/{call.Text(name)}").ToUpperInvariant();
            made["creationDateTime"] = GapCall.Now;
            made["lastUpdatedDateTime"] = GapCall.Now;
            if (create == "CreateBotLocale")
            {
                made["botLocaleStatus"] = "Built";
                made["localeName"] = call.Text("localeId");
            }

            return made;
        },
    };

    private static JsonObject Alias(GapCall call, string id)
    {
        var made = call.Input.Pick("botAliasName", "description", "botVersion", "botAliasLocaleSettings", "conversationLogSettings", "sentimentAnalysisSettings");
        made["botAliasId"] = id;
        made["botAliasStatus"] = "Available";
        made["creationDateTime"] = GapCall.Now;
        made["lastUpdatedDateTime"] = GapCall.Now;
        return made;
    }

    private static async Task<AwsAnswer> CreateBotAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (answer.IsSuccess && answer.Json() is { } bot)
        {
            var test = Alias(call, "TSTALIASID");
            test["botAliasName"] = "TestBotAlias";
            test["botVersion"] = "DRAFT";
            test["botId"] = bot.Text("botId");
            s_aliases.Keep(call, test);
        }

        return answer;
    }

    private static async Task<AwsAnswer> ListBotsAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } listed)
        {
            return answer;
        }

        foreach (var bot in listed["botSummaries"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            bot["latestBotVersion"] = bot.Text("latestBotVersion");
        }

        return answer.With(listed);
    }

    private static AwsAnswer CreateVersion(GapCall call)
    {
        var locales = s_parts[0].All(call).Where(locale => locale.Text("botId") == call.Text("botId")).Select(locale => locale.Text("botVersion")).Distinct().ToList();
        var version = $"{Math.Max(1, locales.Count)}";
        foreach (var part in s_parts)
        {
            foreach (var draft in part.All(call).Where(made => made.Text("botId") == call.Text("botId") && made.Text("botVersion") == "DRAFT").ToList())
            {
                draft["botVersion"] = version;
                part.Keep(call, draft);
            }
        }

        var made = call.Input.Pick("botId", "botVersionLocaleSpecification");
        made["botVersion"] = version;
        made["botStatus"] = "Available";
        made["creationDateTime"] = GapCall.Now;
        return call.Ok(made, 202);
    }

    private static AwsAnswer CreatePolicy(GapCall call)
    {
        var policy = call.Input.Pick("resourceArn", "policy");
        policy["revisionId"] = "1";
        call.Table(Policies)[call.Text("resourceArn")] = policy;
        return call.Ok(policy.Pick("resourceArn", "revisionId"));
    }

    private static AwsAnswer DescribePolicy(GapCall call) => call.Table(Policies)[call.Text("resourceArn")] is { } policy
        ? call.Ok(policy)
        : call.Error(404, "ResourceNotFoundException", $"No resource policy was found for {call.Text("resourceArn")}.");
}
