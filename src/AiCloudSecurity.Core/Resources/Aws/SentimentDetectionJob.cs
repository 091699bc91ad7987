namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds the mood of texts.</summary>
[AwsResource("AWS::Comprehend::SentimentDetectionJob", "comprehend",
    List = "ListSentimentDetectionJobs", Items = "SentimentDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record SentimentDetectionJob : ComprehendVolumeJob;
