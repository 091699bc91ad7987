namespace AiCloudSecurity.Resources.Aws;

/// <summary>A transcription of speech, as ListTranscriptionJobs gives it; Transcribe forgets it after 90 days.</summary>
[AwsResource("AWS::Transcribe::TranscriptionJob", "transcribe",
    List = "ListTranscriptionJobs", Items = "TranscriptionJobSummaries", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:transcribe:{region}:{account}:transcription-job/{TranscriptionJobName}", NameMember = "TranscriptionJobName")]
public sealed record TranscriptionJob : Resource, IJob
{
    /// <summary>QUEUED, IN_PROGRESS, FAILED or COMPLETED.</summary>
    public string? TranscriptionJobStatus { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>CUSTOMER_BUCKET, or SERVICE_BUCKET: a bucket of AWS.</summary>
    public string? OutputLocationType { get; init; }

    /// <summary>What becomes of personal data; absent where it stays in the text.</summary>
    public TranscriptRedaction? ContentRedaction { get; init; }

    bool IJob.IsRunning => TranscriptionJobStatus is "QUEUED" or "IN_PROGRESS";
}

/// <summary>What becomes of personal data in a transcript.</summary>
public sealed record TranscriptRedaction
{
    /// <summary>PII, the only kind.</summary>
    public string? RedactionType { get; init; }

    /// <summary>redacted, or redacted_and_unredacted: a second transcript with everything in it.</summary>
    public string? RedactionOutput { get; init; }
}
