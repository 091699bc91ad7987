namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A perimeter of VPC Service Controls, with the projects in it.</summary>
[GcpResource("identity.accesscontextmanager.googleapis.com/ServicePerimeter", Content = GcpContent.AccessPolicy, Supporting = true)]
public sealed record ServicePerimeter : Resource
{
    /// <summary>What people call it.</summary>
    public string? Title { get; init; }

    /// <summary>PERIMETER_TYPE_REGULAR (the default), or PERIMETER_TYPE_BRIDGE, which protects nothing.</summary>
    public string? PerimeterType { get; init; }

    /// <summary>What is enforced.</summary>
    public PerimeterConfig? Status { get; init; }

    /// <summary>What is tried without being enforced.</summary>
    public PerimeterConfig? Spec { get; init; }
}

/// <summary>What a perimeter holds together.</summary>
public sealed record PerimeterConfig
{
    /// <summary>As projects/1.</summary>
    public IReadOnlyList<string>? Resources { get; init; }

    /// <summary>The services that may not be called from outside.</summary>
    public IReadOnlyList<string>? RestrictedServices { get; init; }

    /// <summary>Who has one of these comes in to all services.</summary>
    public IReadOnlyList<string>? AccessLevels { get; init; }

    /// <summary>Who may come in all the same.</summary>
    public IReadOnlyList<IngressPolicy>? IngressPolicies { get; init; }
}

/// <summary>Who may come into a perimeter.</summary>
public sealed record IngressPolicy
{
    /// <summary>What people call it.</summary>
    public string? Title { get; init; }

    /// <summary>Who.</summary>
    public IngressFrom? IngressFrom { get; init; }

    /// <summary>To what.</summary>
    public IngressTo? IngressTo { get; init; }
}

/// <summary>Who may come in.</summary>
public sealed record IngressFrom
{
    /// <summary>ANY_IDENTITY, ANY_USER_ACCOUNT, ANY_SERVICE_ACCOUNT; those that are named without.</summary>
    public string? IdentityType { get; init; }

    /// <summary>Those that are named.</summary>
    public IReadOnlyList<string>? Identities { get; init; }

    /// <summary>From where.</summary>
    public IReadOnlyList<IngressSource>? Sources { get; init; }
}

/// <summary>From where.</summary>
public sealed record IngressSource
{
    /// <summary>By an access level, or * for anywhere.</summary>
    public string? AccessLevel { get; init; }

    /// <summary>From a project or network.</summary>
    public string? Resource { get; init; }
}

/// <summary>To what.</summary>
public sealed record IngressTo
{
    /// <summary>Which calls.</summary>
    public IReadOnlyList<ApiOperation>? Operations { get; init; }

    /// <summary>Which projects; * for all.</summary>
    public IReadOnlyList<string>? Resources { get; init; }
}

/// <summary>Calls of a service.</summary>
public sealed record ApiOperation
{
    /// <summary>As aiplatform.googleapis.com, or * for all.</summary>
    public string? ServiceName { get; init; }
}
