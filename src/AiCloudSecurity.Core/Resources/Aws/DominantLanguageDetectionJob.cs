namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds the language of texts.</summary>
[AwsResource("AWS::Comprehend::DominantLanguageDetectionJob", "comprehend",
    List = "ListDominantLanguageDetectionJobs", Items = "DominantLanguageDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record DominantLanguageDetectionJob : ComprehendVolumeJob;
