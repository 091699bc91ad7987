namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds key phrases.</summary>
[AwsResource("AWS::Comprehend::KeyPhrasesDetectionJob", "comprehend",
    List = "ListKeyPhrasesDetectionJobs", Items = "KeyPhrasesDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record KeyPhrasesDetectionJob : ComprehendVolumeJob;
