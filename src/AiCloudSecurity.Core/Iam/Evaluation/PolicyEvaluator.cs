namespace AiCloudSecurity.Iam;

/// <summary>
/// Evaluates policies as AWS documents it: a Deny anywhere wins; then every limit must allow (SCPs level by level,
/// boundary, session, endpoint), and the identity's or the resource's own policy must, across accounts both.
/// </summary>
public static class PolicyEvaluator
{
    /// <summary>What AWS answers.</summary>
    /// <param name="request">The request.</param>
    /// <param name="policies">All policies that apply to it.</param>
    public static EvaluationResult Evaluate(Request request, ApplicablePolicies policies)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(policies);
        var tally = new Tally(request);
        if (IsAlwaysAllowed(request))
        {
            return tally.Result(Truth.True, []);
        }
        var principal = request.Principal;
        List<PolicyType> missing = [];

        var organisation = principal.IsServiceLinked || principal.Account is null ? Truth.True : Required(PolicyType.ServiceControl, Levels(tally, policies.ServiceControl));
        if (!principal.IsServiceLinked && !Is(request, "kms:RetireGrant"))
        {
            // By their documentation RCPs limit neither service-linked roles nor who retires a grant.
            _ = Levels(tally, policies.ResourceControl);
        }
        var endpoint = policies.VpcEndpoint is null ? Truth.True : Required(PolicyType.VpcEndpoint, tally.Count(policies.VpcEndpoint).Any);
        var identity = principal.Type == PrincipalType.Root ? Truth.True : tally.Count(policies.Identity);
        var boundary = policies.PermissionsBoundary is null ? Truth.True : tally.Count(policies.PermissionsBoundary).Any;
        var session = policies.Session is null ? Truth.True : tally.Count(policies.Session);
        var resource = policies.Resource is null || IsOwnersBucketPolicy(request) ? default : tally.Count(policies.Resource);

        var limits = boundary.And(session);
        var byIdentity = identity.And(limits);
        var byResource = resource.Principal.Or(resource.Role.And(limits));
        Truth granted;
        if (principal.Account is null)
        {
            granted = Required(PolicyType.Resource, resource.Any);
        }
        else if (principal.Account != request.ResourceAccount)
        {
            granted = byIdentity.And(Required(PolicyType.Resource, resource.Any));
            Limited();
        }
        else if (NeedsResourcePolicy(request))
        {
            granted = byResource.Or(resource.Account.And(byIdentity));
            if (granted == Truth.False && Required(PolicyType.Resource, resource.Any) != Truth.False)
            {
                Limited();
            }
        }
        else
        {
            granted = byIdentity.Or(byResource);
            if (granted == Truth.False)
            {
                Limited();
            }
        }
        return tally.Result(granted.And(organisation).And(endpoint), missing);

        Truth Required(PolicyType type, Truth allowed)
        {
            if (allowed == Truth.False)
            {
                missing.Add(type);
            }
            return allowed;
        }

        void Limited()
        {
            Required(PolicyType.Identity, identity);
            Required(PolicyType.PermissionsBoundary, boundary);
            Required(PolicyType.Session, session);
        }
    }

    private static Truth Levels(Tally tally, IReadOnlyList<IReadOnlyList<CompiledPolicy>> levels)
    {
        var allowed = Truth.True;
        foreach (var level in levels)
        {
            allowed = allowed.And(tally.Count(level));
        }
        return allowed;
    }

    // By the reference of STS, no policy is asked: of anybody for who he is, of a user for a session of his own.
    private static bool IsAlwaysAllowed(Request request) =>
        request.Principal.Account is not null
        && (Is(request, "sts:GetCallerIdentity") || Is(request, "sts:GetSessionToken") && request.Principal.Type is PrincipalType.User or PrincipalType.Root);

    // By the reference of S3, a bucket policy cannot lock out the root user of its account.
    private static bool IsOwnersBucketPolicy(Request request) =>
        request.Principal.Type == PrincipalType.Root && request.Principal.Account == request.ResourceAccount
        && (Is(request, "s3:GetBucketPolicy") || Is(request, "s3:PutBucketPolicy") || Is(request, "s3:DeleteBucketPolicy"));

    // A key and a role belong to whom their own policy names; an account has no access but by it.
    internal static bool NeedsResourcePolicy(Request request) =>
        request.Service.Equals("kms", StringComparison.OrdinalIgnoreCase) && request.Resource.Split(':', 6) is [_, _, "kms", _, _, var key] && key.StartsWith("key/", StringComparison.Ordinal)
        || request.Service.Equals("sts", StringComparison.OrdinalIgnoreCase) && request.Resource.Split(':', 6) is [_, _, "iam", _, _, var role] && role.StartsWith("role/", StringComparison.Ordinal)
        || request.Service.Equals("sts", StringComparison.OrdinalIgnoreCase) && request.Operation.StartsWith("AssumeRole", StringComparison.OrdinalIgnoreCase);

    private static bool Is(Request request, string action) => request.Action.Equals(action, StringComparison.OrdinalIgnoreCase);
}
