namespace AiCloudSecurity.Resources.Aws;

/// <summary>Whether Macie samples the buckets of a region by itself, as GetAutomatedDiscoveryConfiguration gives it.</summary>
[AwsResource("AWS::Macie::AutomatedDiscovery", "macie2",
    Describe = "GetAutomatedDiscoveryConfiguration GET /automated-discovery/configuration", None = "AccessDeniedException: Macie is not enabled",
    Id = "arn:{partition}:macie2:{region}:{account}:automated-discovery", Supporting = true)]
public sealed record MacieDiscovery : Resource
{
    /// <summary>ENABLED or DISABLED.</summary>
    public string? Status { get; init; }
}
