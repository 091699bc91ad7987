namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Comprehend job that finds events; its machines have no settings.</summary>
[AwsResource("AWS::Comprehend::EventsDetectionJob", "comprehend",
    List = "ListEventsDetectionJobs", Items = "EventsDetectionJobPropertiesList",
    Id = "JobArn", NameMember = "JobName")]
public sealed record EventsDetectionJob : ComprehendJob;
