namespace AiCloudSecurity.Resources.Aws;

/// <summary>An MLflow tracking server of SageMaker, as DescribeMlflowTrackingServer gives it.</summary>
[AwsResource("AWS::SageMaker::MlflowTrackingServer", "sagemaker",
    List = "ListMlflowTrackingServers", Items = "TrackingServerSummaries", Input = """{ "MaxResults": 100 }""",
    Describe = "DescribeMlflowTrackingServer", Key = "TrackingServerName",
    Id = "TrackingServerArn", NameMember = "TrackingServerName")]
public sealed record MlflowTrackingServer : Resource
{
    /// <summary>Where models and other artifacts go.</summary>
    [Refers(typeof(Bucket))]
    public string? ArtifactStoreUri { get; init; }

    /// <summary>Whether it writes only to a bucket of the account that was named; it does not look by default.</summary>
    public bool? S3BucketOwnerVerification { get; init; }

    /// <summary>The role that it works as.</summary>
    public string? RoleArn { get; init; }
}
