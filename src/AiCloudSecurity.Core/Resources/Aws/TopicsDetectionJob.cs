namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds topics.</summary>
[AwsResource("AWS::Comprehend::TopicsDetectionJob", "comprehend",
    List = "ListTopicsDetectionJobs", Items = "TopicsDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record TopicsDetectionJob : ComprehendVolumeJob;
