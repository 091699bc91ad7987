namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that sorts documents by a custom classifier.</summary>
[AwsResource("AWS::Comprehend::DocumentClassificationJob", "comprehend",
    List = "ListDocumentClassificationJobs", Items = "DocumentClassificationJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record DocumentClassificationJob : ComprehendVolumeJob;
