using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Checks on Comprehend's jobs over documents, of one region together: they are of nine kinds, live for an hour and
/// cannot be changed, so what counts is how the region's jobs are asked for.
/// </summary>
internal static class ComprehendJobChecks
{
    private const string AnewCommand = "aws comprehend list-pii-entities-detection-jobs --region {Region} && aws comprehend start-entities-detection-job --input-data-config S3Uri=S3_URI --output-data-config 'S3Uri=S3_URI,KmsKeyId=KMS_KEY_ARN' --data-access-role-arn ROLE_ARN --language-code en --volume-kms-key-id KMS_KEY_ARN --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}";

    [Check("AWS-NET-042", Severity.Low, "Comprehend jobs of the region work from a network of yours",
        Risk = "Documents are read past your network, where no endpoint policy and no flow log sees them.",
        Advice = "Give the next jobs subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/usingVPC.html")]
    [Command(AnewCommand)]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "VpcConfig": { "Subnets": [ "subnet-1" ] } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """SentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """TargetedSentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """KeyPhrasesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """DominantLanguageDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """DocumentClassificationJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "VpcConfig": { "Subnets": [ ] } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names" }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "VpcConfig": { "Subnets": [ "subnet-1" ] } }""",
        """EntitiesDetectionJob { "JobArn": "i", "JobName": "more", "SubmitTime": "2026-10-20T08:00:00Z" }""")]
    [Skips("""{ }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z", "JobStatus": "IN_PROGRESS" }""",
        Because = "It still runs.")]
    [Skips("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z" }""")]
    public static Verdict Network(RegionItself region, VolumeJobs jobs, JobWindow window) =>
        OfEach(region, jobs.Lists, window, job => [() => job.VpcConfig?.IsSet is true
            ? Pass($"{Named(job)} works from {job.VpcConfig.Subnets![0]}.")
            : Fail($"{Named(job)} works from the network of AWS.")]);

    [Check("AWS-DATA-035", Severity.Medium, "Comprehend jobs of the region use customer-managed keys",
        Risk = "Results and working copies of the documents lie under keys that no policy of yours governs.",
        Advice = "Name customer-managed keys for output and volume in the next jobs.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/kms-in-comprehend.html")]
    [Command(AnewCommand)]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "KmsKeyId": "k-1" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ }""",
        """PiiEntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "It has no volume of which it tells.")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """SentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """TargetedSentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """KeyPhrasesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """DominantLanguageDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """DocumentClassificationJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """EventsDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """PiiEntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "OutputDataConfig": { "S3Uri": "s3://out", "KmsKeyId": "k-1" }, "VolumeKmsKeyId": "k-1" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names" }""")]
    [Skips("""{ }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z", "JobStatus": "IN_PROGRESS" }""",
        Because = "It still runs.")]
    [Skips("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z" }""")]
    public static Verdict Keys(RegionItself region, AllJobs jobs, Inventory<KmsKey> keys, JobWindow window)
    {
        return OfEach(region, jobs.Lists, window, Parts);

        IEnumerable<Func<Verdict>> Parts(ComprehendJob job)
        {
            yield return () => CustomerKey.Judge($"The output of {Named(job)}", job.OutputDataConfig?.KmsKeyId, keys);
            if (job is ComprehendVolumeJob volume)
            {
                yield return () => CustomerKey.Judge($"The volume of {Named(job)}", volume.VolumeKmsKeyId, keys);
            }
        }
    }

    [Check("AWS-DATA-037", Severity.Medium, "Comprehend analyses documents whose personal data was redacted",
        Risk = "Names and numbers in the documents come back in the results, for every reader of those.",
        Advice = "Redact the documents with a PII detection job and analyse what it writes.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/comprehend/latest/dg/how-pii.html")]
    [Command("aws comprehend start-pii-entities-detection-job --mode ONLY_REDACTION --redaction-config 'PiiEntityTypes=ALL,MaskMode=REPLACE_WITH_PII_ENTITY_TYPE' --input-data-config S3Uri=S3_URI --output-data-config 'S3Uri=S3_URI,KmsKeyId=KMS_KEY_ARN' --data-access-role-arn ROLE_ARN --language-code en --region {Region}")]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails/2026/" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://clean/mails/" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""",
        Because = "What is analysed is what the redaction wrote.")]
    [Passes("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails-2/" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "Mode": "ONLY_OFFSETS", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""",
        Because = "Offsets say where personal data is and leave it there.")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "COMPLETED", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "FAILED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "STOPPED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""",
        """PiiEntitiesDetectionJob { "JobArn": "p", "JobName": "redact", "JobStatus": "STOP_REQUESTED", "Mode": "ONLY_REDACTION", "InputDataConfig": { "S3Uri": "s3://in/mails/" }, "OutputDataConfig": { "S3Uri": "s3://clean/mails/" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """SentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """TargetedSentimentDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """KeyPhrasesDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """DominantLanguageDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """DocumentClassificationJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """EventsDetectionJob { "JobArn": "j", "JobName": "names", "SubmitTime": "2026-10-20T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    [Fails("""{ }""",
        """EntitiesDetectionJob { "JobArn": "j", "JobName": "names" }""")]
    [Skips("""{ }""")]
    [Fails("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z", "JobStatus": "IN_PROGRESS" }""",
        Because = "It still runs.")]
    [Skips("""{ }""",
        """TopicsDetectionJob { "JobArn": "j", "JobName": "old", "SubmitTime": "2026-07-01T08:00:00Z", "InputDataConfig": { "S3Uri": "s3://in/mails" } }""")]
    public static Verdict Redaction(RegionItself region, AllJobs jobs, JobWindow window)
    {
        return OfEach(region, jobs.Analyses, window, job => [() =>
            jobs.Redactions.Any(redaction => IsUnder(job, redaction.InputDataConfig?.S3Uri) || IsUnder(job, redaction.OutputDataConfig?.S3Uri))
                ? Pass($"{Named(job)} reads {job.InputDataConfig?.S3Uri}, which was redacted.")
                : Fail($"{Named(job)} reads {job.InputDataConfig?.S3Uri ?? "what is not told"}, which no job redacted.")]);

        static bool IsUnder(ComprehendJob job, string? place) =>
            place is { Length: > 0 } && $"{job.InputDataConfig?.S3Uri?.TrimEnd('/')}/".StartsWith($"{place.TrimEnd('/')}/", StringComparison.Ordinal);
    }

    // A list that was refused must not hide what fails in another.
    private static Verdict OfEach<T>(
        RegionItself region, IEnumerable<Func<IReadOnlyList<T>>> lists, JobWindow window, Func<T, IEnumerable<Func<Verdict>>> parts) where T : ComprehendJob =>
        Every.Of($"No Comprehend job was asked for in {region.Identity.Name} since {window.Since:yyyy-MM-dd}.",
            lists.Select(list => (Func<Verdict>)(() => Every.Of(list().Where(job => job.History(window) is null).SelectMany(parts)))));

    private static string Named(ComprehendJob job) => $"{job.Type.Name.Split(':')[^1]} {job.Identity.Name}";

    /// <summary>The jobs that tell of a volume and a network, one list a kind.</summary>
    internal sealed class VolumeJobs(
        Inventory<EntitiesDetectionJob> entities,
        Inventory<SentimentDetectionJob> sentiments,
        Inventory<TargetedSentimentDetectionJob> targetedSentiments,
        Inventory<KeyPhrasesDetectionJob> keyPhrases,
        Inventory<DominantLanguageDetectionJob> languages,
        Inventory<TopicsDetectionJob> topics,
        Inventory<DocumentClassificationJob> classifications)
    {
        public IReadOnlyList<Func<IReadOnlyList<ComprehendVolumeJob>>> Lists =>
        [
            () => entities.All, () => sentiments.All, () => targetedSentiments.All, () => keyPhrases.All,
            () => languages.All, () => topics.All, () => classifications.All,
        ];
    }

    /// <summary>All jobs, one list a kind.</summary>
    internal sealed class AllJobs(VolumeJobs volumes, Inventory<EventsDetectionJob> events, Inventory<PiiEntitiesDetectionJob> pii)
    {
        public IReadOnlyList<Func<IReadOnlyList<ComprehendJob>>> Lists => [.. Analyses, () => pii.All];

        /// <summary>Those that look into documents for something else than personal data.</summary>
        public IReadOnlyList<Func<IReadOnlyList<ComprehendJob>>> Analyses => [.. volumes.Lists, () => events.All];

        /// <summary>Those that write documents without personal data.</summary>
        public IEnumerable<PiiEntitiesDetectionJob> Redactions =>
            pii.All.Where(job => job is { Mode: "ONLY_REDACTION", JobStatus: not ("FAILED" or "STOPPED" or "STOP_REQUESTED") });
    }
}
