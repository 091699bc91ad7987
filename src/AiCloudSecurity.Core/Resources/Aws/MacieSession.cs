namespace AiCloudSecurity.Resources.Aws;

/// <summary>Macie in a region, as GetMacieSession gives it; where it is off, Macie refuses every call.</summary>
[AwsResource("AWS::Macie::Session", "macie2",
    Describe = "GetMacieSession GET /macie", None = "AccessDeniedException: Macie is not enabled, ResourceNotFoundException",
    Id = "arn:{partition}:macie2:{region}:{account}:session", Supporting = true)]
public sealed record MacieSession : Resource
{
    /// <summary>ENABLED or PAUSED.</summary>
    public string? Status { get; init; }
}
