namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds the mood towards each thing that is named.</summary>
[AwsResource("AWS::Comprehend::TargetedSentimentDetectionJob", "comprehend",
    List = "ListTargetedSentimentDetectionJobs", Items = "TargetedSentimentDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record TargetedSentimentDetectionJob : ComprehendVolumeJob;
