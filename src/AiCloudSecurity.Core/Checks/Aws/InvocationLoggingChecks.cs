using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock's log of prompts and answers, which each region has, on or off.</summary>
internal static class InvocationLoggingChecks
{
    private static readonly string[] s_kinds = ["textDataDeliveryEnabled", "imageDataDeliveryEnabled", "embeddingDataDeliveryEnabled", "videoDataDeliveryEnabled", "audioDataDeliveryEnabled"];
    private const string Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html";
    private const int Days = 90;

    [Check("AWS-MON-001", Severity.High, "Bedrock logs model invocations",
        Risk = "Nobody can tell afterwards what was asked of the models, by whom, and what they answered.",
        Advice = "Turn on model invocation logging to a bucket or a log group.",
        Tip = Tip.ModelMonitoring | Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM10, LLM02", Atlas = "AML.T0040, AML.T0107", Link = Link)]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g", "roleArn": "arn:r" } } }""", """BedrockMetric { }""")]
    [Fails("""{ }""", """BedrockMetric { }""")]
    [Fails("""{ "loggingConfig": { } }""", """BedrockMetric { }""")]
    [Fails("""{ "loggingConfig": { "textDataDeliveryEnabled": true } }""", """BedrockMetric { }""", Because = "Without a place to go to, nothing is logged.")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "" } } }""", """BedrockMetric { }""")]
    [Fails("""{ }""", """Agent { "agentId": "A1" }""")]
    [Fails("""{ }""", """KnowledgeBase { "knowledgeBaseId": "K1" }""")]
    [Fails("""{ }""", """CustomModel { "modelArn": "m" }""")]
    [Skips("""{ }""")]
    public static Verdict On(InvocationLogging logging, BedrockUse bedrock) =>
        logging.IsSet ? Pass($"Invocations are logged to {string.Join(" and ", Places(logging))}.")
        : bedrock.Any ? Fail("Bedrock is in use and logs no invocation.")
        : NotApplicable("Bedrock is not in use here.");

    [Repair("AWS-MON-001", "aws/bedrock/InvocationLogging", Needs = "-LogGroupName and -RoleArn, or -LogBucketName")]
    internal static IEnumerable<Wish> SwitchOn(InvocationLogging logging, RepairChoices choices)
    {
        JsonObject config = [];
        if (choices.LogGroupName is not null || choices.LogBucketName is null)
        {
            config["cloudWatchConfig"] = new JsonObject { ["logGroupName"] = RepairChoices.Of(choices.LogGroupName, "-LogGroupName"), ["roleArn"] = RepairChoices.Of(choices.RoleArn, "-RoleArn") };
        }
        if (choices.LogBucketName is { } bucket)
        {
            config["s3Config"] = new JsonObject { ["bucketName"] = bucket };
        }
        foreach (var kind in s_kinds)
        {
            config[kind] = true;
        }
        return [Wish.Of(logging, BedrockSettings.InvocationLogging, [], Wish.With(config))];
    }

    [Check("AWS-MON-002", Severity.Medium, "Bedrock's invocation log leaves no kind of data out",
        Risk = "What is asked by image, sound or embedding leaves no trace.",
        Advice = "Turn on delivery of every kind of data in the logging configuration.",
        Tip = Tip.ModelMonitoring, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0024", Link = Link)]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": true, "embeddingDataDeliveryEnabled": true, "videoDataDeliveryEnabled": true, "audioDataDeliveryEnabled": true } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": false, "imageDataDeliveryEnabled": true, "embeddingDataDeliveryEnabled": true, "videoDataDeliveryEnabled": true, "audioDataDeliveryEnabled": true } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": false, "embeddingDataDeliveryEnabled": true, "videoDataDeliveryEnabled": true, "audioDataDeliveryEnabled": true } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": true, "embeddingDataDeliveryEnabled": false, "videoDataDeliveryEnabled": true, "audioDataDeliveryEnabled": true } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": true, "embeddingDataDeliveryEnabled": true, "videoDataDeliveryEnabled": false } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "audioDataDeliveryEnabled": false } }""")]
    [CannotSay("""{ "loggingConfig": { "s3Config": { "bucketName": "b" }, "textDataDeliveryEnabled": true, "imageDataDeliveryEnabled": true, "embeddingDataDeliveryEnabled": true, "audioDataDeliveryEnabled": true } }""",
        Because = "AWS documents no default.")]
    [Skips("""{ }""")]
    public static Verdict Kinds(InvocationLogging logging)
    {
        if (!logging.IsSet)
        {
            return NotApplicable("No invocation is logged.");
        }
        var config = logging.LoggingConfig!;
        (string Kind, bool? Delivered)[] kinds =
            [("text", config.TextDataDeliveryEnabled), ("images", config.ImageDataDeliveryEnabled), ("embeddings", config.EmbeddingDataDeliveryEnabled),
                ("videos", config.VideoDataDeliveryEnabled), ("audio", config.AudioDataDeliveryEnabled)];
        var off = kinds.Where(kind => kind.Delivered is false).Select(kind => kind.Kind).ToList();
        var unsaid = kinds.Where(kind => kind.Delivered is null).Select(kind => kind.Kind).ToList();
        return off.Count > 0 ? Fail($"The log leaves out {string.Join(", ", off)}.")
            : unsaid.Count > 0 ? Unknown($"AWS does not say whether {string.Join(", ", unsaid)} are logged.")
            : Pass("Every kind of data is logged.");
    }

    [Repair("AWS-MON-002", "aws/bedrock/InvocationLogging")]
    internal static IEnumerable<Wish> LogAll(InvocationLogging logging) =>
        [Wish.Of(logging, BedrockSettings.InvocationLogging, [], state =>
        {
            foreach (var kind in s_kinds.Where(kind => state?[kind] is { } delivered && delivered.ToString() is "false" or "False"))
            {
                state![kind] = true;
            }
            return state;
        })];

    [Check("AWS-MON-003", Severity.High, "Bedrock's invocation log is kept and protected",
        Risk = "A log that is gone, overwritten or open to everybody proves nothing and gives prompts away.",
        Advice = "Set versioning on the log's bucket, keep everybody out of it, and keep the log group for 90 days or longer.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Atlas = "AML.T0107", Link = Link)]
    [Command("aws s3api put-bucket-versioning --bucket {loggingConfig.s3Config.bucketName} --versioning-configuration Status=Enabled --region {Region} && aws s3api put-public-access-block --bucket {loggingConfig.s3Config.bucketName} --public-access-block-configuration 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true' --region {Region} && aws logs put-retention-policy --log-group-name {loggingConfig.cloudWatchConfig.logGroupName} --retention-in-days 365 --region {Region}")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "retentionInDays": 90 }""")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g" }""", Because = "Without a limit logs are kept for ever.")]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Enabled" }""", """BucketAcl { "@Parent": "arn:b" }""")]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Enabled" }""",
        """BucketPolicyStatus { "@Parent": "arn:b", "IsPublic": true }""", """BucketPublicAccessBlock { "@Parent": "arn:b", "RestrictPublicBuckets": true }""")]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Enabled" }""",
        """BucketAcl { "@Parent": "arn:b", "AccessControlList": { "Grant": [{ "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" }] } }""", """BucketPublicAccessBlock { "@Parent": "arn:b", "IgnorePublicAcls": true }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "retentionInDays": 60 }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b" }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Suspended" }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Enabled" }""",
        """BucketPolicyStatus { "@Parent": "arn:b", "IsPublic": true }""", """BucketPublicAccessBlock { "@Parent": "arn:b", "BlockPublicPolicy": true }""", Because = "The block refuses new policies; the one that is there stays.")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketVersioning { "@Parent": "arn:b", "Status": "Enabled" }""",
        """BucketAcl { "@Parent": "arn:b", "AccessControlList": { "Grant": { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" }, "Permission": "READ" } } }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g", "largeDataDeliveryS3Config": { "bucketName": "b" } } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "retentionInDays": 365 }""",
        Because = "What is too large for the log group is lost.")]
    [Skips("""{ }""")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" }, "s3Config": { "bucketName": "" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "retentionInDays": 90 }""", Because = "A bucket without a name is none.")]
    public static Verdict Kept(InvocationLogging logging, Inventory<LogGroup> groups, LogBuckets buckets) =>
        Every.Of("No invocation is logged.", !logging.IsSet ? [] :
            LogGroups(logging).Select<string, Func<Verdict>>(name => () => groups.Find(name) switch
            {
                null => Fail($"The log group {name} does not exist."),
                { RetentionInDays: { } days and < Days } => Fail($"The log group {name} keeps logs for {days} days."),
                { RetentionInDays: { } days } => Pass($"The log group {name} keeps logs for {days} days."),
                _ => Pass($"The log group {name} keeps logs for ever."),
            }).Concat(Buckets(logging).SelectMany<string, Func<Verdict>>(name => [() => Every.Of("", buckets.Judge(name))])));

    [Repair("AWS-MON-003", "aws/logs/LogGroup", "aws/s3/Versioning", "aws/s3/PublicAccessBlock")]
    internal static IEnumerable<Wish> Keep(InvocationLogging logging, Inventory<LogGroup> groups, Inventory<Bucket> buckets, Inventory<BucketVersioning> versionings, BucketExposure exposure, RepairChoices choices) =>
        (from name in LogGroups(logging)
         let @group = groups.Find(name)
         where @group is { RetentionInDays: < Days }
         select Wish.Of(@group, LogSettings.Group, LogSettings.Key(name), Wish.With(new() { ["retentionInDays"] = choices.RetentionDays })))
        .Concat(from name in Buckets(logging)
                let bucket = buckets.Find(name)
                where bucket is not null && versionings.One(bucket) is { Status: "Suspended" }
                select BucketChecks.Version(bucket))
        .Concat(from name in Buckets(logging)
                let bucket = buckets.Find(name)
                where bucket is not null && Every.Of(exposure.Of(bucket, name)).Status == Status.Fail
                from wish in BucketChecks.Block(bucket)
                select wish);

    [Check("AWS-DATA-023", Severity.High, "Bedrock's invocation log is encrypted with a customer-managed key",
        Risk = "Prompts and answers, with all that people put into them, lie under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the log group and as the bucket's default encryption.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0036", Link = Link)]
    [Command("""aws logs associate-kms-key --log-group-name {loggingConfig.cloudWatchConfig.logGroupName} --kms-key-id KMS_KEY_ARN --region {Region} && aws s3api put-bucket-encryption --bucket {loggingConfig.s3Config.bucketName} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KMS_KEY_ARN"},"BucketKeyEnabled":true}]}' --region {Region}""")]
    [Passes("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "kmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""",
        """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g" }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g" } } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""",
        """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } } }""", Because = "Every bucket has this: a key of S3 is no key of yours.")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""",
        """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""",
        """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } } }""", Because = "Without a key of its own it is aws/s3.")]
    [Fails("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""")]
    [Fails("""{ "loggingConfig": { "cloudWatchConfig": { "logGroupName": "g", "largeDataDeliveryS3Config": { "bucketName": "b" } } } }""", """LogGroup { "@Id": "arn:g", "logGroupName": "g", "kmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""")]
    [Skips("""{ }""")]
    [Passes("""{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""",
        """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms:dsse", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    public static Verdict Key(InvocationLogging logging, Inventory<LogGroup> groups, Inventory<Bucket> buckets, Inventory<BucketEncryption> encryptions, Inventory<KmsKey> keys) =>
        Every.Of("No invocation is logged.", !logging.IsSet ? [] :
            LogGroups(logging).Select<string, Func<Verdict>>(name => () => groups.Find(name) is { } group
                ? CustomerKey.Judge($"The log group {name}", group.KmsKeyId, keys) : Fail($"The log group {name} does not exist."))
            .Concat(Buckets(logging).Select<string, Func<Verdict>>(name => () => buckets.Find(name) is { } bucket
                ? CustomerKey.Judge($"The bucket {name}", KeyOf(encryptions.One(bucket)), keys) : Fail($"The bucket {name} does not exist."))));

    [Repair("AWS-DATA-023", "aws/logs/LogGroup", "aws/s3/Encryption", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(InvocationLogging logging, Inventory<LogGroup> groups, Inventory<Bucket> buckets, Inventory<BucketEncryption> encryptions, Inventory<KmsKey> keys, RepairChoices choices) =>
        (from name in LogGroups(logging)
         let @group = groups.Find(name)
         where @group is not null && CustomerKey.Judge(name, @group.KmsKeyId, keys).Status == Status.Fail
         select Wish.Of(@group, LogSettings.Group, LogSettings.Key(name), Wish.With(new() { ["kmsKeyId"] = choices.Key })))
        .Concat(from name in Buckets(logging)
                let bucket = buckets.Find(name)
                where bucket is not null && CustomerKey.Judge(name, KeyOf(encryptions.One(bucket)), keys).Status == Status.Fail
                select BucketChecks.Encrypt(bucket, choices));

    // S3 uses the first rule; where the algorithm is one of S3's own, a key that is named beside it is not used.
    private static string? KeyOf(BucketEncryption? encryption) =>
        encryption?.Rules is [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" or "aws:kms:dsse" } byDefault }, ..] ? byDefault.KMSMasterKeyID : null;

    private static IEnumerable<string> LogGroups(InvocationLogging logging) =>
        logging.LoggingConfig?.CloudWatchConfig?.LogGroupName is { Length: > 0 } group ? [group] : [];

    private static IEnumerable<string> Buckets(InvocationLogging logging) =>
        new[] { logging.LoggingConfig?.S3Config?.BucketName, logging.LoggingConfig?.CloudWatchConfig?.LargeDataDeliveryS3Config?.BucketName }
            .OfType<string>().Where(name => name.Length > 0).Distinct();

    private static IEnumerable<string> Places(InvocationLogging logging) =>
        LogGroups(logging).Select(name => $"the log group {name}").Concat(Buckets(logging).Select(name => $"the bucket {name}"));
}
