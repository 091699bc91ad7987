namespace AiCloudSecurity.Resources.Aws;

/// <summary>How Macie looks at a bucket of its region, as DescribeBuckets gives it.</summary>
[AwsResource("AWS::Macie::Bucket", "macie2",
    List = "DescribeBuckets POST /datasources/s3", Items = "buckets", Input = """{ "maxResults": 50 }""",
    None = "AccessDeniedException: Macie is not enabled",
    Id = "arn:{partition}:macie2:{region}:{account}:bucket/{bucketName}", NameMember = "bucketName", Supporting = true)]
public sealed record MacieBucket : Resource
{
    /// <summary>MONITORED where automated discovery looks at it, else NOT_MONITORED.</summary>
    public string? AutomatedDiscoveryMonitoringStatus { get; init; }

    /// <summary>The jobs that look at it.</summary>
    public MacieJobs? JobDetails { get; init; }
}

/// <summary>The jobs that look at a bucket.</summary>
public sealed record MacieJobs
{
    /// <summary>TRUE where a job is set up to look at it, FALSE or UNKNOWN.</summary>
    public string? IsDefinedInJob { get; init; }
}
