namespace AiCloudSecurity.Resources.Aws;

/// <summary>A team that labels data for SageMaker, as ListWorkteams gives it.</summary>
[AwsResource("AWS::SageMaker::Workteam", "sagemaker",
    List = "ListWorkteams", Items = "Workteams", Input = """{ "MaxResults": 100 }""",
    Id = "WorkteamArn", NameMember = "WorkteamName")]
public sealed record Workteam : Resource
{
    /// <summary>How its members get at the data.</summary>
    public WorkerAccess? WorkerAccessConfiguration { get; init; }

    /// <summary>How they are told of work.</summary>
    public WorkteamNotification? NotificationConfiguration { get; init; }
}

/// <summary>How a team is told of work.</summary>
public sealed record WorkteamNotification
{
    /// <summary>The topic.</summary>
    [Refers(typeof(TopicPolicy))]
    public string? NotificationTopicArn { get; init; }
}

/// <summary>How workers get at the data.</summary>
public sealed record WorkerAccess
{
    /// <summary>The presigned URLs.</summary>
    public WorkerPresign? S3Presign { get; init; }
}

/// <summary>The presigned URLs of workers.</summary>
public sealed record WorkerPresign
{
    /// <summary>What binds them.</summary>
    public PresignConstraints? IamPolicyConstraints { get; init; }
}

/// <summary>What binds presigned URLs.</summary>
public sealed record PresignConstraints
{
    /// <summary>Enabled where a URL works from the worker's own address only; Disabled by default.</summary>
    public string? SourceIp { get; init; }

    /// <summary>Enabled where it works from the worker's own address within a VPC only; Disabled by default.</summary>
    public string? VpcSourceIp { get; init; }
}
