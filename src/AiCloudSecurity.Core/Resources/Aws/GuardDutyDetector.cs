namespace AiCloudSecurity.Resources.Aws;

/// <summary>GuardDuty in a region, as GetDetector gives it.</summary>
[AwsResource("AWS::GuardDuty::Detector", "guardduty",
    List = "ListDetectors GET /detector", Items = "detectorIds",
    Describe = "GetDetector GET /detector/{DetectorId}", Key = "DetectorId=Name",
    Id = "Name", NameMember = "Name", Supporting = true)]
public sealed record GuardDutyDetector : Resource
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? Status { get; init; }

    /// <summary>What it looks at beyond its own sources.</summary>
    public IReadOnlyList<GuardDutyFeature>? Features { get; init; }
}

/// <summary>Something that GuardDuty can look at.</summary>
public sealed record GuardDutyFeature
{
    /// <summary>As S3_DATA_EVENTS.</summary>
    public string? Name { get; init; }

    /// <summary>ENABLED or DISABLED.</summary>
    public string? Status { get; init; }
}
