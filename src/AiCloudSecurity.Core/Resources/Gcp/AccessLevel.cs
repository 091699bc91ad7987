namespace AiCloudSecurity.Resources.Gcp;

/// <summary>What callers must have to count as trusted: addresses, devices, people.</summary>
[GcpResource("identity.accesscontextmanager.googleapis.com/AccessLevel", Content = GcpContent.AccessPolicy, Supporting = true)]
public sealed record AccessLevel : Resource
{
    /// <summary>As accessPolicies/1/accessLevels/office.</summary>
    public string? Name { get; init; }

    /// <summary>What people call it.</summary>
    public string? Title { get; init; }

    /// <summary>Conditions, where it is made of such.</summary>
    public BasicLevel? Basic { get; init; }

    /// <summary>An expression, where it is made of one.</summary>
    public CustomLevel? Custom { get; init; }
}

/// <summary>Conditions of an access level.</summary>
public sealed record BasicLevel
{
    /// <summary>The conditions.</summary>
    public IReadOnlyList<LevelCondition>? Conditions { get; init; }

    /// <summary>AND (the default): all must hold; OR: one.</summary>
    public string? CombiningFunction { get; init; }
}

/// <summary>A condition, of which all members must hold.</summary>
public sealed record LevelCondition
{
    /// <summary>Addresses; any without.</summary>
    public IReadOnlyList<string>? IpSubnetworks { get; init; }

    /// <summary>Other levels that must hold.</summary>
    public IReadOnlyList<string>? RequiredAccessLevels { get; init; }

    /// <summary>It must not hold.</summary>
    public bool Negate { get; init; }

    /// <summary>People; any without.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Countries that callers must be in.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>What callers' devices must have.</summary>
    public DevicePolicy? DevicePolicy { get; init; }

    /// <summary>Networks of the customer's that callers must be in.</summary>
    public IReadOnlyList<VpcNetworkSource>? VpcNetworkSources { get; init; }
}

/// <summary>What callers' devices must have.</summary>
public sealed record DevicePolicy;

/// <summary>A network of the customer's.</summary>
public sealed record VpcNetworkSource;

/// <summary>An expression of an access level.</summary>
public sealed record CustomLevel;
