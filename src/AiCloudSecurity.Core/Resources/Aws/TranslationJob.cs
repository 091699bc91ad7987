namespace AiCloudSecurity.Resources.Aws;

/// <summary>A translation of many documents, as ListTextTranslationJobs gives it.</summary>
[AwsResource("AWS::Translate::TextTranslationJob", "translate",
    List = "ListTextTranslationJobs", Items = "TextTranslationJobPropertiesList", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:translate:{region}:{account}:job/{JobId}", NameMember = "JobName")]
public sealed record TranslationJob : Resource, IJob
{
    /// <summary>SUBMITTED, IN_PROGRESS, COMPLETED, COMPLETED_WITH_ERROR, FAILED, STOP_REQUESTED or STOPPED.</summary>
    public string? JobStatus { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? SubmittedTime { get; init; }

    /// <summary>Where the translations go.</summary>
    public TranslationOutput? OutputDataConfig { get; init; }

    DateTimeOffset? IJob.CreationTime => SubmittedTime;

    bool IJob.IsRunning => JobStatus is "SUBMITTED" or "IN_PROGRESS" or "STOP_REQUESTED";
}

/// <summary>Where translations go.</summary>
public sealed record TranslationOutput
{
    /// <summary>An s3:// URI.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }

    /// <summary>The key that encrypts them; absent where the job names none.</summary>
    public TranslationKey? EncryptionKey { get; init; }
}

/// <summary>A key of Translate.</summary>
public sealed record TranslationKey
{
    /// <summary>The key.</summary>
    [Refers(typeof(KmsKey))]
    public string? Id { get; init; }
}
