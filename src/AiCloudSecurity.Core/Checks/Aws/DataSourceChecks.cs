using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what feeds Bedrock's knowledge bases.</summary>
internal static class DataSourceChecks
{
    [Check("AWS-DATA-019", Severity.Medium, "Data source is taken in under a customer-managed key",
        Risk = "While documents are taken in, copies of them lie under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the data source and take it in anew.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html")]
    [Command("aws bedrock-agent get-data-source --knowledge-base-id {knowledgeBaseId} --data-source-id {dataSourceId} --region {Region} && aws bedrock-agent update-data-source --knowledge-base-id {knowledgeBaseId} --data-source-id {dataSourceId} --name {Name} --data-source-configuration file://source.json --server-side-encryption-configuration kmsKeyArn=KMS_KEY_ARN --region {Region} && aws bedrock-agent start-ingestion-job --knowledge-base-id {knowledgeBaseId} --data-source-id {dataSourceId} --region {Region}")]
    [Passes("""{ "serverSideEncryptionConfiguration": { "kmsKeyArn": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Parent": "arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/KB00000001", "dataSourceId": "DS00000001" }""", """KnowledgeBase { "@Id": "arn:aws:bedrock:eu-west-1:111122223333:knowledge-base/KB00000001" }""")]
    [Fails("""{ "serverSideEncryptionConfiguration": { } }""")]
    [Fails("""{ "serverSideEncryptionConfiguration": { "kmsKeyArn": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict IngestionKey(DataSource source, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("Its copy", source.ServerSideEncryptionConfiguration?.KmsKeyArn, keys);

    [Check("AWS-DATA-020", Severity.Medium, "Knowledge base is fed neither by the web nor by another account",
        Risk = "Whoever writes the pages or owns the bucket decides what the model believes.",
        Advice = "Remove the data source, or copy what was reviewed into a bucket of this account.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM04, LLM08", Atlas = "AML.T0070, AML.T0066",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-base-ds.html")]
    [Command("aws bedrock-agent get-data-source --knowledge-base-id {knowledgeBaseId} --data-source-id {dataSourceId} --region {Region} && aws bedrock-agent delete-data-source --knowledge-base-id {knowledgeBaseId} --data-source-id {dataSourceId} --region {Region}")]
    [Passes("""{ "dataSourceConfiguration": { "type": "S3", "s3Configuration": { "bucketArn": "arn:aws:s3:::docs", "bucketOwnerAccountId": "111122223333" } } }""")]
    [Passes("""{ "dataSourceConfiguration": { "type": "S3", "s3Configuration": { "bucketArn": "arn:aws:s3:::docs" } } }""", Because = "The owner is named where it is another account.")]
    [Passes("""{ "dataSourceConfiguration": { "type": "CONFLUENCE" } }""")]
    [Fails("""{ "dataSourceConfiguration": { "type": "WEB", "webConfiguration": { "sourceConfiguration": { "urlConfiguration": { "seedUrls": [ { "url": "https://example.com/" } ] } } } } }""")]
    [Fails("""{ "dataSourceConfiguration": { "type": "WEB" } }""")]
    [Fails("""{ "dataSourceConfiguration": { "type": "S3", "s3Configuration": { "bucketArn": "arn:aws:s3:::docs", "bucketOwnerAccountId": "999988887777" } } }""")]
    [CannotSay("""{ }""")]
    [Passes("""{ "dataSourceConfiguration": { "type": "S3" } }""")]
    [CannotSay("""{ "dataSourceConfiguration": { } }""")]
    public static Verdict TrustedSource(DataSource source, Scope scope) => source.DataSourceConfiguration switch
    {
        null or { Type: null } => Unknown("Bedrock does not say what it reads."),
        { Type: "WEB", WebConfiguration.SourceConfiguration.UrlConfiguration.SeedUrls: [{ Url: { } url }, ..] } => Fail($"It reads web pages, from {url}."),
        { Type: "WEB" } => Fail("It reads web pages."),
        { S3Configuration: { BucketOwnerAccountId: { Length: > 0 } owner } bucket } when owner != scope.Id => Fail($"It reads {bucket.BucketArn} of account {owner}."),
        { Type: "S3", S3Configuration: var bucket } => Pass($"It reads {bucket?.BucketArn}, for which no other account is named."),
        { Type: var type } => Pass($"It reads {type}."),
    };

    [Repair("AWS-DATA-019", "aws/bedrock-agent/DataSource", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(DataSource source, RepairChoices choices)
    {
        var key = choices.Key;
        return
        [
            Wish.Of(source, AgentSettings.DataSource, new() { ["knowledgeBaseId"] = source.Identity.Parent?.Split('/')[^1], ["dataSourceId"] = source.Identity.Id.Split('/')[^1] },
                Wish.With(new() { ["serverSideEncryptionConfiguration"] = new JsonObject { ["kmsKeyArn"] = key } }), "The knowledge base's role needs kms:GenerateDataKey and kms:Decrypt on the key, or taking in documents fails."),
        ];
    }
}
