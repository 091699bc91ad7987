using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Transcribe's jobs. They cannot be changed: what fails is to be asked for otherwise next time.</summary>
internal static class TranscriptionJobChecks
{
    [Check("AWS-DATA-038", Severity.High, "Transcription redacts personal data",
        Risk = "Names, numbers and addresses that were spoken lie in the transcript for every reader.",
        Advice = "Transcribe again with content redaction that keeps only the redacted text.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/transcribe/latest/dg/pii-redaction.html")]
    [Command("aws transcribe get-transcription-job --transcription-job-name {Name} --region {Region} && aws transcribe start-transcription-job --transcription-job-name NEW_NAME --media MediaFileUri=S3_URI --language-code {LanguageCode} --content-redaction 'RedactionType=PII,RedactionOutput=redacted' --output-bucket-name BUCKET_NAME --region {Region}")]
    [Passes("""{ "TranscriptionJobStatus": "COMPLETED", "ContentRedaction": { "RedactionType": "PII", "RedactionOutput": "redacted" } }""")]
    [Fails("""{ "TranscriptionJobStatus": "COMPLETED" }""")]
    [Fails("""{ "TranscriptionJobStatus": "IN_PROGRESS", "ContentRedaction": { "RedactionType": "PII", "RedactionOutput": "redacted_and_unredacted" } }""", Because = "The second transcript has everything in it.")]
    [Fails("""{ "TranscriptionJobStatus": "COMPLETED", "ContentRedaction": { } }""")]
    [Fails("""{ }""")]
    [Skips("""{ "TranscriptionJobStatus": "FAILED" }""")]
    [Skips("""{ "TranscriptionJobStatus": "COMPLETED", "CreationTime": 1780000000 }""")]
    public static Verdict Redacts(TranscriptionJob job, JobWindow window) => Redaction(job, job.TranscriptionJobStatus, job.ContentRedaction, window);

    [Check("AWS-DATA-038", Severity.High, "Call analysis redacts personal data",
        Risk = "Names, numbers and addresses of callers lie in the transcript for every reader.",
        Advice = "Analyse the call again with content redaction that keeps only the redacted text.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0057",
        Link = "https://docs.aws.amazon.com/transcribe/latest/dg/pii-redaction.html")]
    [Command("""aws transcribe get-call-analytics-job --call-analytics-job-name {Name} --region {Region} && aws transcribe start-call-analytics-job --call-analytics-job-name NEW_NAME --media MediaFileUri=S3_URI --data-access-role-arn {DataAccessRoleArn} --settings '{"ContentRedaction":{"RedactionType":"PII","RedactionOutput":"redacted"}}' --region {Region}""")]
    [Passes("""{ "CallAnalyticsJobStatus": "COMPLETED", "Settings": { "ContentRedaction": { "RedactionType": "PII", "RedactionOutput": "redacted" } } }""")]
    [Fails("""{ "CallAnalyticsJobStatus": "COMPLETED" }""")]
    [Fails("""{ "CallAnalyticsJobStatus": "COMPLETED", "Settings": { } }""")]
    [Fails("""{ "CallAnalyticsJobStatus": "COMPLETED", "Settings": { "ContentRedaction": { "RedactionType": "PII", "RedactionOutput": "redacted_and_unredacted" } } }""")]
    [Fails("""{ }""")]
    [Skips("""{ "CallAnalyticsJobStatus": "FAILED" }""")]
    [Skips("""{ "CallAnalyticsJobStatus": "COMPLETED", "CreationTime": 1780000000 }""")]
    public static Verdict CallRedacts(CallAnalyticsJob job, JobWindow window) => Redaction(job, job.CallAnalyticsJobStatus, job.Settings?.ContentRedaction, window);

    [Check("AWS-DATA-039", Severity.Medium, "Transcript is written to a bucket of your own",
        Risk = "In the bucket of the service, no key, no policy and no log of yours guards the transcript.",
        Advice = "Name an output bucket and a customer-managed key in the next job.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/transcribe/latest/dg/data-protection.html")]
    [Command("aws transcribe get-transcription-job --transcription-job-name {Name} --region {Region} && aws transcribe start-transcription-job --transcription-job-name NEW_NAME --media MediaFileUri=S3_URI --language-code {LanguageCode} --output-bucket-name BUCKET_NAME --output-encryption-kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "TranscriptionJobStatus": "COMPLETED", "OutputLocationType": "CUSTOMER_BUCKET" }""")]
    [Fails("""{ "TranscriptionJobStatus": "COMPLETED", "OutputLocationType": "SERVICE_BUCKET" }""")]
    [CannotSay("""{ }""")]
    [Skips("""{ "TranscriptionJobStatus": "FAILED", "OutputLocationType": "SERVICE_BUCKET" }""")]
    [Skips("""{ "TranscriptionJobStatus": "COMPLETED", "OutputLocationType": "SERVICE_BUCKET", "CreationTime": 1780000000 }""")]
    public static Verdict OwnBucket(TranscriptionJob job, JobWindow window) =>
        Nothing(job, job.TranscriptionJobStatus, window) ?? job.OutputLocationType switch
        {
            "CUSTOMER_BUCKET" => Pass("The transcript is in a bucket of the customer's."),
            "SERVICE_BUCKET" => Fail("The transcript is in the bucket of the service."),
            _ => Unknown("Transcribe does not say where the transcript is."),
        };

    private static Verdict Redaction(IJob job, string? status, TranscriptRedaction? redaction, JobWindow window) =>
        Nothing(job, status, window) ?? redaction?.RedactionOutput switch
        {
            "redacted" => Pass("Only the redacted transcript is kept."),
            "redacted_and_unredacted" => Fail("An unredacted transcript is kept beside the redacted one."),
            _ => Fail("Personal data is not redacted."),
        };

    private static Verdict? Nothing(IJob job, string? status, JobWindow window) =>
        status == "FAILED" ? NotApplicable("It failed: there is no transcript.") : job.History(window);
}
