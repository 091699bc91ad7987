namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A deny policy on a project, or on a folder or the organisation above it. The list of them leaves their rules out (IAM v2, policies.listPolicies).</summary>
[GcpResource("iam.googleapis.com/DenyPolicy", Path = "v2/policies/cloudresourcemanager.googleapis.com%2F{ancestor}/denypolicies", List = "policies", Content = GcpContent.None, Permission = "iam.denypolicies.list", HoldsUnenabled = true, Supporting = true)]
public sealed record DenyPolicy : Resource;

/// <summary>The rules of a deny policy.</summary>
[GcpResource("iam.googleapis.com/DenyPolicyRules", Path = "v2/{parent}", IsSetting = true, Of = typeof(DenyPolicy), Content = GcpContent.None, Permission = "iam.denypolicies.get", HoldsUnenabled = true)]
public sealed record DenyPolicyRules : Resource
{
    /// <summary>As policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/d: the name says what it is attached to.</summary>
    public string? Name { get; init; }

    /// <summary>The rules; each takes something.</summary>
    public IReadOnlyList<DenyPolicyRule>? Rules { get; init; }
}

/// <summary>A rule of a deny policy.</summary>
public sealed record DenyPolicyRule
{
    /// <summary>What it denies to whom.</summary>
    public DenyRule? DenyRule { get; init; }
}

/// <summary>What is denied to whom.</summary>
public sealed record DenyRule
{
    /// <summary>As principal://goog/subject/ann@example.com, or principalSet://goog/public:all.</summary>
    public IReadOnlyList<string>? DeniedPrincipals { get; init; }

    /// <summary>Those of them to whom it is not denied.</summary>
    public IReadOnlyList<string>? ExceptionPrincipals { get; init; }

    /// <summary>As aiplatform.googleapis.com/endpoints.predict; with a star for several.</summary>
    public IReadOnlyList<string>? DeniedPermissions { get; init; }

    /// <summary>Those of them that are not denied.</summary>
    public IReadOnlyList<string>? ExceptionPermissions { get; init; }

    /// <summary>For which tags of resources; always where there is none.</summary>
    public BindingCondition? DenialCondition { get; init; }
}

/// <summary>A principal access boundary policy of the organisation: what those whom it binds can reach, whatever their roles are.</summary>
[GcpResource("iam.googleapis.com/PrincipalAccessBoundaryPolicy", Path = "v3/{organization}/locations/global/principalAccessBoundaryPolicies", Content = GcpContent.None, Permission = "iam.principalaccessboundarypolicies.list", HoldsUnenabled = true, Supporting = true)]
public sealed record PrincipalAccessBoundary : Resource
{
    /// <summary>What can be reached.</summary>
    public BoundaryDetails? Details { get; init; }
}

/// <summary>What those who are bound can reach.</summary>
public sealed record BoundaryDetails
{
    /// <summary>Rules; together they say what can be reached.</summary>
    public IReadOnlyList<BoundaryRule>? Rules { get; init; }

    /// <summary>Which permissions it can block, as 3 or latest.</summary>
    public string? EnforcementVersion { get; init; }
}

/// <summary>A part of what can be reached.</summary>
public sealed record BoundaryRule
{
    /// <summary>ALLOW: there is nothing else.</summary>
    public string? Effect { get; init; }

    /// <summary>Organisations, folders and projects by their full names; what is below them is meant, too.</summary>
    public IReadOnlyList<string>? Resources { get; init; }
}

/// <summary>Whom a principal access boundary policy binds.</summary>
[GcpResource("iam.googleapis.com/PolicyBinding", Path = "v3/{parent}:searchPolicyBindings", List = "policyBindings", Of = typeof(PrincipalAccessBoundary), Content = GcpContent.None, Permission = "iam.principalaccessboundarypolicies.searchPolicyBindings", HoldsUnenabled = true)]
public sealed record BoundaryBinding : Resource
{
    /// <summary>Whom.</summary>
    public BoundaryTarget? Target { get; init; }

    /// <summary>Only those of this type or name; all where there is none.</summary>
    public BindingCondition? Condition { get; init; }
}

/// <summary>Whom a principal access boundary policy binds.</summary>
public sealed record BoundaryTarget
{
    /// <summary>The full name of an organisation, a folder, a project, or a pool or directory of identities: all principals in it.</summary>
    public string? PrincipalSet { get; init; }
}

/// <summary>
/// What Recommender observed of a role that somebody has on a project, a folder or the organisation: which of its
/// permissions were used in the last ninety days. Google makes them where Security Command Center is paid for.
/// </summary>
[GcpResource("recommender.googleapis.com/Insight", Path = "v1/{ancestor}/locations/global/insightTypes/google.iam.policy.Insight/insights", Content = GcpContent.None, Permission = "recommender.iamPolicyInsights.list", HoldsUnenabled = true, Supporting = true, OnRequest = true)]
public sealed record PolicyInsight : Resource
{
    /// <summary>What was observed.</summary>
    public PolicyInsightContent? Content { get; init; }

    /// <summary>When it was last made anew.</summary>
    public DateTimeOffset? LastRefreshTime { get; init; }

    /// <summary>For how long before that Google has looked, as 7776000s.</summary>
    public string? ObservationPeriod { get; init; }

    /// <summary>Full names of what the role is on.</summary>
    public IReadOnlyList<string>? TargetResources { get; init; }
}

/// <summary>What was observed of a role that somebody has.</summary>
public sealed record PolicyInsightContent
{
    /// <summary>As roles/aiplatform.user.</summary>
    public string? Role { get; init; }

    /// <summary>As user:ann@example.com.</summary>
    public string? Member { get; init; }

    /// <summary>When the role holds.</summary>
    public BindingCondition? Condition { get; init; }

    /// <summary>Permissions that were used.</summary>
    public IReadOnlyList<ObservedPermission>? ExercisedPermissions { get; init; }

    /// <summary>Permissions that Google guesses to be needed all the same.</summary>
    public IReadOnlyList<ObservedPermission>? InferredPermissions { get; init; }
}

/// <summary>A permission that was used, or is guessed to be needed.</summary>
public sealed record ObservedPermission
{
    /// <summary>As aiplatform.endpoints.predict.</summary>
    public string? Permission { get; init; }
}
