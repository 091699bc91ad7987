namespace AiCloudSecurity.Resources.Aws;

/// <summary>Which repositories a registry scans, as GetRegistryScanningConfiguration gives it.</summary>
[AwsResource("AWS::ECR::RegistryScanningConfiguration", "ecr",
    Describe = "GetRegistryScanningConfiguration", Id = "arn:{partition}:ecr:{region}:{account}:registry-scanning", Supporting = true)]
public sealed record EcrRegistryScanning : Resource
{
    /// <summary>The settings.</summary>
    public RegistryScanning? ScanningConfiguration { get; init; }
}

/// <summary>What a registry scans.</summary>
public sealed record RegistryScanning
{
    /// <summary>BASIC or ENHANCED.</summary>
    public string? ScanType { get; init; }

    /// <summary>Which repositories, and when.</summary>
    public IReadOnlyList<RegistryScanningRule>? Rules { get; init; }
}

/// <summary>Repositories that a registry scans.</summary>
public sealed record RegistryScanningRule
{
    /// <summary>SCAN_ON_PUSH, CONTINUOUS_SCAN or MANUAL.</summary>
    public string? ScanFrequency { get; init; }

    /// <summary>The repositories, by wildcards.</summary>
    public IReadOnlyList<RepositoryFilter>? RepositoryFilters { get; init; }
}

/// <summary>Repositories by wildcard.</summary>
public sealed record RepositoryFilter
{
    /// <summary>With * for any text.</summary>
    public string? Filter { get; init; }
}
