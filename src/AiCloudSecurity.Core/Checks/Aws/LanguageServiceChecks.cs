using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what Textract, Translate, Polly and Personalize keep.</summary>
internal static class LanguageServiceChecks
{
    [Check("AWS-DATA-043", Severity.Low, "Textract adapter is encrypted with a customer-managed key",
        Risk = "Documents that the adapter learned from lie under a key that no policy of yours governs.",
        Advice = "Train a new version of the adapter with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/textract/latest/dg/how-it-works-custom-queries.html")]
    [Command("aws textract get-adapter-version --adapter-id {AdapterId} --adapter-version {AdapterVersion} --region {Region} && aws textract create-adapter-version --adapter-id {AdapterId} --dataset-config file://dataset.json --output-config S3Bucket=BUCKET_NAME --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "KMSKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "KMSKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Status": "ACTIVE" }""")]
    [Fails("""{ }""")]
    [Skips("""{ "Status": "CREATION_ERROR" }""")]
    public static Verdict AdapterKey(AdapterVersion version, Inventory<KmsKey> keys) => version.Status is "CREATION_ERROR"
        ? NotApplicable("It could not be made.")
        : CustomerKey.Judge("The adapter", version.KMSKeyId, keys);

    [Check("AWS-DATA-044", Severity.Medium, "Translations are encrypted with a customer-managed key",
        Risk = "What the documents say lies under a key that no policy of yours governs.",
        Advice = "Name a customer-managed key for the output of the next job.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/translate/latest/dg/encryption-at-rest.html")]
    [Command("aws translate describe-text-translation-job --job-id {JobId} --region {Region} && aws translate start-text-translation-job --job-name NEW_NAME --input-data-config 'S3Uri=S3_URI,ContentType=text/plain' --output-data-config 'S3Uri=S3_URI,EncryptionKey={Type=KMS,Id=KMS_KEY_ARN}' --data-access-role-arn {DataAccessRoleArn} --source-language-code {SourceLanguageCode} --target-language-codes LANGUAGE_CODE --region {Region}")]
    [Passes("""{ "JobId": "j", "SubmittedTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobId": "j", "SubmittedTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobId": "j", "SubmittedTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" } }""")]
    [Fails("""{ "JobId": "j" }""")]
    [Fails("""{ "JobId": "j", "SubmittedTime": "2026-07-01T08:00:00Z", "JobStatus": "IN_PROGRESS" }""", Because = "It still runs.")]
    [Skips("""{ "JobId": "j", "SubmittedTime": "2026-07-01T08:00:00Z", "JobStatus": "COMPLETED" }""")]
    public static Verdict TranslationJobKey(TranslationJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window) ?? CustomerKey.Judge("Its output", job.OutputDataConfig?.EncryptionKey?.Id, keys);

    [Check("AWS-DATA-044", Severity.Medium, "Terminology is encrypted with a customer-managed key",
        Risk = "Words that only the company uses lie under a key that no policy of yours governs.",
        Advice = "Import the terminology anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/translate/latest/dg/encryption-at-rest.html")]
    [Command("aws translate get-terminology --name {Name} --terminology-data-format CSV --region {Region} && aws translate import-terminology --name {Name} --merge-strategy OVERWRITE --terminology-data Format=CSV --data-file fileb://terminology.csv --encryption-key 'Type=KMS,Id=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "Name": "t", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "t", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "t" }""")]
    public static Verdict TerminologyKey(Terminology terminology, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The terminology", terminology.EncryptionKey?.Id, keys);

    [Check("AWS-DATA-044", Severity.Medium, "Parallel data is encrypted with a customer-managed key",
        Risk = "Documents and their translations lie under a key that no policy of yours governs.",
        Advice = "Make the parallel data anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/translate/latest/dg/encryption-at-rest.html")]
    [Command("aws translate get-parallel-data --name {Name} --region {Region} && aws translate create-parallel-data --name NEW_NAME --parallel-data-config 'S3Uri=S3_URI,Format=CSV' --encryption-key 'Type=KMS,Id=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "Name": "t", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "t", "EncryptionKey": { "Type": "KMS", "Id": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "t" }""")]
    public static Verdict ParallelDataKey(ParallelData data, Inventory<KmsKey> keys) =>
        CustomerKey.Judge("The parallel data", data.EncryptionKey?.Id, keys);

    [Check("AWS-DATA-045", Severity.Low, "Speech goes to a bucket with a customer-managed key",
        Risk = "What was read out lies under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key as the default encryption of the bucket.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/polly/latest/dg/asynchronous.html")]
    [Passes("""{ "TaskId": "t", "OutputUri": "https://s3.eu-west-1.amazonaws.com/speech/news.t.mp3" }""", """Bucket { "@Id": "arn:aws:s3:::speech", "@Name": "speech" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::speech", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "TaskId": "t", "OutputUri": "https://speech.s3.eu-west-1.amazonaws.com/news.t.mp3" }""", """Bucket { "@Id": "arn:aws:s3:::speech", "@Name": "speech" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::speech", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms:dsse", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "TaskId": "t", "OutputUri": "https://s3.eu-west-1.amazonaws.com/speech/news.t.mp3" }""", """Bucket { "@Id": "arn:aws:s3:::speech", "@Name": "speech" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::speech", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "TaskId": "t", "OutputUri": "https://s3.eu-west-1.amazonaws.com/speech/news.t.mp3" }""", """Bucket { "@Id": "arn:aws:s3:::speech", "@Name": "speech" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::speech", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } } }""")]
    [Fails("""{ "TaskId": "t", "OutputUri": "https://s3.eu-west-1.amazonaws.com/speech/news.t.mp3" }""", """Bucket { "@Id": "arn:aws:s3:::speech", "@Name": "speech" }""")]
    [CannotSay("""{ "TaskId": "t", "OutputUri": "https://s3.eu-west-1.amazonaws.com/speech/news.t.mp3" }""", Because = "The bucket is not there any more.")]
    [CannotSay("""{ "TaskId": "t" }""")]
    public static Verdict SpeechKey(SpeechTask task, Inventory<Bucket> buckets, Inventory<BucketEncryption> encryption, Inventory<KmsKey> keys) => task.OutputBucket switch
    {
        null => Unknown("Polly does not say where the speech lies."),
        var name => buckets.Find(name) is { } bucket ? BucketChecks.Key(encryption.One(bucket), keys) : Unknown($"The bucket {name} of the speech does not exist."),
    };

    [Repair("AWS-DATA-045", "aws/s3/Encryption", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> EncryptSpeech(SpeechTask task, Inventory<Bucket> buckets, RepairChoices choices) =>
        buckets.Find(task.OutputBucket) is { } bucket ? [BucketChecks.Encrypt(bucket, choices)] : [];

    [Check("AWS-DATA-046", Severity.Medium, "Personalize's data is encrypted with a customer-managed key",
        Risk = "What each person saw and chose lies under a key that no policy of yours governs.",
        Advice = "Make the dataset group anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/personalize/latest/dg/data-encryption.html")]
    [Command("aws personalize describe-dataset-group --dataset-group-arn {Id} --region {Region} && aws personalize create-dataset-group --name NEW_NAME --role-arn ROLE_ARN --kms-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "datasetGroupArn": "g", "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "datasetGroupArn": "g", "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "datasetGroupArn": "g" }""")]
    public static Verdict DatasetKey(DatasetGroup group, Inventory<KmsKey> keys) => CustomerKey.Judge("The dataset group", group.KmsKeyArn, keys);
}
