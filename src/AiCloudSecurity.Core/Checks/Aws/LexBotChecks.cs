using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Lex's bots and the aliases under which applications reach them.</summary>
internal static class LexBotChecks
{
    private const string PolicyCommand = "aws lexv2-models describe-resource-policy --resource-arn {Id} --region {Region} && aws lexv2-models update-resource-policy --resource-arn {Id} --policy file://policy.json --region {Region}";

    private const string TestAlias = "TSTALIASID";

    private static readonly string[] s_personal =
        ["AMAZON.EmailAddress", "AMAZON.PhoneNumber", "AMAZON.FirstName", "AMAZON.LastName", "AMAZON.StreetName", "AMAZON.UKPostalCode"];

    [Check("AWS-IAM-046", Severity.High, "Bot is not open to everybody",
        Risk = "Anybody with an AWS account talks to the bot, at your cost and with what it may do.",
        Advice = "Name the principals that need the bot in its resource policy, or add a condition.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/lexv2/latest/dg/security_iam_service-with-iam.html")]
    [Command(PolicyCommand)]
    [Passes("""{ "botId": "b" }""")]
    [Passes("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "lex:RecognizeText", "Resource": "*" } } }""")]
    [Passes("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": { "Service": "connect.amazonaws.com" }, "Action": "lex:RecognizeText", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceAccount": "111122223333" } } } } }""")]
    [Passes("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lex:RecognizeText", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-abc" } } } } }""")]
    [Fails("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lex:RecognizeText", "Resource": "*" } } }""")]
    [Fails("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"lex:*\",\"Resource\":\"*\"}}" }""")]
    [Fails("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lex:RecognizeText", "Resource": "*", "Condition": { "StringLike": { "aws:SourceAccount": "*" } } } } }""")]
    [Passes("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "999988887777" }, "Action": "lex:RecognizeText", "Resource": "*" } } }""", Because = "An account that is named is not everybody.")]
    [Passes("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lex:RecognizeText", "Resource": "*", "Condition": { "StringEquals": { "aws:SourceAccount": "999988887777" } } } } }""")]
    [CannotSay("""{ "@Id": "b" }""", """LexBotPolicy { "@Parent": "b", "policy": "{ half of" }""")]
    public static Verdict BotIsNotPublic(LexBot bot, Inventory<LexBotPolicy> policies) => OutsideAccess.JudgePublic(policies.One(bot)?.Policy);

    [Check("AWS-IAM-046", Severity.High, "Alias of a bot is not open to everybody",
        Risk = "Anybody with an AWS account talks to the bot, at your cost and with what it may do.",
        Advice = "Name the principals that need the alias in its resource policy, or add a condition.",
        Tip = Tip.LeastPrivilege | Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM06", Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/lexv2/latest/dg/security_iam_service-with-iam.html")]
    [Command(PolicyCommand)]
    [Passes("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""")]
    [Passes("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexBotAliasPolicy { "@Parent": "a", "policy": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "lex:RecognizeText", "Resource": "*" } } }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexBotAliasPolicy { "@Parent": "a", "policy": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "lex:RecognizeText", "Resource": "*" } } }""")]
    public static Verdict AliasIsNotPublic(LexBotAlias alias, Inventory<LexBotAliasPolicy> policies) => OutsideAccess.JudgePublic(policies.One(alias)?.Policy);

    [Check("AWS-MON-037", Severity.Medium, "Alias of a bot keeps the words of conversations",
        Risk = "Nobody sees that somebody tries to draw data out of the bot, or what it says.",
        Advice = "Switch text logs on for the alias, to an encrypted log group.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Atlas = "AML.T0040",
        Link = "https://docs.aws.amazon.com/lexv2/latest/dg/conversation-logs.html")]
    [Command("""aws lexv2-models describe-bot-alias --bot-id {Parent} --bot-alias-id {botAliasId} --region {Region} && aws lexv2-models update-bot-alias --bot-id {Parent} --bot-alias-id {botAliasId} --bot-alias-name {Name} --bot-version {botVersion} --bot-alias-locale-settings file://locales.json --conversation-log-settings '{"textLogSettings":[{"enabled":true,"destination":{"cloudWatch":{"cloudWatchLogGroupArn":"LOG_GROUP_ARN","logPrefix":"lex"}}}]}' --region {Region}""")]
    [Passes("""{ "@Parent": "b", "botAliasId": "A1", "conversationLogSettings": { "textLogSettings": [ { "enabled": false }, { "enabled": true } ] } }""", """LexBot { "@Id": "b" }""")]
    [Fails("""{ "@Parent": "b", "botAliasId": "A1", "conversationLogSettings": { "textLogSettings": [ { "enabled": false } ] } }""", """LexBot { "@Id": "b" }""")]
    [Fails("""{ "@Parent": "b", "botAliasId": "A1", "conversationLogSettings": { "textLogSettings": [ { } ] } }""", """LexBot { "@Id": "b" }""")]
    [Fails("""{ "@Parent": "b", "botAliasId": "A1", "conversationLogSettings": { "audioLogSettings": [ { "enabled": true } ] } }""", """LexBot { "@Id": "b" }""")]
    [Fails("""{ "@Parent": "b", "botAliasId": "A1" }""", """LexBot { "@Id": "b" }""")]
    [Skips("""{ "@Parent": "b", "botAliasId": "TSTALIASID" }""", """LexBot { "@Id": "b" }""", Because = "Every bot has an alias for tests.")]
    public static Verdict KeepsWords(LexBotAlias alias) =>
        alias.ConversationLogSettings?.TextLogSettings?.Any(log => log.Enabled is true) is true ? Pass("Its text logs are on.")
        : alias.BotAliasId == TestAlias ? NotApplicable("It is the alias that every bot has for tests.")
        : Fail("Its text logs are off.");

    [Check("AWS-DATA-040", Severity.Medium, "Bot's recordings have a key of yours, and logs hide personal data",
        Risk = "Voices lie under a key that no policy of yours governs, or names and addresses stand in the logs.",
        Advice = "Set a customer-managed key on the audio logs of the alias and obfuscate slots that take personal data.",
        Tip = Tip.CustomerKey | Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/lexv2/latest/dg/monitoring-obfuscate.html")]
    [Command("""aws lexv2-models describe-bot-alias --bot-id {Parent} --bot-alias-id {botAliasId} --region {Region} && aws lexv2-models update-bot-alias --bot-id {Parent} --bot-alias-id {botAliasId} --bot-alias-name {Name} --bot-version {botVersion} --bot-alias-locale-settings file://locales.json --conversation-log-settings '{"audioLogSettings":[{"enabled":true,"destination":{"s3Bucket":{"s3BucketArn":"BUCKET_ARN","logPrefix":"lex","kmsKeyArn":"KMS_KEY_ARN"}}}]}' --region {Region}""")]
    [Passes("""{ "@Id": "a", "@Parent": "b", "conversationLogSettings": { "audioLogSettings": [ { "enabled": true, "destination": { "s3Bucket": { "s3BucketArn": "arn:aws:s3:::voices", "kmsKeyArn": "k-1" } } } ] } }""",
        """LexBot { "@Id": "b" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b", "botAliasId": "A1", "conversationLogSettings": { "audioLogSettings": [ { "enabled": true, "destination": { "s3Bucket": { "s3BucketArn": "arn:aws:s3:::voices", "kmsKeyArn": "k-1" } } } ] } }""",
        """LexBot { "@Id": "b" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b", "conversationLogSettings": { "audioLogSettings": [ { "enabled": true, "destination": { "s3Bucket": { "s3BucketArn": "arn:aws:s3:::voices" } } } ] } }""", """LexBot { "@Id": "b" }""")]
    [Skips("""{ "@Id": "a", "@Parent": "b", "conversationLogSettings": { "audioLogSettings": [ { "enabled": false, "destination": { "s3Bucket": { "s3BucketArn": "arn:aws:s3:::voices" } } } ] } }""", """LexBot { "@Id": "b" }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "None" } }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "h" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "h", "slotId": "n", "slotTypeId": "AMAZON.LastName" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Phone", "slotTypeId": "AMAZON.PhoneNumber", "obfuscationSetting": { "obfuscationSettingType": "None" } }""")]
    [Passes("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "DefaultObfuscation" } }""")]
    [Passes("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress" }""", Because = "Lex hides values unless it is told otherwise.")]
    [Skips("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Size", "slotTypeId": "AMAZON.Number", "obfuscationSetting": { "obfuscationSettingType": "None" } }""")]
    [Skips("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""")]
    [Skips("""{ "@Id": "a", "@Parent": "b", "botAliasId": "TSTALIASID" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "None" } }""",
        Because = "Every bot has an alias for tests; this one keeps no logs.")]
    [Fails("""{ "@Id": "a", "@Parent": "b", "botAliasId": "TSTALIASID", "conversationLogSettings": { "textLogSettings": [ { "enabled": true } ] } }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "None" } }""")]
    [Fails("""{ "@Id": "a", "@Parent": "b" }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "EACH", "obfuscationSetting": { "obfuscationSettingType": "None" } }""", Each = ["AMAZON.FirstName", "AMAZON.LastName", "AMAZON.StreetName", "AMAZON.UKPostalCode"])]
    [Fails("""{ "@Id": "a", "@Parent": "b", "botAliasId": "TSTALIASID", "conversationLogSettings": { "EACH": [ { "enabled": false }, { "enabled": true } ] } }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "None" } }""", Each = ["textLogSettings", "audioLogSettings"], Because = "One of its logs is on.")]
    [Skips("""{ "@Id": "a", "@Parent": "b", "botAliasId": "TSTALIASID", "conversationLogSettings": { "audioLogSettings": [ { "enabled": false } ] } }""", """LexBot { "@Id": "b" }""", """LexLocale { "@Parent": "a", "@Id": "l" }""", """LexIntent { "@Parent": "l", "@Id": "i" }""",
        """LexSlot { "@Parent": "i", "slotId": "s", "slotName": "Mail", "slotTypeId": "AMAZON.EmailAddress", "obfuscationSetting": { "obfuscationSettingType": "None" } }""")]
    public static Verdict KeepsPersonalData(LexBotAlias alias, LexSlots slots, Inventory<KmsKey> keys)
    {
        if (alias.BotAliasId == TestAlias && !KeepsLogs(alias))
        {
            return NotApplicable("It is the alias that every bot has for tests, and keeps no logs.");
        }
        var recordings = (alias.ConversationLogSettings?.AudioLogSettings ?? []).Where(log => log.Enabled is true)
            .Select(log => new Func<Verdict>(() => CustomerKey.Judge("Its recording", log.Destination?.S3Bucket?.KmsKeyArn, keys)));
        return Every.Of("It records no voices, and no slot of a kind that is personal was seen.", recordings.Append(() =>
        {
            var personal = slots.Of(alias).Where(slot => s_personal.Contains(slot.SlotTypeId)).ToList();
            return personal.Count == 0 ? NotApplicable("No slot is of a kind that is personal.")
                : personal.Find(slot => slot.ObfuscationSetting?.ObfuscationSettingType is "None") is { } open
                    ? Fail($"Logs show what the slot {open.Identity.Name} ({open.SlotTypeId}) holds.")
                    : Pass($"Logs hide what {personal.Count} personal slots hold.");
        }));
    }

    [Repair("AWS-MON-037", "aws/lex/BotAlias", Needs = "-LogGroupName")]
    internal static IEnumerable<Wish> KeepWords(LexBotAlias alias, Scope scope, RepairChoices choices)
    {
        // Where it was told before where to keep them, nobody has to say it.
        var arn = alias.ConversationLogSettings?.TextLogSettings?.Any(log => log.Destination?.CloudWatch is not null) is true ? ""
            : $"arn:{scope.Partition}:logs:{alias.Identity.Region}:{scope.Id}:log-group:{RepairChoices.Of(choices.LogGroupName, "-LogGroupName")}";
        return [Alias(alias, state => ConversationSettings.KeepingWords(state, () => arn))];
    }

    [Repair("AWS-DATA-040", "aws/lex/BotAlias", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(LexBotAlias alias, Inventory<KmsKey> keys, RepairChoices choices)
    {
        // What slots hide takes effect in a new version of the bot, which somebody builds and tries.
        var open = (alias.ConversationLogSettings?.AudioLogSettings ?? []).Any(log => log.Enabled is true && CustomerKey.Judge("Its recording", log.Destination?.S3Bucket?.KmsKeyArn, keys).Status == Status.Fail);
        if (open)
        {
            var key = choices.Key;
            yield return Alias(alias, state => ConversationSettings.WithKey(state, key), "Who listens to recordings needs kms:Decrypt on the key.");
        }
    }

    private static Wish Alias(LexBotAlias alias, Func<JsonObject?, JsonObject?> after, string breaks = "") =>
        Wish.Of(alias, ConversationSettings.BotAlias, new() { ["botId"] = alias.Identity.Parent?.Split('/')[^1], ["botAliasId"] = alias.BotAliasId }, after, breaks);

    private static bool KeepsLogs(LexBotAlias alias) => alias.ConversationLogSettings is { } logs
        && (logs.TextLogSettings?.Any(log => log.Enabled is true) is true || logs.AudioLogSettings?.Any(log => log.Enabled is true) is true);

    /// <summary>What the version of a bot that an alias leads to asks its users for.</summary>
    internal sealed class LexSlots(Inventory<LexLocale> locales, Inventory<LexIntent> intents, Inventory<LexSlot> slots)
    {
        public IEnumerable<LexSlot> Of(LexBotAlias alias) => locales.Of(alias).SelectMany(intents.Of).SelectMany(slots.Of);
    }
}
