namespace AiCloudSecurity.Resources.Aws;

/// <summary>An analysis of a recorded call, as GetCallAnalyticsJob gives it; Transcribe forgets it after 90 days.</summary>
[AwsResource("AWS::Transcribe::CallAnalyticsJob", "transcribe",
    List = "ListCallAnalyticsJobs", Items = "CallAnalyticsJobSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "GetCallAnalyticsJob", Key = "CallAnalyticsJobName", Unwrap = "CallAnalyticsJob",
    Id = "arn:{partition}:transcribe:{region}:{account}:analytics/{CallAnalyticsJobName}", NameMember = "CallAnalyticsJobName")]
public sealed record CallAnalyticsJob : Resource, IJob
{
    /// <summary>QUEUED, IN_PROGRESS, FAILED or COMPLETED.</summary>
    public string? CallAnalyticsJobStatus { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>What it was told beside the recording.</summary>
    public CallAnalyticsSettings? Settings { get; init; }

    bool IJob.IsRunning => CallAnalyticsJobStatus is "QUEUED" or "IN_PROGRESS";
}

/// <summary>What a call analysis was told beside the recording.</summary>
public sealed record CallAnalyticsSettings
{
    /// <summary>What becomes of personal data; absent where it stays in the text.</summary>
    public TranscriptRedaction? ContentRedaction { get; init; }
}
