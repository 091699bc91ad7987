namespace AiCloudSecurity.Resources.Aws;

/// <summary>A look through many pictures at once, as ListMediaAnalysisJobs gives it.</summary>
[AwsResource("AWS::Rekognition::MediaAnalysisJob", "rekognition",
    List = "ListMediaAnalysisJobs", Items = "MediaAnalysisJobs", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:rekognition:{region}:{account}:media-analysis-job/{JobId}", NameMember = "JobName")]
public sealed record MediaAnalysisJob : Resource, IJob
{
    /// <summary>CREATED, QUEUED, IN_PROGRESS, SUCCEEDED or FAILED.</summary>
    public string? Status { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>The key of copies and results; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }

    DateTimeOffset? IJob.CreationTime => CreationTimestamp;

    bool IJob.IsRunning => Status is "CREATED" or "QUEUED" or "IN_PROGRESS";
}
