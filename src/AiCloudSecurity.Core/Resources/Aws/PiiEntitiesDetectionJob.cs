namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds or redacts personal data; its machines have no settings.</summary>
[AwsResource("AWS::Comprehend::PiiEntitiesDetectionJob", "comprehend",
    List = "ListPiiEntitiesDetectionJobs", Items = "PiiEntitiesDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record PiiEntitiesDetectionJob : ComprehendJob
{
    /// <summary>ONLY_REDACTION writes the text without personal data; ONLY_OFFSETS says where it is.</summary>
    public string? Mode { get; init; }
}
