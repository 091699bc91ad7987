namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds names of persons, places and things.</summary>
[AwsResource("AWS::Comprehend::EntitiesDetectionJob", "comprehend",
    List = "ListEntitiesDetectionJobs", Items = "EntitiesDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record EntitiesDetectionJob : ComprehendVolumeJob;
